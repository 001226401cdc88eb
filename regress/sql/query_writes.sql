-- SPDX-License-Identifier: Apache-2.0
-- Statements that write what they read from the lake: DuckDB finds and writes the rows, PostgreSQL sees none of them.
\set test query_writes
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
\set ECHO none
\set QUIET on
-- How a statement is planned: whether all of it is DuckDB's.
CREATE FUNCTION written(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan jsonb;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT json) %s', statement) INTO plan;
  RETURN coalesce((SELECT substring(node->>'Custom Plan Provider' from 'DuckDB (.*)') FROM jsonb_array_elements(plan->0->'Plan'->'Plans') node
    WHERE node->>'Parent Relationship' = 'Outer'), 'no');
END $$;

-- Runs a statement on Iceberg tables (@ in it is lake_) and on their heap twins (heap_): how many rows each says that it has
-- written, or its error; how the first was planned; and in how many rows tables of that name differ then.
CREATE FUNCTION on_both(statement text, compared text, OUT planned text, OUT lake text, OUT heap text, OUT rows bigint, OUT differ bigint)
LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  planned := written(replace(statement, '@', 'lake_'));
  BEGIN
    EXECUTE replace(statement, '@', 'lake_'); GET DIAGNOSTICS n = ROW_COUNT; lake := n;
  EXCEPTION WHEN others THEN lake := SQLSTATE || ' ' || replace(SQLERRM, 'lake_', '');
  END;
  BEGIN
    EXECUTE replace(statement, '@', 'heap_'); GET DIAGNOSTICS n = ROW_COUNT; heap := n;
  EXCEPTION WHEN others THEN heap := SQLSTATE || ' ' || replace(SQLERRM, 'heap_', '');
  END;
  IF heap = lake THEN heap := 'same'; END IF;
  EXECUTE format('SELECT count(*) FROM lake_%s', compared) INTO rows;
  EXECUTE format('SELECT count(*) FROM ((SELECT l::text FROM lake_%1$s l EXCEPT ALL SELECT h::text FROM heap_%1$s h)
    UNION ALL (SELECT h::text FROM heap_%1$s h EXCEPT ALL SELECT l::text FROM lake_%1$s l)) d', compared) INTO differ;
END $$;
\set QUIET off
\set ECHO all

-- Two tables to read from, with values at the edges of their types, one of them with rows removed and moved.
CREATE TABLE lake_s (id int, i2 smallint, big bigint, f4 real, f8 double precision, n numeric(10,2), wide numeric(38,9), t text COLLATE "C", v varchar(10), c char(5),
  b boolean, d date, ti time, ts timestamp, tz timestamptz, u uuid, bytes bytea, a int[], j jsonb) USING iceberg;
CREATE TABLE heap_s (LIKE lake_s);
INSERT INTO heap_s SELECT i, i % 100, i * 1000000000::bigint, i / 3.0, i / 7.0, i * 1.25, i * 1000000.000000001, 'text ' || i, 'v' || i % 50, 'c' || i % 9,
  i % 3 = 0, date '2024-02-28' + i, time '00:00' + i * interval '1 second', timestamp '2024-01-01' + i * interval '1 hour',
  timestamptz '2024-01-01' + i * interval '1 hour', md5(i::text)::uuid, decode(md5(i::text), 'hex'), ARRAY[i, NULL, -i], jsonb_build_object('i', i)
FROM generate_series(1, 500) i;
INSERT INTO heap_s (id) VALUES (501);
INSERT INTO heap_s (id, f4, f8, t, c, ts, tz, d, a) VALUES (502, 'NaN', '-Infinity', '', 'é', 'infinity', '-infinity', 'infinity', '{}'), (503, '-0', '-0', 'ß  ', '', NULL, NULL, '0001-01-01', NULL);
INSERT INTO lake_s SELECT * FROM heap_s;
SELECT * FROM on_both('DELETE FROM @s WHERE id % 50 = 7', 's');
SELECT * FROM on_both('UPDATE @s SET n = n + 1, t = t || ''!'' WHERE id % 40 = 3', 's');
CREATE TABLE lake_other (key int, amount numeric(8,3)) USING iceberg;
INSERT INTO lake_other SELECT i, i / 8.0 FROM generate_series(1, 200) i;
CREATE TABLE heap_other AS SELECT * FROM lake_other;

