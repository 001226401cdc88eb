-- SPDX-License-Identifier: Apache-2.0
-- DROP TABLE and everything else that takes tables with it; RENAME and SET SCHEMA.
\set test iceberg_drop
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE a USING iceberg AS SELECT 1 AS x;
CREATE TABLE b USING iceberg AS SELECT 1 AS x;
CREATE TABLE c USING iceberg AS SELECT 1 AS x;
CREATE TABLE heap (x int) USING heap;
SELECT files('iceberg_drop/a') > 0 AS a, files('iceberg_drop/b') > 0 AS b, files('iceberg_drop/c') > 0 AS c;

-- Rolled back.
BEGIN;
DROP TABLE a;
SELECT count(*) FROM a;
ROLLBACK;
BEGIN;
SAVEPOINT s;
DROP TABLE a;
ROLLBACK TO s;
INSERT INTO a VALUES (2);
COMMIT;
SELECT * FROM a ORDER BY x;

-- Both spellings, several at once, of both kinds, missing ones.
DROP TABLE heap, a, b;
DROP FOREIGN TABLE c;
SELECT files('iceberg_drop/a') AS a, files('iceberg_drop/b') AS b, files('iceberg_drop/c') AS c;
DROP TABLE IF EXISTS a;
DROP TABLE a;
SELECT * FROM tables;

-- With what depends on it.
CREATE TABLE viewed USING iceberg AS SELECT 1 AS x;
CREATE VIEW view_of_it AS SELECT x FROM viewed;
DROP TABLE viewed;
DROP TABLE viewed CASCADE;
SELECT * FROM tables;

-- With its schema, its owner; not with its extension.
CREATE SCHEMA iceberg_drop_other;
CREATE TABLE iceberg_drop_other.t USING iceberg AS SELECT 1 AS x;
DROP SCHEMA iceberg_drop_other;
DROP SCHEMA iceberg_drop_other CASCADE;
CREATE ROLE regress_iceberg_owner;
CREATE TABLE owned USING iceberg AS SELECT 1 AS x;
ALTER TABLE owned OWNER TO regress_iceberg_owner;
DROP OWNED BY regress_iceberg_owner;
DROP ROLE regress_iceberg_owner;
CREATE TABLE kept USING iceberg AS SELECT 1 AS x;
DROP EXTENSION icebridge;
DROP EXTENSION icebridge CASCADE;
DROP SERVER iceberg CASCADE;
SELECT * FROM tables;
SELECT files('iceberg_drop_other/t') AS schema, files('iceberg_drop/owned') AS owner;

-- Columns that go with their type.
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE moods (id int, mood mood) USING iceberg;
INSERT INTO moods VALUES (1, 'glad');
DROP TYPE mood;
DROP TYPE mood CASCADE;
TABLE moods;
SELECT iceberg_columns('moods');

-- Other names. The catalog follows; the files stay where they are.
CREATE SCHEMA iceberg_drop_second;
ALTER TABLE kept RENAME TO renamed;
ALTER FOREIGN TABLE moods RENAME TO feelings;
SELECT * FROM tables;
BEGIN;
ALTER TABLE renamed SET SCHEMA iceberg_drop_second;
INSERT INTO iceberg_drop_second.renamed VALUES (2);
SELECT * FROM tables;
ROLLBACK;
ALTER TABLE renamed SET SCHEMA iceberg_drop_second;
ALTER SCHEMA iceberg_drop_second RENAME TO iceberg_drop_third;
SELECT * FROM tables;
TABLE iceberg_drop_third.renamed;
ALTER TABLE missing RENAME TO found;
ALTER TABLE IF EXISTS missing RENAME TO found;
CREATE TABLE kept USING iceberg AS SELECT 3 AS x;
ALTER TABLE kept RENAME TO feelings;
-- A name that is free again may be taken in the same transaction.
BEGIN;
ALTER TABLE kept RENAME TO old;
CREATE TABLE kept USING iceberg AS SELECT 4 AS x;
COMMIT;
TABLE kept;
TABLE old;
SELECT * FROM tables;
BEGIN;
DROP TABLE kept;
CREATE TABLE kept USING iceberg AS SELECT 5 AS x;
COMMIT;
TABLE kept;

-- TRUNCATE.
CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY, x text) USING iceberg;
INSERT INTO counted (x) VALUES ('a'), ('b');
BEGIN;
TRUNCATE counted RESTART IDENTITY;
INSERT INTO counted (x) VALUES ('c');
TABLE counted;
ROLLBACK;
INSERT INTO counted (x) VALUES ('d');
SELECT * FROM counted ORDER BY id;
TRUNCATE counted;
INSERT INTO counted (x) VALUES ('e');
TABLE counted;
TRUNCATE TABLE counted, kept RESTART IDENTITY;
INSERT INTO counted (x) VALUES ('f');
TABLE counted;
TABLE kept;
DROP SCHEMA iceberg_drop_third CASCADE;
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE moods (id int, mood mood) USING iceberg;
INSERT INTO moods VALUES (1, 'glad');
DO $$ BEGIN DROP TYPE mood CASCADE; INSERT INTO moods VALUES (2); END $$;
SELECT * FROM moods ORDER BY id;
