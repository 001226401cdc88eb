-- SPDX-License-Identifier: Apache-2.0
-- Plans over data files, and that every way of running one gives the rows that a heap table gives.
\set test lake_plan
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
CALL lake('weather', 'seattle-weather.parquet');
CALL lake('airports', 'airports.csv');
CALL lake('penguins', 'penguins.json');
CALL lake('years', 'weather/*/*.parquet', $$hive_partitioning 'true'$$);
CREATE TABLE heap_weather AS SELECT * FROM weather;
CREATE TABLE heap_airports AS SELECT * FROM airports;
ALTER TABLE heap_airports ADD PRIMARY KEY (iata);
ANALYZE heap_weather, heap_airports;

-- What is pushed: columns, quals, order and limit.
SELECT explain('SELECT * FROM weather');
SELECT explain('SELECT temp_max FROM weather WHERE date = ''2013-07-01'' AND weather LIKE ''s%''');
SELECT explain('SELECT count(*) FROM weather');
SELECT explain('SELECT 1 FROM weather WHERE wind > 5');
SELECT explain('SELECT weather FROM weather WHERE to_char(date, ''MM'') = ''07'' AND wind > 5');
SELECT explain('SELECT temp_max FROM weather ORDER BY temp_max DESC NULLS LAST, date LIMIT 3');
SELECT explain('SELECT temp_max FROM weather ORDER BY temp_max LIMIT 3 OFFSET 2');
SELECT explain('SELECT date FROM weather LIMIT 5');
SELECT explain('SELECT date FROM weather WHERE year = 2014', 'VERBOSE, COSTS OFF') FROM (SELECT 1) x WHERE false;
SELECT explain('SELECT temp_max FROM years WHERE year = 2014 AND temp_max > 30');

-- What is not: an order that is not DuckDB's, a limit above something that drops or needs more rows.
CREATE FUNCTION pushed(query text, OUT order_by boolean, OUT limited boolean) LANGUAGE sql AS
$$ SELECT bool_or(line LIKE '%DuckDB SQL:% ORDER BY %'), bool_or(line LIKE '%DuckDB SQL:% LIMIT %') FROM explain(query) line $$;
SET test.rows = 2;
SELECT query, pushed.* FROM unnest(ARRAY[
  'SELECT name FROM airports ORDER BY name COLLATE "C" LIMIT 2', 'SELECT name FROM airports ORDER BY name COLLATE "und-x-icu" LIMIT 2',
  'SELECT date FROM weather WHERE to_char(date, ''MM'') = ''07'' LIMIT 2', 'SELECT date FROM weather WHERE random() < 2 LIMIT 2',
  'SELECT DISTINCT weather FROM weather LIMIT 2', 'SELECT weather, count(*) FROM weather GROUP BY weather LIMIT 1', 'SELECT count(*) FROM weather LIMIT 1',
  'SELECT date, row_number() OVER (ORDER BY wind) FROM weather LIMIT 1', 'SELECT generate_series(1, 0), date FROM weather LIMIT 1',
  'SELECT date, wind FROM weather ORDER BY wind FETCH FIRST 1 ROW WITH TIES', 'SELECT w.date FROM weather w JOIN heap_weather h USING (date) LIMIT 1',
  'SELECT w.date FROM weather w, generate_series(1, 2) LIMIT 1', 'SELECT date FROM weather UNION ALL SELECT date FROM heap_weather LIMIT 1',
  'SELECT date FROM weather LIMIT current_setting(''test.rows'')::int', 'SELECT date FROM weather LIMIT 5 OFFSET current_setting(''test.rows'')::int',
  'SELECT date FROM weather LIMIT (SELECT 2)', 'SELECT date FROM weather ORDER BY wind + 1 LIMIT 1', 'SELECT date FROM weather ORDER BY wind, date + 1 LIMIT 1',
  'SELECT date FROM weather ORDER BY wind USING > LIMIT 1', 'SELECT date FROM weather ORDER BY weather LIMIT 1', 'SELECT 1 FROM weather ORDER BY 1 LIMIT 1',
  'SELECT date FROM weather LIMIT ALL', 'SELECT date FROM weather LIMIT NULL', 'SELECT date FROM weather LIMIT 0', 'SELECT date FROM weather LIMIT 1 FOR UPDATE',
  'SELECT * FROM (SELECT date, wind FROM weather LIMIT 3) x WHERE wind > 5', 'SELECT date FROM weather WHERE EXISTS (SELECT 1 FROM heap_weather LIMIT 1) LIMIT 1']) AS query, pushed(query);

