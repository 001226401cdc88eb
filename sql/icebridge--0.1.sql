/* SPDX-License-Identifier: Apache-2.0 */

\echo Use "CREATE EXTENSION icebridge" to load this file. \quit

CREATE FUNCTION icebridge.version() RETURNS text
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'icebridge_version';

COMMENT ON FUNCTION icebridge.version() IS 'version of the icebridge library';

CREATE FUNCTION icebridge.icebridge_fdw_handler() RETURNS fdw_handler
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_fdw_handler';

CREATE FUNCTION icebridge.icebridge_fdw_validator(text[], oid) RETURNS void
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_fdw_validator';

CREATE FUNCTION icebridge.icebridge_lake_validator(text[], oid) RETURNS void
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_own_validator';

-- Any Java class: CREATE SERVER … FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'com.example.MyWrapper').
CREATE FOREIGN DATA WRAPPER java_fdw
  HANDLER icebridge.icebridge_fdw_handler
  VALIDATOR icebridge.icebridge_fdw_validator;

COMMENT ON FOREIGN DATA WRAPPER java_fdw IS 'foreign tables served by a Java class';

-- Data files: CREATE FOREIGN TABLE … SERVER lake OPTIONS (path '…').
CREATE FOREIGN DATA WRAPPER lake_fdw
  HANDLER icebridge.icebridge_fdw_handler
  VALIDATOR icebridge.icebridge_lake_validator
  OPTIONS (wrapper 'io.icebridge.lake.LakeWrapper');

COMMENT ON FOREIGN DATA WRAPPER lake_fdw IS 'Parquet, CSV and JSON files as tables';

CREATE SERVER lake FOREIGN DATA WRAPPER lake_fdw;

COMMENT ON SERVER lake IS 'data files as tables';

-- Whoever may read the server's files may make tables of them.
GRANT USAGE ON FOREIGN SERVER lake TO pg_read_server_files;

-- Iceberg tables: CREATE TABLE … USING iceberg, which the library turns into a foreign table of this server.
CREATE FUNCTION icebridge.icebridge_iceberg_validator(text[], oid) RETURNS void
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_own_validator';

CREATE FOREIGN DATA WRAPPER iceberg_fdw
  HANDLER icebridge.icebridge_fdw_handler
  VALIDATOR icebridge.icebridge_iceberg_validator
  OPTIONS (wrapper 'io.icebridge.lake.iceberg.IcebergWrapper', catalog 'true');

COMMENT ON FOREIGN DATA WRAPPER iceberg_fdw IS 'Apache Iceberg tables';

CREATE SERVER iceberg FOREIGN DATA WRAPPER iceberg_fdw;

COMMENT ON SERVER iceberg IS 'Apache Iceberg tables';

-- Where files may be is not decided by this privilege but by icebridge.default_location_prefix and the file roles.
GRANT USAGE ON FOREIGN SERVER iceberg TO PUBLIC;

-- So that the name after USING and in default_table_access_method is known; its handler only says what is missing.
CREATE FUNCTION icebridge.icebridge_table_am_handler(internal) RETURNS table_am_handler
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_table_am_handler';

CREATE ACCESS METHOD iceberg TYPE TABLE HANDLER icebridge.icebridge_table_am_handler;

COMMENT ON ACCESS METHOD iceberg IS 'Apache Iceberg tables, which are foreign tables of the server iceberg';

-- Where each Iceberg table's metadata is: the table of Iceberg's JDBC catalog, so that other engines find the tables, and
-- the oid by which the library finds its row. A row moves in the same transaction as all other changes. Rows are seldom
-- added and often changed, so there is room for their next version beside them.
CREATE TABLE icebridge.iceberg_tables (
  catalog_name varchar(255) NOT NULL,
  table_namespace varchar(255) NOT NULL,
  table_name varchar(255) NOT NULL,
  metadata_location varchar(1000),
  previous_metadata_location varchar(1000),
  iceberg_type varchar(5),
  relation oid UNIQUE,
  PRIMARY KEY (catalog_name, table_namespace, table_name)
) WITH (fillfactor = 40);

COMMENT ON TABLE icebridge.iceberg_tables IS 'the catalog of Iceberg tables, in the layout of Iceberg''s JDBC catalog';
COMMENT ON COLUMN icebridge.iceberg_tables.relation IS 'the foreign table, in pg_class';

CREATE TABLE icebridge.iceberg_namespace_properties (
  catalog_name varchar(255) NOT NULL,
  namespace varchar(255) NOT NULL,
  property_key varchar(255) NOT NULL,
  property_value varchar(1000),
  PRIMARY KEY (catalog_name, namespace, property_key)
);

COMMENT ON TABLE icebridge.iceberg_namespace_properties
  IS 'properties of namespaces, in the layout of Iceberg''s JDBC catalog';

-- Other engines name the tables without a schema.
SET LOCAL allow_system_table_mods = on;
CREATE VIEW pg_catalog.iceberg_tables AS
  SELECT catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type
  FROM icebridge.iceberg_tables;
CREATE VIEW pg_catalog.iceberg_namespace_properties AS
  SELECT catalog_name, namespace, property_key, property_value FROM icebridge.iceberg_namespace_properties;
SET LOCAL allow_system_table_mods = off;

COMMENT ON VIEW pg_catalog.iceberg_tables IS 'the catalog of Iceberg tables, for other engines';
COMMENT ON VIEW pg_catalog.iceberg_namespace_properties IS 'properties of namespaces, for other engines';

GRANT SELECT ON icebridge.iceberg_tables, icebridge.iceberg_namespace_properties,
  pg_catalog.iceberg_tables, pg_catalog.iceberg_namespace_properties TO PUBLIC;

-- Composite types for structs found in data files live here, one for each shape.
CREATE SCHEMA icebridge_types;
GRANT USAGE ON SCHEMA icebridge_types TO PUBLIC;

COMMENT ON SCHEMA icebridge_types IS 'composite types for structs in data files, made on demand by icebridge';
GRANT USAGE ON SCHEMA icebridge TO PUBLIC;
