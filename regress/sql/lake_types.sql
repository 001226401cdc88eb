-- SPDX-License-Identifier: Apache-2.0
-- Every type with its edge values from Parquet, CSV and JSON files that DuckDB wrote (regress/make/types.sql), compared with
-- what PostgreSQL makes of the same literal. Each column has its values from ord 1 on and NULL in all further rows.
\set test lake_types
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
SET extra_float_digits = 1;

CREATE TABLE expected (number serial, name text, type text, literals text[]);
COPY expected (name, type, literals) FROM stdin (DELIMITER '|');
bool|boolean|{t,f}
tinyint|smallint|{-128,127,0}
utinyint|smallint|{0,255}
smallint|smallint|{-32768,32767,0}
usmallint|integer|{0,65535}
int|integer|{-2147483648,2147483647,0}
uint|bigint|{0,4294967295}
bigint|bigint|{-9223372036854775808,9223372036854775807,0}
ubigint|numeric(20,0)|{0,18446744073709551615}
float|real|{1.5,-0,NaN,Infinity,-Infinity,3.4028235e38,1.17549435e-38,1e-45,0.1}
double|double precision|{1.5,-0,NaN,Infinity,-Infinity,1.7976931348623157e308,2.2250738585072014e-308,5e-324,0.1,123456789.123456789}
decimal4|numeric(4,1)|{-999.9,999.9,0.1}
decimal9|numeric(9,4)|{-99999.9999,99999.9999,0.0001}
decimal18|numeric(18,6)|{-999999999999.999999,999999999999.999999,0}
decimal38|numeric(38,10)|{-9999999999999999999999999999.9999999999,9999999999999999999999999999.9999999999,0.0000000001}
decimal38_0|numeric(38,0)|{99999999999999999999999999999999999999,-99999999999999999999999999999999999999}
date|date|{0001-01-01,9999-12-31,1970-01-01,2020-02-29,infinity,-infinity,0044-03-15 BC,4713-01-01 BC,5874897-12-31}
time|time without time zone|{00:00:00,23:59:59.999999,24:00:00,12:34:56}
timestamp|timestamp without time zone|{1970-01-01 00:00:00,0001-01-01 00:00:00,9999-12-31 23:59:59.999999,infinity,-infinity,0044-03-15 12:00:00 BC,1969-12-31 23:59:59.999999,294246-12-31 23:59:59.999999,4713-01-01 00:00:00 BC}
timestamp_ns|timestamp without time zone|{1970-01-01 00:00:00,2262-04-11 23:47:16.854775,1677-09-22 00:00:00}
timestamp_ms|timestamp without time zone|{1970-01-01 00:00:00.001,9999-12-31 23:59:59.999}
timestamp_s|timestamp without time zone|{1970-01-01 00:00:01,9999-12-31 23:59:59}
timestamptz|timestamp with time zone|{1970-01-01 00:00:00+00,2020-05-31 22:00:00+00,infinity,-infinity,9999-12-31 23:59:59.999999+00,0001-01-01 00:00:00+00}
interval|interval|{0 days,14 months 3 days 0.5 seconds,23:59:59,49 days}
uuid|uuid|{00000000-0000-0000-0000-000000000000,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,ffffffff-ffff-ffff-ffff-ffffffffffff}
enum|text|{happy,sad}
\.
INSERT INTO expected (name, type, literals) VALUES
  ('varchar', 'text', ARRAY['', 'a', 'with "quotes", commas', 'it''s', E'two\nlines', E'tab\tand back\\slash', 'Zoë 🦆 漢字', 'NULL', ' padded ', repeat('x', 300), E'\x01\x7F']),
  ('blob', 'bytea', ARRAY['\x00ff275c', '\x', '\x74657874']),
  ('json', 'jsonb', ARRAY['{"a": [1, null, "x"]}', '1', 'null', '"text"', '[]']);

