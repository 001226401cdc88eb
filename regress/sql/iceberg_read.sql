-- SPDX-License-Identifier: Apache-2.0
-- Reading Iceberg tables: every type beside a heap table, files left out, columns changed, earlier versions, what tables
-- tell of themselves, who may read what.
\set test iceberg_read
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
SELECT set_config('icebridge.default_location_prefix', :'scratch', false) IS NULL AS located;

-- Where the metadata of a table is now.
CREATE FUNCTION location_of(relation text) RETURNS text LANGUAGE sql AS
$$ SELECT metadata_location FROM iceberg_tables WHERE table_namespace = 'iceberg_read' AND table_name = relation $$;
-- A foreign table on that version of it.
CREATE PROCEDURE pin(name text, relation text, options text DEFAULT '') LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE FOREIGN TABLE %I () SERVER iceberg OPTIONS (metadata_location %L%s)', name, location_of(relation), options);
END $$;
-- The files line of a plan.
CREATE FUNCTION files_of(query text) RETURNS SETOF text LANGUAGE sql AS
$$ SELECT trim(line) FROM explain(query) AS line WHERE line LIKE '%Files:%' $$;

-- Every type comes back as it was.
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TYPE point_xy AS (x int, y numeric(5,2));
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE heap_types (b boolean, i2 smallint, i4 int, i8 bigint, f4 real, f8 double precision, n numeric(10,2),
  n38 numeric(38,0), t text, v varchar(5), c char(5), by bytea, d date, tm time, ts timestamp, tz timestamptz,
  iv interval, ttz timetz, u uuid, j json, jb jsonb, m mood, ip inet, r int4range, bt bit(3), x xml, dom positive, a int[],
  ta text[], p point_xy, pa point_xy[], "We ird" int, filename text, file_row_number int, "FILE_INDEX" int);
INSERT INTO heap_types VALUES
  (true, -32768, 2147483647, -9223372036854775808, 1.5, 'NaN', 12345678.90, 12345678901234567890123456789012345678, 'it''s',
   'abc', 'ab', '\x00ff', '2020-02-29', '23:59:59.999999', '1969-12-31 23:59:59.999999', '2020-06-01 00:00:00+02',
   '-1 year 2 mons -3 days 04:05:06.789', '12:00:00.5+05:30', 'f47ac10b-58cc-4372-a567-0e02b2c3d479', '{"a": 1}',
   '{"a": [1, 2]}', 'bad', '10.0.0.1/8', '[1,5)', B'101', '<a/>', 5, '{1,NULL,3}', '{a,"b c"}', '(1,2.50)',
   '{"(1,2.50)",NULL}', 7, 'f', 8, 9),
  (false, 0, 0, 0, '-Infinity', '-0', -0.01, -1, '', '', '', '', 'infinity', '00:00:00', 'infinity', '-infinity', '00:00:00',
   '00:00:00+00', '00000000-0000-0000-0000-000000000000', 'null', '"x"', 'good', '::1', 'empty', B'000', '', 1, '{}', '{}',
   '(,)', '{}', 0, '', 0, 0);
INSERT INTO heap_types (b) VALUES (NULL);
CREATE TABLE types (LIKE heap_types) USING iceberg;
INSERT INTO types SELECT * FROM heap_types;
SELECT count(*) FROM types;
SELECT types::text FROM types EXCEPT SELECT heap_types::text FROM heap_types;
SELECT heap_types::text FROM heap_types EXCEPT SELECT types::text FROM types;
DO $$
DECLARE name text; differ bigint;
BEGIN
  FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = 'types'::regclass AND attnum > 0 LOOP
    EXECUTE format('SELECT count(*) FROM (SELECT %1$I::text FROM types EXCEPT ALL SELECT %1$I::text FROM heap_types) d', name) INTO differ;
    ASSERT differ = 0, name;
  END LOOP;
END $$;
-- What a foreign table on its metadata is declared with, where nothing is declared.
CALL pin('inferred', 'types');
SELECT columns('inferred');

