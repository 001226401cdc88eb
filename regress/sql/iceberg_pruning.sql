-- SPDX-License-Identifier: Apache-2.0
-- Which files of an Iceberg table are read: each kind of condition, beside a heap table, in scans and in whole queries.
\set test iceberg_pruning
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
SELECT set_config('icebridge.default_location_prefix', :'scratch', false) IS NULL AS located;

CREATE TYPE inside AS (x int, y text);
CREATE TYPE place AS (a int, "in" inside);
CREATE TABLE heap_parts (id int, small smallint, big bigint, day date, at timestamp, zone timestamptz, clock time, code varchar(8),
  flag boolean, amount numeric(8,2), x real, gap int, s place);
CREATE TABLE parts (LIKE heap_parts) USING iceberg;
-- Five files; in the third the column gap is NULL throughout.
DO $$
BEGIN
  FOR i IN 1..5 LOOP
    INSERT INTO heap_parts SELECT n, n, n * 10000000000, date '2020-01-01' + n, timestamp '2020-01-01 12:00' + n * interval '1 day',
      timestamptz '2020-01-01 12:00+00' + n * interval '1 day', time '00:00' + n * interval '10 minutes', chr(96 + i) || n, i = 5, n * 1.25, n / 8.0,
      CASE WHEN i <> 3 THEN n END, ROW(n, ROW(n * 2, chr(96 + i)))::place
      FROM generate_series(i * 10, i * 10 + 9) n;
    INSERT INTO parts SELECT * FROM heap_parts WHERE id BETWEEN i * 10 AND i * 10 + 9;
  END LOOP;
END $$;

-- The files that a condition leaves; both ways of execution must agree, and return the rows of the heap table.
CREATE FUNCTION files(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE scan text; whole text; lake int[]; heap int[];
BEGIN
  SET LOCAL icebridge.push_queries = off;
  SELECT substring(line from 'Files: (.*)') INTO scan FROM explain('SELECT id FROM parts WHERE ' || condition) AS line WHERE line LIKE '%Files:%';
  SET LOCAL icebridge.push_queries = on;
  SELECT substring(line from 'Files: parts (.*)') INTO whole FROM explain('SELECT id FROM parts WHERE ' || condition) AS line WHERE line LIKE '%Files:%';
  EXECUTE 'SELECT array_agg(id ORDER BY id) FROM parts WHERE ' || condition INTO lake;
  EXECUTE 'SELECT array_agg(id ORDER BY id) FROM heap_parts WHERE ' || condition INTO heap;
  ASSERT lake IS NOT DISTINCT FROM heap, condition;
  RETURN coalesce(cardinality(heap), 0) || ' rows in ' || scan || CASE WHEN scan IS DISTINCT FROM whole THEN ', whole query ' || whole ELSE '' END;
END $$;

-- Numbers.
SELECT files('id = 15');
SELECT files('small > 48');
SELECT files('25 >= small');
SELECT files('big BETWEEN 190000000000 AND 200000000000');
SELECT files('amount >= 61.249');
SELECT files('x < 1.5');
SELECT files('id = ANY (ARRAY[11, 12, 51])');
SELECT files('id NOT IN (1, 2)');
SELECT files('id < 12 OR id > 57');
SELECT files('NOT (id >= 12 AND small <= 57)');
SELECT files('id > 100');
SELECT files('id = 10 + 5');
SELECT files('id > NULL');
-- Dates and times; arithmetic is folded, and a date is its first instant.
SELECT files($$day = '2020-01-16'$$);
SELECT files($$day < date '2020-02-01' - 10$$);
SELECT files($$day >= date '2020-01-01' + interval '50 days'$$);
SELECT files($$day < date '2020-01-01' + interval '20 days 1 hour'$$);
SELECT files($$day = timestamp '2020-01-16 12:00'$$);
SELECT files($$at > timestamp '2020-02-20'$$);
SELECT files($$at < date '2020-01-21'$$);
SELECT files($$at >= date '2020-01-01' + interval '1 month' AND at < date '2020-01-01' + interval '1 month 3 days'$$);
SELECT files($$zone >= timestamptz '2020-02-20 00:00+02'$$);
SELECT files($$clock <= '03:10'$$);
-- Text: an order of bytes only where the collation has it.
SELECT files($$code = 'c33'$$);
SELECT files($$code LIKE 'b2%'$$);
SELECT files($$code NOT LIKE 'e%'$$);
SELECT files($$code >= 'e' COLLATE "C"$$);
SELECT files($$code IN ('a10', 'e59')$$);
-- Truth values and NULL.
SELECT files('flag');
SELECT files('NOT flag');
SELECT files('gap IS NULL');
SELECT files('gap IS NOT NULL');
SELECT files('gap > 0 OR gap IS NULL');
SELECT files('gap IS NOT DISTINCT FROM 42');
-- Fields of structs: scans of single tables leave them to PostgreSQL.
SELECT files('(s).a = 15');
SELECT files('((s)."in").x > 100');
SELECT files($$((s)."in").y LIKE 'b%' OR (s).a < 12$$);
SELECT files('(s).a IS NULL');
-- What says nothing of files.
SELECT files('id + 0 = 15');
SELECT files('id = small');

-- Parameters are known when a statement runs.
SET plan_cache_mode = force_generic_plan;
PREPARE by_day(date, int) AS SELECT id FROM parts WHERE day >= $1 AND small < $2;
EXECUTE by_day('2020-02-15', 49);
SELECT regexp_replace(line, '^ +', '') FROM explain($$EXECUTE by_day('2020-02-15', 49)$$, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line
  WHERE line LIKE '%Files Read%';
SET icebridge.push_queries = off;
SELECT regexp_replace(line, '^ +', '') FROM explain($$EXECUTE by_day('2020-02-15', 49)$$, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line
  WHERE line LIKE '%Files Read%';
RESET icebridge.push_queries;
RESET plan_cache_mode;

-- Rows that were changed are in other files; what is left of the old ones is found all the same.
UPDATE parts SET id = 1000 + id WHERE id IN (10, 50);
UPDATE heap_parts SET id = 1000 + id WHERE id IN (10, 50);
DELETE FROM parts WHERE id BETWEEN 20 AND 29;
DELETE FROM heap_parts WHERE id BETWEEN 20 AND 29;
SELECT files('id > 1000');
SELECT files('id = 10');
SELECT files('id BETWEEN 15 AND 25');
