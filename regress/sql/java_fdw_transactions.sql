-- Java wrappers take part in transactions: commit, rollback, savepoints, and errors wherever they come.
\getenv examples EXAMPLES_JAR
CREATE SERVER kv FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE FOREIGN TABLE t (key text COLLATE "C", value int) SERVER kv;
CREATE TABLE heap (key text, value int);

BEGIN;
INSERT INTO t VALUES ('a', 1);
INSERT INTO heap VALUES ('a', 1);
COMMIT;
BEGIN;
INSERT INTO t VALUES ('b', 2);
UPDATE t SET value = 0;
INSERT INTO heap VALUES ('b', 2);
SELECT * FROM t ORDER BY key;
ROLLBACK;
SELECT * FROM t, heap;

-- an error rolls back both
BEGIN;
DELETE FROM t;
INSERT INTO heap VALUES ('c', 3);
SELECT 1 / 0;
COMMIT;
SELECT * FROM t, heap;
BEGIN;
TRUNCATE t;
INSERT INTO t VALUES ('a', 9);
SELECT * FROM t;
ROLLBACK;
SELECT * FROM t;

-- savepoints, nested, released and not
BEGIN;
UPDATE t SET value = 2;
SAVEPOINT one;
UPDATE t SET value = 3;
SAVEPOINT two;
UPDATE t SET value = 4;
INSERT INTO t VALUES ('two', 2);
SELECT * FROM t ORDER BY key;
ROLLBACK TO two;
SELECT * FROM t ORDER BY key;
INSERT INTO t VALUES ('two again', 2);
RELEASE two;
SELECT * FROM t ORDER BY key;
ROLLBACK TO one;
SELECT * FROM t ORDER BY key;
UPDATE t SET value = 5;
RELEASE one;
COMMIT;
SELECT * FROM t ORDER BY key;

-- savepoints before the first use of the wrapper, and of which it is first used below
BEGIN;
SAVEPOINT one;
SAVEPOINT two;
INSERT INTO t VALUES ('deep', 1);
RELEASE two;
SELECT count(*) FROM t;
ROLLBACK TO one;
SELECT count(*) FROM t;
INSERT INTO t VALUES ('b', 6);
COMMIT;
SELECT * FROM t ORDER BY key;
BEGIN;
SAVEPOINT one;
DELETE FROM t;
ROLLBACK TO one;
SAVEPOINT one_and_a_half;
DELETE FROM t WHERE key = 'b';
ROLLBACK TO one;
ROLLBACK TO one;
SELECT count(*) FROM t;
COMMIT;
BEGIN;
INSERT INTO t VALUES ('c', 7);
SAVEPOINT one;
INSERT INTO t VALUES ('d', 8);
INSERT INTO t VALUES ('d', 8);
ROLLBACK TO one;
INSERT INTO t VALUES ('d', 9);
COMMIT;
SELECT * FROM t ORDER BY key;

-- exceptions of PL/pgSQL, also those of the wrapper
DO $$
BEGIN
  INSERT INTO t VALUES ('e', 1);
  BEGIN
    DELETE FROM t;
    RAISE EXCEPTION 'never mind';
  EXCEPTION WHEN raise_exception THEN
    RAISE NOTICE '% rows', (SELECT count(*) FROM t);
  END;
  BEGIN
    UPDATE t SET value = -1;
    INSERT INTO t VALUES ('e', 2);
  EXCEPTION WHEN unique_violation THEN
    RAISE NOTICE '%: %', sqlstate, sqlerrm;
  END;
  FOR i IN 1..3 LOOP
    BEGIN
      INSERT INTO t VALUES ('loop', i);
    EXCEPTION WHEN unique_violation THEN
      UPDATE t SET value = i WHERE key = 'loop';
    END;
  END LOOP;
END $$;
SELECT * FROM t ORDER BY key;
-- procedures that commit and roll back
CREATE PROCEDURE alternate() LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..4 LOOP
    INSERT INTO t VALUES ('p' || i, i);
    IF i % 2 = 0 THEN COMMIT; ELSE ROLLBACK; END IF;
  END LOOP;
END $$;
CALL alternate();
SELECT * FROM t WHERE key LIKE 'p%' ORDER BY key;

BEGIN;
SELECT count(*) FROM t;
PREPARE TRANSACTION 'no';
SELECT count(*) FROM t;
-- a transaction that never touches the wrapper may
BEGIN;
INSERT INTO heap VALUES ('prepared', 0);
SELECT count(*) FROM pg_foreign_table;
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY;
SELECT count(*) FROM t;
COMMIT;

