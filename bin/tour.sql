-- SPDX-License-Identifier: Apache-2.0
-- The tour that bin/demo gives. psql variable data: the folder of regress/data; flights: flights-3m.parquet, or empty;
-- lake: the folder for Iceberg tables.
\set ON_ERROR_STOP on
\set QUIET on
\pset pager off
\pset linestyle unicode
\pset border 1

SET client_min_messages = warning;
DROP SCHEMA IF EXISTS tour CASCADE;
RESET client_min_messages;
CREATE SCHEMA tour;
SET search_path = tour, public;
\set QUIET off

\echo
\echo '-- A data file is a table; its columns are inferred.'
\set path :data '/airports.csv'
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'path');
\d airports
SELECT state, count(*) AS airports FROM airports GROUP BY state ORDER BY airports DESC LIMIT 5;

\echo
\echo '-- JSON, and Parquet files in one folder per year: the year comes from the folder.'
\set path :data '/penguins.json'
CREATE FOREIGN TABLE penguins () SERVER lake OPTIONS (path :'path');
SELECT "Species", "Island", count(*), round(avg("Body Mass (g)")) AS grams
FROM penguins GROUP BY 1, 2 ORDER BY 1, 2;

\set path :data '/weather/**/*.parquet'
CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path :'path', hive_partitioning 'true');
SELECT year, count(*) FILTER (WHERE weather = 'rain') AS days_of_rain, max(temp_max) AS hottest
FROM weather GROUP BY year ORDER BY year;

\echo
\echo '-- Lake tables join ordinary tables, in ordinary transactions.'
CREATE TABLE visits (iata text PRIMARY KEY, visited date NOT NULL);
INSERT INTO visits VALUES ('SEA', '2014-07-04'), ('SFO', '2015-05-01'), ('JFK', '2012-12-24');
SELECT v.visited, a.name, a.city FROM visits v JOIN airports a USING (iata) ORDER BY v.visited;
SELECT v.visited, w.weather, w.temp_max FROM visits v JOIN weather w ON w.date = v.visited ORDER BY v.visited;

\if :{?flights}
\echo
\echo '-- Three million flights.'
CREATE FOREIGN TABLE flights () SERVER lake OPTIONS (path :'flights');
\timing on
SELECT count(*), min(date), max(date) FROM flights;
SELECT a.state, count(*) AS flights, round(avg(f.delay), 1) AS delay
FROM flights f JOIN airports a ON a.iata = f.origin
WHERE f.date >= '2001-06-01' AND f.delay > 60 GROUP BY a.state ORDER BY flights DESC LIMIT 5;
\timing off
\endif

\echo
\echo '-- An Iceberg table: changed in PostgreSQL transactions, together with heap tables, and read by other engines.'
\set QUIET on
SELECT format('ALTER DATABASE %I SET icebridge.default_location_prefix = %L', current_database(), :'lake') \gexec
SET icebridge.default_location_prefix = :'lake';
\set QUIET off
CREATE TABLE hot_days USING iceberg AS SELECT date, temp_max FROM weather WHERE temp_max >= 34;
BEGIN;
UPDATE hot_days SET temp_max = temp_max * 1.8 + 32;
DELETE FROM hot_days WHERE date < '2014-01-01';
INSERT INTO visits VALUES ('PDX', '2014-08-11');
COMMIT;
SELECT * FROM hot_days ORDER BY date;
ALTER TABLE hot_days ADD COLUMN note text DEFAULT 'degrees Fahrenheit';
SELECT committed_at, operation FROM icebridge.snapshots('hot_days') ORDER BY sequence_number;
SELECT table_namespace, table_name, right(metadata_location, 60) AS metadata_location FROM iceberg_tables;

\echo
\echo '-- What runs where: the SQL that DuckDB gets, the files it reads, what was pushed down.'
\set QUIET on
\pset format unaligned
\pset tuples_only on
EXPLAIN (ANALYZE, VERBOSE) SELECT date, temp_max FROM weather WHERE year = 2015 AND temp_max > 30;
