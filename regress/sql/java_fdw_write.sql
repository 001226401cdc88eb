-- INSERT, UPDATE, DELETE, COPY and TRUNCATE on a Java wrapper that can write.
\getenv examples EXAMPLES_JAR
CREATE SERVER kv FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE FOREIGN TABLE t (key text COLLATE "C" NOT NULL, value int DEFAULT 7) SERVER kv;

INSERT INTO t VALUES ('a', 1), ('b', 2), ('c', NULL);
INSERT INTO t (key) VALUES ('d') RETURNING *;
INSERT INTO t (value, key) SELECT 5, 'e' RETURNING key, value + 1 AS more, tableoid::regclass;
INSERT INTO t SELECT 'x', 1 WHERE false;
SELECT * FROM t ORDER BY key;

-- rows that cannot be: the statement leaves nothing
INSERT INTO t VALUES ('f', 1), ('a', 2);
INSERT INTO t VALUES ('f', 1), (NULL, 2);
ALTER FOREIGN TABLE t ALTER key DROP NOT NULL;
INSERT INTO t VALUES ('f', 1), (NULL, 2);
SELECT count(*) FROM t;
INSERT INTO t VALUES ('a', 1) ON CONFLICT DO NOTHING;
INSERT INTO t VALUES ('a', 1) ON CONFLICT (key) DO UPDATE SET value = 2;

UPDATE t SET value = value * 10 WHERE key < 'c';
UPDATE t SET value = NULL WHERE key = 'd' RETURNING *;
UPDATE t SET value = 9 WHERE key = 'none';
UPDATE t SET key = key || key, value = 0 WHERE key = 'e' RETURNING key, value;
-- rows may take each other's keys
UPDATE t SET key = CASE key WHEN 'a' THEN 'b' ELSE 'a' END WHERE key IN ('a', 'b') RETURNING *;
UPDATE t SET key = 'a' WHERE key = 'b';
UPDATE t SET key = NULL WHERE key = 'b';
SELECT * FROM t ORDER BY key;
UPDATE t SET value = n FROM (VALUES ('a', 11), ('b', 22), ('x', 33)) v (k, n) WHERE key = k RETURNING t.*, v.*;
UPDATE t SET (value, key) = (SELECT max(value) + 1, 'z' FROM t) WHERE key = 'a' RETURNING *;
EXPLAIN (COSTS OFF) UPDATE t SET value = 0 WHERE key = 'a';
EXPLAIN (COSTS OFF) DELETE FROM t WHERE key = 'a';

DELETE FROM t WHERE key = 'b' RETURNING *;
DELETE FROM t WHERE key = 'none' RETURNING *;
DELETE FROM t USING (VALUES ('c'), ('d')) v (k) WHERE key = k RETURNING t.key, t.value, v.k, t;
DELETE FROM t;
SELECT * FROM t;

-- COPY
COPY t FROM STDIN;
a	1
b	\N
\.
COPY t (key) FROM STDIN WITH (FORMAT csv);
c
"d,e"
\.
COPY t FROM STDIN WHERE value > 1;
f	1
g	2
\.
COPY t FROM STDIN;
h	1
h	2
\.
COPY t FROM STDIN;
i	1
j	none
\.
COPY (SELECT * FROM t ORDER BY key) TO STDOUT;
TRUNCATE t;
SELECT count(*) FROM t;

-- many rows: several batches
INSERT INTO t SELECT lpad(i::text, 6, '0'), i % 1000 FROM generate_series(1, 100000) i;
SELECT count(*), sum(value), min(key), max(key) FROM t;
UPDATE t SET value = -value WHERE value > 0;
SELECT count(*), sum(value) FROM t;
UPDATE t SET key = 'x' || key WHERE key > '050000';
SELECT count(*), count(*) FILTER (WHERE key LIKE 'x%'), sum(value) FROM t;
DELETE FROM t WHERE value % 2 = 0;
SELECT count(*), sum(value) FROM t;
INSERT INTO t SELECT 'y' || key, value FROM t;
SELECT count(*), sum(value) FROM t;
WITH gone AS (DELETE FROM t WHERE key LIKE 'y%' RETURNING value) SELECT count(*), sum(value) FROM gone;
SELECT count(*) FROM t;
TRUNCATE t;
-- and large ones
CREATE FOREIGN TABLE long (key text, value text) SERVER kv;
INSERT INTO long SELECT i, repeat(chr(96 + i), 5000000) FROM generate_series(1, 8) i;
SELECT key, length(value), md5(value) = md5(repeat(chr(96 + key::int), 5000000)) AS same FROM long ORDER BY key;
DROP FOREIGN TABLE long;

-- triggers, generated columns, rules of views
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE NOTICE '% % %: % -> %', TG_WHEN, TG_LEVEL, TG_OP,
    CASE WHEN TG_LEVEL = 'ROW' AND TG_OP <> 'INSERT' THEN OLD END,
    CASE WHEN TG_LEVEL = 'ROW' AND TG_OP <> 'DELETE' THEN NEW END;
  IF TG_WHEN = 'BEFORE' AND TG_OP <> 'DELETE' THEN NEW.value = NEW.value + 1; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER after_row AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
