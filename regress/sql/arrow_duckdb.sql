-- SPDX-License-Identifier: Apache-2.0
-- What DuckDB answers, converted into every type that takes it: nulls, bounds, edges, and what has to be refused.
\getenv arrow_test ARROW_TEST
CREATE SCHEMA arrow_duckdb;
SET search_path = arrow_duckdb, public;
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
SET intervalstyle = 'postgres';
CREATE FUNCTION duckdb_query(text) RETURNS SETOF record STRICT LANGUAGE c AS :'arrow_test';
CREATE FUNCTION duckdb_execute(text) RETURNS void STRICT LANGUAGE c AS :'arrow_test';
SELECT duckdb_execute('SET TimeZone = ''UTC''');
SELECT duckdb_execute('SET memory_limit = ''500MB''');

-- One value: a DuckDB expression as a PostgreSQL type, or the error it makes.
CREATE FUNCTION read(expression text, type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
  detail text;
BEGIN
  EXECUTE format('SELECT coalesce(v::text, ''(null)'') FROM duckdb_query(%L) AS t(v %s)', 'SELECT ' || expression, type)
    INTO STRICT result;
  RETURN result;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN SQLSTATE || ' ' || SQLERRM || CASE WHEN detail <> '' THEN ' | ' || detail ELSE '' END;
END $$;

-- Integers: each of DuckDB's at its bounds, as each of PostgreSQL's.
SELECT source, target, read(format('(%s)::%s', value, source), target)
FROM (VALUES
  ('TINYINT', '-128'), ('TINYINT', '127'), ('TINYINT', 'NULL'), ('UTINYINT', '255'), ('UTINYINT', '0'),
  ('SMALLINT', '-32768'), ('SMALLINT', '32767'), ('USMALLINT', '65535'), ('USMALLINT', '32768'), ('USMALLINT', 'NULL'),
  ('INTEGER', '-2147483648'), ('INTEGER', '2147483647'), ('INTEGER', '-32769'), ('UINTEGER', '4294967295'),
  ('BIGINT', '-9223372036854775808'), ('BIGINT', '9223372036854775807'), ('BIGINT', '2147483648'),
  ('BIGINT', '-2147483649'), ('UBIGINT', '18446744073709551615'), ('UBIGINT', '9223372036854775807')
) AS v(source, value), unnest(ARRAY['smallint', 'integer', 'bigint', 'numeric', 'numeric(6,1)']) AS target;

-- Everything else: expression, type, result.
SELECT expression, type, read(expression, type) FROM (VALUES
  ('true', 'boolean'), ('false', 'boolean'), ('NULL::BOOLEAN', 'boolean'),
  ('1::TINYINT', 'boolean'), ('true', 'integer'), ('''x''', 'integer'), ('1.5::DOUBLE', 'integer'), ('1', 'text'),
  ('1', 'real'), ('1', 'double precision'),
  -- floats
  ('1.5::FLOAT', 'real'), ('''nan''::FLOAT', 'real'), ('''inf''::FLOAT', 'real'), ('''-inf''::FLOAT', 'real'),
  ('-0.0::FLOAT', 'real'), ('3.4028235e38::FLOAT', 'real'), ('1.1754944e-38::FLOAT', 'real'), ('1e-45::FLOAT', 'real'),
  ('NULL::FLOAT', 'real'), ('0.1::FLOAT', 'double precision'), ('''nan''::FLOAT', 'double precision'),
  ('0.1::DOUBLE', 'double precision'), ('1.7976931348623157e308::DOUBLE', 'double precision'),
  ('5e-324::DOUBLE', 'double precision'), ('''nan''::DOUBLE', 'double precision'),
  ('''-inf''::DOUBLE', 'double precision'), ('''inf''::DOUBLE', 'real'), ('''nan''::DOUBLE', 'real'),
  ('0.5::DOUBLE', 'real'), ('1e39::DOUBLE', 'real'), ('1e-60::DOUBLE', 'real'), ('NULL::DOUBLE', 'real'),
  ('0.1::DOUBLE', 'numeric'), ('''nan''::DOUBLE', 'numeric'), ('''inf''::DOUBLE', 'numeric'),
  ('123.456::DOUBLE', 'numeric(5,1)'), ('123.456::FLOAT', 'numeric'), ('1e10::DOUBLE', 'numeric(5,1)'),
  ('''inf''::DOUBLE', 'numeric(5,1)'),
  -- decimals
  ('1.25::DECIMAL(4,2)', 'numeric'), ('1.25::DECIMAL(4,2)', 'numeric(4,2)'), ('1.25::DECIMAL(4,2)', 'numeric(4,1)'),
  ('-1.25::DECIMAL(4,2)', 'numeric(4,1)'), ('1.24::DECIMAL(4,2)', 'numeric(4,1)'), ('1.25::DECIMAL(4,2)', 'numeric(9,4)'),
  ('99.95::DECIMAL(4,2)', 'numeric(3,1)'), ('99.94::DECIMAL(4,2)', 'numeric(3,1)'), ('12.34::DECIMAL(4,2)', 'numeric(3,2)'),
  ('12.34::DECIMAL(4,2)', 'numeric(1,-1)'), ('0.05::DECIMAL(4,2)', 'numeric(2,3)'), ('0.12::DECIMAL(4,2)', 'numeric(2,3)'),
  ('0::DECIMAL(4,2)', 'numeric'), ('0.00::DECIMAL(4,2)', 'numeric(4,0)'), ('NULL::DECIMAL(4,2)', 'numeric'),
  ('99999999999999999999999999999999999999::DECIMAL(38,0)', 'numeric'),
  ('(''-0.99999999999999999999999999999999999999'')::DECIMAL(38,38)', 'numeric'),
  ('0.00000000000000000000000000000000000001::DECIMAL(38,38)', 'numeric'),
  ('10000.00010000::DECIMAL(18,8)', 'numeric'), ('100000000::DECIMAL(18,0)', 'numeric'),
  ('170141183460469231731687303715884105727::HUGEINT', 'numeric'),
  ('(-170141183460469231731687303715884105728)::HUGEINT', 'numeric'),
  ('1.5::DECIMAL(4,2)', 'integer'), ('''12.50''', 'numeric'), ('''NaN''', 'numeric'), ('''Infinity''', 'numeric'),
  ('''12.55''', 'numeric(5,1)'), ('''twelve''', 'numeric'),
  -- texts
  ('''''', 'text'), ('''ä€😀''', 'text'), ('repeat(''ab'', 9)', 'text'), ('NULL::VARCHAR', 'text'),
  ('''a'' || chr(0) || ''b''', 'text'), ('''a'' || chr(0)', 'varchar(5)'), ('chr(0)', 'json'),
  ('''abcde''', 'varchar(5)'), ('''abcdef''', 'varchar(5)'), ('''abcde   ''', 'varchar(5)'), ('''äöüß€''', 'varchar(5)'),
  ('''äöüß€!''', 'varchar(5)'), ('''äöüß€  ''', 'varchar(5)'), ('''''', 'varchar(5)'), ('NULL::VARCHAR', 'varchar(5)'),
  ('''abc''', 'char(5)'), ('''äöü''', 'char(5)'), ('''abcdef''', 'char(5)'), ('''abcde  ''', 'char(5)'),
  ('NULL::VARCHAR', 'char(5)'), ('''abc''', 'bpchar'), ('''abc''', 'name'), ('''x''', '"char"'),
  ('''{"a": [1, 2]}''::JSON', 'json'), ('''{"a":   1}''', 'jsonb'), ('''{"a"''', 'json'), ('''[1,]''', 'jsonb'),
  ('''12''', 'oid'), ('''10.0.0.1/8''', 'inet'), ('''[1,5)''', 'int4range'), ('''101''', 'bit(3)'),
  ('''12:00:00+02''', 'timetz'), ('''(1,2)''', 'point'), ('''12''', 'smallint'), ('''x''', 'bytea'), ('''2024-01-01''', 'date'),
  -- byte strings
  ('''\x00\xFFa''::BLOB', 'bytea'), ('''''::BLOB', 'bytea'), ('NULL::BLOB', 'bytea'), ('''a''::BLOB', 'text'),
  -- dates and times
  ('DATE ''1970-01-01''', 'date'), ('DATE ''0001-01-01''', 'date'), ('DATE ''9999-12-31''', 'date'),
  ('DATE ''4714-11-24 (BC)''', 'date'), ('DATE ''4714-11-23 (BC)''', 'date'), ('DATE ''5874897-12-31''', 'date'),
  ('''infinity''::DATE', 'date'), ('''-infinity''::DATE', 'date'), ('NULL::DATE', 'date'),
  ('DATE ''2024-02-29''', 'timestamp'), ('DATE ''2024-02-29''', 'text'),
  ('TIME ''00:00:00''', 'time'), ('TIME ''23:59:59.999999''', 'time'), ('TIME ''24:00:00''', 'time'),
  ('TIME ''12:34:56.789''', 'time(1)'), ('NULL::TIME', 'time'),
  ('TIMESTAMP ''1970-01-01 00:00:00''', 'timestamp'), ('TIMESTAMP ''1969-12-31 23:59:59.999999''', 'timestamp'),
  ('TIMESTAMP ''0001-01-01 00:00:00''', 'timestamp'), ('TIMESTAMP ''9999-12-31 23:59:59.999999''', 'timestamp'),
  ('TIMESTAMP ''4714-11-24 (BC) 00:00:00''', 'timestamp'), ('TIMESTAMP ''4714-11-23 (BC) 23:59:59''', 'timestamp'),
  ('TIMESTAMP ''294247-01-10 04:00:54.775806''', 'timestamp'),
  ('''infinity''::TIMESTAMP', 'timestamp'), ('''-infinity''::TIMESTAMP', 'timestamp'),
  ('''infinity''::TIMESTAMP_S', 'timestamp'), ('''infinity''::TIMESTAMP_NS', 'timestamp'),
  ('NULL::TIMESTAMP', 'timestamp'), ('TIMESTAMP ''2024-01-01 12:34:56.789654''', 'timestamp(3)'),
  ('TIMESTAMP ''2024-01-01 00:00:00''', 'timestamptz'), ('TIMESTAMP ''2024-01-01 00:00:00''', 'date'),
  ('''2024-01-01 00:00:01''::TIMESTAMP_S', 'timestamp'), ('''2024-01-01 00:00:00.001''::TIMESTAMP_MS', 'timestamp'),
  ('''2024-01-01 00:00:00.123456999''::TIMESTAMP_NS', 'timestamp'),
  ('''1969-12-31 23:59:59.999999999''::TIMESTAMP_NS', 'timestamp'),
  ('''2024-01-01 00:00:00+02''::TIMESTAMPTZ', 'timestamptz'), ('''2024-01-01 00:00:00+02''::TIMESTAMPTZ', 'timestamp'),
  ('''infinity''::TIMESTAMPTZ', 'timestamptz'), ('''-infinity''::TIMESTAMPTZ', 'timestamptz'),
  ('INTERVAL ''14 months 3 days 01:02:03.5''', 'interval'), ('INTERVAL (-1) MONTH', 'interval'),
  ('INTERVAL ''-00:00:00.000001''', 'interval'), ('NULL::INTERVAL', 'interval'),
  ('INTERVAL ''1 day 00:00:01.239''', 'interval second(1)'), ('INTERVAL ''1 month 1 day 1 hour''', 'interval month'),
  -- others
  ('''00112233-4455-6677-8899-aabbccddeeff''::UUID', 'uuid'), ('NULL::UUID', 'uuid'), ('''not one''', 'uuid'), ('''00112233-4455-6677-8899-AABBCCDDEEFF''', 'uuid'),
  ('''{00112233445566778899aabbccddeeff}''', 'uuid'), ('''00112233-4455-6677-8899-aabbccddeefg''', 'uuid'),
  ('''00112233-4455-6677-8899--abbccddeeff''', 'uuid'), ('''00112233-4455-6677-8899-aabbccddeef/''', 'uuid'),
  ('''00112233-4455-6677-8899-aabbccddee'' || chr(0) || ''f''', 'uuid'),
  ('''b''::ENUM(''a'', ''b'')', 'text'), ('''b''::ENUM(''a'', ''b'')', 'varchar(1)'),
  ('NULL::ENUM(''a'', ''b'')', 'text'), ('''b''::ENUM(''a'', ''b'')', 'integer'),
  ('NULL', 'integer'), ('NULL', 'text[]'),
  -- lists
  ('[1, 2, 3]', 'integer[]'), ('[]::INTEGER[]', 'integer[]'), ('[1, NULL]', 'bigint[]'), ('[NULL]::INTEGER[]', 'integer[]'),
  ('NULL::INTEGER[]', 'integer[]'), ('[''a'', '''', NULL, ''NULL'']', 'text[]'), ('[1.5, 2.25]::DECIMAL(5,2)[]', 'numeric(5,1)[]'),
  ('[true, false]', 'boolean[]'), ('[DATE ''2024-01-01'']', 'date[]'), ('[''abc'', ''defg'']', 'varchar(3)[]'),
  ('[''00112233-4455-6677-8899-aabbccddeeff'']::UUID[]', 'uuid[]'), ('[INTERVAL 1 DAY, NULL]', 'interval[]'),
  ('[[1, 2], [3, 4], [5, 6]]', 'integer[]'), ('[[1, 2], [3]]', 'integer[]'), ('[[1], NULL]', 'integer[]'),
  ('[[], []]::INTEGER[][]', 'integer[]'), ('[[]]::INTEGER[][]', 'integer[]'), ('[[1], []]', 'integer[]'), ('[[NULL], [1]]', 'integer[]'),
  ('[[[1, 2]], [[3, 4]]]', 'smallint[]'), ('[[[1, 2]], [[3, 4], [5, 6]]]', 'smallint[]'),
  ('[[[[[[1]]]]]]', 'integer[]'), ('[[[[[[[1]]]]]]]', 'integer[]'), ('[70000]', 'smallint[]'),
  ('[1, 2, 3]::INTEGER[3]', 'integer[]'), ('[[1, 2], [3, 4]]::INTEGER[2][2]', 'bigint[]'), ('NULL::INTEGER[3]', 'integer[]'),
  ('[1, 2]', 'integer'), ('[1, 2]', 'text'), ('1', 'integer[]'), ('[1]', 'text[]')
) AS v(expression, type);

-- Composites, maps, domains, enums.
CREATE TYPE point3 AS (x integer, y text, z numeric(5,1));
CREATE TYPE line3 AS (head point3, tail point3[]);
CREATE TYPE entry AS (key text, value integer);
CREATE TYPE gap AS (a integer, b integer, c integer);
ALTER TYPE gap DROP ATTRIBUTE b;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN short AS varchar(3) NOT NULL;
CREATE DOMAIN pair AS integer[] CHECK (cardinality(VALUE) = 2);
CREATE DOMAIN near AS point3 CHECK ((VALUE).x < 10);
SELECT expression, type, read(expression, type) FROM (VALUES
  ('{x: 1, y: ''a'', z: 1.25::DECIMAL(4,2)}', 'point3'), ('{x: NULL, y: NULL, z: NULL}', 'point3'),
  ('NULL::STRUCT(x INTEGER, y VARCHAR, z DECIMAL(4,2))', 'point3'),
  ('{x: 1, y: ''a''}', 'point3'), ('{x: ''a'', y: ''a'', z: 1}', 'point3'), ('''(1,a,1)''', 'point3'), ('''{1}''', 'integer[]'), ('{x: 1, y: ''a'', z: 10000}', 'point3'),
  ('[{x: 1, y: ''a'', z: 1}, NULL, {x: 2, y: NULL, z: 2}]', 'point3[]'),
  ('{h: {x: 1, y: ''a'', z: 1}, t: [{x: 2, y: ''b'', z: 2}, {x: 3, y: ''c'', z: 3}]}', 'line3'),
  ('{h: NULL::STRUCT(x INTEGER, y VARCHAR, z INTEGER), t: []::STRUCT(x INTEGER, y VARCHAR, z INTEGER)[]}', 'line3'),
  ('{a: 1, c: 2}', 'gap'), ('{a: 1, b: 2, c: 3}', 'gap'), ('{x: 1}', 'integer'), ('1', 'point3'), ('{x: 1}', 'record'),
  ('MAP {''a'': 1, ''b'': NULL}', 'entry[]'), ('MAP {}::MAP(VARCHAR, INTEGER)', 'entry[]'),
  ('NULL::MAP(VARCHAR, INTEGER)', 'entry[]'), ('[MAP {''a'': 1}, MAP {''b'': 2}]', 'entry[]'), ('MAP {1: 1}', 'entry[]'),
  ('''happy''', 'mood'), ('''glad''', 'mood'), ('''sad''::ENUM(''sad'', ''happy'')', 'mood'), ('[''sad'', NULL]', 'mood[]'),
  ('1', 'positive'), ('0', 'positive'), ('NULL::INTEGER', 'positive'), ('[1, 2]', 'positive[]'), ('[1, -2]', 'positive[]'),
  ('''abc''', 'short'), ('''abcd''', 'short'), ('NULL::VARCHAR', 'short'),
  ('[1, 2]', 'pair'), ('[1]', 'pair'), ('[[1, 2], [3, 4]]', 'pair[]'), ('[[1, 2], [3]]', 'pair[]'),
  ('{x: 1, y: ''a'', z: 1}', 'near'), ('{x: 10, y: ''a'', z: 1}', 'near')
) AS v(expression, type);

-- Many rows over many batches, where what is null, empty or long changes all the time.
SELECT count(*), count(a), sum(a), count(b), sum(length(b)), md5(string_agg(b, ',' ORDER BY a)), count(c), sum(c), count(d),
  sum(cardinality(d)), sum(d[2]), count(e), sum((e).x), max((e).y)
FROM duckdb_query($$
  SELECT CASE WHEN i % 7 <> 0 THEN i END, CASE WHEN i % 3 <> 0 THEN repeat(chr((97 + i % 26)::INTEGER), (i % 50)::INTEGER) || chr((228 + i % 5)::INTEGER) END,
    CASE WHEN i % 1000 < 500 THEN (i / 8)::DECIMAL(12,3) END, CASE WHEN i % 5 <> 0 THEN [x * i FOR x IN range(1, i % 4 + 1)] END,
    CASE WHEN i % 11 <> 0 THEN {x: i, y: 'n' || i, z: 0.5} END
  FROM range(10000) AS t(i)$$) AS t(a integer, b text, c numeric(12,1), d bigint[], e point3);
SELECT count(*), sum(a), sum(length(b)), sum(c), sum(cardinality(d)), sum(d[2]), sum((e).x)
FROM (SELECT CASE WHEN i % 7 <> 0 THEN i END a, CASE WHEN i % 3 <> 0 THEN repeat(chr(97 + i % 26), i % 50) || chr(228 + i % 5) END b,
    CASE WHEN i % 1000 < 500 THEN (i / 8.0)::numeric(12,1) END c,
    CASE WHEN i % 5 <> 0 THEN ARRAY(SELECT x::bigint * i FROM generate_series(1, i % 4) x) END d,
    CASE WHEN i % 11 <> 0 THEN (i, 'n' || i, 0.5)::point3 END e
  FROM generate_series(0, 9999) i) AS t;

-- Values that are large, beside small ones.
SELECT length(a), md5(a), cardinality(b), b[100000], length(c[1]) FROM duckdb_query($$
  SELECT repeat('abc', (n * 1000000)::INTEGER), range(n * 100000), [repeat('x', (n * 3000000)::INTEGER)] FROM range(1, 5) AS t(n)$$)
  AS t(a text, b bigint[], c text[]);

-- No rows; more rows than columns need.
SELECT * FROM duckdb_query('SELECT 1 WHERE false') AS t(a integer);
SELECT a FROM duckdb_query('SELECT i FROM range(3) AS t(i)') AS t(a integer);

SET client_min_messages = warning;
DROP SCHEMA arrow_duckdb CASCADE;
