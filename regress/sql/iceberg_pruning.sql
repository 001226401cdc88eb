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
-- Functions that never fall while the column grows; what depends on the session's time zone keeps a day more.
SELECT files($$date_trunc('month', at) = '2020-02-01'$$);
SELECT files($$date_trunc('day', at) >= '2020-02-10'$$);
SELECT files($$date_trunc('hour', at) < '2020-01-21 12:00'$$);
SELECT files($$'2020-02-10' < date_trunc('week', at)$$);
SELECT files($$NOT date_trunc('quarter', at) = '2020-01-01'$$);
SELECT files($$date_trunc('month', day) = '2020-02-01'$$);
SELECT files($$date_trunc('month', day) < '2020-02-01'$$);
SELECT files($$date_trunc('day', zone) = '2020-02-10'$$);
SELECT files($$at::date = '2020-02-10'$$);
SELECT files($$at::date < '2020-01-21'$$);
SELECT files($$zone::date > '2020-02-20'$$);
SELECT files($$extract(year FROM at) = 2020$$);
SELECT files($$extract(year FROM day) > 2020$$);
SELECT files($$extract(year FROM zone) < 2019$$);
SELECT files($$date_part('year', at) >= 2020.5$$);
SELECT files('id = 15.0');
SELECT files('id > 48.5');
SELECT files('big::numeric <= 190000000000.5');
SELECT files('small::bigint = 33');
BEGIN;
SET LOCAL timezone = 'Pacific/Kiritimati';
SELECT files($$zone::date = '2020-02-10'$$);
SELECT files($$date_trunc('month', zone) = '2020-02-01'$$);
SELECT files($$date_trunc('day', day) = '2020-02-10'$$);
SET LOCAL timezone = 'Pacific/Pago_Pago';
SELECT files($$zone::date = '2020-02-10'$$);
SELECT files($$date_trunc('month', zone) = '2020-02-01'$$);
SELECT files($$date_trunc('day', day) = '2020-02-10'$$);
ROLLBACK;
-- What says nothing of files.
SELECT files('id + 0 = 15');
SELECT files('id = small');
SELECT files($$extract(month FROM day) = 2$$);

