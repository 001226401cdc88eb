-- SPDX-License-Identifier: Apache-2.0
-- Values of all types at their edges, handed over from heap tables: the answers are those without DuckDB.
\set test query_heap_types
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE keys (id int) USING iceberg;
INSERT INTO keys SELECT generate_series(1, 12);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE v (id int, b boolean, i2 smallint, i4 int, i8 bigint, f4 real, f8 float8, n numeric, n5 numeric(5,2), n38 numeric(38,10), n60 numeric(60,5), nn numeric(5,-2),
  t text COLLATE "C", vc varchar(5) COLLATE "C", ch char(5) COLLATE "C", ch1 "char", nm name, by bytea, d date, tm time, tm3 time(3), tmz timetz, ts timestamp, ts0 timestamp(0), tsz timestamptz, iv interval, u uuid, j json, jb jsonb,
  o oid, bi bit(3), vb varbit, ine inet, mo money, m mood, p positive, ar int[], x xml, r int4range);
INSERT INTO v VALUES
 (1, true, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 'a', 'a', 'a', 'a', 'a', 'a', '2024-01-01', '10:00', '10:00', '10:00+01', '2024-01-01', '2024-01-01', '2024-01-01 00:00+00', '1 day', md5('a')::uuid, '{"a": 1}', '{"a": 1}', 1, '101', '1', '1.2.3.4', 1, 'sad', 1, '{1}', '<a/>', '[1,2)'),
 (2, false, -32768, -2147483648, -9223372036854775808, '-infinity', '-infinity', -0.000001, -999.99, -1234567890123456789012345678.0123456789, -1e54, -1200, '', '', '', '', '', '', '4713-01-01 BC', '00:00', '00:00', '00:00-15:59', '4713-01-01 BC', '4713-01-01 BC', '4712-01-01 00:00+00 BC', '-178000000 years', '00000000-0000-0000-0000-000000000000', '[]', '[]', 0, '000', '', '::1', -1, 'ok', 2147483647, '{}', null, 'empty'),
 (3, null, 32767, 2147483647, 9223372036854775807, 'infinity', 'infinity', 1e20, 999.99, 0.0000000001, 1e54, 9999900, 'é€😀', 'é€😀', 'é€', 'z', 'é', '\x00ff', '5874897-12-31', '24:00', '24:00', '24:00-15:59', '9999-12-31 23:59:59.999999', '9999-12-31', '9999-12-31 23:59:59.999999+00', '178000000 years 11 mons 3 days 04:05:06.789', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '"x"', '"x"', 4294967295, '111', '10101', '10.0.0.0/8', 92233720368547758.07, 'happy', 5, '{{1,2},{3,4}}', null, '(,)'),
 (4, null, 0, 0, 0, 'nan', 'nan', null, 0, 0, 0, 0, E'a\nb', 'A', 'a b', ' ', 'A', '\x', 'infinity', '23:59:59.999999', '23:59:59.999', '23:59:59.999999+00', 'infinity', 'infinity', 'infinity', '1 mon -1 day', null, null, '{"b": [1, 2.50, null], "a": "é"}', null, null, null, null, null, null, null, null, null, null),
 (5, null, null, null, null, '-0', '-0', null, null, null, null, null, null, null, null, null, null, null, '-infinity', null, null, null, '-infinity', '-infinity', '-infinity', '30 days', null, null, 'null', null, null, null, null, null, null, null, null, null, null),
 (6, null, null, null, null, '1e-45', '5e-324', null, null, null, null, null, 'ß', 'ß', 'ß', null, 'ß', null, '0001-12-31 BC', null, null, null, '0001-12-31 BC', '1969-12-31 23:59:59.5', '0001-12-31 23:59:59.999999+00 BC', '24:00:00', null, null, '1', null, null, null, null, null, null, null, null, null, null);
CREATE TABLE keys_twin AS SELECT * FROM keys;
ANALYZE;
-- What becomes of a query on a column: how often DuckDB executed all of it, and how many rows differ from PostgreSQL's.
CREATE FUNCTION differences(attribute name, OUT pushed bigint, OUT rerun bigint, OUT differences bigint) LANGUAGE plpgsql AS $$
DECLARE query text; plan jsonb; different bigint;
BEGIN
  pushed := 0; rerun := 0; differences := 0;
  FOREACH query IN ARRAY ARRAY[
      'SELECT k.id, v.%1$I::text AS value FROM %2$I k JOIN v USING (id)',
      'SELECT k.id, v.%1$I AS value FROM %2$I k JOIN v USING (id)',
      'SELECT DISTINCT v.%1$I AS value, v.%1$I IS NULL AS missing FROM %2$I k JOIN v USING (id)',
      'SELECT max(v.%1$I) AS value, min(v.%1$I) AS least, count(DISTINCT v.%1$I) FROM %2$I k JOIN v USING (id)',
      'SELECT a.id, b.id AS other FROM %2$I k JOIN v a USING (id) JOIN v b ON a.%1$I = b.%1$I',
      'SELECT k.id, row_number() OVER (ORDER BY v.%1$I, v.id) FROM %2$I k JOIN v USING (id)'] LOOP
    BEGIN
      EXECUTE format('EXPLAIN (ANALYZE, FORMAT json) ' || query, attribute, 'keys') INTO plan;
      EXECUTE format('CREATE TEMP TABLE lake AS ' || query, attribute, 'keys');
      EXECUTE format('CREATE TEMP TABLE heap AS ' || query, attribute, 'keys_twin');
    EXCEPTION WHEN undefined_function THEN CONTINUE; -- the type cannot be compared
    END;
    SELECT count(*) INTO different FROM ((SELECT t::text FROM lake t EXCEPT ALL SELECT t::text FROM heap t) UNION ALL (SELECT t::text FROM heap t EXCEPT ALL SELECT t::text FROM lake t)) d;
    DROP TABLE lake, heap;
    plan := plan->0->'Plan';
    pushed := pushed + (coalesce(plan->>'Custom Plan Provider', '') = 'DuckDB' AND NOT plan ? 'Plans')::int;
    rerun := rerun + (plan ? 'Rerun in PostgreSQL')::int;
    differences := differences + different;
  END LOOP;
END $$;
SELECT attname, format_type(atttypid, atttypmod), d.* FROM pg_attribute, differences(attname) d WHERE attrelid = 'v'::regclass AND attnum > 1 ORDER BY attnum;
SET timezone = 'America/New_York';
SELECT attname, d.* FROM pg_attribute, differences(attname) d WHERE attrelid = 'v'::regclass AND attname IN ('d', 'ts', 'tsz', 'tmz') ORDER BY attnum;
-- a timestamp that DuckDB has not
UPDATE v SET tsz = '294276-12-31 23:59:59.999999+00' WHERE id = 3;
SELECT * FROM differences('tsz');
