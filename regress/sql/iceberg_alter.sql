-- SPDX-License-Identifier: Apache-2.0
-- ALTER TABLE: columns, types, constraints; in transactions, rolled back, mixed with changes of rows.
\set test iceberg_alter
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE t (a int, b text) USING iceberg;
INSERT INTO t VALUES (1, 'one'), (2, 'two');

-- Columns come, go and change their names.
ALTER TABLE t ADD COLUMN c date;
ALTER FOREIGN TABLE t ADD COLUMN d numeric, ADD e int[];
INSERT INTO t VALUES (3, 'three', '2026-01-31', 1.5, '{1,2}');
SELECT * FROM t ORDER BY a;
ALTER TABLE t RENAME COLUMN b TO name;
ALTER TABLE t DROP COLUMN c, ADD COLUMN b int;
SELECT * FROM t ORDER BY a;
ALTER TABLE t RENAME name TO c;
ALTER TABLE t DROP COLUMN nothing;
ALTER TABLE t DROP COLUMN IF EXISTS nothing;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c int;
ALTER TABLE t ADD COLUMN c int;
INSERT INTO t (a, c, b) VALUES (4, 'four', 44);
SELECT * FROM t ORDER BY a;
SELECT iceberg_columns('t');

-- In transactions.
BEGIN;
INSERT INTO t (a) VALUES (5);
ALTER TABLE t ADD COLUMN f text;
INSERT INTO t (a, f) VALUES (6, 'six');
SAVEPOINT s;
ALTER TABLE t DROP COLUMN c;
INSERT INTO t (a, f) VALUES (7, 'seven');
SELECT * FROM t ORDER BY a;
ROLLBACK TO s;
SELECT * FROM t ORDER BY a;
COMMIT;
SELECT * FROM t ORDER BY a;
BEGIN;
ALTER TABLE t RENAME a TO z;
ALTER TABLE t DROP COLUMN f;
ROLLBACK;
SELECT * FROM t WHERE a = 6;
SELECT iceberg_columns('t');
DO $$
BEGIN
  ALTER TABLE t ADD COLUMN g int;
  RAISE division_by_zero;
EXCEPTION WHEN division_by_zero THEN
  ALTER TABLE t ADD COLUMN h int;
END $$;
SELECT columns('t');
SELECT iceberg_columns('t');
BEGIN;
CREATE TABLE made (a int) USING iceberg;
ALTER TABLE made ADD COLUMN b int;
INSERT INTO made VALUES (1, 2);
ALTER TABLE made RENAME b TO c;
ALTER TABLE made ALTER COLUMN c TYPE bigint;
COMMIT;
TABLE made;
SELECT iceberg_columns('made');

-- Types.
CREATE TABLE typed (small smallint, whole int, real real, price numeric(8,2), short varchar(5), long varchar, net inet, day date, fixed char(3))
USING iceberg;
INSERT INTO typed VALUES (1, 2, 0.1, 3.25, 'abc', 'def', '10.0.0.1', '2026-01-31', 'x');
ALTER TABLE typed ALTER small TYPE int, ALTER whole TYPE bigint, ALTER real TYPE float8, ALTER price TYPE numeric(12,2),
  ALTER short TYPE varchar(10), ALTER long TYPE text;
TABLE typed;
SELECT iceberg_columns('typed');
INSERT INTO typed (small, whole, price, short) VALUES (100000, 10000000000, 1234567890.12, '0123456789');
SELECT * FROM typed ORDER BY small;
ALTER TABLE typed ALTER small TYPE bigint, ALTER short TYPE text, ALTER net TYPE text;
SELECT columns('typed');
ALTER TABLE typed ALTER whole TYPE int;
ALTER TABLE typed ALTER whole TYPE text;
ALTER TABLE typed ALTER day TYPE timestamp;
ALTER TABLE typed ALTER price TYPE numeric(12,3);
ALTER TABLE typed ALTER price TYPE numeric;
ALTER TABLE typed ALTER short TYPE varchar(3);
ALTER TABLE typed ALTER fixed TYPE text;
ALTER TABLE typed ALTER day TYPE text USING day::text;
SELECT columns('typed');

-- NOT NULL and CHECK are checked against the rows.
CREATE TABLE checked (a int, b int) USING iceberg;
INSERT INTO checked VALUES (1, NULL), (2, 20);
ALTER TABLE checked ALTER a SET NOT NULL;
ALTER TABLE checked ALTER b SET NOT NULL;
SELECT iceberg_columns('checked');
INSERT INTO checked VALUES (NULL, 1);
ALTER TABLE checked ALTER a DROP NOT NULL;
INSERT INTO checked VALUES (NULL, 1);
SELECT iceberg_columns('checked');
ALTER TABLE checked ADD CONSTRAINT small CHECK (b < 20);
ALTER TABLE checked ADD CONSTRAINT positive CHECK (b > 0), ADD CHECK (a < 10);
INSERT INTO checked VALUES (3, -1);
ALTER TABLE checked ADD CONSTRAINT small CHECK (b < 20) NOT VALID;
INSERT INTO checked VALUES (3, 30);
ALTER TABLE checked VALIDATE CONSTRAINT small;
ALTER TABLE checked DROP CONSTRAINT positive, DROP CONSTRAINT small;
INSERT INTO checked VALUES (3, -1);
BEGIN;
INSERT INTO checked VALUES (4, NULL);
ALTER TABLE checked ADD CHECK (b IS NOT NULL);
ROLLBACK;
ALTER TABLE checked ALTER b SET DEFAULT 5, ALTER a SET DEFAULT 6;
INSERT INTO checked VALUES (DEFAULT, DEFAULT);
ALTER TABLE checked ALTER b DROP DEFAULT;
SELECT * FROM checked ORDER BY a NULLS FIRST, b;
ALTER TABLE checked ADD COLUMN c int NOT NULL;
TRUNCATE checked;
ALTER TABLE checked ADD COLUMN c int NOT NULL;
SELECT iceberg_columns('checked');

-- Properties.
ALTER TABLE checked SET ("write.parquet.compression-codec" = 'snappy', format_version = 3);
ALTER TABLE checked SET ("write.parquet.compression-codec" = 'gzip');
SELECT ftoptions FROM pg_foreign_table WHERE ftrelid = 'checked'::regclass;
SELECT icebridge.metadata('checked') -> 'format-version' AS version,
  icebridge.metadata('checked') -> 'properties' -> 'write.parquet.compression-codec' AS codec;
ALTER TABLE checked RESET ("write.parquet.compression-codec");
ALTER TABLE checked OPTIONS (SET format_version '2');
ALTER TABLE checked OPTIONS (ADD location '/tmp');
ALTER TABLE checked OPTIONS (ADD metadata_location '/tmp/x.metadata.json');
ALTER TABLE checked SET ("write.parquet.compression-code" = 'gzip');
ALTER TABLE checked SET (fillfactor = 10);
ALTER TABLE checked SET ("write.target-file-size-bytes" = 'many');
SELECT ftoptions FROM pg_foreign_table WHERE ftrelid = 'checked'::regclass;
