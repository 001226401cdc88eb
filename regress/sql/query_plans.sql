-- SPDX-License-Identifier: Apache-2.0
-- Plans of whole queries that are kept, and cursors on them: parameters, changes of definitions and rows, going back.
\set test query_plans
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE item (id int, kind text COLLATE "C", price numeric(10,2)) USING iceberg;
INSERT INTO item SELECT i, 'k' || i % 3, i * 1.5 FROM generate_series(1, 20) i;
CREATE TABLE local (id int);
INSERT INTO local VALUES (1), (2);

-- parameters, in a generic and a custom plan
PREPARE of_kind(text, int) AS SELECT count(*), sum(price), avg(price + $2) FROM item WHERE kind = $1 AND id > $2;
SET plan_cache_mode = force_generic_plan;
SELECT explain($$EXECUTE of_kind('k1', 3)$$);
EXECUTE of_kind('k1', 3);
EXECUTE of_kind('k2', 10);
EXECUTE of_kind(NULL, 10);
SET plan_cache_mode = force_custom_plan;
SELECT explain($$EXECUTE of_kind('k1', 3)$$);
EXECUTE of_kind('k1', 3);
RESET plan_cache_mode;
-- what may not be evaluated is not
PREPARE branch(int) AS SELECT sum(CASE WHEN id > 100 THEN 1 / $1 ELSE 1 END) FROM item;
SET plan_cache_mode = force_generic_plan;
EXECUTE branch(0);
RESET plan_cache_mode;

-- definitions and rows that change
PREPARE all_of AS SELECT count(*), max(price) FROM item;
EXECUTE all_of;
INSERT INTO item VALUES (21, 'k0', 100);
EXECUTE all_of;
ALTER TABLE item RENAME COLUMN price TO cost;
EXECUTE all_of;
ALTER TABLE item RENAME COLUMN cost TO price;
ALTER TABLE item ADD COLUMN note text;
EXECUTE all_of;
BEGIN;
INSERT INTO item (id) VALUES (22);
EXECUTE all_of;
ROLLBACK;
EXECUTE all_of;
ALTER TABLE item RENAME TO thing;
EXECUTE all_of;
DROP TABLE thing;
SELECT error_of('EXECUTE all_of');
CREATE TABLE item (id int, kind text COLLATE "C", price numeric(10,2)) USING iceberg;
INSERT INTO item SELECT i, 'k' || i % 3, i * 1.5 FROM generate_series(1, 20) i;
EXECUTE all_of;
-- locks are taken by a plan that is kept, too
SET plan_cache_mode = force_generic_plan;
EXECUTE all_of;
BEGIN;
EXECUTE all_of;
SELECT mode FROM pg_locks WHERE relation = 'item'::regclass AND pid = pg_backend_pid();
COMMIT;
RESET plan_cache_mode;

-- cursors
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT kind, count(*) FROM item GROUP BY kind ORDER BY kind;
FETCH 2 FROM c;
FETCH PRIOR FROM c;
DELETE FROM item;
FETCH ALL FROM c;
FETCH ABSOLUTE 1 FROM c;
ROLLBACK;
BEGIN;
DECLARE c NO SCROLL CURSOR FOR SELECT kind, count(*) FROM item GROUP BY kind ORDER BY kind;
MOVE 1 FROM c;
FETCH 1 FROM c;
SELECT error_of('FETCH PRIOR FROM c');
ROLLBACK;
BEGIN;
DECLARE held CURSOR WITH HOLD FOR SELECT count(*) FROM item;
TRUNCATE item;
COMMIT;
FETCH held;
CLOSE held;
INSERT INTO item SELECT i, 'k' || i % 3, i * 1.5 FROM generate_series(1, 20) i;

-- PL/pgSQL
CREATE FUNCTION walk(low int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line record; n bigint;
BEGIN
  SELECT count(*) INTO n FROM item WHERE id > low;
  RETURN NEXT n;
  FOR line IN SELECT kind, sum(price) AS s FROM item WHERE id > low GROUP BY kind ORDER BY kind LOOP
    RETURN NEXT line.kind || ' ' || line.s;
    INSERT INTO item SELECT 100, 'new', count(*) FROM item;
  END LOOP;
  SELECT count(*) INTO n FROM item WHERE id > low;
  RETURN NEXT n;
END $$;
SELECT walk(17);
SELECT walk(18);
-- a query around a query whose planning runs one
CREATE FUNCTION counted() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN (SELECT count(*) FROM item); END $$;
SELECT count(*) = counted() FROM item;
-- a statement sees what it has changed where a heap's would
INSERT INTO item SELECT 1000 + id, 'f', (SELECT count(*) FROM item) FROM local;
SELECT price FROM item WHERE kind = 'f';
-- a read that SERIALIZABLE transactions have to know of
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) > 0 FROM item;
SELECT locktype, mode FROM pg_locks WHERE relation = 'item'::regclass AND pid = pg_backend_pid() AND mode = 'SIReadLock';
COMMIT;
-- what nobody reads of a sub-query is not looked at, not even when constants are folded; what somebody reads is
SELECT count(*) FROM local l JOIN (SELECT id, 1 / 0 AS unread, date_bin('1 month', '2024-01-01'::timestamp, '2023-01-01') FROM item) s USING (id);
SELECT count(*) FROM local l JOIN (SELECT id, max(1 / 0) AS unread, 1 / 0 + rank() OVER (ORDER BY id) AS rank FROM item GROUP BY id) s USING (id);
SELECT count(*) FROM local l LEFT JOIN (SELECT max(id) AS unread FROM item) s ON true;
SELECT count(s.unread) FROM local l JOIN (SELECT id, 1 / 0 AS unread FROM item) s USING (id);
SELECT count(s) FROM local l JOIN (SELECT id, 1 / 0 AS unread FROM item) s USING (id);
SELECT count(*) FROM local l JOIN LATERAL (SELECT id, 1 / 0 AS unread FROM item WHERE item.id = l.id) s ON (SELECT s.unread) = 1;
-- a parallel plan around it
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT count(*) FROM local l JOIN (SELECT id, count(*) FROM item GROUP BY id) s USING (id);
