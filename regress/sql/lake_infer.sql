-- SPDX-License-Identifier: Apache-2.0
-- CREATE FOREIGN TABLE t () SERVER lake: columns come from the files.
\set test lake_infer
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
SET client_min_messages = notice;

-- Each format.
\set path :data '/airports.csv'
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'path');
SELECT columns('airports');
SELECT count(*), min(iata), max(iata) FROM airports;
CALL lake('weather', 'seattle-weather.parquet');
SELECT columns('weather');
SELECT count(*), min(date), max(temp_max) FROM weather;
CALL lake('penguins', 'penguins.json');
SELECT columns('penguins');
SELECT count(*), count("Sex"), count(DISTINCT "Species") FROM penguins;
CALL lake('penguin_lines', 'penguins.ndjson');
SELECT columns('penguin_lines') = columns('penguins') AS same;
SELECT count(*) FROM (SELECT * FROM penguins EXCEPT ALL SELECT * FROM penguin_lines) difference;

-- Globs, lists, and folders as columns.
CALL lake('one_year', 'weather/year=2013/*.parquet');
SELECT columns('one_year'), (SELECT count(*) FROM one_year);
CALL lake('years', 'weather/**/*.parquet');
SELECT columns('years'), (SELECT count(*) FROM years);
CALL lake('folders', 'weather/*/*.parquet', $$hive_partitioning 'true', filename 'true'$$);
SELECT columns('folders');
SELECT year, count(*), count(DISTINCT _filename), min(regexp_replace(_filename, '.*/weather/', '')) AS file
FROM folders GROUP BY year ORDER BY year;
SELECT json_build_array(:'data' || '/weather/year=2012/data_0.parquet', :'data' || '/weather/year=201[45]/*.parquet')::text AS path \gset
CREATE FOREIGN TABLE list () SERVER lake OPTIONS (path :'path');
SELECT count(*), min(date), max(date) FROM list;
CREATE FOREIGN TABLE local_url () SERVER lake OPTIONS (path '[]');
\set path 'file://' :data '/airports.csv'
CREATE FOREIGN TABLE local_url () SERVER lake OPTIONS (path :'path');
SELECT count(*) FROM local_url;

-- Compression, by extension and by option.
CALL lake('csv_zstd', 'types/scalars.csv.zst', $$sample_rows '-1'$$);
SELECT count(*) FROM csv_zstd;
CALL lake('json_gzip', 'types/scalars.json.gz');
SELECT count(*) FROM json_gzip;
CALL put('plain.csv', E'id,name\n1,one\n2,two\n');
CALL run('gzip -c plain.csv > unnamed');
CALL lake('unnamed', './unnamed', $$format 'csv', compression 'gzip'$$);
SELECT * FROM unnamed;

