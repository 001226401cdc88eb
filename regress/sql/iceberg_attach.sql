-- SPDX-License-Identifier: Apache-2.0
-- Tables that exist become tables of this database, and definitions get their data back.
\set test iceberg_attach
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE source (id int, price numeric(8,2) NOT NULL, list int[], mood mood) USING iceberg;
INSERT INTO source VALUES (1, 1.5, '{1,2}', 'glad'), (2, 2.5, NULL, 'sad');
ALTER TABLE source ADD COLUMN added text;
ALTER TABLE source DROP COLUMN list;
SELECT metadata_location AS location FROM icebridge.iceberg_tables WHERE table_name = 'source' \gset
-- Its files, without its row: as in a database that was restored.
CREATE FUNCTION move_away(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE location text;
BEGIN
  SELECT metadata_location INTO location FROM icebridge.iceberg_tables WHERE table_name = name AND table_namespace = 'iceberg_attach';
  UPDATE icebridge.iceberg_tables SET relation = NULL WHERE table_name = name AND table_namespace = 'iceberg_attach';
  DELETE FROM icebridge.iceberg_tables WHERE table_name = name AND table_namespace = 'iceberg_attach';
  RETURN location;
END $$;

-- A table in the catalog stays one table.
SELECT error_of(format('SELECT icebridge.attach(%L, %L)', 'again', :'location')) LIKE '42710 the table of % is in the catalog already, as "iceberg_attach.source"%' AS refused;

-- A new definition.
ALTER TABLE icebridge.iceberg_tables DISABLE TRIGGER other_engine;
SELECT move_away('source') AS location \gset
ALTER TABLE icebridge.iceberg_tables ENABLE TRIGGER other_engine;
DROP TABLE source;
SELECT icebridge.attach('"Attached"', :'location');
SELECT columns('"Attached"'), iceberg_columns('"Attached"');
INSERT INTO "Attached" VALUES (3, 3.5, 'sad', 'more');
SELECT * FROM "Attached" ORDER BY id;
SELECT * FROM tables;
ALTER TABLE icebridge.iceberg_tables DISABLE TRIGGER other_engine;
SELECT move_away('Attached') AS location \gset
ALTER TABLE icebridge.iceberg_tables ENABLE TRIGGER other_engine;
DROP TABLE "Attached";

-- A definition that was restored.
CREATE TABLE restored (id int, price numeric(8,2) NOT NULL, mood mood, added text) USING iceberg;
SELECT icebridge.attach_table('restored', :'location');
INSERT INTO restored VALUES (4, 4.5, 'glad', NULL);
SELECT * FROM restored ORDER BY id;
SELECT count(*) FROM restored WHERE mood = 'glad';
-- One that does not fit.
CREATE TABLE fewer (id int, price numeric(8,2), mood mood) USING iceberg;
CREATE TABLE more (id int, price numeric(8,2), mood mood, added text, another int) USING iceberg;
CREATE TABLE other (id bigint, price numeric(8,2), mood mood, added text) USING iceberg;
ALTER TABLE icebridge.iceberg_tables DISABLE TRIGGER other_engine;
SELECT move_away('restored') AS location \gset
ALTER TABLE icebridge.iceberg_tables ENABLE TRIGGER other_engine;
SELECT icebridge.attach_table('fewer', :'location');
SELECT icebridge.attach_table('more', :'location');
SELECT icebridge.attach_table('other', :'location');
SELECT icebridge.attach_table('more', '/no/such/00001.metadata.json');
SELECT icebridge.attach_table('pg_class', :'location');
BEGIN;
ALTER TABLE fewer ADD COLUMN added text;
SELECT icebridge.attach_table('fewer', :'location');
ROLLBACK;

-- A table that another engine has made in the catalog.
INSERT INTO iceberg_tables VALUES (current_database(), 'iceberg_attach', 'made_elsewhere', :'location', NULL, 'TABLE');
SELECT icebridge.attach('nothing_such');
SELECT icebridge.attach('made_elsewhere');
SELECT * FROM made_elsewhere ORDER BY id;
SELECT * FROM tables WHERE table_name = 'made_elsewhere';

-- Another table's metadata is no commit to this one.
SELECT error_of(format('UPDATE iceberg_tables SET metadata_location = %L WHERE table_name = %L', metadata_location, 'more'))
  LIKE '22023 % is not a version of table "more"%' AS refused FROM iceberg_tables WHERE table_name = 'fewer';
SELECT error_of('UPDATE iceberg_tables SET metadata_location = ''/no/such.metadata.json'' WHERE table_name = ''more''');

-- It takes the right to have files read and written.
CREATE ROLE regress_iceberg_attacher;
GRANT ALL ON SCHEMA iceberg_attach TO regress_iceberg_attacher;
SET ROLE regress_iceberg_attacher;
SELECT icebridge.attach('mine', '/some/00001.metadata.json');
SELECT icebridge.attach_table('more', '/some/00001.metadata.json');
RESET ROLE;
GRANT pg_read_server_files, pg_write_server_files TO regress_iceberg_attacher;
SET ROLE regress_iceberg_attacher;
SELECT icebridge.attach_table('more', '/some/00001.metadata.json');
RESET ROLE;
DROP OWNED BY regress_iceberg_attacher;
DROP ROLE regress_iceberg_attacher;
