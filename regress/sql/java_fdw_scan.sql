-- Scans of a Java wrapper: what is pushed down, and that the rows are the same whatever is.
\getenv examples EXAMPLES_JAR
CREATE SERVER kv FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE FOREIGN TABLE t (key text COLLATE "C" NOT NULL, value int) SERVER kv;
SELECT * FROM t;
SELECT count(*) FROM t;
INSERT INTO t SELECT to_char(i, 'FM0000'), nullif(i % 10, 0) FROM generate_series(1, 1000) i;

-- projection, down to no columns at all
SELECT count(*), count(value), sum(value), min(key), max(key) FROM t;
SELECT count(*) FROM t;
SELECT 1 AS one FROM t LIMIT 2;
SELECT value, key, value FROM t ORDER BY key LIMIT 2;
SELECT t FROM t ORDER BY key LIMIT 2;
SELECT tableoid::regclass, key FROM t WHERE key = '0001';

-- quals: exact ones are not checked again (there is no Filter), others are
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP RETURN NEXT line; END LOOP;
END $$;
SELECT plan($$SELECT * FROM t WHERE key = '0005'$$);
SELECT * FROM t WHERE key = '0005';
SELECT plan($$SELECT * FROM t WHERE '0005' = key AND value = 5$$);
SELECT * FROM t WHERE '0005' = key AND value = 5;
SELECT * FROM t WHERE key = '0005' AND value = 6;
SELECT * FROM t WHERE key = '0005' AND key = '0006';
SELECT * FROM t WHERE key = NULL;
SELECT plan($$SELECT * FROM t WHERE key IN ('0007', '0003', NULL, 'none')$$);
SELECT * FROM t WHERE key IN ('0007', '0003', NULL, 'none') ORDER BY key;
SELECT * FROM t WHERE key = ANY ('{{0001,0002},{0003,0004}}') ORDER BY key;
SELECT plan($$SELECT * FROM t WHERE key > '0990' AND key <= '0992'$$);
SELECT * FROM t WHERE key > '0990' AND key <= '0992' ORDER BY key;
SELECT count(*) FROM t WHERE key > '0992' AND key < '0990';
SELECT count(*) FROM t WHERE key BETWEEN '0100' AND '0199' AND key >= '0150';
SELECT plan($$SELECT * FROM t WHERE key LIKE '09%1'$$);
SELECT count(*), min(key) FROM t WHERE key LIKE '09%1';
SELECT count(*) FROM t WHERE key LIKE '09\_%';
SELECT plan($$SELECT * FROM t WHERE value = 3$$);
SELECT count(*) FROM t WHERE value = 3;
SELECT plan($$SELECT * FROM t WHERE key < '0005' COLLATE "en-x-icu"$$);
SELECT count(*) FROM t WHERE key < '0005' COLLATE "en-x-icu";
SELECT plan($$SELECT * FROM t WHERE key = '0001' OR value = 1$$);
SELECT count(*) FROM t WHERE key = '0001' OR value = 1;
SELECT plan($$SELECT * FROM t WHERE key = '0001' AND random() >= 0$$);
SELECT * FROM t WHERE false;
SELECT count(*) FROM t WHERE value IS NULL AND key < '0100';
-- an operator that looks like equality is none
CREATE FUNCTION always(text, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE SCHEMA strange;
CREATE OPERATOR strange.= (FUNCTION = always, LEFTARG = text, RIGHTARG = text);
SELECT count(*) FROM t WHERE key OPERATOR(strange.=) '0005';
DROP SCHEMA strange CASCADE;

-- order and limit
SELECT plan('SELECT * FROM t ORDER BY key');
SELECT plan('SELECT * FROM t ORDER BY key DESC LIMIT 3');
SELECT * FROM t ORDER BY key DESC LIMIT 3;
SELECT plan('SELECT * FROM t ORDER BY key, value LIMIT 2 OFFSET 5');
SELECT * FROM t ORDER BY key, value LIMIT 2 OFFSET 5;
SELECT plan('SELECT * FROM t LIMIT 3');
SELECT count(*) FROM (SELECT * FROM t LIMIT 3) x;
SELECT plan('SELECT * FROM t WHERE value = 3 ORDER BY key LIMIT 2');
SELECT * FROM t WHERE value = 3 ORDER BY key LIMIT 2;
SELECT plan('SELECT * FROM t ORDER BY value, key LIMIT 2');
SELECT * FROM t ORDER BY value DESC NULLS LAST, key LIMIT 2;
SELECT plan('SELECT * FROM t ORDER BY key COLLATE "en-x-icu" LIMIT 2');
SELECT plan('SELECT value, count(*) FROM t GROUP BY value LIMIT 3');
SELECT plan('SELECT DISTINCT value FROM t LIMIT 3');
SELECT count(*) FROM (SELECT DISTINCT value FROM t LIMIT 3) x;
SELECT max(key), min(key) FROM t;
SELECT count(*) FROM (SELECT * FROM t ORDER BY key FETCH FIRST 3 ROWS WITH TIES) x;
-- a set-returning target list, and locking
SELECT key, generate_series(1, 2) FROM t ORDER BY key LIMIT 3;
SELECT * FROM t ORDER BY key LIMIT 1 FOR UPDATE;

-- joins: looked up by key for each outer row
CREATE TABLE wanted (n int, k text);
INSERT INTO wanted VALUES (1, '0011'), (2, '0022'), (3, 'none'), (4, NULL), (5, '0011');
ANALYZE wanted;
SET enable_memoize = off;
SELECT plan('SELECT * FROM wanted JOIN t ON t.key = wanted.k');
SELECT * FROM wanted JOIN t ON t.key = wanted.k ORDER BY n;
SELECT * FROM wanted LEFT JOIN t ON t.key = wanted.k ORDER BY n;
SELECT * FROM wanted WHERE EXISTS (SELECT FROM t WHERE key = k AND value > 1);
SELECT n, (SELECT value FROM t WHERE key = k) FROM wanted ORDER BY n;
SELECT n, x.* FROM wanted, LATERAL (SELECT * FROM t WHERE key > k ORDER BY key LIMIT 2) x ORDER BY n, key;
SELECT n, x.* FROM wanted, LATERAL (SELECT k || key AS both FROM t WHERE key = k) x ORDER BY n;
SELECT n, count(t.key) FROM wanted LEFT JOIN t ON t.key LIKE substr(k, 1, 3) || '%' GROUP BY n ORDER BY n;
SELECT count(*) FROM t a JOIN t b ON a.key = b.key AND b.value = 3;
-- rescans of a scan without parameters
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SELECT count(*) FROM generate_series(1, 3) g, t WHERE g + 0 * length(t.key) < 3;
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;

-- prepared statements, with custom and generic plans
PREPARE by_key(text) AS SELECT * FROM t WHERE key = $1;
EXECUTE by_key('0042');
EXECUTE by_key(NULL);
SET plan_cache_mode = force_generic_plan;
SELECT plan('EXECUTE by_key(''0042'')');
EXECUTE by_key('0042');
EXECUTE by_key('0043');
EXECUTE by_key(NULL);
PREPARE by_keys(text[]) AS SELECT * FROM t WHERE key = ANY ($1) ORDER BY key;
SELECT plan('EXECUTE by_keys(''{}'')');
EXECUTE by_keys('{0042,NULL,0041}');
EXECUTE by_keys('{{0042,0043},{0001,0002}}');
EXECUTE by_keys('{}');
EXECUTE by_keys(NULL);
PREPARE first(int) AS SELECT key FROM t ORDER BY key LIMIT $1;
EXECUTE first(2);
EXECUTE first(1);
PREPARE prefix(text) AS SELECT count(*) FROM t WHERE key LIKE $1 || '%';
EXECUTE prefix('00');
EXECUTE prefix('');
RESET plan_cache_mode;
-- a plan notices that its table has changed
ALTER FOREIGN TABLE t OPTIONS (ADD store 'another');
EXECUTE by_key('0042');
ALTER FOREIGN TABLE t OPTIONS (DROP store);
EXECUTE by_key('0042');
DEALLOCATE ALL;

-- cursors: forward, across savepoints and errors, several at once, beyond their transaction
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM t ORDER BY key;
FETCH 2 FROM c;
SAVEPOINT s;
FETCH 2 FROM c;
SELECT 1 / 0;
ROLLBACK TO s;
FETCH 2 FROM c;
DECLARE d CURSOR FOR SELECT count(*) FROM t;
FETCH d;
MOVE FORWARD ALL IN c;
FETCH c;
COMMIT;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT * FROM t WHERE key <= '0003' ORDER BY key;
FETCH LAST FROM c;
FETCH PRIOR FROM c;
FETCH ABSOLUTE 1 FROM c;
CLOSE c;
SAVEPOINT s;
DECLARE inner_cursor CURSOR FOR SELECT * FROM t ORDER BY key;
FETCH inner_cursor;
ROLLBACK TO s;
FETCH inner_cursor;
ROLLBACK;
BEGIN;
DECLARE held CURSOR WITH HOLD FOR SELECT * FROM t WHERE key < '0004' ORDER BY key;
FETCH held;
COMMIT;
FETCH ALL FROM held;
CLOSE held;
-- what a cursor reads is what was there when it was opened
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM t WHERE key <= '0002' ORDER BY key;
FETCH c;
DELETE FROM t WHERE key = '0002';
FETCH c;
ROLLBACK;

-- PL/pgSQL loops, functions, views, CTEs, set operations
CREATE FUNCTION total() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE row record; sum bigint := 0;
BEGIN
  FOR row IN SELECT * FROM t LOOP
    sum := sum + coalesce(row.value, 0);
    EXIT WHEN row.key = '0100';
  END LOOP;
  RETURN sum;
END $$;
SELECT total();
CREATE VIEW odd AS SELECT * FROM t WHERE value % 2 = 1;
SELECT count(*) FROM odd WHERE key < '0100';
WITH x AS MATERIALIZED (SELECT * FROM t WHERE key < '0004') SELECT a.key, b.key FROM x a, x b WHERE a.key < b.key ORDER BY 1, 2;
SELECT key FROM t WHERE key < '0003' UNION ALL SELECT key FROM t WHERE key > '0999' ORDER BY 1;
SELECT key, row_number() OVER (ORDER BY key DESC) FROM t ORDER BY key LIMIT 2;
-- as a partition and as a child
CREATE TABLE parent (key text COLLATE "C", value int) PARTITION BY RANGE (key);
CREATE TABLE heap_part PARTITION OF parent FOR VALUES FROM ('5') TO ('9');
ALTER TABLE parent ATTACH PARTITION t FOR VALUES FROM ('0') TO ('5');
INSERT INTO parent VALUES ('1001', 7), ('6', 8);
SELECT tableoid::regclass, * FROM parent WHERE key > '0999' ORDER BY key;
UPDATE parent SET value = -value WHERE key > '1' RETURNING tableoid::regclass, *;
DELETE FROM parent WHERE key > '1' RETURNING tableoid::regclass, *;
ALTER TABLE parent DETACH PARTITION t;
DROP TABLE parent;

-- statistics
ANALYZE t;
SELECT reltuples FROM pg_class WHERE oid = 't'::regclass;
SELECT attname, null_frac, n_distinct FROM pg_stats WHERE tablename = 't' ORDER BY attname;

-- EXPLAIN in its other forms
CREATE FUNCTION plan_json(query text, options text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE plan jsonb;
BEGIN
  EXECUTE format('EXPLAIN (%s, FORMAT JSON) %s', options, query) INTO plan;
  RETURN plan -> 0 -> 'Plan';
END $$;
SELECT p -> 'Node Type', p -> 'Store', p -> 'Keys', p -> 'Output', p -> 'Actual Loops'
FROM plan_json('SELECT value FROM t WHERE key = ''0001''', 'ANALYZE, VERBOSE') p;
SELECT plan_json('SELECT * FROM t WHERE value = 1', 'VERBOSE') -> 'Not Pushed Down';

DROP VIEW odd;
DROP FUNCTION plan, plan_json, total, always;
DROP TABLE wanted;
DROP SERVER kv CASCADE;
