-- SPDX-License-Identifier: Apache-2.0
-- The extension, its foreign-data wrapper and its servers, and one file of each format end to end.
\getenv data LAKE_DATA
SELECT extname, extversion = (SELECT default_version FROM pg_available_extensions WHERE name = 'icebridge') AS current
FROM pg_extension WHERE extname = 'icebridge';
SELECT srvname, fdwname FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw ORDER BY srvname;

\set path :data '/airports.csv'
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'path');
SELECT * FROM airports WHERE iata IN ('SEA', 'JFK') ORDER BY iata;
\set path :data '/penguins.json'
CREATE FOREIGN TABLE penguins () SERVER lake OPTIONS (path :'path');
SELECT count(*), sum("Body Mass (g)") FROM penguins;
\set path :data '/seattle-weather.parquet'
CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path :'path');
SELECT count(*), sum(precipitation), min(date), max(date) FROM weather;

-- All that was made goes with the extension, and it can come back.
DROP EXTENSION icebridge CASCADE;
SELECT count(*) FROM pg_foreign_server;
-- The library stays; what it looks at before statements must not need the extension.
DROP EXTENSION IF EXISTS icebridge;
CREATE SCHEMA without;
ALTER SCHEMA without RENAME TO without_extension;
CREATE TYPE without_extension.pair AS (a int);
ALTER TYPE without_extension.pair ADD ATTRIBUTE b int;
DROP SCHEMA without_extension CASCADE;
CREATE EXTENSION icebridge;
SELECT count(*) > 0 AS servers FROM pg_foreign_server;
