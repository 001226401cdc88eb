-- SPDX-License-Identifier: Apache-2.0
-- What goes wrong with files says which file, which column, which value. After each error the session goes on.
\set test lake_errors
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include

-- Values that are not of their type.
CALL put('corrupt.csv', E'id,price,day,flag\n1,1.50,2020-01-01,true\n2,abc,2020-01-02,false\n3,2.50,2020-13-01,true\n4,1,2020-01-01,maybe\nfive,1,2020-01-01,true\n99999999999,1,2020-01-01,true\n7,12345678.90,2020-01-01,true\n');
CALL lake('corrupt', './corrupt.csv', $$header 'true', delimiter ','$$, 'id integer, price numeric(5,2), day date, flag boolean');
SELECT error_of('SELECT price FROM corrupt WHERE id = 2');
SELECT error_of('SELECT price FROM corrupt');
SELECT error_of('SELECT day FROM corrupt');
SELECT error_of('SELECT flag FROM corrupt');
SELECT error_of('SELECT id FROM corrupt');
SELECT count(*) FROM corrupt;
SELECT error_of('SELECT count(*) FROM corrupt WHERE flag');
CALL put('wide.csv', E'id,n\n99999999999,1\n');
CALL lake('wide', './wide.csv', '', 'id integer, n numeric(3,2)');
SELECT error_of('SELECT id FROM wide');
CALL put('wide.csv', E'id,n\n1,123.45\n');
SELECT error_of('SELECT n FROM wide');
CALL put('long.csv', E'v\n' || repeat('x', 1000) || E'\n');
CALL lake('long', './long.csv', $$header 'true'$$, 'v integer');
SELECT error_of('SELECT v FROM long');
CALL put('corrupt.json', E'{"id": 1, "tags": ["a"], "at": "2020-01-01T00:00:00Z"}\n{"id": 1.5, "tags": ["b"], "at": "yesterday"}\n');
CALL lake('corrupt_json', './corrupt.json', '', 'id integer, tags integer[], at timestamptz');
SELECT error_of('SELECT id FROM corrupt_json');
SELECT error_of('SELECT tags FROM corrupt_json');
SELECT error_of('SELECT at FROM corrupt_json');

-- Text that is no text of PostgreSQL's.
CALL put('invalid.csv', decode('760a6162ff63640a', 'hex'));
CALL lake('invalid', './invalid.csv', $$header 'true', delimiter ','$$, 'v text');
SELECT error_of('SELECT v FROM invalid');
CALL put('zero.csv', decode('760a61620063640a', 'hex'));
CALL lake('zero', './zero.csv', $$header 'true', delimiter ','$$, 'v text');
SELECT error_of('SELECT v FROM zero');
CALL put('zero.json', E'{"v": "a\\u0000b"}');
CALL lake('zero_json', './zero.json', '', 'v text');
SELECT error_of('SELECT v FROM zero_json');
CALL put('surrogate.json', E'{"v": "a\\ud800b"}');
CALL lake('surrogate_json', './surrogate.json', '', 'v text');
SELECT error_of('SELECT v FROM surrogate_json');
CALL put('invalid.json', decode('7b2276223a202261ff62227d', 'hex'));
CALL lake('invalid_json', './invalid.json', '', 'v text');
SELECT error_of('SELECT v FROM invalid_json');

-- Rows of another shape.
CALL put('ragged.csv', E'id,name\n1,a\n2\n3,c,extra\n');
CALL lake('ragged', './ragged.csv', $$header 'true', delimiter ','$$, 'id integer, name text');
SELECT error_of('SELECT * FROM ragged');
SELECT error_of($$CALL lake('ragged_inferred', './ragged.csv')$$);
-- Beyond the lines that are looked at to find out how the file is written.
CALL put('late.csv', E'id,name\n' || repeat(E'1,x\n', 30000) || E'1,2,3\n');
CALL lake('late', './late.csv');
SELECT error_of('SELECT count(name) FROM late');
CALL put('quote.csv', E'id,name\n1,"open\n2,b\n');
CALL lake('quote', './quote.csv', $$header 'true', delimiter ',', quote '"'$$, 'id integer, name text');
SELECT error_of('SELECT * FROM quote');
CALL put('broken.json', E'{"id": 1}\n{"id": \n');
CALL lake('broken_json', './broken.json', '', 'id integer');
SELECT error_of('SELECT * FROM broken_json');
CALL put('twice.json', E'{"id": 1}\n{"id": 2, "id": 3}\n');
CALL lake('twice_json', './twice.json', '', 'id integer');
SELECT error_of('SELECT * FROM twice_json');
CALL put('deep.json', '{"id": ' || repeat('[', 200) || repeat(']', 200) || '}');
SELECT error_of($$CALL lake('deep_json', './deep.json')$$);
CALL put('scalars.json', E'[1, 2, 3]');
CALL lake('scalars_json', './scalars.json', '', 'id integer');
SELECT error_of('SELECT * FROM scalars_json');

-- Files of another shape: what is missing or of another type is named with its file.
CALL run('mkdir drift; cp ' || quote_literal(current_setting('test.data')) || '/types/drift_* drift');
CALL lake('drift', 'types/drift_[12].parquet');
SELECT columns('drift');
SELECT * FROM drift ORDER BY id;
CALL lake('drift_missing', 'types/drift_[123].parquet', '', 'id integer, name text');
SELECT error_of('SELECT * FROM drift_missing');
SELECT id FROM drift_missing ORDER BY id;
CALL lake('drift_type', 'types/drift_[14].parquet', '', 'id integer, name text');
SELECT error_of('SELECT id FROM drift_type');
SELECT name FROM drift_type ORDER BY name;
SELECT error_of($$CALL lake('drift_inferred', 'types/drift_*.parquet')$$);
CALL lake('mixed', 'types/scalars.parquet', '', 'bool integer, "int" date, "varchar" integer, nothing text');
SELECT error_of('SELECT bool FROM mixed');
SELECT error_of('SELECT int FROM mixed');
SELECT error_of('SELECT varchar FROM mixed');
SELECT error_of('SELECT nothing FROM mixed');

