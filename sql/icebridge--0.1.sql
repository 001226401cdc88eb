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

-- Stands in plans for what DuckDB executes; the library makes calls of it, nobody else does, and none is ever carried out.
CREATE FUNCTION icebridge.pushed_query_support(internal) RETURNS internal
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_pushed_query_support';

CREATE FUNCTION icebridge.pushed_query(integer) RETURNS SETOF record
LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
SUPPORT icebridge.pushed_query_support
AS 'MODULE_PATHNAME', 'icebridge_pushed_query';

REVOKE ALL ON FUNCTION icebridge.pushed_query(integer) FROM PUBLIC;

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
-- added and often changed, so there is room for their next version beside them. A catalog_name of '' stands for the name
-- of the database, which may be renamed.
CREATE TABLE icebridge.iceberg_tables (
  catalog_name varchar(255) NOT NULL,
  table_namespace varchar(255) NOT NULL,
  table_name varchar(255) NOT NULL,
  metadata_location varchar(1000),
  previous_metadata_location varchar(1000),
  iceberg_type varchar(5),
  relation oid UNIQUE,
  PRIMARY KEY (table_namespace, table_name, catalog_name)
) WITH (fillfactor = 40);

-- Whoever moves a row in SQL is another engine: the table's columns follow, and it may not be dropped or renamed that way.
-- Any role that may change the row may thereby change the columns.
CREATE FUNCTION icebridge.icebridge_other_engine() RETURNS trigger
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'icebridge_other_engine';

CREATE TRIGGER other_engine AFTER UPDATE OR DELETE ON icebridge.iceberg_tables
  FOR EACH ROW EXECUTE FUNCTION icebridge.icebridge_other_engine();

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

-- Other engines name the tables without a schema. PostgreSQL lets them update and delete rows of these views by itself,
-- but insert none, as catalog_name is computed.
SET LOCAL allow_system_table_mods = on;
CREATE VIEW pg_catalog.iceberg_tables AS
  SELECT coalesce(nullif(catalog_name, ''), current_database())::varchar(255) AS catalog_name, table_namespace, table_name,
    metadata_location, previous_metadata_location, iceberg_type
  FROM icebridge.iceberg_tables;
CREATE RULE insert_row AS ON INSERT TO pg_catalog.iceberg_tables DO INSTEAD
  INSERT INTO icebridge.iceberg_tables
    (catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type)
  VALUES (CASE WHEN NEW.catalog_name = current_database() THEN '' ELSE NEW.catalog_name END, NEW.table_namespace,
    NEW.table_name, NEW.metadata_location, NEW.previous_metadata_location, NEW.iceberg_type)
  RETURNING coalesce(nullif(catalog_name, ''), current_database())::varchar(255), table_namespace, table_name,
    metadata_location, previous_metadata_location, iceberg_type;
CREATE VIEW pg_catalog.iceberg_namespace_properties AS
  SELECT coalesce(nullif(catalog_name, ''), current_database())::varchar(255) AS catalog_name, namespace, property_key,
    property_value
  FROM icebridge.iceberg_namespace_properties;
CREATE RULE insert_row AS ON INSERT TO pg_catalog.iceberg_namespace_properties DO INSTEAD
  INSERT INTO icebridge.iceberg_namespace_properties (catalog_name, namespace, property_key, property_value)
  VALUES (CASE WHEN NEW.catalog_name = current_database() THEN '' ELSE NEW.catalog_name END, NEW.namespace,
    NEW.property_key, NEW.property_value)
  RETURNING coalesce(nullif(catalog_name, ''), current_database())::varchar(255), namespace, property_key,
    property_value;
SET LOCAL allow_system_table_mods = off;

COMMENT ON VIEW pg_catalog.iceberg_tables IS 'the catalog of Iceberg tables, for other engines';
COMMENT ON VIEW pg_catalog.iceberg_namespace_properties IS 'properties of namespaces, for other engines';

GRANT SELECT ON icebridge.iceberg_tables, icebridge.iceberg_namespace_properties,
  pg_catalog.iceberg_tables, pg_catalog.iceberg_namespace_properties TO PUBLIC;

-- What a table tells about itself, for whoever may read it.
CREATE FUNCTION icebridge.inspect("table" regclass, subject text) RETURNS jsonb
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_inspect';

COMMENT ON FUNCTION icebridge.inspect(regclass, text) IS 'one of the views an Iceberg table has of itself, as JSON';

CREATE FUNCTION icebridge.snapshots("table" regclass)
RETURNS TABLE (
  snapshot_id bigint, parent_id bigint, committed_at timestamptz, sequence_number bigint, schema_id
  integer, operation text, manifest_list text, summary jsonb
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'snapshots')) AS rows (
  snapshot_id bigint, parent_id bigint, committed_at timestamptz, sequence_number bigint, schema_id
  integer, operation text, manifest_list text, summary jsonb)$$;

