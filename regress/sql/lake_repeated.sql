-- SPDX-License-Identifier: Apache-2.0
-- Scans of data files that a statement repeats with other parameters: their rows are kept, and found by hashing.
\set test lake_repeated
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
CREATE TABLE made AS SELECT i AS id, i % 40 AS few, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 90 END AS part, (i % 60)::numeric / 4 AS price,
  'name ' || i % 50 AS name, date '2020-01-01' + i % 365 AS day, repeat(chr(97 + i % 26), i % 300) AS filler FROM generate_series(1, 3000) i;
CALL run('touch made.csv && chmod a+rw made.csv');
SELECT format('COPY made TO %L (FORMAT csv, HEADER)', path_of('./made.csv')) AS copy \gset
:copy;
CALL lake('t', './made.csv', '', 'id int, few int, part int, price numeric, name text, day date, filler text');
CREATE TABLE heap_t AS SELECT * FROM made;
CREATE TABLE o AS SELECT i AS k, CASE WHEN i % 5 = 0 THEN NULL ELSE i END AS n, i::numeric / 4 AS p, i::bigint AS big, 'name ' || i AS name,
  ('name ' || i)::varchar AS short, ('name ' || i)::char(20) AS padded FROM generate_series(1, 100) i;
ANALYZE t, heap_t, o;