-- Files that are no such files, or are gone.
CALL put('text.parquet', 'This is no Parquet file.');
CALL lake('not_parquet', './text.parquet', '', 'id integer');
SELECT error_of('SELECT * FROM not_parquet');
CALL run('head -c 3000 ' || quote_literal(current_setting('test.data')) || '/seattle-weather.parquet > cut.parquet');
CALL lake('cut', './cut.parquet', '', 'date date');
SELECT error_of('SELECT * FROM cut');
CALL put('plain.csv.gz', E'id\n1\n');
CALL lake('not_gzip', './plain.csv.gz', $$header 'true'$$, 'id integer');
SELECT error_of('SELECT * FROM not_gzip');
CALL run('gzip < plain.csv.gz | head -c 15 > cut.csv.gz');
CALL lake('cut_gzip', './cut.csv.gz', $$header 'true'$$, 'id integer');
SELECT error_of('SELECT * FROM cut_gzip');
SELECT error_of($$CALL lake('not_zstd', './plain.csv.gz', $x$format 'json', compression 'zstd'$x$)$$);
CALL lake('wrong_format', './plain.csv.gz', $$compression 'none', date_format '%Q'$$, 'id date');
SELECT error_of('SELECT * FROM wrong_format');
CALL put('gone.csv', E'id\n1\n');
CALL lake('gone', './gone.csv');
PREPARE read AS SELECT * FROM gone;
EXECUTE read;
CALL run('rm gone.csv');
EXECUTE read;
SELECT error_of('SELECT count(*) FROM gone');
SELECT error_of('EXPLAIN SELECT * FROM gone');
SELECT error_of('ANALYZE gone');
CALL put('gone.csv', E'id\n2\n');
EXECUTE read;
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM gone;
CALL run('rm gone.csv');
FETCH ALL FROM c;
ROLLBACK;
DROP FOREIGN TABLE gone;

-- Options.
SELECT error_of(format('CREATE FOREIGN TABLE bad (a int) SERVER lake OPTIONS (%s)', options)) AS error, options FROM unnest(ARRAY[
  $$paht '/a.csv'$$, $$path '/a.csv', delim ','$$, $$path '/a.csv', delimeter ','$$, $$path '/a.csv', "Header" 'true'$$, $$path '/a.csv', header 'maybe'$$, $$path '/a.csv', format 'cvs'$$,
  $$path '/a.csv', format 'orc'$$, $$path '/a.csv', compression 'lz4'$$, $$path '/a.csv', compression 'snappy'$$, $$path '/a.parquet', header 'true'$$, $$path '/a.json', delimiter ','$$,
  $$path '/a.csv', delimiter ''$$, $$path '/a.csv', delimiter ',,,,,'$$, $$path '/a.csv', delimiter E'\n'$$, $$path '/a.csv', quote '""'$$, $$path '/a.csv', quote 'é'$$, $$path '/a.csv', delimiter '"', quote '"'$$,
  $$path '/a.csv', null 'a,b', delimiter ','$$, $$path '/a.csv', encoding 'klingon'$$, $$path '/a.csv', skip '-1'$$, $$path '/a.csv', skip 'x'$$, $$path '/a.csv', sample_rows '-2'$$,
  $$path '/a.parquet', sample_rows '5'$$, $$path '/a.csv', filename 'yes please'$$, $$path '["/a.csv", "/b.parquet"]'$$, $$path '["/a.csv"'$$, $$path '["/a.csv" "/b.csv"]'$$, $$path '["relative.csv"]'$$,
  $$path 'a.csv'$$, $$path 'http://example.org/a.csv'$$, $$something 'else'$$]) AS options;
SELECT to_regclass('bad');
SELECT error_of($$CREATE FOREIGN TABLE bad (a int OPTIONS (name 'b')) SERVER lake OPTIONS (path '/a.csv')$$);
SELECT error_of($$ALTER SERVER lake OPTIONS (ADD path '/a')$$);
SELECT error_of($$CREATE USER MAPPING FOR CURRENT_USER SERVER lake OPTIONS (user 'x')$$);
SELECT error_of($$ALTER FOREIGN TABLE wide OPTIONS (ADD delimter ',')$$);
SELECT error_of($$ALTER FOREIGN TABLE wide OPTIONS (ADD format 'parquet', ADD header 'true')$$);
SELECT error_of($$ALTER FOREIGN TABLE wide OPTIONS (SET path 'x.csv')$$);
SELECT error_of($$ALTER FOREIGN TABLE wide OPTIONS (DROP path)$$);
SELECT ftoptions::text LIKE '{path=%/wide.csv}' AS unchanged FROM pg_foreign_table WHERE ftrelid = 'wide'::regclass;

-- An error in the middle of a transaction, of a cursor, of a loop.
BEGIN;
CREATE TABLE kept (id int);
SAVEPOINT s;
SELECT v FROM invalid;
ROLLBACK TO s;
INSERT INTO kept SELECT count(*) FROM corrupt;
COMMIT;
SELECT * FROM kept;
DO $$
DECLARE failures int := 0;
BEGIN
  FOR i IN 1..50 LOOP
    BEGIN
      PERFORM * FROM corrupt;
    EXCEPTION WHEN data_exception THEN
      failures := failures + 1;
    END;
  END LOOP;
  RAISE WARNING '% failures', failures;
END $$;
SELECT count(*) FROM drift;
DROP SCHEMA lake_errors CASCADE;