COMMENT ON FUNCTION icebridge.snapshots(regclass) IS 'the snapshots an Iceberg table still has';

CREATE FUNCTION icebridge.history("table" regclass)
RETURNS TABLE (
  made_current_at timestamptz, snapshot_id bigint, parent_id bigint, is_current_ancestor boolean
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'history')) AS rows (
  made_current_at timestamptz, snapshot_id bigint, parent_id bigint, is_current_ancestor boolean)$$;

COMMENT ON FUNCTION icebridge.history(regclass) IS 'which snapshots were current when';

CREATE FUNCTION icebridge.files("table" regclass)
RETURNS TABLE (
  content text, file_path text, file_format text, spec_id integer, "partition" text, record_count
  bigint, file_size_in_bytes bigint, sequence_number bigint, referenced_data_file text, equality_ids
  integer[]
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'files')) AS rows (
  content text, file_path text, file_format text, spec_id integer, "partition" text, record_count
  bigint, file_size_in_bytes bigint, sequence_number bigint, referenced_data_file text, equality_ids
  integer[])$$;

COMMENT ON FUNCTION icebridge.files(regclass) IS 'the data and delete files of an Iceberg table, as the statement sees it';

CREATE FUNCTION icebridge.manifests("table" regclass)
RETURNS TABLE (
  content text, path text, length bigint, partition_spec_id integer, sequence_number bigint,
  added_snapshot_id bigint, added_files_count integer, existing_files_count integer,
  deleted_files_count integer, added_rows_count bigint, existing_rows_count bigint,
  deleted_rows_count bigint
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'manifests')) AS rows (
  content text, path text, length bigint, partition_spec_id integer, sequence_number bigint,
  added_snapshot_id bigint, added_files_count integer, existing_files_count integer,
  deleted_files_count integer, added_rows_count bigint, existing_rows_count bigint,
  deleted_rows_count bigint)$$;

COMMENT ON FUNCTION icebridge.manifests(regclass) IS 'the manifests of the snapshot that the statement sees';

CREATE FUNCTION icebridge.partitions("table" regclass)
RETURNS TABLE (
  "partition" text, spec_id integer, record_count bigint, file_count bigint, file_size_in_bytes
  bigint, delete_file_count bigint
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'partitions')) AS rows (
  "partition" text, spec_id integer, record_count bigint, file_count bigint, file_size_in_bytes
  bigint, delete_file_count bigint)$$;

COMMENT ON FUNCTION icebridge.partitions(regclass) IS 'the partitions of an Iceberg table; rows that are deleted are counted';

CREATE FUNCTION icebridge.refs("table" regclass)
RETURNS TABLE (
  name text, type text, snapshot_id bigint, max_reference_age_in_ms bigint, min_snapshots_to_keep
  integer, max_snapshot_age_in_ms bigint
) LANGUAGE sql STABLE
AS $$SELECT * FROM jsonb_to_recordset(icebridge.inspect($1, 'refs')) AS rows (
  name text, type text, snapshot_id bigint, max_reference_age_in_ms bigint, min_snapshots_to_keep
  integer, max_snapshot_age_in_ms bigint)$$;

COMMENT ON FUNCTION icebridge.refs(regclass) IS 'the branches and tags of an Iceberg table';

CREATE FUNCTION icebridge.metadata("table" regclass) RETURNS jsonb
LANGUAGE sql STABLE
AS $$SELECT icebridge.inspect($1, 'metadata')$$;

COMMENT ON FUNCTION icebridge.metadata(regclass) IS 'the metadata file of an Iceberg table';

CREATE FUNCTION icebridge.table_size("table" regclass) RETURNS bigint
LANGUAGE sql STABLE
AS $$SELECT icebridge.inspect($1, 'table_size')::bigint$$;

COMMENT ON FUNCTION icebridge.table_size(regclass) IS 'the size of an Iceberg table''s files in bytes, without metadata';

-- Maintenance of a table, for its owner. Each is part of the transaction it is called in.
CREATE FUNCTION icebridge.procedure("table" regclass, name text, arguments jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_procedure';

COMMENT ON FUNCTION icebridge.procedure(regclass, text, jsonb) IS 'carries out a procedure of an Iceberg table';

CREATE FUNCTION icebridge.rollback_to_snapshot("table" regclass, snapshot_id bigint) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'rollback_to_snapshot', jsonb_build_object('snapshot_id', $2))$$;

COMMENT ON FUNCTION icebridge.rollback_to_snapshot(regclass, bigint)
  IS 'makes an ancestor of the current snapshot the current one';