-- A limit that changes between planning and execution.
SET plan_cache_mode = force_generic_plan;
SET test.rows = 2;
PREPARE limited AS SELECT date FROM weather ORDER BY date LIMIT current_setting('test.rows')::int;
EXECUTE limited;
SET test.rows = 3;
EXECUTE limited;
PREPARE limited_parameter(int, int) AS SELECT date FROM weather ORDER BY date LIMIT $1 OFFSET $2;
EXECUTE limited_parameter(1, 1);
EXECUTE limited_parameter(2, 0);
EXECUTE limited_parameter(NULL, 1460);
EXECUTE limited_parameter(0, 0);
EXECUTE limited_parameter(-1, 0);
RESET plan_cache_mode;

-- Every query on files and on the heap: only differences are listed. WEATHER and AIRPORTS stand for the tables.
CREATE FUNCTION rows_of(query text, prefix text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
  EXECUTE format('SELECT coalesce(string_agg(x::text, E''\n''), '''') FROM (%s) x', replace(replace(query, 'WEATHER', prefix || 'weather'), 'AIRPORTS', prefix || 'airports')) INTO result;
  RETURN result;
EXCEPTION WHEN others THEN
  RETURN SQLSTATE || ' ' || replace(replace(SQLERRM, 'heap_', ''), 'foreign table', 'table');
END $$;
CREATE TABLE queries (number serial, query text);
INSERT INTO queries (query) SELECT unnest(ARRAY[
  'SELECT * FROM WEATHER ORDER BY date',
  'SELECT count(*), count(date), count(DISTINCT weather) FROM WEATHER',
  'SELECT count(*) FROM WEATHER WHERE false',
  'SELECT count(*) FROM WEATHER WHERE wind > 5',
  'SELECT count(*) FROM WEATHER WHERE to_char(date, ''MM'') = ''07''',
  'SELECT count(*) + 1, 2 FROM WEATHER HAVING count(*) > 5',
  'SELECT count(*) FROM WEATHER HAVING count(*) > 5000',
  'SELECT count(1), count(*) FILTER (WHERE wind > 5) FROM WEATHER',
  'SELECT count(*) FROM WEATHER LIMIT 0',
  'SELECT count(*) FROM WEATHER OFFSET 1',
  'SELECT count(*) FROM (SELECT * FROM WEATHER LIMIT 10) x',
  'SELECT count(*) FROM (SELECT DISTINCT weather FROM WEATHER) x',
  'SELECT s, (SELECT count(*) FROM WEATHER WHERE wind > s) FROM generate_series(1, 5) s ORDER BY 1',
  'SELECT x.n FROM generate_series(1, 3) s, LATERAL (SELECT count(*) AS n FROM WEATHER WHERE extract(month FROM date) = s) x ORDER BY 1',
  'SELECT count(*) FROM WEATHER a CROSS JOIN WEATHER b WHERE a.date < ''2012-01-05'' AND b.date < ''2012-01-05''',
  'SELECT count(*) FROM WEATHER FOR UPDATE',
  'SELECT (SELECT count(*) FROM WEATHER) - (SELECT count(*) FROM heap_weather)',
  'SELECT count(*) FROM WEATHER GROUP BY ()',
  'SELECT 1 FROM WEATHER WHERE NULL',
  'SELECT NULL FROM WEATHER',
  'SELECT weather, count(*), avg(temp_max), min(date), max(wind), sum(precipitation), stddev(wind)::numeric(10,6) FROM WEATHER GROUP BY weather ORDER BY weather',
  'SELECT weather, extract(year FROM date), count(*) FROM WEATHER GROUP BY ROLLUP (1, 2) ORDER BY 1, 2',
  'SELECT weather FROM WEATHER GROUP BY weather HAVING count(*) > 100 ORDER BY 1',
  'SELECT DISTINCT weather FROM WEATHER ORDER BY 1 DESC',
  'SELECT DISTINCT ON (weather) weather, date FROM WEATHER ORDER BY weather, date DESC',
  'SELECT date, rank() OVER (PARTITION BY weather ORDER BY temp_max DESC, date) FROM WEATHER ORDER BY date LIMIT 20',
  'SELECT date, sum(precipitation) OVER (ORDER BY date ROWS 2 PRECEDING) FROM WEATHER ORDER BY date LIMIT 20 OFFSET 100',
  'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY temp_max) FROM WEATHER',
  'SELECT string_agg(weather, '','' ORDER BY date) FILTER (WHERE date < ''2012-01-10'') FROM WEATHER',
  'SELECT w FROM WEATHER w WHERE date = ''2012-01-01''',
  'SELECT w.*, w FROM WEATHER w WHERE date = ''2012-01-01''',
  'SELECT to_jsonb(w) FROM WEATHER w WHERE date = ''2012-01-01''',
  'SELECT (w).date FROM WEATHER w WHERE (w).wind > 9 ORDER BY 1',
  'SELECT count(w) FROM WEATHER w WHERE w IS NOT NULL',
  'SELECT iata FROM AIRPORTS WHERE state = ''AK'' ORDER BY iata COLLATE "C" LIMIT 5 OFFSET 3',
  'SELECT iata FROM AIRPORTS ORDER BY latitude DESC NULLS FIRST, iata LIMIT 5',
  'SELECT iata FROM AIRPORTS ORDER BY state, city, iata LIMIT 7',
  'SELECT iata, state FROM AIRPORTS ORDER BY state NULLS FIRST, iata DESC LIMIT 9',
  'SELECT a.iata, w.date FROM AIRPORTS a JOIN WEATHER w ON w.temp_max > a.latitude WHERE a.state = ''HI'' AND w.temp_max > 22 ORDER BY 1, 2',
  'SELECT a.iata, b.iata FROM AIRPORTS a JOIN AIRPORTS b ON a.city = b.city AND a.iata < b.iata WHERE a.state = ''WA'' ORDER BY 1, 2',
  'SELECT a.iata, b.name FROM AIRPORTS a LEFT JOIN heap_airports b ON a.iata = b.iata AND b.state = ''CA'' WHERE a.iata LIKE ''S%'' ORDER BY 1',
  'SELECT a.iata, b.iata FROM AIRPORTS a FULL JOIN (SELECT * FROM heap_airports WHERE state = ''WA'') b USING (iata) WHERE a.state = ''WA'' OR b.state = ''WA'' ORDER BY 1',
  'SELECT b.iata FROM heap_airports b WHERE EXISTS (SELECT 1 FROM AIRPORTS a WHERE a.city = b.city AND a.iata <> b.iata) ORDER BY 1 LIMIT 20',
  'SELECT b.iata FROM heap_airports b WHERE NOT EXISTS (SELECT 1 FROM AIRPORTS a WHERE a.city = b.city AND a.iata <> b.iata) ORDER BY 1 LIMIT 20',
  'SELECT iata FROM AIRPORTS WHERE iata IN (SELECT iata FROM heap_airports WHERE state = ''WA'') ORDER BY 1',
  'SELECT iata FROM AIRPORTS WHERE iata NOT IN (SELECT iata FROM heap_airports WHERE state <> ''WA'') ORDER BY 1',
  'SELECT b.iata, (SELECT count(*) FROM AIRPORTS a WHERE a.state = b.state AND a.latitude > b.latitude) FROM heap_airports b WHERE b.state = ''HI'' ORDER BY 1',
  'SELECT b.iata, x.iata FROM heap_airports b CROSS JOIN LATERAL (SELECT iata FROM AIRPORTS a WHERE a.state = b.state ORDER BY abs(a.latitude - b.latitude), a.iata LIMIT 2) x WHERE b.state = ''HI'' ORDER BY 1, 2',
  'SELECT s, x.date FROM generate_series(1, 5) s LEFT JOIN LATERAL (SELECT date FROM WEATHER WHERE extract(day FROM date) = s * 7 ORDER BY date LIMIT 1) x ON true ORDER BY 1',
  'SELECT s.state, (SELECT max(latitude) FROM AIRPORTS a WHERE a.state = s.state) FROM (SELECT DISTINCT state FROM AIRPORTS) s ORDER BY 1',
  'SELECT date FROM WEATHER WHERE temp_max = (SELECT max(temp_max) FROM WEATHER)',
  'SELECT date FROM WEATHER w WHERE temp_max > ALL (SELECT temp_max FROM WEATHER v WHERE v.date < w.date AND v.date > w.date - 60) AND w.date < ''2012-03-01'' ORDER BY 1',
  'SELECT date FROM WEATHER UNION SELECT date + 1 FROM WEATHER ORDER BY 1 LIMIT 5',
  'SELECT weather FROM WEATHER INTERSECT SELECT ''sun'' ORDER BY 1',
  'SELECT weather FROM WEATHER EXCEPT SELECT ''sun'' ORDER BY 1',
  '(SELECT date FROM WEATHER ORDER BY date LIMIT 2) UNION ALL (SELECT date FROM WEATHER ORDER BY date DESC LIMIT 2)',
  'WITH wet AS (SELECT * FROM WEATHER WHERE precipitation > 20) SELECT count(*), (SELECT max(date) FROM wet) FROM wet',
  'WITH wet AS MATERIALIZED (SELECT * FROM WEATHER WHERE precipitation > 20) SELECT a.date FROM wet a JOIN wet b ON a.date = b.date + 1 ORDER BY 1',
  'WITH RECURSIVE days AS (SELECT min(date) AS date FROM WEATHER UNION ALL SELECT w.date FROM WEATHER w JOIN days d ON w.date = d.date + 1 WHERE w.date < ''2012-01-10'') SELECT * FROM days ORDER BY 1',
  'SELECT * FROM WEATHER w, (VALUES (''2012-01-01''::date), (''2013-01-01'')) v(date) WHERE w.date = v.date ORDER BY 1',
  'SELECT date, CASE WHEN temp_max > 30 THEN ''hot'' ELSE ''not'' END FROM WEATHER WHERE temp_max > 33 ORDER BY 1',
  'SELECT tableoid::regclass::text = ''x'' FROM WEATHER LIMIT 1',
  'SELECT ctid IS NULL FROM WEATHER LIMIT 1',
  'SELECT count(*) FROM ONLY WEATHER',
  'SELECT count(*) FROM WEATHER w(a, b) WHERE b > 20',
  'SELECT generate_series(1, 2), date FROM WEATHER ORDER BY date, 1 LIMIT 4',
  'SELECT count(*) FROM WEATHER a, WEATHER b WHERE a.date = b.date AND a.wind = b.wind',
  'SELECT grouping(weather), weather, max(date) FROM WEATHER GROUP BY GROUPING SETS ((weather), ()) ORDER BY 1, 2']);
