-- SPDX-License-Identifier: Apache-2.0
-- An Iceberg table beside a heap table through everything that happens to a table in its life: the two must always hold
-- the same rows.
\set test iceberg_end_to_end
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE heap (id int NOT NULL, day date, amount numeric(10,2) DEFAULT 1, name text) USING heap;
CREATE TABLE lake (LIKE heap INCLUDING ALL) USING iceberg;

-- Runs a statement on both tables; it must do the same.
CREATE PROCEDURE twins(statement text) LANGUAGE plpgsql AS $$
DECLARE rows_heap bigint;
DECLARE rows_lake bigint;
DECLARE differences bigint;
BEGIN
  EXECUTE replace(statement, 'TWIN', 'heap');
  GET DIAGNOSTICS rows_heap = ROW_COUNT;
  EXECUTE replace(statement, 'TWIN', 'lake');
  GET DIAGNOSTICS rows_lake = ROW_COUNT;
  SELECT count(*) INTO differences FROM (
    (SELECT heap::text FROM heap EXCEPT ALL SELECT lake::text FROM lake) UNION ALL
    (SELECT lake::text FROM lake EXCEPT ALL SELECT heap::text FROM heap)) AS d;
  RAISE NOTICE '%: % rows%', statement, rows_lake,
    CASE WHEN rows_heap <> rows_lake OR differences > 0 THEN format(', but %s in the heap; %s differences', rows_heap, differences) ELSE '' END;
END $$;

CALL twins('INSERT INTO TWIN SELECT g, DATE ''2026-01-01'' + g % 30, g / 4.0, ''name '' || g FROM generate_series(1, 1000) g');
CALL twins('UPDATE TWIN SET amount = amount * 2, name = upper(name) WHERE id % 10 = 0');
CALL twins('DELETE FROM TWIN WHERE id % 7 = 0');
CALL twins('INSERT INTO TWIN (id) VALUES (2001), (2002)');
CALL twins('UPDATE TWIN SET day = NULL WHERE id > 2000');
CALL twins('DELETE FROM TWIN WHERE id > 5000');
BEGIN;
CALL twins('INSERT INTO TWIN (id, name) VALUES (3001, ''in a transaction'')');
CALL twins('UPDATE TWIN SET name = name || ''!'' WHERE id IN (1, 3001)');
SAVEPOINT one;
CALL twins('DELETE FROM TWIN WHERE id <= 500');
CALL twins('ALTER TABLE TWIN ADD COLUMN extra int DEFAULT 5');
CALL twins('UPDATE TWIN SET extra = id WHERE id % 3 = 0');
SAVEPOINT two;
CALL twins('ALTER TABLE TWIN DROP COLUMN day');
CALL twins('TRUNCATE TWIN');
CALL twins('INSERT INTO TWIN (id) VALUES (1)');
ROLLBACK TO two;
CALL twins('DELETE FROM TWIN WHERE extra = 5 AND id < 600');
ROLLBACK TO one;
CALL twins('ALTER TABLE TWIN RENAME COLUMN name TO title');
CALL twins('UPDATE TWIN SET title = ''renamed'' WHERE id = 2');
COMMIT;
CALL twins('ALTER TABLE TWIN ADD COLUMN flag boolean NOT NULL DEFAULT false');
CALL twins('UPDATE TWIN SET flag = true FROM generate_series(1, 100) g WHERE TWIN.id = g * 3');
CALL twins('ALTER TABLE TWIN ALTER COLUMN id TYPE bigint, ALTER COLUMN amount TYPE numeric(12,2), DROP COLUMN day');
CALL twins('INSERT INTO TWIN SELECT max(id) + 10000000000, sum(amount), ''sum'', true FROM TWIN');
CALL twins('WITH gone AS (DELETE FROM TWIN WHERE id % 5 = 0 RETURNING *) INSERT INTO TWIN SELECT -id, amount, title, flag FROM gone');
CALL twins('DELETE FROM TWIN WHERE id > 0 AND NOT EXISTS (SELECT FROM TWIN AS t WHERE t.id = -TWIN.id) AND id < 900');
CALL twins('DELETE FROM TWIN');
CALL twins('INSERT INTO TWIN (id) SELECT generate_series(1, 3)');
BEGIN;
CALL twins('DELETE FROM TWIN');
DROP TABLE lake;
ROLLBACK;
SELECT * FROM lake ORDER BY id;
SELECT iceberg_columns('lake');
DROP TABLE lake, heap;
SELECT files('iceberg_end_to_end/lake') AS files;
SELECT * FROM tables;