CREATE FUNCTION icebridge.set_current_snapshot("table" regclass, snapshot_id bigint) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'set_current_snapshot', jsonb_build_object('snapshot_id', $2))$$;

COMMENT ON FUNCTION icebridge.set_current_snapshot(regclass, bigint) IS 'makes any snapshot the current one';

CREATE FUNCTION icebridge.create_tag("table" regclass, name text, snapshot_id bigint DEFAULT NULL) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'create_tag', jsonb_build_object('name', $2, 'snapshot_id', $3))$$;

COMMENT ON FUNCTION icebridge.create_tag(regclass, text, bigint) IS 'names a snapshot, by default the current one';

CREATE FUNCTION icebridge.drop_tag("table" regclass, name text) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'drop_tag', jsonb_build_object('name', $2))$$;

COMMENT ON FUNCTION icebridge.drop_tag(regclass, text) IS 'forgets a tag';

CREATE FUNCTION icebridge.create_branch("table" regclass, name text, snapshot_id bigint DEFAULT NULL) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'create_branch', jsonb_build_object('name', $2, 'snapshot_id', $3))$$;

COMMENT ON FUNCTION icebridge.create_branch(regclass, text, bigint)
  IS 'starts a branch at a snapshot, by default the current one';

CREATE FUNCTION icebridge.drop_branch("table" regclass, name text) RETURNS void
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'drop_branch', jsonb_build_object('name', $2))$$;

COMMENT ON FUNCTION icebridge.drop_branch(regclass, text) IS 'forgets a branch';

CREATE FUNCTION icebridge.expire_snapshots("table" regclass, older_than interval DEFAULT '5 days',
                                           retain_last integer DEFAULT 1) RETURNS bigint
LANGUAGE sql
AS $$SELECT icebridge.procedure($1, 'expire_snapshots', jsonb_build_object(
  'before', (extract(epoch FROM clock_timestamp() - $2) * 1000)::bigint, 'retain_last', $3))::bigint$$;

COMMENT ON FUNCTION icebridge.expire_snapshots(regclass, interval, integer)
  IS 'forgets old snapshots and, after the commit, removes the files only they need; returns how many were forgotten';

CREATE FUNCTION icebridge.remove_orphan_files("table" regclass, older_than interval DEFAULT '3 days',
                                              dry_run boolean DEFAULT false) RETURNS SETOF text
LANGUAGE sql
AS $$SELECT jsonb_array_elements_text(icebridge.procedure($1, 'remove_orphan_files', jsonb_build_object(
  'before', (extract(epoch FROM clock_timestamp() - $2) * 1000)::bigint, 'dry_run', $3)))$$;

COMMENT ON FUNCTION icebridge.remove_orphan_files(regclass, interval, boolean)
  IS 'removes files below a table''s location that nothing refers to; returns them';

CREATE FUNCTION icebridge.orphan_folders(before bigint, dry_run boolean) RETURNS SETOF text
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_remove_orphan_folders';

COMMENT ON FUNCTION icebridge.orphan_folders(bigint, boolean)
  IS 'what remove_orphan_folders() does, with a time in milliseconds since 1970';

CREATE FUNCTION icebridge.remove_orphan_folders(older_than interval DEFAULT '3 days', dry_run boolean DEFAULT false)
RETURNS SETOF text
LANGUAGE sql STRICT
AS $$SELECT icebridge.orphan_folders((extract(epoch FROM clock_timestamp() - $1) * 1000)::bigint, $2)$$;

COMMENT ON FUNCTION icebridge.remove_orphan_folders(interval, boolean)
  IS 'removes folders below the default location prefix that were made for tables which no catalog has; returns them';

-- Tables that exist become tables of this database.
CREATE FUNCTION icebridge.attach(name text, metadata_location text DEFAULT NULL) RETURNS regclass
LANGUAGE c
AS 'MODULE_PATHNAME', 'icebridge_attach';

COMMENT ON FUNCTION icebridge.attach(text, text)
  IS 'makes a foreign table for an Iceberg table: the one of a metadata file, or one that another engine has made in the catalog';

CREATE FUNCTION icebridge.attach_table("table" regclass, metadata_location text) RETURNS void
LANGUAGE c STRICT
AS 'MODULE_PATHNAME', 'icebridge_attach_table';

COMMENT ON FUNCTION icebridge.attach_table(regclass, text)
  IS 'gives an Iceberg table, whose definition was restored, the data of a metadata file';

-- Composite types for structs found in data files live here, one for each shape.
CREATE SCHEMA icebridge_types;
GRANT USAGE ON SCHEMA icebridge_types TO PUBLIC;

COMMENT ON SCHEMA icebridge_types IS 'composite types for structs in data files, made on demand by icebridge';
GRANT USAGE ON SCHEMA icebridge TO PUBLIC;