-- CSV: header or not, other delimiters, quotes and NULLs.
CALL put('headless.csv', E'1;one;\\N\n2;''tw;o'';x\n');
CALL lake('headless', './headless.csv', $$header 'false', delimiter ';', quote '''', null '\N'$$);
SELECT columns('headless');
\pset null '<NULL>'
SELECT * FROM headless;
CALL lake('headless_named', './headless.csv', $$header 'false', delimiter ';', quote '''', null '\N'$$, 'id int, name text, note text');
SELECT * FROM headless_named;
CALL put('nulls.csv', E'a,b,c\n1,,""\n');
CALL lake('nulls', './nulls.csv');
SELECT columns('nulls');
SELECT a, b, c = '' AS c_is_empty FROM nulls;
CALL put('tabs.tsv', E'x\ty\n1\t2.5\n');
CALL lake('tabs', './tabs.tsv');
SELECT columns('tabs');
SELECT * FROM tabs;
CALL put('latin.csv', convert_to(E'name\nZoë\n', 'LATIN1'));
CALL lake('latin', './latin.csv', $$encoding 'latin1'$$);
SELECT * FROM latin;
CALL put('dates.csv', E'd,t\n31.12.2020,31.12.2020 23:59:59\n01.02.2021,01.02.2021 00:00:00\n');
CALL lake('dates', './dates.csv', $$date_format '%d.%m.%Y', timestamp_format '%d.%m.%Y %H:%M:%S'$$);
SELECT columns('dates');
SELECT * FROM dates;
CALL lake('dates_unsaid', './dates.csv');
SELECT columns('dates_unsaid');
CALL put('dates.csv', E'd,t\n2020/12/31,2020/12/31 23:59:59\n');
CALL lake('dates_with_year_first', './dates.csv');
SELECT columns('dates_with_year_first');
SELECT * FROM dates_with_year_first;
CALL put('comments.csv', E'# made by hand\n# twice\nid,name\n1,a\n# between\n2,b\n');
CALL lake('comments', './comments.csv', $$comment '#'$$);
SELECT * FROM comments;
CALL put('preface.csv', E'a title\n\nid,name\n1,a\n');
CALL lake('preface', './preface.csv', $$skip '2', header 'true'$$);
SELECT * FROM preface;
\pset null ''

-- Names: kept as they are, cut to 63 bytes, made unique.
CALL lake('names', 'types/names.parquet');
SELECT columns('names');
SELECT * FROM names;
CALL put('twice.csv', E'id,ID,Id,id,,a b\n1,2,3,4,5,6\n');
CALL lake('twice', './twice.csv');
SELECT columns('twice');
SELECT * FROM twice;
CALL put('twice.json', '{"id": 1, "id_1": 2, "ключ": 4, "Id_1": 5, "a_2": 6}');
CALL lake('twice_json', './twice.json');
CALL put('twice.json', '{"id": 1, "id_1": 2, "ключ": 4, "a_2": 6}');
CALL lake('twice_json', './twice.json');
SELECT columns('twice_json');
SELECT * FROM twice_json;
CALL put('mixed.json', E'{"n": 1.5, "d": 5}\n{"n": "NaN", "d": "2020-01-01"}\n{"n": null, "d": [1]}\n');
CALL lake('mixed', './mixed.json');
SELECT columns('mixed');
SELECT * FROM mixed;
CALL lake('mixed_declared', './mixed.json', '', 'n float8, d date');
SELECT n FROM mixed_declared;
SELECT d FROM mixed_declared;

-- Structs, lists, maps.
CALL lake('nested', 'types/nested.parquet');
SELECT columns('nested');
SELECT * FROM nested ORDER BY ord;
SELECT (point).x, (deep).inner.y, matrix[2][1], (entries[1]).tags[2], counts[1].key, prices[2] FROM nested WHERE ord = 1;
CALL lake('nested_json', 'types/nested.json');
SELECT columns('nested_json');
SELECT * FROM nested_json ORDER BY ord;
CALL lake('shared', 'types/shared.parquet');
SELECT columns('shared'), (SELECT atttypid FROM pg_attribute WHERE attrelid = 'shared'::regclass AND attname = 'point')
  = (SELECT atttypid FROM pg_attribute WHERE attrelid = 'nested'::regclass AND attname = 'point') AS same_type;
SELECT point FROM shared UNION ALL SELECT point FROM nested WHERE ord = 1;
SELECT count(*) AS composites, bool_and(typowner = (SELECT nspowner FROM pg_namespace WHERE nspname = 'icebridge_types')) AS of_the_owner
FROM pg_type WHERE typnamespace = 'icebridge_types'::regnamespace AND typtype = 'c';
CALL lake('ragged', 'types/ragged.parquet');
SELECT columns('ragged');
SELECT * FROM ragged;
CALL lake('ragged_text', 'types/ragged.parquet', '', 'ragged jsonb');
SELECT * FROM ragged_text;
CALL lake('maps', 'types/maps.parquet');
SELECT columns('maps');
SELECT * FROM maps;

-- No rows, but columns.
CALL lake('no_rows', 'types/no_rows.parquet');
SELECT columns('no_rows');
SELECT count(*), max(id) FROM no_rows;
CALL put('header_only.csv', E'id,name\n');
CALL lake('header_only', './header_only.csv', $$header 'true'$$);
SELECT columns('header_only');
SELECT * FROM header_only;

-- What has no columns to infer.
CALL put('empty.csv', '');
CALL put('empty.json', '');
CALL put('empty.parquet', '');
CALL put('broken.parquet', 'PAR1 this is not a Parquet file PAR1');
CALL put('broken.json', '{"id": 1, "name": ');
CALL put('words.xyz', 'words');
CALL run('mkdir folder.parquet; ln -s nowhere.csv dangling.csv');
CALL put('secret.csv', E'id\n1\n');
CALL run('chmod 000 secret.csv');
CALL lake('bad', './empty.csv');
CALL lake('bad', './empty.json');
CALL lake('bad', './empty.parquet');
CALL lake('bad', './broken.parquet');
CALL lake('bad', './broken.json');
CALL lake('bad', './words.xyz');
CALL lake('bad', './nowhere.csv');
CALL lake('bad', './nowhere/*.csv');
CALL lake('bad', './folder.parquet');
CALL lake('bad', './dangling.csv');
CALL lake('bad', './secret.csv');
CALL lake('bad', './empty.csv', $$format 'parquet'$$);
CREATE FOREIGN TABLE bad () SERVER lake;
CREATE FOREIGN TABLE bad () SERVER lake OPTIONS (path '');
CREATE FOREIGN TABLE bad () SERVER lake OPTIONS (path 'relative.csv');
CREATE FOREIGN TABLE bad () SERVER lake OPTIONS (path 's3://bucket/a.parquet');
CREATE FOREIGN TABLE bad () SERVER nowhere OPTIONS (path '/a.parquet');

-- IF NOT EXISTS, transactions, functions.
\set path :data '/airports.csv'
CREATE FOREIGN TABLE IF NOT EXISTS airports () SERVER lake OPTIONS (path :'path');
CREATE FOREIGN TABLE IF NOT EXISTS airports () SERVER lake OPTIONS (path '/nowhere/at/all.csv');
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'path');
BEGIN;
CREATE FOREIGN TABLE temporary () SERVER lake OPTIONS (path :'path');
SELECT count(*) FROM temporary;
ROLLBACK;
SELECT to_regclass('temporary');
BEGIN;
CALL put('shape.json', '{"only_here": {"in_this_file": 1}}');
CALL lake('shape', './shape.json');
SELECT columns('shape') LIKE 'only_here icebridge_types.%' AS composite;
ROLLBACK;
SELECT count(*) AS left_behind FROM pg_type WHERE typname LIKE 'in_this_file%';
CALL lake('shape', './shape.json');
SELECT (only_here).in_this_file FROM shape;
DO $$
BEGIN
  CREATE FOREIGN TABLE in_do () SERVER lake OPTIONS (path '/nowhere.csv');
