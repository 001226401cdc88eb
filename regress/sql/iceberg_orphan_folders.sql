-- SPDX-License-Identifier: Apache-2.0
-- Folders of tables that no catalog has, as a crash leaves them behind.
\set test iceberg_orphan_folders
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

DO $$ BEGIN EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', 'rm -rf ' || current_setting('icebridge.default_location_prefix')); END $$;
CREATE TABLE t (a int) USING iceberg;
INSERT INTO t VALUES (1), (2);
CREATE TABLE old (a int) USING iceberg;
INSERT INTO old VALUES (3);
CREATE TABLE attached (a int) USING iceberg;
INSERT INTO attached VALUES (4);

-- Runs a command of the shell below the prefix, and makes all that is there old.
CREATE PROCEDURE shell(command text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', format('cd %s && %s; find . -exec touch -d "4 days ago" {} +',
    current_setting('icebridge.default_location_prefix'), command));
END $$;
-- The orphans below the prefix, by what was made of them.
CREATE FUNCTION orphans(older_than interval, dry_run boolean) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT regexp_replace(substr(f, length(current_setting('icebridge.default_location_prefix')) + 2), '-[-0-9a-f]*/$', '-…')
  FROM icebridge.remove_orphan_folders(older_than, dry_run) f ORDER BY 1 $$;
CREATE FUNCTION folder(name text) RETURNS text LANGUAGE sql AS $$
  SELECT regexp_replace(metadata_location, '/metadata/[^/]*$', '') FROM icebridge.iceberg_tables WHERE table_name = name $$;

SELECT orphans('0', true);
-- A CREATE TABLE AS that had written rows, with and without metadata; half of the metadata; none of them was committed.
CALL shell(format('mkdir -p %1$s/s/rows/11111111-%2$s/data && cp %3$s/data/* %1$s/s/rows/11111111-%2$s/data', current_database(), '0000-0000-0000-000000000001', folder('t')));
CALL shell(format('mkdir -p %1$s/s/made && cp -r %3$s %1$s/s/made/22222222-%2$s', current_database(), '0000-0000-0000-000000000001', folder('t')));
CALL shell(format('mkdir -p %1$s/s/half/33333333-%2$s/metadata && head -c 500 $(ls %3$s/metadata/*.metadata.json | head -n 1) >%1$s/s/half/33333333-%2$s/metadata/00000-x.metadata.json', current_database(), '0000-0000-0000-000000000001', folder('t')));
-- One of this database under a name it had before.
CALL shell(format('mkdir -p before/s/made && cp -r %2$s before/s/made/44444444-%1$s', '0000-0000-0000-000000000001', folder('t')));
-- What another database may have or be about to make, other files, a table that is shown, and one in use elsewhere.
CALL shell(format('mkdir -p other/s/rows/55555555-%1$s/data && cp %2$s/data/* other/s/rows/55555555-%1$s/data', '0000-0000-0000-000000000001', folder('t')));
CALL shell(format('mkdir -p %1$s/s/others && cp -r %3$s %1$s/s/others/66666666-%2$s && sed -i "s#location.owner\":\"#&9#" %1$s/s/others/66666666-%2$s/metadata/*.json', current_database(), '0000-0000-0000-000000000001', folder('t')));
CALL shell(format('mkdir -p %1$s/s/files/x && touch %1$s/s/files/x/y', current_database()));
CALL shell(format('mkdir -p %1$s/iceberg_orphan_folders/shown && cp -r %3$s %1$s/iceberg_orphan_folders/shown/77777777-%2$s', current_database(), '0000-0000-0000-000000000001', folder('old')));
DO $$
BEGIN
  EXECUTE format('CREATE FOREIGN TABLE shown (a int) SERVER iceberg OPTIONS (metadata_location %L)', (SELECT regexp_replace(metadata_location,
    '/old/[^/]*/', '/shown/77777777-0000-0000-0000-000000000001/') FROM icebridge.iceberg_tables WHERE table_name = 'old'));
END $$;
CALL shell(format('mkdir elsewhere && cp %s/metadata/* elsewhere', folder('attached')));
SELECT :'prefix' || regexp_replace(metadata_location, '^.*/', '/elsewhere/') AS moved FROM icebridge.iceberg_tables WHERE table_name = 'attached' \gset
SELECT icebridge.attach_table('attached', :'moved');
-- Its folder has no row of its own any more.
SELECT count(*) FROM icebridge.iceberg_tables WHERE metadata_location LIKE '%/attached/%';

SELECT orphans('5 days', true);
SELECT orphans('3 days', true);
-- Whoever is writing is younger than its transaction.
BEGIN;
CREATE TABLE fresh USING iceberg AS SELECT 1 AS a;
SELECT orphans('-1 day', true);
SELECT orphans('3 days', false);
COMMIT;
SELECT orphans('-1 day', false);
SELECT files('../other/s/rows') AS others_rows, files('s/others') > 0 AS others, files('iceberg_orphan_folders/shown') > 0 AS shown, files('s/files') AS files, files('s/rows') AS rows,
  files('s/made') AS made, files('s/half') AS half, files('../before') AS before;
SELECT (SELECT count(*) FROM t) AS t, (SELECT count(*) FROM old) AS old, (SELECT count(*) FROM attached) AS attached, (SELECT count(*) FROM fresh) AS fresh;

BEGIN READ ONLY;
SELECT icebridge.remove_orphan_folders();
ROLLBACK;
CREATE ROLE orphan_nobody;
SET ROLE orphan_nobody;
DO $$ BEGIN PERFORM icebridge.remove_orphan_folders(); EXCEPTION WHEN insufficient_privilege THEN RAISE WARNING '%', sqlerrm; END $$;
RESET ROLE;
DROP ROLE orphan_nobody;
SET icebridge.default_location_prefix = '';
SELECT error_of('SELECT icebridge.remove_orphan_folders()');
