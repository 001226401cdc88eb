-- SPDX-License-Identifier: Apache-2.0
-- Other engines find tables under the name that the database has, also after it was renamed.
\set test iceberg_catalog_name
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set home_database :DBNAME
\set QUIET on
SET client_min_messages = warning;
DROP DATABASE IF EXISTS icebridge_before;
DROP DATABASE IF EXISTS icebridge_after;
CREATE DATABASE icebridge_before;
\c icebridge_before
CREATE EXTENSION icebridge;
\i :include

CREATE TABLE t (a int) USING iceberg;
INSERT INTO t VALUES (1);
-- As Iceberg's JDBC catalog makes a table and a namespace.
INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type)
  SELECT 'icebridge_before', 'iceberg_catalog_name', 'made', metadata_location, null, 'TABLE' FROM iceberg_tables
  RETURNING catalog_name, table_name;
INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location) VALUES ('another', 'a', 'b', 'c');
INSERT INTO iceberg_namespace_properties VALUES ('icebridge_before', 'iceberg_catalog_name', 'owner', 'me'), ('another', 'a', 'b', 'c');
SELECT catalog_name, table_namespace, table_name FROM iceberg_tables ORDER BY 1, 2, 3;
SELECT error_of($$INSERT INTO iceberg_tables VALUES ('icebridge_before', 'iceberg_catalog_name', 't')$$);
SELECT error_of($$UPDATE iceberg_tables SET catalog_name = 'x'$$);

\set QUIET on
\c :home_database
ALTER DATABASE icebridge_before RENAME TO icebridge_after;
\c icebridge_after
\set QUIET off
SET search_path = iceberg_catalog_name, public;
SELECT set_config('icebridge.default_location_prefix', :'prefix', false) AS prefix \gset set_
SELECT catalog_name, table_namespace, table_name FROM iceberg_tables ORDER BY 1, 2, 3;
TABLE iceberg_namespace_properties ORDER BY 1;
UPDATE iceberg_namespace_properties SET property_value = 'you' WHERE catalog_name = 'icebridge_after' AND namespace = 'iceberg_catalog_name';
DELETE FROM iceberg_namespace_properties WHERE catalog_name = 'another' RETURNING *;
TABLE iceberg_namespace_properties ORDER BY 1;
-- The compare-and-swap of a commit, of the row that is there and of none.
UPDATE iceberg_tables SET metadata_location = metadata_location, previous_metadata_location = metadata_location
  WHERE catalog_name = 'icebridge_after' AND table_namespace = 'iceberg_catalog_name' AND table_name = 't' AND metadata_location = (SELECT metadata_location FROM icebridge.iceberg_tables WHERE table_name = 't');
UPDATE iceberg_tables SET metadata_location = 'x' WHERE catalog_name = 'icebridge_before' AND table_name = 't';
SELECT error_of($$INSERT INTO iceberg_tables VALUES ('icebridge_after', 'iceberg_catalog_name', 't')$$);
SELECT error_of($$DELETE FROM iceberg_tables WHERE catalog_name = 'icebridge_after' AND table_name = 't'$$);
INSERT INTO t VALUES (2);
CREATE TABLE u (a int) USING iceberg;
SELECT catalog_name, table_name FROM iceberg_tables ORDER BY 1, 2;
DROP TABLE t;
SELECT icebridge.attach('iceberg_catalog_name.made') IS NULL AS attached;
DROP TABLE u;
SELECT catalog_name, table_name FROM iceberg_tables ORDER BY 1, 2;
\set QUIET on
\c :home_database
DROP DATABASE icebridge_after;