-- INSERT … SELECT: all types
CREATE TABLE lake_all (LIKE lake_s) USING iceberg;
CREATE TABLE heap_all (LIKE lake_s);
SELECT * FROM on_both('INSERT INTO @all SELECT * FROM @s', 'all');
SELECT * FROM on_both('INSERT INTO @all (id, c, v, n) SELECT id, c, v, n FROM @s WHERE id > 490 ORDER BY id DESC LIMIT 5', 'all');
-- the table itself, and what the transaction has done to it
BEGIN;
SELECT * FROM on_both('INSERT INTO @all SELECT * FROM @all', 'all');
SAVEPOINT s;
SELECT * FROM on_both('INSERT INTO @all SELECT * FROM @all WHERE id < 10', 'all');
ROLLBACK TO s;
SELECT * FROM on_both('DELETE FROM @all WHERE id BETWEEN 100 AND 200', 'all');
COMMIT;
SELECT * FROM on_both('INSERT INTO @all (id) SELECT NULL FROM @all WHERE false', 'all');

-- Casts to the columns' types, defaults, joins, groups, sets, WITH.
CREATE TABLE lake_t (id int NOT NULL, n numeric(6,1), t text COLLATE "C" DEFAULT 'none', v varchar(4), c char(3), at timestamptz DEFAULT now(), CONSTRAINT positive CHECK (id > 0), CONSTRAINT small CHECK (n < 500 OR id = 400)) USING iceberg;
CREATE TABLE heap_t (LIKE lake_t INCLUDING ALL);
BEGIN;
SELECT statement, o.* FROM unnest(ARRAY[
  'INSERT INTO @t SELECT id, n, t, v, c FROM @s WHERE id < 300',
  'INSERT INTO @t (id, n) SELECT id, wide FROM @s WHERE id < 100',
  'INSERT INTO @t (id, n) SELECT s.id, s.n * o.amount / 3 FROM @s s JOIN @other o ON o.key = s.id WHERE s.id < 30',
  'INSERT INTO @t (n, id) SELECT sum(amount), key % 7 + 1 FROM @other GROUP BY 2',
  'INSERT INTO @t (n, id) SELECT avg(amount), key % 7 + 1 FROM @other GROUP BY 2',
  'WITH o AS (SELECT key, amount FROM @other WHERE key < 5) INSERT INTO @t (id, n) SELECT key, amount FROM o UNION ALL SELECT key + 10, 7 FROM o',
  'INSERT INTO @t (id, t, at) SELECT id, coalesce(t, ''-''), now() FROM @s WHERE id > 495',
  'INSERT INTO @t (id, v) SELECT id, ''ab   '' FROM @s WHERE id < 5',
  'INSERT INTO @t (id, v) SELECT id, v::varchar(2) FROM @s WHERE id < 40',
  'INSERT INTO @t (id, n) SELECT id, row_number() OVER (ORDER BY id) FROM @s WHERE id < 40'
]) statement, on_both(statement, 't') o;
COMMIT;
-- What violates a constraint or does not fit is PostgreSQL's error, and nothing stays of the rows before it.
SELECT statement, o.* FROM unnest(ARRAY[
  'INSERT INTO @t (id) SELECT id - 100 FROM @s',
  'INSERT INTO @t (id) SELECT nullif(id, 400) FROM @s',
  'INSERT INTO @t (id, n) SELECT id, n FROM @s WHERE id BETWEEN 380 AND 402',
  'INSERT INTO @t (id, n) SELECT id, big FROM @s',
  'INSERT INTO @t (id, v) SELECT id, t FROM @s',
  'INSERT INTO @t (id, c) SELECT id, t FROM @s',
  'INSERT INTO @t (id, n) SELECT id, n / (id - 400) FROM @s'
]) statement, on_both(statement, 't') o;
SELECT count(*) AS files FROM icebridge.files('lake_t') \gset
SELECT substring(metadata_location from 'lake_t/([^/]*)/') AS folder FROM icebridge.iceberg_tables WHERE relation = 'lake_t'::regclass \gset
SELECT files('query_writes/lake_t/' || :'folder' || '/data') - :files AS left_behind;
-- What is not DuckDB's is written as ever.
CREATE SEQUENCE lake_sequence;
CREATE SEQUENCE heap_sequence;
SELECT statement, o.* FROM unnest(ARRAY[
  'INSERT INTO @t (id) SELECT nextval(''@sequence'') FROM @s WHERE id < 5',
  'INSERT INTO @t (id, t) SELECT id, quote_literal(t) FROM @s WHERE id < 5',
  'INSERT INTO @t (id) SELECT key FROM heap_other WHERE key < 5',
  'WITH gone AS (DELETE FROM @other WHERE key = 200 RETURNING key) INSERT INTO @t (id) SELECT key FROM gone UNION ALL SELECT id FROM @s WHERE id = 1'
]) statement, on_both(statement, 't') o;
INSERT INTO lake_t (id) SELECT key FROM lake_other WHERE key < 3 RETURNING id;
DELETE FROM lake_t WHERE id < 3 AND n IS NULL AND t = 'none' AND v IS NULL;
DELETE FROM heap_t WHERE id < 3 AND n IS NULL AND t = 'none' AND v IS NULL;
SET icebridge.push_queries = off;
SELECT written('INSERT INTO lake_t (id) SELECT key FROM lake_other') AS without;
RESET icebridge.push_queries;