-- Reads each column of a file as each type it should be; a row for each column that has a value which is not the literal's.
CREATE FUNCTION differences(file text, OUT name text, OUT type text, OUT ord int, OUT wanted text, OUT got text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE e expected; failure text;
BEGIN
  FOR e IN SELECT * FROM expected ORDER BY number LOOP
    IF e.name = 'blob' AND file NOT LIKE '%parquet' THEN CONTINUE; END IF;
    BEGIN
      CALL lake('one_column', file, '', format('ord int, %I %s', e.name, e.type));
      RETURN QUERY EXECUTE format(
        $q$ SELECT %1$L, %2$L, t.ord, literal, substr(%1$I::text, 1, 60)
            FROM one_column t LEFT JOIN unnest(%3$L::text[]) WITH ORDINALITY AS l(literal, ord) USING (ord)
            WHERE %1$I::text IS DISTINCT FROM literal::%2$s::text ORDER BY 3 $q$, e.name, e.type, e.literals);
    EXCEPTION WHEN others THEN
      name := e.name; type := e.type; ord := NULL; wanted := 'no error'; got := SQLERRM;
      RETURN NEXT;
    END;
    DROP FOREIGN TABLE IF EXISTS one_column;
  END LOOP;
END $$;
SELECT * FROM differences('types/scalars.parquet');
SELECT * FROM differences('types/scalars.csv.zst');
SELECT * FROM differences('types/scalars.json.gz');
-- JSON: DuckDB writes SQL's NULL and JSON's null alike, and reads numbers with a fraction as double precision, so that those with
-- more than 17 digits are not exact unless they are texts.
CALL put('digits.json', '{"number": 0.12345678901234567891, "text": "0.12345678901234567891", "whole": 12345678901234567890123456789}');
CALL lake('digits', './digits.json', '', 'number numeric, text numeric, whole numeric');
SELECT * FROM digits;

-- What the columns are inferred to be.
CALL lake('parquet', 'types/scalars.parquet');
CALL lake('csv', 'types/scalars.csv.zst', $$sample_rows '-1'$$);
CALL lake('json', 'types/scalars.json.gz');
SELECT p.attname AS column, format_type(p.atttypid, p.atttypmod) AS parquet, format_type(c.atttypid, c.atttypmod) AS csv, format_type(j.atttypid, j.atttypmod) AS json
FROM pg_attribute p LEFT JOIN pg_attribute c ON c.attname = p.attname AND c.attrelid = 'csv'::regclass
  LEFT JOIN pg_attribute j ON j.attname = p.attname AND j.attrelid = 'json'::regclass
WHERE p.attrelid = 'parquet'::regclass AND p.attnum > 0 ORDER BY p.attnum;
SELECT count(*), count(parquet), sum(length(parquet::text)) FROM parquet;
SELECT count(*), count(csv) FROM csv;
SELECT count(*), count(json) FROM json;

-- timestamptz is shown in the session's zone, whatever zone wrote it.
SET timezone = 'America/New_York';
SELECT ord, timestamptz FROM parquet WHERE timestamptz IS NOT NULL ORDER BY ord;
SELECT ord FROM parquet WHERE timestamptz = '2020-05-31 18:00:00';
SET timezone = 'UTC';

-- Other types than the file's, as an assignment casts.
CREATE FUNCTION read_as(name text, type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
  BEGIN
    CALL lake('one_column', 'types/scalars.parquet', '', format('ord int, %I %s', name, type));
    EXECUTE format('SELECT array_agg(%I ORDER BY ord)::text FROM (SELECT * FROM one_column ORDER BY ord LIMIT 3) t', name) INTO result;
  EXCEPTION WHEN others THEN
    result := regexp_replace(SQLERRM, ' in file.*', '');
  END;
  DROP FOREIGN TABLE IF EXISTS one_column;
  RETURN result;
END $$;
SELECT name, type, read_as(name, type) FROM (VALUES
  ('bool', 'text'), ('bool', 'integer'), ('int', 'smallint'), ('int', 'bigint'), ('int', 'numeric(12,2)'), ('int', 'numeric(5,2)'), ('int', 'double precision'),
  ('int', 'text'), ('int', 'boolean'), ('int', 'date'), ('smallint', 'real'), ('ubigint', 'bigint'), ('ubigint', 'numeric'), ('double', 'integer'), ('double', 'numeric'),
  ('double', 'real'), ('double', 'text'), ('float', 'double precision'), ('decimal4', 'integer'), ('decimal4', 'numeric(6,3)'), ('decimal4', 'numeric(3,0)'), ('decimal4', 'text'),
  ('decimal9', 'double precision'), ('varchar', 'varchar(1)'), ('varchar', 'bytea'), ('blob', 'text'), ('date', 'timestamp'), ('date', 'timestamptz'), ('date', 'text'), ('timestamp', 'date'),
  ('timestamp', 'timestamptz'), ('timestamp', 'timestamp(0)'), ('timestamptz', 'timestamp'), ('time', 'time(0)'), ('time', 'text'), ('uuid', 'text'), ('uuid', 'bytea'), ('json', 'text'), ('json', 'json'),
  ('enum', 'varchar(3)'), ('enum', 'char(6)'), ('int', 'oid'), ('int', 'int4range'), ('interval', 'text'), ('int', 'integer[]')) AS v(name, type);

-- Domains, enums, arrays and composites of one's own.
CREATE DOMAIN even AS integer CHECK (VALUE % 2 = 0);
CREATE DOMAIN two_letters AS varchar(2) NOT NULL;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE reordered AS (y text, x numeric(5,2));
CREATE TYPE with_missing AS (x float8, z int);
CALL lake('own_types', 'types/scalars.parquet', '', 'ord int, int even, enum mood');
SELECT ord, int, enum, enum < 'happy' AS less FROM own_types WHERE ord IN (1, 3) ORDER BY ord;
SELECT ord, int FROM own_types ORDER BY ord LIMIT 2;
CALL lake('reordered_point', 'types/nested.parquet', '', 'ord int, point reordered, ints bigint[], matrix numeric(4,1)[], counts jsonb, deep json');
SELECT * FROM reordered_point ORDER BY ord;
CALL lake('missing_field', 'types/nested.parquet', '', 'point with_missing');
SELECT * FROM missing_field;
CALL lake('not_a_list', 'types/nested.parquet', '', 'ints integer');
SELECT * FROM not_a_list;
DROP SCHEMA lake_types CASCADE;
