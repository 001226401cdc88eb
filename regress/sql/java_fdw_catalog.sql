-- SPDX-License-Identifier: Apache-2.0
-- Tables of the catalog, by the example wrapper that keeps each version in a file: commits, rows by number, constraints,
-- COPY TO, functions.
\getenv jar EXAMPLES_JAR
\getenv home SERVER_HOME
\set folder :home '/ledger'
CREATE FOREIGN DATA WRAPPER ledger_fdw
  HANDLER icebridge.icebridge_fdw_handler VALIDATOR icebridge.icebridge_fdw_validator
  OPTIONS (wrapper 'io.icebridge.examples.ledger.LedgerWrapper', classpath :'jar', catalog 'true');
CREATE SERVER ledger FOREIGN DATA WRAPPER ledger_fdw OPTIONS (folder :'folder');

BEGIN;
CREATE FOREIGN TABLE t (id bigint NOT NULL, a text CHECK (a <> 'bad'), b text) SERVER ledger;
INSERT INTO t VALUES (1,'x','y'),(2,'z',NULL);
SELECT * FROM t;
COMMIT;
SELECT metadata_location is null, previous_metadata_location is null FROM iceberg_tables;
SELECT ctid, * FROM t;

-- An UPDATE or DELETE reads what it looks at, and no more.
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET b = a || b WHERE id = 1;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET b = 'q' WHERE id = 1 RETURNING id;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET b = 'q' WHERE id = 1 RETURNING *;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET a = 'q' WHERE id = 1 AND t IS NOT NULL;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET b = t::text;
EXPLAIN (VERBOSE, COSTS OFF) DELETE FROM t WHERE id = 1;
EXPLAIN (VERBOSE, COSTS OFF) DELETE FROM t WHERE id = 1 RETURNING a;

-- Constraints are ours to check.
UPDATE t SET b = 'new' WHERE id = 1 RETURNING *;
SELECT * FROM t ORDER BY id;
UPDATE t SET a = 'bad' WHERE id = 1;
UPDATE t SET id = NULL;
INSERT INTO t VALUES (NULL, 'q');
INSERT INTO t VALUES (5, 'bad');
COPY t FROM STDIN;
7	bad	k
\.
COPY t FROM STDIN;
7	good	k
\.
SELECT * FROM t ORDER BY id;

-- A row is changed once in a statement.
UPDATE t SET b = v FROM (VALUES (1,'first'),(1,'second'),(2,'third')) s(i,v) WHERE i = id AND v <> 'second' RETURNING *;
UPDATE t SET b = b || '+' FROM generate_series(1, 3) WHERE id = 1 RETURNING id, b;
WITH a AS (UPDATE t SET b = 'cte' WHERE id = 1 RETURNING id) UPDATE t SET b = 'main' WHERE id <= 2 RETURNING *;

-- A statement sees what earlier ones of its transaction did, and a rollback takes it back.
BEGIN;
DELETE FROM t WHERE id = 2 RETURNING a, id;
SAVEPOINT s;
DELETE FROM t;
SELECT count(*) FROM t;
ROLLBACK TO s;
SELECT * FROM t ORDER BY id;
TRUNCATE t;
SELECT count(*) FROM t;
INSERT INTO t SELECT 10, 'ten' FROM t;
INSERT INTO t VALUES (10, 'ten');
INSERT INTO t SELECT id + 1 , 'eleven' FROM t;
SELECT * FROM t;
PREPARE TRANSACTION 'x';
ROLLBACK;
SELECT * FROM t ORDER BY id;

-- A transaction that has only read may be prepared.
BEGIN; SELECT count(*) FROM t; PREPARE TRANSACTION 'x'; COMMIT PREPARED 'x';

DROP FOREIGN TABLE t;
CREATE FOREIGN TABLE t (id bigint NOT NULL, a text CHECK (a <> 'bad'), g text GENERATED ALWAYS AS (a || '!') STORED, b text)
  SERVER ledger;
INSERT INTO t VALUES (1, 'x', DEFAULT, 'y'), (2, 'z', DEFAULT, NULL);
-- COPY TO, without generated columns where it names none.
COPY t TO STDOUT;
COPY t (b, g, id) TO STDOUT WITH (FORMAT csv, HEADER, FORCE_QUOTE (b));
COPY t (nope) TO STDOUT;
UPDATE t SET a = a || 'q' RETURNING *;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET a = 'c';

-- What the wrapper tells and does, for whom it may.
SELECT icebridge.inspect('t', 'snapshots');
SELECT icebridge.procedure('t', 'nope');
BEGIN; SELECT icebridge.procedure('t', 'remove', '{"number": 3}'); SELECT * FROM t; COMMIT;
SELECT icebridge.inspect('pg_class', 'snapshots');
CREATE ROLE catalog_joe;
GRANT SELECT(id) ON t TO catalog_joe;
SET ROLE catalog_joe;
SELECT icebridge.inspect('t', 'snapshots');
SELECT icebridge.procedure('t', 'nope');
COPY t TO STDOUT;
COPY t (id) TO STDOUT;
RESET ROLE;

-- Views and partitions.
CREATE VIEW v AS SELECT * FROM t WHERE id < 10 WITH CHECK OPTION;
UPDATE v SET id = 20;
INSERT INTO v (id) VALUES (20);
UPDATE v SET id = 9;
SELECT * FROM v;
CREATE TABLE p (id bigint NOT NULL, a text) PARTITION BY RANGE (id);
CREATE FOREIGN TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10) SERVER ledger;
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
INSERT INTO p VALUES (1, 'one'), (11, 'eleven'), (2, 'two');
COPY p FROM STDIN;
3	three
12	twelve
\.
SELECT tableoid::regclass, * FROM p ORDER BY id;
INSERT INTO p1 VALUES (15, 'wrong');
UPDATE p SET a = a || '!' WHERE id IN (2, 11) RETURNING tableoid::regclass, *;
UPDATE p SET id = 15 WHERE id = 3;
UPDATE p SET id = 5 WHERE id = 12;
DELETE FROM p WHERE id IN (1, 11) RETURNING *;
SELECT tableoid::regclass, * FROM p ORDER BY id;
UPDATE p1 SET a = NULL RETURNING *;

-- What PostgreSQL refuses by itself.
MERGE INTO t USING (VALUES (1)) s(i) ON s.i = t.id WHEN MATCHED THEN DELETE;
CREATE INDEX ON t (id);
BEGIN READ ONLY; INSERT INTO t VALUES (1); ROLLBACK;
BEGIN READ ONLY; SELECT icebridge.procedure('t', 'remove', '{"number": 3}'); ROLLBACK;

-- Triggers see whole rows.
CREATE FUNCTION noisy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE NOTICE '% % % %', tg_when, tg_op, old, new;
  IF tg_when = 'BEFORE' THEN
    NEW.b = 'trigger';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noisy();
CREATE TRIGGER ta AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noisy();
UPDATE t SET a = 'k';
SELECT * FROM t;

-- Everyone may read the catalog, and whoever is granted it may change it; other engines know no schema.
SELECT catalog_name = current_database() AS named, table_namespace, table_name, iceberg_type FROM iceberg_tables ORDER BY 3;
SET ROLE catalog_joe;
SELECT count(*) FROM iceberg_tables;
SELECT count(*) FROM iceberg_namespace_properties;
UPDATE iceberg_tables SET metadata_location = NULL;
RESET ROLE;

DROP OWNED BY catalog_joe;
DROP ROLE catalog_joe;
