-- SPDX-License-Identifier: Apache-2.0
-- Who may make tables of the server's files, and who may read them.
\set test lake_roles
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
DROP ROLE IF EXISTS lake_nobody, lake_reader, lake_guest;
CREATE ROLE lake_nobody;
CREATE ROLE lake_reader;
CREATE ROLE lake_guest;
GRANT pg_read_server_files TO lake_reader;
GRANT ALL ON SCHEMA lake_roles TO lake_nobody, lake_reader, lake_guest;
SET client_min_messages = notice;
\set path :data '/airports.csv'

-- Without the role: neither with nor without USAGE on the server, and nothing is told about the file.
SET ROLE lake_nobody;
CREATE FOREIGN TABLE mine () SERVER lake OPTIONS (path :'path');
CREATE FOREIGN TABLE mine (iata text) SERVER lake OPTIONS (path :'path');
RESET ROLE;
GRANT USAGE ON FOREIGN SERVER lake TO lake_nobody;
SET ROLE lake_nobody;
CREATE FOREIGN TABLE mine () SERVER lake OPTIONS (path :'path');
CREATE FOREIGN TABLE mine () SERVER lake OPTIONS (path '/no/such/file.csv');
CREATE FOREIGN TABLE mine (iata text) SERVER lake OPTIONS (path :'path');
CREATE FOREIGN TABLE mine (iata text) SERVER lake OPTIONS (path '/no/such/file.csv');
SELECT to_regclass('mine');

-- With it.
SET ROLE lake_reader;
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'path');
CREATE FOREIGN TABLE nested () SERVER lake OPTIONS (path '/no/such/file.csv');
CALL lake('nested', 'types/nested.parquet');
SELECT count(*) FROM airports;
SELECT (point).x FROM nested WHERE ord = 1;
CREATE VIEW airport_names AS SELECT iata, name FROM airports;
CREATE VIEW washington WITH (security_barrier) AS SELECT iata, name FROM airports WHERE state = 'WA';
CREATE FUNCTION definer(code text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT name FROM lake_roles.airports WHERE iata = code';

-- Others need the table's privileges, as for any table, and not the role.
SET ROLE lake_guest;
SELECT count(*) FROM airports;
EXPLAIN (COSTS OFF) SELECT count(*) FROM airports;
RESET ROLE;
GRANT SELECT ON airport_names, washington TO lake_guest;
GRANT SELECT (iata, city), UPDATE (city) ON airports TO lake_guest;
SET ROLE lake_guest;
SELECT name FROM airport_names WHERE iata = 'SEA';
SELECT definer('SFO');
SELECT city FROM airports WHERE iata = 'SEA';
SELECT name FROM airports WHERE iata = 'SEA';
SELECT airports FROM airports WHERE iata = 'SEA';
SELECT city FROM airports WHERE state = 'WA' LIMIT 1;

-- A leaky function does not see what a security barrier hides; safe quals pass it.
CREATE FUNCTION leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'leaked %', $1; RETURN true; END $$;
SELECT iata FROM washington WHERE leak(iata) AND iata < '0S9' COLLATE "C";
SELECT count(*) FROM washington WHERE iata = 'SFO' AND leak(name);
SELECT explain('SELECT iata FROM washington WHERE iata = ''SEA''');
ALTER FOREIGN TABLE airports OPTIONS (SET path '/etc/passwd');

-- The owner's rights count at every scan.
RESET ROLE;
ALTER FOREIGN TABLE airports OWNER TO lake_nobody;
SELECT count(*) FROM airports;
SET ROLE lake_nobody;
SELECT count(*) FROM airports;
SELECT iata FROM airports LIMIT 1;
ALTER FOREIGN TABLE airports OPTIONS (SET path '/etc/passwd');
EXPLAIN (COSTS OFF) SELECT iata FROM airports;
ANALYZE airports;
RESET ROLE;
GRANT pg_read_server_files TO lake_nobody;
SET ROLE lake_nobody;
SELECT count(*) FROM airports;
RESET ROLE;
REVOKE pg_read_server_files FROM lake_nobody;
SELECT count(*) FROM airports;

-- A prepared statement does not outlive the right.
ALTER FOREIGN TABLE airports OWNER TO lake_reader;
SET plan_cache_mode = force_generic_plan;
PREPARE counting AS SELECT count(*) FROM airports;
EXECUTE counting;
REVOKE pg_read_server_files FROM lake_reader;
EXECUTE counting;
GRANT pg_read_server_files TO lake_reader;
EXECUTE counting;
RESET plan_cache_mode;

-- Row-level security is not for foreign tables; servers and classes are for those allowed.
SET ROLE lake_reader;
ALTER FOREIGN TABLE airports ENABLE ROW LEVEL SECURITY;
CREATE SERVER own FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'io.icebridge.lake.LakeWrapper');
CREATE SERVER own FOREIGN DATA WRAPPER lake_fdw;
ALTER SERVER lake OPTIONS (ADD path '/');
CREATE TYPE icebridge_types.mine AS (a int);
DROP TYPE icebridge_types.x_y_927413a5895e2041;
RESET ROLE;
GRANT USAGE ON FOREIGN DATA WRAPPER java_fdw, lake_fdw TO lake_reader;
SET ROLE lake_reader;
CREATE SERVER own FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'io.icebridge.lake.LakeWrapper');
CREATE SERVER own FOREIGN DATA WRAPPER lake_fdw OPTIONS (wrapper 'java.lang.String');
CREATE SERVER own FOREIGN DATA WRAPPER lake_fdw;
CREATE FOREIGN TABLE on_own () SERVER own OPTIONS (path :'path');
SELECT count(*) FROM on_own;
CREATE USER MAPPING FOR lake_reader SERVER own OPTIONS (password 'x');
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA lake_roles CASCADE;
DROP OWNED BY lake_nobody, lake_reader, lake_guest;
DROP ROLE lake_nobody, lake_reader, lake_guest;