CREATE FUNCTION compare() RETURNS TABLE (queries int, different int) LANGUAGE plpgsql AS $$
DECLARE q record; wanted text; got text;
BEGIN
  queries := 0; different := 0;
  FOR q IN SELECT * FROM lake_plan.queries ORDER BY number LOOP
    wanted := rows_of(q.query, 'heap_');
    got := rows_of(q.query, '');
    queries := queries + 1;
    IF wanted IS DISTINCT FROM got THEN
      different := different + 1;
      RAISE WARNING E'%\nheap: %\nlake: %', q.query, substr(wanted, 1, 200), substr(got, 1, 200);
    END IF;
  END LOOP;
  RETURN NEXT;
END $$;
SELECT * FROM compare();
-- Once more with other joins, and in parallel as far as it goes.
SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET enable_memoize = off;
SELECT * FROM compare();
SET enable_nestloop = off; SET enable_mergejoin = on; RESET enable_material; RESET enable_memoize;
SELECT * FROM compare();
RESET enable_nestloop; RESET enable_hashjoin; RESET enable_mergejoin;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT set_config(name, 'on', false) FROM (VALUES ('force_parallel_mode'), ('debug_parallel_query')) v(wanted) JOIN pg_settings s ON s.name = wanted \g /dev/null
SELECT * FROM compare();
SELECT set_config(name, 'off', false) FROM (VALUES ('force_parallel_mode'), ('debug_parallel_query')) v(wanted) JOIN pg_settings s ON s.name = wanted \g /dev/null
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;