INSERT INTO t VALUES ('a', 1), ('b', 2) RETURNING *;
UPDATE t SET key = 'c' WHERE key = 'b' RETURNING *;
DELETE FROM t WHERE key = 'c' RETURNING *;
DROP TRIGGER before_row ON t;
DROP TRIGGER after_row ON t;
DROP FUNCTION note;
SELECT * FROM t;
CREATE FOREIGN TABLE computed (key text, value text GENERATED ALWAYS AS (upper(key)) STORED) SERVER kv;
INSERT INTO computed VALUES ('a') RETURNING *;
UPDATE computed SET key = 'b' RETURNING *;
SELECT * FROM computed;
CREATE VIEW positive AS SELECT * FROM t WHERE value > 0 WITH CHECK OPTION;
INSERT INTO positive VALUES ('p', 5) RETURNING *;
INSERT INTO positive VALUES ('q', -5);
UPDATE positive SET value = 6 WHERE key = 'p' RETURNING *;
DELETE FROM positive WHERE key = 'p' RETURNING *;
DROP VIEW positive;
MERGE INTO t USING (VALUES ('a')) v (k) ON key = k WHEN MATCHED THEN DELETE;

-- columns that were dropped, and those of another order
CREATE FOREIGN TABLE odd (gone int, value int, also_gone text, key text) SERVER kv OPTIONS (store 't');
ALTER FOREIGN TABLE odd DROP COLUMN gone, DROP COLUMN also_gone;
INSERT INTO odd VALUES (77, 'odd') RETURNING *;
UPDATE odd SET value = 78 WHERE key = 'odd' RETURNING *;
SELECT * FROM t WHERE key = 'odd';
DELETE FROM odd WHERE key = 'odd' RETURNING *;

-- what tables of a store and its server allow
CREATE FOREIGN TABLE read_only (key text, value int) SERVER kv OPTIONS (store 't', read_only 'true');
SELECT * FROM read_only;
INSERT INTO read_only VALUES ('z', 1);
UPDATE read_only SET value = 1;
DELETE FROM read_only;
TRUNCATE read_only;
CREATE FOREIGN TABLE as_text (key text, value text) SERVER kv OPTIONS (store 't');
SELECT * FROM as_text;
INSERT INTO as_text VALUES ('z', 'text');
ALTER SERVER kv OPTIONS (ADD max_rows '2');
INSERT INTO t VALUES ('y', 1), ('z', 1);
SELECT * FROM t ORDER BY key;
ALTER SERVER kv OPTIONS (DROP max_rows);
BEGIN READ ONLY;
INSERT INTO t VALUES ('z', 1);
ROLLBACK;
-- prepared
PREPARE put(text, int) AS INSERT INTO t VALUES ($1, $2) RETURNING *;
EXECUTE put('k', 1);
EXECUTE put('l', 2);
PREPARE change(text, int) AS UPDATE t SET value = $2 WHERE key = $1 RETURNING *;
SET plan_cache_mode = force_generic_plan;
EXECUTE change('k', 10);
EXECUTE change('l', 20);
EXECUTE change('m', 20);
RESET plan_cache_mode;
DEALLOCATE ALL;

-- IMPORT FOREIGN SCHEMA: the stores there are
TRUNCATE t;
CREATE FOREIGN TABLE "Price List" (key text, value numeric(10, 2)) SERVER kv;
INSERT INTO "Price List" VALUES ('apple', 1.25);
CREATE FOREIGN TABLE lists (key text, value int[]) SERVER kv;
INSERT INTO lists VALUES ('primes', '{2,3,5}');
CREATE SCHEMA imported;
IMPORT FOREIGN SCHEMA stores FROM SERVER kv INTO imported;
SELECT ftrelid::regclass, ftoptions FROM pg_foreign_table WHERE ftrelid::regclass::text LIKE 'imported.%' ORDER BY 1;
SELECT * FROM imported."Price List", imported.lists;
\d imported."Price List"
DROP SCHEMA imported CASCADE;
CREATE SCHEMA imported;
IMPORT FOREIGN SCHEMA stores LIMIT TO (lists, nothing) FROM SERVER kv INTO imported;
SELECT relname FROM pg_class WHERE relnamespace = 'imported'::regnamespace ORDER BY 1;
IMPORT FOREIGN SCHEMA stores EXCEPT (lists, computed) FROM SERVER kv INTO imported;
SELECT relname FROM pg_class WHERE relnamespace = 'imported'::regnamespace ORDER BY 1;
IMPORT FOREIGN SCHEMA stores LIMIT TO (lists) FROM SERVER kv INTO imported;
DROP SCHEMA imported CASCADE;
-- and the columns of a store
CREATE FOREIGN TABLE inferred () SERVER kv OPTIONS (store 'lists');
SELECT * FROM inferred;
CREATE FOREIGN TABLE empty () SERVER kv;
DROP SERVER kv CASCADE;