-- Files that cannot hold wanted rows are left out, with constants and with parameters.
CREATE TABLE many (id int, day date, word text, amount numeric(8,2), x double precision) USING iceberg;
CREATE TABLE heap_many (LIKE many);
DO $$
BEGIN
  FOR i IN 0..9 LOOP
    INSERT INTO heap_many SELECT n, date '2020-01-01' + n, chr(97 + n / 10) || n, n * 1.25, CASE WHEN n % 50 = 0 THEN 'NaN' ELSE n / 4.0 END
      FROM generate_series(i * 10, i * 10 + 9) n;
    INSERT INTO many SELECT * FROM heap_many WHERE id BETWEEN i * 10 AND i * 10 + 9;
  END LOOP;
END $$;
SELECT files_of('SELECT * FROM many');
SELECT files_of('SELECT * FROM many WHERE id = 42');
SELECT files_of('SELECT * FROM many WHERE id IN (3, 97)');
SELECT files_of($$SELECT * FROM many WHERE day < '2020-01-11' OR day > '2020-04-05'$$);
SELECT files_of($$SELECT * FROM many WHERE NOT (day >= '2020-01-11' AND day <= '2020-04-05')$$);
SELECT files_of($$SELECT * FROM many WHERE word LIKE 'c2%'$$);
SELECT files_of($$SELECT * FROM many WHERE word < 'b' COLLATE "C"$$);
SELECT files_of('SELECT * FROM many WHERE amount > 120.005');
SELECT files_of('SELECT * FROM many WHERE x > 24');
SELECT files_of('SELECT * FROM many WHERE id < 5 AND id > 95');
SELECT files_of('SELECT * FROM many WHERE word IS NULL');
SET plan_cache_mode = force_generic_plan;
PREPARE by_id(int) AS SELECT id, word FROM many WHERE id = $1;
EXECUTE by_id(42);
SELECT regexp_replace(line, '^ +', '') FROM explain('EXECUTE by_id(42)', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') AS line
  WHERE line LIKE '%Files Read%';
RESET plan_cache_mode;
DO $$
DECLARE test text; many bigint[]; heap bigint[];
BEGIN
  FOREACH test IN ARRAY ARRAY['id < 10', 'id <> 5', 'id BETWEEN 9 AND 11', 'x > 20', $q$x = 'NaN'$q$, $q$x <> 'NaN'$q$, 'NOT x > 20',
    'amount = 12.5', 'amount >= 12.501', 'amount < 0.001', $q$word LIKE '_1%'$q$, $q$word NOT LIKE 'a%'$q$, $q$word ~ '9$'$q$,
    $q$day = '2020-02-01'$q$, 'id = ANY ($q${1,50,NULL}$q$)', 'id <> ALL ($q${1,2}$q$)', 'id IS NULL', 'NOT (id > 10 OR word IS NULL)',
    'id % 2 = 0 AND id > 90', '(id < 5 OR id > 95) AND x IS NOT NULL'] LOOP
    EXECUTE format('SELECT array_agg(id ORDER BY id) FROM many WHERE %s', replace(test, '$q$', '''')) INTO many;
    EXECUTE format('SELECT array_agg(id ORDER BY id) FROM heap_many WHERE %s', replace(test, '$q$', '''')) INTO heap;
    ASSERT many IS NOT DISTINCT FROM heap, test;
  END LOOP;
END $$;
-- Counted without reading a file.
SELECT line FROM explain('SELECT count(*) FROM many') AS line WHERE line LIKE '%SQL%';
SELECT count(*) FROM many;
SELECT count(*) FROM many WHERE id > 50;
SELECT * FROM many ORDER BY id DESC LIMIT 2;
ANALYZE many;
SELECT reltuples FROM pg_class WHERE oid = 'many'::regclass;

-- Columns that were renamed, dropped, added and promoted after files were written.
CREATE TABLE changed (a int, b int, c real) USING iceberg;
INSERT INTO changed VALUES (1, 2, 0.5);
ALTER TABLE changed RENAME COLUMN a TO z;
ALTER TABLE changed RENAME COLUMN b TO a;
INSERT INTO changed VALUES (3, 4, 1.5);
ALTER TABLE changed DROP COLUMN z;
ALTER TABLE changed ADD COLUMN z text;
ALTER TABLE changed ALTER COLUMN a TYPE bigint;
ALTER TABLE changed ALTER COLUMN c TYPE double precision;
INSERT INTO changed VALUES (5000000000, 2.5, 'five');
SELECT * FROM changed ORDER BY a;
SELECT count(*), sum(a) FROM changed WHERE z IS NULL;

-- Earlier versions.
SELECT snapshot_id AS second FROM icebridge.snapshots('changed') ORDER BY sequence_number LIMIT 1 OFFSET 1 \gset
SELECT icebridge.create_tag('changed', 'two', :second);
CALL pin('was', 'changed', format(', snapshot_id %L', :'second'));
CALL pin('tagged', 'changed', $$, tag 'two'$$);
SELECT * FROM was ORDER BY z;
SELECT count(*) FROM tagged;
INSERT INTO was VALUES (1, 2, 3);
SELECT error_of($$CALL pin('pinned', 'changed', ', tag ''three''')$$);
SELECT error_of($$CALL pin('pinned', 'changed', ', snapshot_id ''3''')$$);
SELECT error_of($$CALL pin('pinned', 'changed', ', as_of_timestamp ''2001-02-03''')$$);
SELECT error_of($$CALL pin('pinned', 'changed', ', as_of_timestamp ''now''')$$);
SELECT error_of($$CALL pin('pinned', 'changed', ', snapshot_id ''1'', tag ''two''')$$);
SELECT error_of($$CALL pin('pinned', 'changed', ', snapshot ''1''')$$);
SELECT error_of($$CREATE FOREIGN TABLE pinned () SERVER iceberg OPTIONS (metadata_location 's3://bucket/v1.metadata.json')$$);
SELECT error_of($$CREATE FOREIGN TABLE pinned () SERVER iceberg OPTIONS (metadata_location '/nowhere/v1.metadata.json')$$);

-- What a table tells of itself.
SELECT content, file_format, spec_id, partition, record_count, file_size_in_bytes > 0 AS sized FROM icebridge.files('changed');
SELECT operation, sequence_number, schema_id, summary ->> 'total-records' AS records, committed_at <= now() AS past FROM icebridge.snapshots('changed');
SELECT is_current_ancestor, parent_id IS NULL AS first FROM icebridge.history('changed');
SELECT content, added_files_count, existing_files_count, added_rows_count FROM icebridge.manifests('changed');
SELECT partition, record_count, file_count, delete_file_count FROM icebridge.partitions('changed');
SELECT name, type FROM icebridge.refs('changed') ORDER BY name;
SELECT icebridge.metadata('changed') ->> 'format-version' AS format;
SELECT icebridge.table_size('changed') = sum(file_size_in_bytes) AS same FROM icebridge.files('changed');
SELECT error_of($$SELECT icebridge.inspect('changed', 'nothing')$$);
SELECT error_of($$SELECT icebridge.inspect('heap_many', 'files')$$);

-- A metadata file leads to any file of the server.
CREATE ROLE iceberg_nobody;
GRANT ALL ON SCHEMA iceberg_read TO iceberg_nobody;
SET ROLE iceberg_nobody;
SELECT error_of(format('CREATE FOREIGN TABLE mine () SERVER iceberg OPTIONS (metadata_location %L)', (SELECT metadata_location FROM iceberg_tables LIMIT 1)));
SELECT error_of('SELECT * FROM icebridge.files(''changed'')');
RESET ROLE;
GRANT SELECT ON changed, was TO iceberg_nobody;
SET ROLE iceberg_nobody;
SELECT count(*) FROM icebridge.files('changed');
SELECT count(*) FROM was;
RESET ROLE;
REVOKE ALL ON SCHEMA iceberg_read FROM iceberg_nobody;
DROP OWNED BY iceberg_nobody;
DROP ROLE iceberg_nobody;
