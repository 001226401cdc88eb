-- SPDX-License-Identifier: Apache-2.0
-- Foreign tables that show another table of this database, by its name, at some version of it.
\set test iceberg_time_travel
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE fares (id int, fare numeric(8,2)) USING iceberg;
INSERT INTO fares VALUES (1, 9.5), (2, 12);
SELECT icebridge.create_tag('fares', 'monday');
SELECT icebridge.create_branch('fares', 'audit');
SELECT snapshot_id AS first, committed_at AS then FROM icebridge.snapshots('fares') \gset
INSERT INTO fares VALUES (3, 7.25);
ALTER TABLE fares ADD COLUMN note text;
UPDATE fares SET fare = 0, note = 'none' WHERE id = 1;
CREATE FOREIGN TABLE monday () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', tag 'monday');
CREATE FOREIGN TABLE audit () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', branch 'audit');
CREATE FOREIGN TABLE by_id () SERVER iceberg OPTIONS (table_name '"iceberg_time_travel"."fares"', snapshot_id :'first');
CREATE FOREIGN TABLE as_of () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.FARES', as_of_timestamp :'then');
CREATE FOREIGN TABLE now () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares');
SELECT columns('monday') AS monday, columns('now') AS now;
SELECT * FROM monday ORDER BY id;
SELECT * FROM audit ORDER BY id;
SELECT * FROM by_id ORDER BY id;
SELECT * FROM as_of ORDER BY id;
SELECT * FROM now ORDER BY id;
SELECT n.id, m.fare AS was, n.fare FROM fares n JOIN monday m USING (id) WHERE m.fare <> n.fare;
SELECT count(*) FROM icebridge.snapshots('monday');
INSERT INTO monday VALUES (1, 2);
UPDATE now SET fare = 1;

-- What is committed is seen, under the statement's snapshot; what this transaction does is not.
BEGIN;
DELETE FROM fares;
SELECT count(*) FROM fares;
SELECT count(*) FROM now;
COMMIT;
SELECT count(*) FROM now;
SELECT count(*) FROM monday;
PREPARE counted AS SELECT count(*) FROM now;
EXECUTE counted;
INSERT INTO fares VALUES (5, 5);
EXECUTE counted;
BEGIN;
CREATE TABLE fresh (a int) USING iceberg;
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fresh')$$);
ROLLBACK;

-- Snapshots that are gone.
SELECT icebridge.drop_tag('fares', 'monday');
SELECT error_of('SELECT * FROM monday');
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', snapshot_id '3')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', as_of_timestamp '2001-02-03')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', tag 'x')$$);

-- Names that lead nowhere.
CREATE TABLE a_heap (a int);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.nothing')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'no_schema.fares')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'fares')$$);
SELECT error_of($$CREATE FOREIGN TABLE f (a int) SERVER iceberg OPTIONS (table_name 'fares')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'a..b')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'elsewhere.public.fares')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.a_heap')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.now')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.fares', metadata_location '/x.metadata.json')$$);
SELECT error_of($$CREATE FOREIGN TABLE f () SERVER iceberg OPTIONS (tag 'monday')$$);
SELECT error_of($$ALTER FOREIGN TABLE fares OPTIONS (ADD table_name 'iceberg_time_travel.fares')$$);

-- A definition may come before that of the table, as when a dump is restored.
CREATE FOREIGN TABLE early (a int) SERVER iceberg OPTIONS (table_name 'iceberg_time_travel.late');
SELECT error_of('SELECT * FROM early');
SELECT count(*) FROM information_schema.tables WHERE table_name = 'early' AND is_insertable_into = 'NO';
CREATE TABLE late (a int) USING iceberg;
INSERT INTO late VALUES (7);
SELECT * FROM early;
ALTER TABLE late RENAME TO later;
SELECT error_of('SELECT * FROM early');
ALTER FOREIGN TABLE early OPTIONS (SET table_name 'iceberg_time_travel.later');
SELECT * FROM early;

-- Whoever reads needs SELECT on the table, too, or the owner of the view that is read.
CREATE ROLE time_reader;
CREATE ROLE time_viewer;
GRANT SELECT ON now TO time_reader, time_viewer;
CREATE VIEW seen AS SELECT * FROM now;
ALTER VIEW seen OWNER TO time_viewer;
GRANT SELECT ON seen TO time_reader;
GRANT USAGE ON SCHEMA iceberg_time_travel TO time_reader;
SET ROLE time_reader;
SELECT error_of('SELECT count(*) FROM now');
SELECT error_of('SELECT count(*) FROM seen');
RESET ROLE;
GRANT SELECT ON fares TO time_viewer;
SET ROLE time_reader;
SELECT error_of('SELECT count(*) FROM now');
SELECT error_of('SELECT count(*) FROM seen');
RESET ROLE;
GRANT USAGE ON SCHEMA iceberg_time_travel TO time_viewer;
SET ROLE time_reader;
SELECT count(*) FROM seen;
SELECT error_of('SELECT icebridge.inspect(''now'', ''files'')');
RESET ROLE;
GRANT SELECT ON fares TO time_reader;
SET ROLE time_reader;
SELECT count(*) FROM now;
EXECUTE counted;
RESET ROLE;
REVOKE SELECT ON fares FROM time_reader;
SET ROLE time_reader;
SELECT error_of('EXECUTE counted');
RESET ROLE;
DROP OWNED BY time_reader, time_viewer CASCADE;
DROP ROLE time_reader, time_viewer;