-- Parameters from the outer side of a nested loop, rescans.
SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET enable_memoize = off;
SELECT explain('SELECT * FROM (VALUES (''SEA''), (''SFO'')) v(code), LATERAL (SELECT name FROM airports a WHERE a.iata = v.code OFFSET 0) x');
SELECT * FROM (VALUES ('SEA'), ('SFO'), ('XXX'), (NULL)) v(code), LATERAL (SELECT name FROM airports a WHERE a.iata = v.code OFFSET 0) x;
SELECT code, (SELECT name FROM airports a WHERE a.iata = v.code) FROM (VALUES ('SEA'), (NULL), ('SFO'), ('SEA')) v(code);
SELECT count(*) FROM heap_airports h, airports a WHERE h.iata = a.iata AND h.state = 'HI';
RESET enable_hashjoin; RESET enable_mergejoin; RESET enable_material; RESET enable_memoize;

-- Cursors, loops, and what else runs a plan.
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT date, temp_max FROM weather ORDER BY date;
FETCH 2 FROM c;
FETCH PRIOR FROM c;
FETCH LAST FROM c;
FETCH ABSOLUTE 3 FROM c;
MOVE 1000 FROM c;
FETCH 1 FROM c;
DECLARE d CURSOR WITH HOLD FOR SELECT iata FROM airports ORDER BY iata COLLATE "C" LIMIT 3;
DECLARE e NO SCROLL CURSOR FOR SELECT date FROM weather;
FETCH 1 FROM e;
COMMIT;
FETCH ALL FROM d;
CLOSE d;
BEGIN;
DECLARE open_at_abort CURSOR FOR SELECT * FROM weather;
FETCH 1 FROM open_at_abort;
SAVEPOINT s;
DECLARE inner_cursor CURSOR FOR SELECT iata FROM airports;
FETCH 1 FROM inner_cursor;
SELECT 1 / 0;
ROLLBACK TO s;
FETCH 1 FROM open_at_abort;
FETCH 1 FROM inner_cursor;
ROLLBACK;
DO $$
DECLARE r record; n int := 0; total numeric := 0;
BEGIN
  FOR r IN SELECT date, precipitation FROM weather WHERE precipitation > 0 ORDER BY date LOOP
    n := n + 1;
    total := total + r.precipitation;
    EXIT WHEN n = 100;
  END LOOP;
  FOR n IN 1..10 LOOP
    PERFORM 1 FROM airports WHERE iata = 'SEA' AND n > 0;
    IF NOT FOUND THEN RAISE 'not found'; END IF;
  END LOOP;
  RAISE WARNING 'total %', total;