-- two servers in one transaction
CREATE SERVER kv2 FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE FOREIGN TABLE t2 (key text COLLATE "C", value int) SERVER kv2 OPTIONS (store 't');
SELECT count(*) FROM t2;
BEGIN;
INSERT INTO t2 SELECT * FROM t WHERE key < 'c';
SAVEPOINT s;
DELETE FROM t2;
DELETE FROM t;
ROLLBACK TO s;
UPDATE t SET value = -t.value FROM t2 WHERE t.key = t2.key;
COMMIT;
SELECT * FROM t2 ORDER BY key;
SELECT * FROM t WHERE value < 0 ORDER BY key;

-- an option that changes in the middle of a transaction, and a table that is dropped in it
BEGIN;
INSERT INTO t VALUES ('kept', 1);
ALTER SERVER kv OPTIONS (ADD max_rows '100');
INSERT INTO t VALUES ('kept too', 1);
SAVEPOINT s;
DELETE FROM t;
ROLLBACK TO s;
SELECT count(*) FROM t WHERE key LIKE 'kept%';
ROLLBACK;
SELECT count(*) FROM t WHERE key LIKE 'kept%';
BEGIN;
DELETE FROM t2;
DROP FOREIGN TABLE t2;
ROLLBACK;
SELECT count(*) FROM t2;

-- errors of the wrapper at each turn of a transaction
CREATE SERVER faulty FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples');
CREATE FOREIGN TABLE f (n int) SERVER faulty OPTIONS (call 'preCommit', fault 'wrapper_exception');
TRUNCATE heap;
BEGIN;
INSERT INTO heap VALUES ('lost', 1);
INSERT INTO t VALUES ('lost', 1);
SELECT * FROM f;
COMMIT;
SELECT count(*) FROM heap;
SELECT count(*) FROM t WHERE key = 'lost';
SELECT * FROM f;

ALTER FOREIGN TABLE f OPTIONS (SET call 'begin');
SELECT * FROM f;
BEGIN;
SELECT count(*) FROM t;
SAVEPOINT s;
SELECT * FROM f;
ROLLBACK TO s;
SELECT * FROM f;
SELECT count(*) FROM t;
COMMIT;

ALTER FOREIGN TABLE f OPTIONS (SET call 'savepoint');
BEGIN;
SELECT * FROM f;
SAVEPOINT s;
INSERT INTO t VALUES ('lost', 1);
SELECT * FROM f;
ROLLBACK TO s;
SELECT * FROM f;
INSERT INTO heap VALUES ('kept', 1);
COMMIT;
SELECT * FROM heap;
SELECT count(*) FROM t WHERE key = 'lost';

-- a wrapper that cannot release a savepoint cannot commit
ALTER FOREIGN TABLE f OPTIONS (SET call 'releaseSavepoint');
BEGIN;
INSERT INTO heap VALUES ('lost', 1);
SAVEPOINT s;
INSERT INTO t VALUES ('lost', 1);
SELECT * FROM f;
RELEASE s;
SELECT count(*) FROM t WHERE key = 'lost';
COMMIT;
SELECT * FROM heap;
SELECT count(*) FROM t WHERE key = 'lost';

-- errors that come too late are warnings, which the next use of the bridge brings
ALTER FOREIGN TABLE f OPTIONS (SET call 'rollbackToSavepoint');
BEGIN;
SAVEPOINT s;
SELECT * FROM f;
INSERT INTO t VALUES ('lost', 1);
ROLLBACK TO s;
SELECT count(*) FROM t WHERE key = 'lost';
COMMIT;
ALTER FOREIGN TABLE f OPTIONS (SET call 'rollback');
BEGIN;
SELECT * FROM f;
INSERT INTO t VALUES ('lost', 1);
ROLLBACK;
SELECT count(*) FROM t WHERE key = 'lost';
ALTER FOREIGN TABLE f OPTIONS (SET call 'commit', SET fault 'strange_message');
BEGIN;
INSERT INTO heap SELECT 'kept too', n FROM f;
INSERT INTO t VALUES ('kept', 1);
COMMIT;
SELECT * FROM heap;
SELECT * FROM t WHERE key = 'kept';
DROP TABLE heap;
DROP PROCEDURE alternate;
DROP SERVER kv, kv2, faulty CASCADE;