-- What is kept is what does not depend on the outer row; it is loaded once one run has taken longer than that.
CREATE FUNCTION kept(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
    IF line ~ 'Rows Kept|Foreign Scan|SubPlan|Join|Loop' THEN
      RETURN NEXT line;
    END IF;
  END LOOP;
END $$;
SET jit = off;
SELECT kept('SELECT k, (SELECT sum(id) FROM t WHERE few = k) FROM o');
SELECT kept('SELECT k, (SELECT sum(id) FROM t WHERE few = k AND day < ''2020-02-01'') FROM o');
SELECT kept('SELECT k, (SELECT count(*) FROM t WHERE part = n) FROM o');
SELECT kept('SELECT k, x.id FROM o LEFT JOIN LATERAL (SELECT id FROM t WHERE few = k ORDER BY id DESC LIMIT 2) x ON true');
-- A scan that runs once keeps nothing.
SELECT kept('SELECT count(*) FROM t JOIN o ON k = few');
SELECT kept('SELECT sum(id) FROM t WHERE few = (SELECT min(k) FROM o)');
SELECT kept('SELECT (SELECT sum(id) FROM t WHERE few = k) FROM o WHERE k = 1');

-- A join hashes the rows; where it must not, it looks them up.
CREATE TABLE two AS SELECT k FROM o WHERE k < 3;
ANALYZE two;
SELECT explain('SELECT * FROM two JOIN t ON few = k', 'COSTS OFF') LIKE '%Hash Join%' AS hashed LIMIT 1;
SELECT explain('SELECT * FROM o JOIN t ON id = k', 'COSTS OFF') LIKE '%Hash Join%' AS hashed LIMIT 1;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SET enable_memoize = off;
SELECT kept('SELECT count(t.name) FROM o JOIN t ON few = k');
-- The same row may be asked for by two relations at once.
SELECT explain('SELECT count(t.name) FROM two a, two b, t WHERE few = a.k AND part = b.k', 'COSTS OFF');
-- What a sub-query below grouping sets computes comes up as a whole.
SELECT count(*) FROM (SELECT x.few FROM t x JOIN (SELECT nullif(y.few, 7) AS n FROM o JOIN t y ON y.id = o.k) s ON x.few = s.n GROUP BY ROLLUP (x.few)) g;
SELECT count(*) FROM (SELECT x.few FROM heap_t x JOIN (SELECT nullif(y.few, 7) AS n FROM o JOIN heap_t y ON y.id = o.k) s ON x.few = s.n GROUP BY ROLLUP (x.few)) g;
SELECT count(*) FROM (SELECT x.few FROM t x JOIN (SELECT CASE WHEN (y.few, o.k) >= (7, 1) THEN y.few END AS n FROM o JOIN t y ON y.id = o.k) s ON x.few = s.n GROUP BY ROLLUP (x.few)) g;
SELECT count(*) FROM (SELECT x.few FROM heap_t x JOIN (SELECT CASE WHEN (y.few, o.k) >= (7, 1) THEN y.few END AS n FROM o JOIN heap_t y ON y.id = o.k) s ON x.few = s.n GROUP BY ROLLUP (x.few)) g;
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;
RESET enable_memoize;

-- A sub-query in a qual costs what it takes, so other quals come first.
SELECT explain('SELECT id FROM t WHERE few IN (SELECT k FROM two) AND price > (SELECT avg(price) FROM t u WHERE u.part = t.part)', 'COSTS OFF');

-- Every query on files and on the heap, in memory and in a file; only differences are listed. T stands for the table.
CREATE FUNCTION rows_of(query text, name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
  EXECUTE format('SELECT coalesce(string_agg(x::text, E''\n'' ORDER BY x::text COLLATE "C"), '''') FROM (%s) x', regexp_replace(query, '\mT\M', name, 'g')) INTO result;
  RETURN result;
EXCEPTION WHEN others THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE TABLE queries (number serial, query text);
INSERT INTO queries (query) SELECT unnest(ARRAY[
  'SELECT k, (SELECT sum(id) FROM T WHERE few = k) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE part = n) FROM o',
  'SELECT k, (SELECT count(*) FROM T WHERE part = n) FROM o',
  'SELECT k, (SELECT count(*) FROM T WHERE n = part AND k = few) FROM o',
  'SELECT k, (SELECT string_agg(T.name, '','' ORDER BY id) FROM T WHERE price = p) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few = big) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE T.name = o.name) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE T.name = o.short) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE T.name = o.padded) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE T.name = o.name COLLATE "C") FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE id < k) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few = k AND id < k * 10) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few IN (k, k + 1)) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few = ANY (ARRAY[k, n])) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few + 1 = k) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE few IS NOT DISTINCT FROM n) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE part IS NULL AND few = k) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE to_char(day, ''MM'')::int = k) FROM o',
  'SELECT k, (SELECT sum(id) FROM T WHERE day = date ''2020-01-01'' + k) FROM o',
  'SELECT k, (SELECT max(T.filler) FROM T WHERE few = k AND length(filler) > k) FROM o',
  'SELECT k, x.* FROM o, LATERAL (SELECT id, name FROM T WHERE few = k ORDER BY id DESC LIMIT 2) x',
  'SELECT k, x.* FROM o, LATERAL (SELECT id FROM T WHERE id % 50 = k ORDER BY price, id LIMIT 3) x',
  'SELECT k, (SELECT T FROM T WHERE id = k) FROM o',
  'SELECT k FROM o WHERE EXISTS (SELECT 1 FROM T WHERE few = k AND part <> k)',
  'SELECT k FROM o WHERE NOT EXISTS (SELECT 1 FROM T WHERE few = k)',
  'SELECT k FROM o WHERE k IN (SELECT part FROM T WHERE few > k)',
  'SELECT k FROM o WHERE k NOT IN (SELECT few FROM T WHERE id < o.k)',
  'SELECT k FROM o WHERE EXISTS (SELECT 1 FROM T a WHERE few = k AND EXISTS (SELECT 1 FROM T b WHERE b.id = a.part AND b.few = o.n))',
  'SELECT a.id FROM T a WHERE price > (SELECT avg(price) FROM T b WHERE b.few = a.few AND b.part = a.part)',
  'SELECT a.id, (SELECT count(*) FROM T b WHERE b.id > a.id AND b.day = a.day) FROM T a WHERE a.few = 3',
  'SELECT count(*), sum(T.id) FROM o JOIN T ON few = k',
  'SELECT count(*), sum(T.id) FROM o LEFT JOIN T ON few = k AND T.name = o.name',
  'SELECT count(*), sum(T.id) FROM o JOIN T ON part = n WHERE length(T.filler) < 100',
  'SELECT k, (SELECT sum(id) FROM T WHERE few = k AND random() >= 0) FROM o',
  'SELECT k, (SELECT sum(1 / (few - 5)) FROM T WHERE few = k) FROM o WHERE k <> 5',
  'SELECT k, (SELECT sum(1 / (few - 5)) FROM T WHERE few = k) FROM o']);
CREATE FUNCTION compare() RETURNS TABLE (queries int, different int) LANGUAGE plpgsql AS $$
DECLARE q record; wanted text; got text;
BEGIN
  queries := 0; different := 0;
  FOR q IN SELECT * FROM lake_repeated.queries ORDER BY number LOOP
    wanted := rows_of(q.query, 'heap_t');
    got := rows_of(q.query, 't');
    queries := queries + 1;
    IF wanted IS DISTINCT FROM got THEN
      different := different + 1;
      RAISE WARNING E'%\nheap: %\nlake: %', q.query, substr(wanted, 1, 200), substr(got, 1, 200);
    END IF;
  END LOOP;
  RETURN NEXT;
END $$;
SELECT * FROM compare();
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SET enable_memoize = off;
SET enable_hashagg = off;
SELECT * FROM compare();
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
SELECT * FROM compare();
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;
RESET enable_memoize;
RESET enable_hashagg;

-- The rows are in a file then, which is limited and goes away, also after an error and with a cursor that stays open.
CREATE FUNCTION written(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
  EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, FORMAT json) ' || query INTO plan;
  RETURN (plan -> 0 -> 'Plan' ->> 'Temp Written Blocks')::int > 0;
END $$;
SELECT written('SELECT k, (SELECT max(filler) FROM t WHERE few = k) FROM o');
SET temp_file_limit = '100kB';
SELECT k, (SELECT max(filler) FROM t WHERE few = k) FROM o;
RESET temp_file_limit;
SELECT error_of('SELECT (SELECT max(filler || (1 / (80 - k))) FROM t WHERE few = k % 40) FROM o');
BEGIN;
DECLARE c CURSOR FOR SELECT k, (SELECT length(max(filler)) FROM t WHERE few = k % 40) FROM o;
FETCH 1 FROM c;
SAVEPOINT s;
FETCH 10 FROM c;
ROLLBACK TO s;
FETCH 2 FROM c;
COMMIT;
BEGIN;
DECLARE h CURSOR WITH HOLD FOR SELECT k, (SELECT length(max(filler)) FROM t WHERE few = k % 40) FROM o ORDER BY k;
FETCH 2 FROM h;
COMMIT;
FETCH 2 FROM h;
CLOSE h;
SELECT count(*) FROM pg_ls_tmpdir() WHERE name LIKE 'pgsql_tmp' || pg_backend_pid() || '.%';
RESET work_mem;
RESET hash_mem_multiplier;

-- Each statement looks at the files anew, a prepared one too.
SET plan_cache_mode = force_generic_plan;
PREPARE p(int) AS SELECT sum(x) FROM (SELECT (SELECT sum(id) FROM t WHERE few = k AND id > $1) AS x FROM o) y;
EXECUTE p(0);
EXECUTE p(2000);
EXECUTE p(NULL);
UPDATE made SET id = id + 10000;
:copy;
EXECUTE p(0);
RESET plan_cache_mode;
CREATE FUNCTION total() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE total bigint := 0; row record;
BEGIN
  FOR row IN SELECT k FROM lake_repeated.o LOOP
    total := total + coalesce((SELECT sum(id) FROM lake_repeated.t WHERE few = row.k), 0);
  END LOOP;
  RETURN total;
END $$;
SELECT total() = (SELECT sum(id) FROM made WHERE few > 0) AS same;

-- What changes rows looks at kept ones as well.
CREATE TABLE target AS SELECT k, 0::bigint AS total FROM o;
UPDATE target SET total = (SELECT sum(id) FROM t WHERE few = k);
SELECT sum(total) = (SELECT sum(id) FROM made WHERE few > 0) AS same FROM target;
DELETE FROM target WHERE NOT EXISTS (SELECT FROM t WHERE few = k AND part > 50);
SELECT count(*) FROM target;
DROP SCHEMA lake_repeated CASCADE;