-- CREATE TABLE AS: the same, with the types the table has.
CREATE TABLE lake_made (number, amount) USING iceberg AS SELECT id, n / 3 FROM lake_s WHERE id < 100 ORDER BY id DESC;
SELECT columns('lake_made'), count(*), sum(amount) = (SELECT sum((n / 3)::numeric(38,9)) FROM heap_s WHERE id < 100) AS same FROM lake_made;
SELECT error_of('CREATE TABLE lake_none USING iceberg AS SELECT id, 1 / (id - 20) AS q FROM lake_s'), to_regclass('lake_none');
PREPARE made AS SELECT id FROM lake_s WHERE id < 10;
CREATE TABLE lake_prepared USING iceberg AS EXECUTE made;
SELECT count(*) FROM lake_prepared;
BEGIN;
CREATE TABLE lake_all_made USING iceberg AS SELECT * FROM lake_s;
INSERT INTO lake_all_made SELECT * FROM lake_all_made WHERE id < 10;
SELECT count(*) FROM lake_all_made;
ROLLBACK;

-- DELETE and UPDATE: conditions, other tables, several rows that want the same change.
BEGIN;
SELECT statement, o.* FROM unnest(ARRAY[
  'DELETE FROM @all WHERE id % 10 = 1',
  'DELETE FROM @all WHERE t LIKE ''text 22%'' OR n IS NULL',
  'DELETE FROM @all a USING @other o WHERE o.key = a.id AND o.amount < 4',
  'DELETE FROM @all a WHERE EXISTS (SELECT FROM @other o WHERE o.key = a.id AND o.key % 20 = 4)',
  'DELETE FROM @all a USING @all b WHERE b.id = a.id AND a.n > 600',
  'DELETE FROM @all WHERE false',
  'UPDATE @all SET n = n * 2, v = ''x'', c = ''y'', a = NULL WHERE id % 7 = 2',
  'UPDATE @all SET t = id, b = NOT b, d = d + 1, f8 = -f8, i2 = i2 + 1::smallint',
  'UPDATE @all a SET n = o.amount, wide = o.key FROM @other o WHERE o.key = a.id',
  'UPDATE @all a SET v = ''many'' FROM @other o WHERE o.key % 5 = a.id % 5 AND a.id < 120',
  'UPDATE @all SET id = (SELECT max(key) FROM @other) + id WHERE id > 300',
  'UPDATE @all SET c = v WHERE id > 480', 'UPDATE @all SET v = NULL WHERE NULL', 'UPDATE @all SET v = v'
]) statement, on_both(statement, 'all') o;
SAVEPOINT s;
SELECT * FROM on_both('DELETE FROM @all', 'all');
ROLLBACK TO s;
SELECT * FROM on_both('UPDATE @all SET n = n + 1 WHERE id < 400', 'all');
COMMIT;
SELECT * FROM on_both('UPDATE @all SET n = n - 1', 'all');
-- Constraints, and errors of values.
SELECT statement, o.* FROM unnest(ARRAY[
  'UPDATE @t SET id = 0 WHERE id = 20', 'UPDATE @t SET id = NULL WHERE id = 20', 'UPDATE @t SET n = 600', 'UPDATE @t SET id = id + 1, n = n + 1 WHERE n < 450',
  'UPDATE @t SET v = t', 'UPDATE @t SET n = 10 / (id - 20)', 'DELETE FROM @t WHERE 10 / (id - 20) = 2', 'UPDATE @t SET t = quote_literal(t) WHERE id = 30',
  'DELETE FROM @t WHERE quote_literal(t) = ''x'''
]) statement, on_both(statement, 't') o;