END $$;
COPY (SELECT date, temp_max, weather FROM weather WHERE date < '2012-01-04' ORDER BY date) TO STDOUT (FORMAT csv);
CREATE TABLE made AS SELECT * FROM weather WHERE weather = 'snow' WITH NO DATA;
SELECT columns('made');
CREATE MATERIALIZED VIEW snow AS SELECT date FROM weather WHERE weather = 'snow';
REFRESH MATERIALIZED VIEW snow;
SELECT count(*) FROM snow;
INSERT INTO made SELECT * FROM weather WHERE weather = 'snow' RETURNING date, temp_min \g /dev/null
SELECT count(*) FROM made;
UPDATE made SET wind = w.wind + 1 FROM weather w WHERE w.date = made.date;
DELETE FROM made USING weather w WHERE w.date = made.date AND w.temp_max > 0;
SELECT count(*) FROM made;
BEGIN READ ONLY;
SELECT count(*) FROM weather;
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) FROM weather;
COMMIT;

-- Files are read-only for now.
INSERT INTO weather (date) VALUES ('2020-01-01');
UPDATE weather SET wind = 0;
DELETE FROM weather;
TRUNCATE weather;
COPY weather FROM STDIN;
\.
MERGE INTO weather w USING made m ON w.date = m.date WHEN MATCHED THEN DELETE;
SELECT date FROM weather WHERE date = '2012-01-01' FOR UPDATE;
SELECT date FROM weather JOIN made USING (date) ORDER BY date LIMIT 1 FOR SHARE OF made;
SELECT count(*) FROM weather TABLESAMPLE SYSTEM (100);
BEGIN;
LOCK TABLE weather IN SHARE MODE;
COMMIT;
CREATE INDEX ON weather (date);
ALTER FOREIGN TABLE weather ADD PRIMARY KEY (date);
CREATE TRIGGER t AFTER INSERT ON weather EXECUTE FUNCTION suppress_redundant_updates_trigger();
VACUUM weather;

