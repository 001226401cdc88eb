-- SPDX-License-Identifier: Apache-2.0
-- Iceberg tables as partitions of PostgreSQL's partitioned tables, and rows that change their partition.
\set test iceberg_partitions
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE p (k int, v int) PARTITION BY RANGE (k);
CREATE TABLE heap PARTITION OF p FOR VALUES FROM (0) TO (10) USING heap;
CREATE TABLE lake PARTITION OF p FOR VALUES FROM (10) TO (20) USING iceberg;
CREATE TABLE lake_too PARTITION OF p FOR VALUES FROM (20) TO (30) USING iceberg;
INSERT INTO p VALUES (1, 1), (2, 2), (11, 11), (12, 12), (21, 21);
COPY p FROM STDIN;
3	3
13	13
\.
SELECT tableoid::regclass, * FROM p ORDER BY k, v;

-- Rows come into a lake table from a heap, also where the statement changes that table.
UPDATE p SET k = 22 WHERE k = 1 RETURNING tableoid::regclass, *;
WITH changed AS (UPDATE p SET k = CASE WHEN k < 10 THEN k + 10 ELSE k END, v = v + 100 RETURNING tableoid::regclass AS t, *)
  SELECT * FROM changed ORDER BY k, v;
SELECT tableoid::regclass, * FROM p ORDER BY k, v;
BEGIN;
INSERT INTO p VALUES (1, 1), (2, 2);
SAVEPOINT s;
UPDATE p SET k = k + 20, v = v + 1000 WHERE k < 10;
SELECT tableoid::regclass, * FROM p WHERE v > 1000 ORDER BY k, v;
ROLLBACK TO s;
SELECT tableoid::regclass, * FROM p WHERE k < 10 OR v > 1000 ORDER BY k, v;
COMMIT;

-- They do not go out by UPDATE.
SELECT error_of('UPDATE p SET k = 4 WHERE k = 11');
SELECT error_of('UPDATE p SET k = 24 WHERE k = 11');
SELECT error_of('UPDATE lake SET k = 24 WHERE k = 11');
SELECT error_of('UPDATE p SET k = k + 10 WHERE k < 20');
SELECT error_of('INSERT INTO lake VALUES (4, 4)');
SELECT tableoid::regclass, * FROM p ORDER BY k, v;
WITH moved AS (DELETE FROM p WHERE k = 11 RETURNING *) INSERT INTO p SELECT 4, v FROM moved RETURNING tableoid::regclass, *;
WITH moved AS (DELETE FROM lake WHERE k = 12 RETURNING *) INSERT INTO p SELECT CASE WHEN v = 112 THEN 25 ELSE 15 END, v FROM moved;
SELECT tableoid::regclass, * FROM p ORDER BY k, v;

-- The same rows come to a partitioned heap.
CREATE TABLE q (k int, v int) PARTITION BY RANGE (k);
CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (10) USING heap;
CREATE TABLE q2 PARTITION OF q FOR VALUES FROM (10) TO (30) USING heap;
INSERT INTO q SELECT i % 30, i FROM generate_series(1, 3000) i;
TRUNCATE p;
INSERT INTO p SELECT * FROM q;
UPDATE p SET k = CASE WHEN k < 10 AND v % 3 = 0 THEN k + 10 + 10 * (v % 2) ELSE k END, v = -v WHERE v % 7 < 4;
UPDATE q SET k = CASE WHEN k < 10 AND v % 3 = 0 THEN k + 10 + 10 * (v % 2) ELSE k END, v = -v WHERE v % 7 < 4;
SELECT count(*) FROM (TABLE p EXCEPT ALL TABLE q) d;
SELECT count(*) FROM (TABLE q EXCEPT ALL TABLE p) d;

-- MERGE is PostgreSQL's to refuse for a foreign table; rows it inserts may go to one.
MERGE INTO lake l USING (VALUES (11, 0)) n (k, v) ON l.k = n.k WHEN MATCHED THEN UPDATE SET v = n.v;
