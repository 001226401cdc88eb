-- SPDX-License-Identifier: Apache-2.0
-- Where DuckDB fails and PostgreSQL may not, or fails in other words, PostgreSQL executes what was pushed.
\set test query_rerun
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE number (id int, big bigint, text text COLLATE "C", amount numeric(38,0)) USING iceberg;
INSERT INTO number VALUES (1, 9223372036854775807, '1', 99999999999999999999999999999999999999), (2, 1, 'two', 1), (3, 0, '3', 99999999999999999999999999999999999999);
CREATE TABLE heap AS SELECT * FROM number;

-- errors are PostgreSQL's
SELECT query, error_of(query), error_of(replace(query, 'number', 'heap')) = error_of(query) AS same, pushed(query)
FROM unnest(ARRAY[
  'SELECT sum(10 / big) FROM number', 'SELECT sum(big + id) FROM number', 'SELECT sum(id * 2147483647) FROM number', 'SELECT sum(text::int) FROM number',
  'SELECT count(*) FROM number WHERE id % big::int = 0', 'SELECT (SELECT id FROM number)', 'SELECT count(*) FROM number a WHERE id = (SELECT b.id FROM number b WHERE b.big >= a.big)'
]) query;
-- and so are results that DuckDB's types do not hold
SELECT sum(amount), sum(big) FROM number;
SELECT sum(amount), sum(big) FROM heap;
SELECT amount + amount AS twice FROM number ORDER BY id;
-- with what stays above: targets, a sort, a limit, a filter
SELECT id % 2 AS odd, avg(amount), quote_literal(max(text)), sum(amount) FROM number GROUP BY 1 ORDER BY quote_literal(max(text)) DESC LIMIT 1;
SELECT id % 2 AS odd, avg(amount), quote_literal(max(text)), sum(amount) FROM heap GROUP BY 1 ORDER BY quote_literal(max(text)) DESC LIMIT 1;
SELECT sum(amount) FROM number WHERE quote_literal(text) <> '''3''';
SELECT DISTINCT quote_literal(count(text)::text), sum(amount) FROM number GROUP BY id % 2 ORDER BY 2;
-- EXPLAIN ANALYZE says so
SELECT explain('SELECT sum(amount) FROM number', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF');
-- under the snapshot, with the parameters, and again for each run
PREPARE p(int) AS SELECT sum(amount) FROM number WHERE id >= $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE p(1);
EXECUTE p(2);
BEGIN;
DECLARE c CURSOR FOR SELECT sum(amount) FROM number;
INSERT INTO number VALUES (4, 4, '4', 99999999999999999999999999999999999999);
FETCH c;
SELECT sum(amount) FROM number;
ROLLBACK;
SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off;
SELECT h.id, s.sum FROM heap h LEFT JOIN (SELECT id % 2 AS odd, sum(amount) FROM number GROUP BY 1) s ON s.odd = h.id % 2 ORDER BY 1;

-- Bins whose origin is infinite are an error, unless there is nothing to put into one.
CREATE TABLE bins (at timestamp, origin timestamp) USING iceberg;
INSERT INTO bins VALUES ('2026-01-01 10:30', '2026-01-01'), ('infinity', NULL), ('infinity', '-infinity'), (NULL, 'infinity'), ('-infinity', '2026-01-01');
SELECT date_bin('1 hour', at, origin) FROM bins ORDER BY 1;
SELECT pushed($$SELECT date_bin('1 hour', at, origin) FROM bins ORDER BY 1$$);
INSERT INTO bins VALUES ('2026-01-01', '-infinity');
SELECT count(date_bin('1 hour', at, origin)) FROM bins;

-- The time zone is the session's when the query runs; one that DuckDB may take for another is PostgreSQL's to compute with.
CREATE TABLE moments (at timestamptz) USING iceberg;
INSERT INTO moments SELECT timestamptz '2026-03-28 22:30+00' + i * interval '1 hour' FROM generate_series(1, 30) i;
SET plan_cache_mode = force_generic_plan;
PREPARE days AS SELECT date_trunc('day', at) AS day, count(*) FROM moments GROUP BY 1 ORDER BY 1;
SET timezone = 'Europe/Berlin';
EXECUTE days;
SET timezone = 'Asia/Tokyo';
EXECUTE days;
SET timezone = '<+03>-03';
EXECUTE days;
EXPLAIN (COSTS OFF) EXECUTE days;

-- What PostgreSQL evaluates for a query, but only for a row, fails for that row alone.
CREATE VIEW failing AS SELECT query FROM unnest(ARRAY[
  $$SELECT date_part('Abc', timestamptz '2026-01-01') FROM number WHERE id > 3$$,
  $$SELECT date_part('Abc', timestamptz '2026-01-01') FROM number WHERE id > 2$$,
  $$SELECT count(*) FROM number WHERE id > 3 AND text > to_char(now(), 'YYYY')::char(2) || to_date('x', 'YYYY')$$,
  $$SELECT count(*) FROM number WHERE CASE WHEN id > 3 THEN id = date_part('Abc', now()) ELSE id > 1 END$$,
  $$SELECT id FROM number WHERE CASE WHEN id > 2 THEN id = date_part('Abc', now()) ELSE id > 1 END$$,
  $$SELECT count(CASE WHEN id > 3 THEN fails(0) END) FROM number$$, $$SELECT id, CASE WHEN id > 3 THEN fails_too(0) END FROM number$$,
  $$SELECT max(id + fails(0)) FROM number$$, $$SELECT max(id + fails_too(0)) FROM number$$, $$SELECT max(id + fails_too(4)) FROM number$$]) query;
-- in SQL and in PL/pgSQL, over tables of the lake themselves
CREATE FUNCTION fails(int) RETURNS int STABLE LANGUAGE sql AS $$ SELECT 12 / (count(*)::int - 3 + $1) FROM number $$;
CREATE FUNCTION fails_too(int) RETURNS int STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN 12 / (SELECT count(*)::int - 3 + $1 FROM number); END $$;
SELECT query, error_of(query), error_of(replace(query, 'number', 'heap')) IS NOT DISTINCT FROM error_of(query) AS same, pushed(query) FROM failing;
SELECT count(CASE WHEN id > 3 THEN fails(0) END), max(CASE WHEN id > 3 THEN fails_too(0) END), max(fails_too(1)) FROM number;
SELECT explain('SELECT count(CASE WHEN id > 3 THEN fails_too(0) END) FROM number', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF');
-- in scans
SET icebridge.push_queries = off;
PREPARE of_scan(int) AS SELECT id FROM number WHERE CASE WHEN id > 3 THEN id = 1 / $1 ELSE id > 1 END ORDER BY id;
EXECUTE of_scan(0);
EXECUTE of_scan(1);
RESET icebridge.push_queries;
-- what a savepoint holds is not lost by that, nor is it kept
BEGIN;
INSERT INTO number VALUES (5, 5, 'five', 5);
SAVEPOINT one;
INSERT INTO number VALUES (6, 6, 'six', 6);
SELECT count(CASE WHEN id > 9 THEN date_part('Abc', now()) END), count(*), max(id) FROM number;
ROLLBACK TO one;
SELECT count(CASE WHEN id > 9 THEN date_part('Abc', now()) END), count(*), max(id) FROM number;
SAVEPOINT two;
SELECT count(CASE WHEN id > 9 THEN date_part('Abc', now()) END) FROM number;
INSERT INTO number VALUES (7, 7, 'seven', 7);
RELEASE two;
UPDATE number SET big = CASE WHEN id > 9 THEN date_part('Abc', now()) ELSE 8 END WHERE id > 3;
UPDATE number SET big = date_part('Abc', now()) WHERE id > 9;
SELECT id, big FROM number ORDER BY id;
ROLLBACK;
SELECT count(*), max(id) FROM number;

-- What is constant and nobody needs fails for nobody, though PostgreSQL's planner comes across less of it.
CREATE FUNCTION planned(text) RETURNS text LANGUAGE sql AS $$ SELECT coalesce(error_of($1), 'none') || ', heap ' || coalesce(error_of(replace($1, 'number', 'heap')), 'none') $$;
SELECT query, planned(query) FROM unnest(ARRAY[
  'WITH c AS NOT MATERIALIZED (SELECT id, 1 / 0 AS x FROM number) SELECT id FROM c',
  $$WITH c AS NOT MATERIALIZED (SELECT id, date_part('timezone', date '2026-01-01') AS x FROM number) SELECT max(id) FROM c$$,
  'WITH c AS NOT MATERIALIZED (SELECT id, 1 / 0 AS x FROM number) SELECT x FROM c', 'SELECT id, 1 / 0 FROM number WHERE id > 9',
  'INSERT INTO number (id) WITH c AS NOT MATERIALIZED (SELECT id, 1 / 0 AS x FROM number) SELECT id + 10 FROM c']) query;
SELECT count(*) FROM number;
SELECT explain('WITH c AS NOT MATERIALIZED (SELECT id, 1 / 0 AS x FROM number) SELECT id FROM c');
-- a cancel is one
CREATE FUNCTION cancel() RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT 1 FROM pg_cancel_backend(pg_backend_pid()), pg_sleep(60) $$;
CREATE FUNCTION cancel_stable() RETURNS int STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN cancel(); END $$;
SELECT id FROM number WHERE id > cancel();
SELECT CASE WHEN id > 3 THEN cancel_stable() END FROM number;