EXCEPTION WHEN others THEN
  RAISE NOTICE '%: %', SQLSTATE, SQLERRM;
END $$;
SELECT to_regclass('in_do');
CREATE FUNCTION make_and_drop() RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  CALL lake('passing', 'airports.csv');
  found := columns('passing');
  DROP FOREIGN TABLE passing;
  RETURN found;
END $$;
SELECT make_and_drop() = columns('airports') AS same;
SELECT make_and_drop() = make_and_drop() AS same;

-- Given columns: by name in any order and any case, a part of them, cast.
CALL lake('given', 'airports.csv', '', '"LONGITUDE" numeric(9,4), iata varchar(5), latitude real');
SELECT * FROM given WHERE iata = 'SEA';
CALL lake('given', 'airports.csv', '', 'iata text, altitude int');
DROP FOREIGN TABLE given;
CALL lake('given', 'airports.csv', '', 'iata text, altitude int');
SELECT * FROM given;
SELECT iata FROM given ORDER BY iata COLLATE "C" LIMIT 1;

-- Partitions, inheritance, LIKE.
CREATE TABLE measurements (date date NOT NULL, temp_max float8, weather text) PARTITION BY RANGE (date);
\set path :data '/weather/year=2012/data_0.parquet'
CREATE FOREIGN TABLE measurements_2012 PARTITION OF measurements FOR VALUES FROM ('2012-01-01') TO ('2013-01-01') SERVER lake OPTIONS (path :'path');
\set path :data '/weather/year=2013/data_0.parquet'
CREATE FOREIGN TABLE measurements_2013 PARTITION OF measurements FOR VALUES FROM ('2013-01-01') TO ('2014-01-01') SERVER lake OPTIONS (path :'path');
CREATE TABLE measurements_2014 PARTITION OF measurements FOR VALUES FROM ('2014-01-01') TO ('2015-01-01');
INSERT INTO measurements VALUES ('2014-05-01', 20, 'sun');
SELECT tableoid::regclass, count(*), max(temp_max) FROM measurements GROUP BY 1 ORDER BY tableoid::regclass::text;
SELECT explain('SELECT max(temp_max) FROM measurements WHERE date = ''2013-03-01''');
INSERT INTO measurements VALUES ('2012-05-01', 20, 'sun');
CREATE TABLE parent (date date, weather text);
CREATE FOREIGN TABLE child () INHERITS (parent) SERVER lake OPTIONS (path :'path');
SELECT columns('child'), (SELECT count(*) FROM parent);
CREATE TABLE heap_copy (LIKE weather);
SELECT columns('heap_copy') = columns('weather') AS same;
CREATE TABLE no_columns ();
SELECT columns('no_columns');