-- Comparisons hold for columns that are equal as well, also of the side of an outer join that is filled up with NULLs.
CREATE FUNCTION joined(tail text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text; lake bigint; heap bigint;
BEGIN
  SET LOCAL icebridge.push_queries = on;
  SELECT substring(line from 'Files: (.*)') INTO found FROM explain('SELECT a.id, b.id FROM parts a ' || tail) AS line WHERE line LIKE '%Files:%';
  EXECUTE 'SELECT sum(1000 * coalesce(a.id, 0) + coalesce(b.id, 0)) + count(*) FROM parts a ' || tail INTO lake;
  EXECUTE 'SELECT sum(1000 * coalesce(a.id, 0) + coalesce(b.id, 0)) + count(*) FROM heap_parts a ' || replace(tail, 'parts', 'heap_parts') INTO heap;
  ASSERT lake IS NOT DISTINCT FROM heap, tail;
  RETURN found;
END $$;
SELECT joined($$, parts b WHERE a.day = b.day AND b.day = '2020-02-10'$$);
SELECT joined('JOIN parts b ON a.id = b.id WHERE a.id IN (11, 31)');
SELECT joined('JOIN parts b ON a.id = b.small WHERE b.small > 48');
SELECT joined('JOIN parts b ON a.id = b.id + 0 WHERE a.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id WHERE a.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id WHERE b.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id AND b.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id AND a.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id WHERE b.id IS NULL AND a.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id AND b.id < 20 WHERE b.id IS NULL AND a.id < 30');
SELECT joined('RIGHT JOIN parts b ON a.id = b.id WHERE b.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id WHERE b.id <> ALL (ARRAY[]::int[]) AND a.id > 48');
SELECT joined('LEFT JOIN parts b ON a.id = b.id AND b.id < 20 WHERE b.id <> ALL (ARRAY[]::int[])');
SELECT joined('FULL JOIN parts b ON a.id = b.id WHERE a.id > 48');
SELECT joined('LEFT JOIN (parts b JOIN parts c ON b.id = c.id) ON c.id = a.id WHERE a.id < 12');
SELECT joined('LEFT JOIN (parts b LEFT JOIN parts c ON b.id = c.id AND c.id < 15) ON c.id = a.id WHERE a.id < 12');
SELECT joined('JOIN (SELECT id FROM parts GROUP BY id) b ON a.id = b.id WHERE a.id < 12');
SELECT joined($$JOIN parts b ON a.code = b.code WHERE b.code = 'c33'$$);

-- Counts and bounds of rows that satisfy a condition: from metadata where it is true of all rows of the files that are left.
CREATE FUNCTION counted(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text; lake text; scan bigint; heap text;
BEGIN
  SET LOCAL icebridge.push_queries = on;
  SELECT substring(line from 'Files: (.*)') INTO found FROM explain('SELECT count(*), count(gap), min(id), max(day) FROM parts WHERE ' || condition) AS line
    WHERE line LIKE '%Files:%';
  EXECUTE 'SELECT ROW(c, g, i, d) FROM (SELECT count(*), count(gap), min(id), max(day) FROM parts WHERE ' || condition || ') AS t(c, g, i, d)' INTO lake;
  EXECUTE 'SELECT ROW(count(*), count(gap), min(id), max(day)) FROM heap_parts WHERE ' || condition INTO heap;
  ASSERT lake IS NOT DISTINCT FROM heap, lake || ' for ' || heap || ' where ' || condition;
  SET LOCAL icebridge.push_queries = off;
  EXECUTE 'SELECT count(*) FROM parts WHERE ' || condition INTO scan;
  EXECUTE 'SELECT count(*) FROM heap_parts WHERE ' || condition INTO heap;
  ASSERT scan = heap::bigint, condition;
  RETURN found;
END $$;
SELECT counted('true');
SELECT counted('id >= 20');
SELECT counted('id > 20');
SELECT counted('id < 1000');
SELECT counted('id > 1000');
SELECT counted('id BETWEEN 20 AND 39 AND small < 40');
SELECT counted('id < 20 OR id >= 50');
SELECT counted($$NOT (id >= 20 AND day >= '2020-01-21')$$);
SELECT counted('id <> 9');
SELECT counted('id <> 15');
SELECT counted('id <> ALL (ARRAY[1, 2])');
SELECT counted('id = ANY (ARRAY[1, NULL])');
SELECT counted('id IS NOT NULL');
SELECT counted('gap IS NULL');
SELECT counted('gap > 0');
SELECT counted('gap > 0 AND id < 20');
SELECT counted('gap > 0 OR gap IS NULL');
SELECT counted('NOT (gap < 0)');
SELECT counted('x < 1000');
SELECT counted($$code < 'z' COLLATE "C"$$);
SELECT counted($$code LIKE '%'$$);
SELECT counted('amount > 0.001');
SELECT counted('flag');
SELECT counted('id > NULL');
SELECT counted('NOT (id > NULL)');

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
SET icebridge.push_queries = on;
PREPARE by_field(int) AS SELECT id FROM parts WHERE (s).a = $1;
EXECUTE by_field(15);
SELECT regexp_replace(line, '^ +', '') FROM explain('EXECUTE by_field(15)', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line
  WHERE line LIKE '%Files Read%';
-- So are expressions that are evaluated once, when execution begins.
SELECT regexp_replace(line, '^ +', '') FROM explain($$SELECT id FROM parts WHERE day >= current_date - 7$$, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line
  WHERE line LIKE '%Files Read%';
PREPARE counted(int) AS SELECT count(*), min(id) FROM parts WHERE id >= $1;
EXECUTE counted(20);
EXECUTE counted(21);
EXECUTE counted(NULL);
SELECT regexp_replace(line, '^ +', '') FROM explain('EXECUTE counted(20)', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line WHERE line LIKE '%Files Read%';
SELECT regexp_replace(line, '^ +', '') FROM explain('EXECUTE counted(21)', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line WHERE line LIKE '%Files Read%';
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
SELECT counted('id >= 30');
SELECT counted('id > 1000');
SELECT counted('id < 1000');

-- Bloom filters leave out row groups whose bounds do not: every one of them has even keys of the whole range.
CREATE TABLE keys (k int, v text) USING iceberg;
INSERT INTO keys SELECT n * 7919 % 500 * 2, 'v' || n % 10 FROM generate_series(1, 250000) n;
CREATE FUNCTION no_row_group(condition text) RETURNS boolean LANGUAGE sql AS $$
  SELECT bool_or(line LIKE '%Row Groups Read: 0 of%') FROM explain('SELECT * FROM keys WHERE ' || condition, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line $$;
SELECT no_row_group('k = 500'), no_row_group('k = 501'), no_row_group('k IN (501, 503)'), no_row_group($$v = 'v55'$$);
SET icebridge.push_queries = on;
SELECT no_row_group('k = 500'), no_row_group('k = 501'), no_row_group('k IN (501, 503)'), no_row_group($$v = 'v55'$$);
SELECT (SELECT count(*) FROM keys WHERE k = 500), (SELECT count(*) FROM keys WHERE k = 501);