-- Triggers of statements fire; those of rows, and transition tables, want to see the rows.
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE NOTICE '% % %: % rows', TG_WHEN, TG_OP, TG_LEVEL, (SELECT count(*) FROM lake_trigger); RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$;
CREATE TABLE lake_trigger (id int) USING iceberg;
CREATE TRIGGER before BEFORE INSERT OR UPDATE OR DELETE ON lake_trigger EXECUTE FUNCTION note();
CREATE TRIGGER after AFTER INSERT OR UPDATE OR DELETE ON lake_trigger EXECUTE FUNCTION note();
SELECT written('INSERT INTO lake_trigger SELECT key FROM lake_other'), written('UPDATE lake_trigger SET id = 1'), written('DELETE FROM lake_trigger');
INSERT INTO lake_trigger SELECT key FROM lake_other WHERE key < 4;
UPDATE lake_trigger SET id = id + 1;
DELETE FROM lake_trigger WHERE id = 3;
CREATE TRIGGER row BEFORE DELETE ON lake_trigger FOR EACH ROW EXECUTE FUNCTION note();
SELECT written('INSERT INTO lake_trigger SELECT key FROM lake_other'), written('UPDATE lake_trigger SET id = 1'), written('DELETE FROM lake_trigger');
DELETE FROM lake_trigger WHERE id = 2;
DROP TRIGGER row ON lake_trigger;
-- A trigger that changes the rows first, and statements inside of others.
CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE lake_trigger SET id = id + 10; RETURN NULL; END $$;
CREATE TRIGGER changes BEFORE DELETE ON lake_trigger EXECUTE FUNCTION change();
SELECT error_of('DELETE FROM lake_trigger WHERE id = 4');
TABLE lake_trigger;

-- Generated columns and partitions are PostgreSQL's.
CREATE TABLE lake_generated (id int, twice int GENERATED ALWAYS AS (id * 2) STORED) USING iceberg;
SELECT written('INSERT INTO lake_generated SELECT key FROM lake_other');
INSERT INTO lake_generated SELECT key FROM lake_other WHERE key < 4;
TABLE lake_generated ORDER BY id;
-- Dropped and added columns.
ALTER TABLE lake_other DROP COLUMN amount, ADD COLUMN more int DEFAULT 5;
ALTER TABLE heap_other DROP COLUMN amount, ADD COLUMN more int DEFAULT 5;
SELECT * FROM on_both('INSERT INTO @other (key) SELECT id FROM @s WHERE id < 5', 'other');
SELECT * FROM on_both('UPDATE @other SET more = key WHERE key < 3', 'other');