-- ALTER.
CALL put('one.csv', E'id,name\n1,one\n');
CALL put('two.csv', E'id,name,extra\n2,two,3.5\n');
CALL lake('changing', './one.csv');
SELECT * FROM changing;
\set path :scratch '/two.csv'
ALTER FOREIGN TABLE changing OPTIONS (SET path :'path');
SELECT * FROM changing;
ALTER FOREIGN TABLE changing ADD COLUMN extra numeric(5,2);
SELECT * FROM changing;
ALTER FOREIGN TABLE changing RENAME COLUMN name TO label;
SELECT * FROM changing;
ALTER FOREIGN TABLE changing RENAME COLUMN label TO name;
ALTER FOREIGN TABLE changing ALTER COLUMN id TYPE text;
SELECT id || '!' AS id FROM changing;
ALTER FOREIGN TABLE changing ALTER COLUMN extra TYPE integer;
SELECT extra FROM changing;
ALTER FOREIGN TABLE changing DROP COLUMN name;
SELECT * FROM changing;
ALTER FOREIGN TABLE changing ADD COLUMN absent int;
SELECT id FROM changing;
SELECT absent FROM changing;
ALTER FOREIGN TABLE changing OPTIONS (ADD pth '/x');
ALTER FOREIGN TABLE changing OPTIONS (ADD delimiter ',,,,,');
ALTER FOREIGN TABLE changing OPTIONS (DROP path);
ALTER FOREIGN TABLE changing RENAME TO changed;
SELECT id FROM changed;
ALTER FOREIGN TABLE changed SET SCHEMA public;
SELECT id FROM public.changed;
DROP FOREIGN TABLE public.changed;

-- A file that is replaced is seen, also by what was prepared before.
CALL put('replaced.csv', E'id,name\n1,old\n');
CALL lake('replaced', './replaced.csv');
SET plan_cache_mode = force_generic_plan;
PREPARE read AS SELECT * FROM replaced ORDER BY id;
EXECUTE read;
CALL put('replaced.csv', E'id,name\n1,new\n2,"also new, with a comma"\n');
EXECUTE read;
CALL put('replaced.csv', E'name;id\nother dialect;3\n');
EXECUTE read;
RESET plan_cache_mode;
CALL run('mkdir growing');
CALL put('growing/1.csv', E'id\n1\n');
CALL lake('growing', './growing/*.csv');
PREPARE grow AS SELECT count(*), max(id) FROM growing;
EXECUTE grow;
CALL put('growing/2.csv', E'id\n2\n');
EXECUTE grow;
CALL run('rm growing/*.csv');
EXECUTE grow;
CALL put('growing/3.csv', E'id\n30\n');
EXECUTE grow;

-- DROP.
CREATE VIEW above AS SELECT id FROM growing;
DROP FOREIGN TABLE growing;
DROP FOREIGN TABLE growing CASCADE;
CREATE SCHEMA inner_schema;
CALL lake('inner_schema.airports', 'airports.csv');
DROP SCHEMA inner_schema CASCADE;
SELECT (point).y FROM shared;
SET client_min_messages = warning;
DROP SCHEMA lake_infer CASCADE;
