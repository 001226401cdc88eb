-- Databases that are not in UTF-8: texts are converted or refused, and no message fails on its way to the user.
\getenv examples EXAMPLES_JAR
\getenv home SERVER_HOME
\set home_database :DBNAME
\set ECHO none
\set QUIET on
SET client_min_messages = warning;
SELECT :'home' || '/scratch/lake_encoding' AS scratch \gset
-- written here, in UTF-8
CREATE PROCEDURE put(name text, content text) LANGUAGE plpgsql AS $$
DECLARE object oid := lo_from_bytea(0, convert_to(content, 'UTF8'));
BEGIN
  PERFORM lo_export(object, name);
  PERFORM lo_unlink(object);
END $$;
SELECT format('COPY (SELECT WHERE false) TO PROGRAM %L', format('mkdir -p %s', :'scratch')) \gexec
SELECT :'scratch' || '/texts.csv' AS texts, :'scratch' || '/names.json' AS names, :'scratch' || '/grün.csv' AS path \gset
CALL put(:'texts', E'id,v\n1,grün\n2,5 €\n3,plain\n');
CALL put(:'names', '{"größe": 1}');
CALL put(:'path', E'id,v\nx,5 €\n');
SELECT :'scratch' || '/euro.json' AS euro \gset
CALL put(:'euro', '{"€": 1}');
DROP DATABASE IF EXISTS lake_latin1;
DROP DATABASE IF EXISTS lake_ascii;
CREATE DATABASE lake_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
CREATE DATABASE lake_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C';
\set QUIET off
\set ECHO all

\c lake_latin1
SET client_encoding = 'UTF8';
CREATE EXTENSION icebridge;
CREATE FOREIGN TABLE texts () SERVER lake OPTIONS (path :'texts', header 'true', delimiter ',');
SELECT v, octet_length(v) FROM texts WHERE id = 1;
SELECT id FROM texts WHERE v = 'grün';
-- no such character
\set VERBOSITY sqlstate
SELECT v FROM texts;
\set VERBOSITY default
SELECT v FROM texts WHERE id = 2;
SELECT count(v) FROM texts;
SELECT v FROM texts WHERE v LIKE '5 %' OR id = 3 ORDER BY id DESC LIMIT 1;
-- a qual with what the file has and the database has not
SELECT id FROM texts WHERE v = '5 €';
-- names
CREATE FOREIGN TABLE names () SERVER lake OPTIONS (path :'names');
SELECT "größe" FROM names;
CREATE FOREIGN TABLE euro () SERVER lake OPTIONS (path :'euro');
-- errors with what cannot be said
CREATE FOREIGN TABLE wrong (id int, v int) SERVER lake OPTIONS (path :'path', header 'true', delimiter ',');
SELECT v FROM wrong;
SELECT id FROM wrong;
-- the process keeps its locale
SELECT upper('grün'), to_tsvector('simple', 'Grün');
CREATE SERVER faulty FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples');
CREATE FOREIGN TABLE bad (n int) SERVER faulty OPTIONS (call 'scan', fault 'foreign_message');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET call 'thirdBatch');
SELECT * FROM bad;
-- logged
ALTER FOREIGN TABLE bad OPTIONS (SET call 'closeSource');
SELECT * FROM bad;
-- a client that wants conversions too: transactions end outside of transactions
SET client_encoding = 'LATIN1';
CREATE SERVER keyvalue FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE FOREIGN TABLE store (key text, value text) SERVER keyvalue;
BEGIN;
INSERT INTO store VALUES ('a', chr(228));
ROLLBACK;
INSERT INTO store VALUES ('b', chr(228));
SELECT key, ascii(value) FROM store;

\c lake_ascii
SET client_encoding = 'SQL_ASCII';
CREATE EXTENSION icebridge;
CREATE FOREIGN TABLE texts () SERVER lake OPTIONS (path :'texts', header 'true', delimiter ',');
SELECT v, octet_length(v) FROM texts ORDER BY id;
SELECT id FROM texts WHERE v = '5 €';
-- bytes that are no UTF-8
SELECT id FROM texts WHERE v = E'gr\xfcn';
CREATE FOREIGN TABLE wrong (id int, v int) SERVER lake OPTIONS (path :'path', header 'true', delimiter ',');
SELECT v FROM wrong;
CREATE SERVER faulty FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples');
CREATE FOREIGN TABLE bad (n int) SERVER faulty OPTIONS (call 'closeSource', fault 'foreign_message');
SELECT * FROM bad;

\c :home_database
DROP DATABASE lake_latin1;
DROP DATABASE lake_ascii;
DROP PROCEDURE put;