-- Prepared statements, functions, and the number of rows they hear of.
PREPARE add(int, numeric) AS INSERT INTO lake_t (id, n) SELECT key, $2 FROM lake_other WHERE key < $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE add(3, 12.34);
\set VERBOSITY terse
EXECUTE add(4, 5000);
EXECUTE add(2, 'NaN');
\set VERBOSITY default
RESET plan_cache_mode;
SELECT id, n FROM lake_t WHERE n = 12.3 AND v IS NULL ORDER BY id;
DO $$
DECLARE n bigint; least int := 5;
BEGIN
  UPDATE lake_other SET more = 0 WHERE key < least;
  GET DIAGNOSTICS n = ROW_COUNT;
  RAISE NOTICE '% rows, found %', n, FOUND;
  DELETE FROM lake_other WHERE key > 1000;
  RAISE NOTICE 'found %', FOUND;
END $$;

-- Heap tables among those that are read: their rows are handed over.
CREATE TABLE plain (key int, amount numeric(10,2), name text COLLATE "C", label varchar(20), at date);
INSERT INTO plain SELECT i, nullif(i % 50, 0) * 2.5, nullif('name ' || i % 7, 'name 3'), 'l' || i, date '2026-01-01' + i FROM generate_series(1, 300) i;
BEGIN;
SELECT statement, o.* FROM unnest(ARRAY[
  'INSERT INTO @all (id, n, t, v, d) SELECT s.id, p.amount, p.name, p.label, p.at FROM @s s JOIN plain p ON p.key = s.id WHERE p.key < 30',
  'INSERT INTO @all (id, n) SELECT p.key, p.amount FROM plain p WHERE NOT EXISTS (SELECT FROM @s s WHERE s.id = p.key)',
  'UPDATE @all a SET n = p.amount, t = p.name, d = p.at FROM plain p WHERE p.key = a.id',
  'UPDATE @all a SET v = ''often'' FROM plain p WHERE p.key % 5 = a.id % 5 AND a.id < 40',
  'UPDATE @all SET n = (SELECT max(amount) FROM plain) WHERE id IN (SELECT key FROM plain WHERE name IS NULL)',
  'UPDATE @all a SET v = q.label FROM (SELECT key, max(label) AS label FROM plain GROUP BY key) q JOIN @other o ON o.key = q.key WHERE o.key = a.id',
  'DELETE FROM @all a USING plain p WHERE p.key = a.id AND p.amount > 100',
  'DELETE FROM @all WHERE id NOT IN (SELECT key FROM plain)',
  'WITH p AS (SELECT * FROM plain WHERE key < 20) DELETE FROM @all a USING p WHERE p.key = a.id'
]) statement, on_both(statement, 'all') o;
-- what the transaction has done to them
INSERT INTO plain VALUES (5000, 1, 'new', 'new', NULL);
SELECT * FROM on_both('INSERT INTO @all (id, t) SELECT p.key, p.name FROM plain p LEFT JOIN @other o ON o.key = p.key WHERE p.key > 4000', 'all');
COMMIT;
-- Constraints, and values that DuckDB has not: PostgreSQL writes.
UPDATE plain SET amount = 'NaN' WHERE key = 7;
SELECT statement, o.* FROM unnest(ARRAY[
  'INSERT INTO @t (id) SELECT p.key - 20 FROM @s s JOIN plain p ON p.key = s.id',
  'INSERT INTO @t (id, v) SELECT s.id, p.name FROM @s s JOIN plain p ON p.key = s.id',
  'UPDATE @t t SET n = p.amount FROM plain p WHERE p.key = t.id AND p.key < 9'
]) statement, on_both(statement, 't') o;
SELECT trim(line) FROM unnest(ARRAY[
  'DELETE FROM lake_t t USING plain p WHERE p.key = t.id AND p.key = 1', 'DELETE FROM lake_t t USING plain p WHERE p.key = t.id AND p.amount > 1 AND p.key < 9'
]) statement, explain(statement, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'Rerun|Rows (Aff|of)|Custom';
SET icebridge.heap_rows_limit = 0;
SELECT written('DELETE FROM lake_t USING plain WHERE key = id') AS without;
RESET icebridge.heap_rows_limit;
-- Row-level security and privileges of the heap table are those of any query.
CREATE ROLE query_writer;
GRANT USAGE ON SCHEMA query_writes TO query_writer;
GRANT SELECT, DELETE ON lake_all, heap_all TO query_writer;
SET ROLE query_writer;
SELECT error_of('DELETE FROM lake_all a USING plain p WHERE p.key = a.id');
RESET ROLE;
GRANT SELECT ON plain TO query_writer;
CREATE POLICY even ON plain USING (key % 2 = 0);
ALTER TABLE plain ENABLE ROW LEVEL SECURITY;
SET ROLE query_writer;
SELECT * FROM on_both('DELETE FROM @all a USING plain p WHERE p.key = a.id AND p.key < 90', 'all');
RESET ROLE;
REVOKE ALL ON lake_all, heap_all, plain FROM query_writer;
REVOKE USAGE ON SCHEMA query_writes FROM query_writer;
DROP ROLE query_writer;

-- EXPLAIN tells what happened, and why DuckDB does not write.
CREATE TRIGGER row BEFORE UPDATE ON lake_trigger FOR EACH ROW EXECUTE FUNCTION note();
SELECT statement, trim(line) FROM unnest(ARRAY[
  'UPDATE lake_t SET t = quote_literal(t)', 'DELETE FROM lake_t WHERE quote_literal(t) = ''x''', 'DELETE FROM lake_t RETURNING id',
  'UPDATE lake_trigger SET id = 1', 'UPDATE lake_generated SET id = 1', 'WITH gone AS (DELETE FROM lake_other) DELETE FROM lake_t',
  'DELETE FROM lake_t USING heap_s WHERE heap_s.id = lake_t.id AND heap_s.a IS NULL'
]) statement, explain(statement, 'VERBOSE, COSTS OFF') line WHERE line LIKE '%Not Pushed%';
BEGIN;
CREATE TABLE lake_plain (id int, n numeric(8,3), tz timestamptz) USING iceberg;
INSERT INTO lake_plain SELECT i, i, timestamptz '2026-01-01' + i * interval '1 day' FROM generate_series(1, 9) i;
SELECT explain('INSERT INTO lake_t (id, n) SELECT id, n FROM lake_plain', 'COSTS OFF');
SELECT regexp_replace(explain(statement, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF'), 'SELECT .*', 'SELECT …') FROM unnest(ARRAY[
  'DELETE FROM lake_other WHERE key < 5', 'UPDATE lake_other SET more = 2 WHERE key < 8', 'INSERT INTO lake_other SELECT key, more + key FROM lake_other WHERE key < 8'
]) statement;
SET timezone = '<+03>-03';
SELECT explain('INSERT INTO lake_plain (id, tz) SELECT id, date_trunc(''day'', tz) FROM lake_plain WHERE id < 4', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF');
SET timezone = 'UTC';
SELECT * FROM lake_plain WHERE id < 3 ORDER BY 1, 3;
ROLLBACK;

-- Privileges are those of any statement.
CREATE ROLE query_writer;
GRANT USAGE ON SCHEMA query_writes TO query_writer;
GRANT SELECT ON lake_other TO query_writer;
GRANT INSERT (id) ON lake_t TO query_writer;
SET ROLE query_writer;
SELECT error_of('INSERT INTO lake_t (id, n) SELECT key, 1 FROM lake_other');
SELECT error_of('INSERT INTO lake_t (id) SELECT id FROM lake_s');
SELECT error_of('DELETE FROM lake_other');
SELECT error_of('UPDATE lake_other SET more = 1');
INSERT INTO lake_t (id) SELECT key FROM lake_other WHERE key = 9;
RESET ROLE;
GRANT DELETE ON lake_all TO query_writer;
SET ROLE query_writer;
SELECT error_of('DELETE FROM lake_all WHERE id = 1');
RESET ROLE;
REVOKE ALL ON lake_t, lake_other, lake_all FROM query_writer;
REVOKE USAGE ON SCHEMA query_writes FROM query_writer;
DROP ROLE query_writer;