-- Statistics.
ANALYZE weather, airports, penguins, years;
SELECT relname, CASE relname WHEN 'airports' THEN reltuples / 3376 WHEN 'penguins' THEN reltuples / 344 ELSE reltuples / 1461 END BETWEEN 0.5 AND 2 AS near FROM pg_class WHERE oid IN ('weather'::regclass, 'airports'::regclass, 'penguins'::regclass, 'years'::regclass) ORDER BY 1;
SELECT tablename, attname, null_frac, n_distinct FROM pg_stats WHERE schemaname = 'lake_plan' AND tablename = 'weather' AND attname IN ('weather', 'date') ORDER BY 2;
CREATE FUNCTION estimate(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
  RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
SELECT estimate('SELECT * FROM weather') = (SELECT count(*) FROM weather) AS exact,
  estimate('SELECT * FROM weather WHERE weather = ''snow''') BETWEEN 15 AND 40 AS near,
  estimate('SELECT * FROM weather WHERE date < ''2013-01-01''') BETWEEN 300 AND 430 AS near;
ANALYZE weather (nothing);

-- EXPLAIN in its forms.
SELECT explain('SELECT date FROM weather WHERE wind > 9', 'COSTS OFF');
SELECT label FROM explain('SELECT date FROM weather WHERE wind > 9', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line,
  substring(line from '^ *([A-Za-z][A-Za-z ]*):') label WHERE label IN ('Files', 'DuckDB SQL', 'Files Read', 'DuckDB Time', 'Bytes Read');
CREATE FUNCTION explain_json(query text) RETURNS json LANGUAGE plpgsql AS $$ DECLARE plan json; BEGIN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT json) ' || query INTO plan; RETURN plan; END $$;
SELECT plan ->> 'Node Type' AS node, plan ->> 'Files' AS files, plan ? 'DuckDB SQL' AS sql FROM (SELECT (explain_json('SELECT date FROM weather') -> 0 -> 'Plan')::jsonb AS plan) x;
EXPLAIN (COSTS OFF, VERBOSE, FORMAT xml) SELECT date FROM weather \g /dev/null
EXPLAIN (COSTS OFF, VERBOSE, FORMAT yaml) SELECT date FROM weather \g /dev/null
DROP SCHEMA lake_plan CASCADE;
