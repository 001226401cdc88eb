-- IMPORT FOREIGN SCHEMA: files and folders become tables. And columns with another name than in the file.
\set test lake_import
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include

CALL run('mkdir -p lake/events/2024 lake/year=2012 lake/year=2013 lake/mixed lake/nothing lake/sub');
CALL run(format('cp %1$s/year=2012/data_0.parquet lake/year=2012; cp %1$s/year=2013/data_0.parquet lake/year=2013', quote_literal(current_setting('test.data') || '/weather')));
CALL put('lake/orders.csv', E'Id,total\n1,2.50\n2,3.75\n');
CALL put('lake/orders.json', '{"n": 1}');
CALL put('lake/Odd "name" [1].csv', E'a,b\n1,x\n');
CALL put('lake/README', 'not data');
CALL put('lake/_SUCCESS', '');
CALL put('lake/plain.tsv', E'a\tb\n1\tx\n');
CALL put('lake/events/a.ndjson', '{"at": "2024-01-01T00:00:00Z", "n": 1}');
CALL put('lake/events/2024/b.json', '{"at": "2024-01-02T00:00:00Z", "n": 2}');
CALL put('lake/mixed/a.csv', E'a\n1\n');
CALL put('lake/mixed/b.json', '{"a": 1}');
CALL put('lake/sub/notes', 'none');
SELECT path_of('./lake') AS lake, path_of('./lake/*.csv') AS pattern, path_of('./lake/nothing') AS nothing, path_of('./nowhere') AS nowhere \gset

CREATE SCHEMA everything;
-- A schema's name is cut after 63 bytes, and paths of tests may be longer.
CALL run('ln -sfn "$PWD"/lake /tmp/icebridge_lake_import');
IMPORT FOREIGN SCHEMA "/tmp/icebridge_lake_import/" FROM SERVER lake INTO everything;
CALL run('rm /tmp/icebridge_lake_import');
DROP SCHEMA everything CASCADE;
CREATE SCHEMA everything;
IMPORT FOREIGN SCHEMA files FROM SERVER lake INTO everything OPTIONS (path :'lake');
SELECT ftrelid::regclass AS "table", columns(ftrelid), replace(ftoptions::text, :'scratch', '.') AS options
FROM pg_foreign_table WHERE ftrelid::regclass::text LIKE 'everything.%' ORDER BY ftrelid::regclass::text COLLATE "C";
SELECT * FROM everything.orders;
SELECT * FROM everything.orders_2;
SELECT * FROM everything."Odd ""name"" [1]";
SELECT * FROM everything.events ORDER BY n;
SELECT year, count(*) FROM everything.lake GROUP BY 1 ORDER BY 1;

-- some of them; those left out are not looked at
CALL put('lake/broken.parquet', 'no such thing');
CREATE SCHEMA few;
IMPORT FOREIGN SCHEMA files LIMIT TO (orders, plain, missing) FROM SERVER lake INTO few OPTIONS (path :'lake');
IMPORT FOREIGN SCHEMA files EXCEPT (orders, plain, broken) FROM SERVER lake INTO few OPTIONS (path :'lake', format 'csv', header 'false', filename 'true');
SELECT ftrelid::regclass AS "table", columns(ftrelid), replace(ftoptions::text, :'scratch', '.') AS options
FROM pg_foreign_table WHERE ftrelid::regclass::text LIKE 'few.%' ORDER BY ftrelid::regclass::text COLLATE "C";
-- a pattern, and a path that is too long for a name
CREATE SCHEMA pattern;
IMPORT FOREIGN SCHEMA files FROM SERVER lake INTO pattern OPTIONS (path :'pattern');
SELECT format('IMPORT FOREIGN SCHEMA files LIMIT TO (deep) FROM SERVER lake INTO pattern OPTIONS (path %L)', path_of('./' || repeat('d', 40) || '/' || repeat('e', 40))) AS statement,
  format('mkdir -p %1$s/%2$s; echo a,b > %1$s/%2$s/deep.csv; echo 1,2 >> %1$s/%2$s/deep.csv', repeat('d', 40), repeat('e', 40)) AS command \gset
CALL run(:'command');
:statement;
SELECT ftrelid::regclass AS "table", columns(ftrelid) FROM pg_foreign_table WHERE ftrelid::regclass::text LIKE 'pattern.%' ORDER BY ftrelid::regclass::text COLLATE "C";
-- what goes wrong
CREATE SCHEMA wrong;
CREATE FUNCTION import_of(path text, options text DEFAULT '') RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('IMPORT FOREIGN SCHEMA files FROM SERVER lake INTO wrong OPTIONS (path %L%s)', path, options)) $$;
SELECT import_of(:'lake');
SELECT import_of(:'nothing');
SELECT import_of(:'nowhere');
SELECT import_of('relative');
SELECT error_of(format('IMPORT FOREIGN SCHEMA %I FROM SERVER lake INTO wrong', '/' || repeat('x', 70)));
SELECT import_of(:'lake', $$, format 'xml'$$);
SELECT import_of(:'pattern', $$, heeder 'true'$$);
-- nobody learns about files they may not read
CREATE ROLE regress_lake_import;
GRANT USAGE ON FOREIGN SERVER lake TO regress_lake_import;
GRANT ALL ON SCHEMA lake_import, wrong TO regress_lake_import;
SET ROLE regress_lake_import;
SELECT import_of(:'nowhere');
RESET ROLE;
DROP OWNED BY regress_lake_import;
DROP ROLE regress_lake_import;

-- column_name
CALL lake('renamed', './lake/orders.csv', '', $$number int OPTIONS (column_name 'id'), "total" numeric(8,2), again text OPTIONS (column_name 'total')$$);
SELECT * FROM renamed WHERE number = 2 ORDER BY again;
SELECT explain('SELECT again FROM renamed WHERE number > 1');
SELECT count(*) FROM renamed;
-- names change places
CALL lake('swapped', './lake/orders.csv', '', $$id numeric OPTIONS (column_name 'total'), total int OPTIONS (column_name 'Id')$$);
SELECT id, total FROM swapped WHERE total = 1;
CALL lake('parquet', 'seattle-weather.parquet', '', $$day date OPTIONS (column_name 'date'), wind float8, "date" text OPTIONS (column_name 'weather')$$);
SELECT day, date, wind FROM parquet WHERE date = 'snow' ORDER BY day LIMIT 2;
ALTER FOREIGN TABLE renamed ALTER COLUMN number OPTIONS (SET column_name 'nummer');
SELECT error_of('SELECT number FROM renamed');
SELECT error_of($$ALTER FOREIGN TABLE renamed ALTER COLUMN number OPTIONS (SET column_name '')$$);
SELECT error_of($$ALTER FOREIGN TABLE renamed ALTER COLUMN number OPTIONS (ADD colum_name 'x')$$);
CALL lake('named_file', './lake/orders.csv', $$filename 'true'$$, $$file text OPTIONS (column_name '_filename')$$);
SELECT DISTINCT regexp_replace(file, '.*/', '') FROM named_file;
SET client_min_messages = error;
DROP SCHEMA lake_import, everything, few, pattern, wrong CASCADE;
