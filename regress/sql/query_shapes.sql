-- SPDX-License-Identifier: Apache-2.0
-- Expressions of more shapes than calls of what is on the list: arrays, rows, windows with defaults and periods, aggregates that
-- PostgreSQL finishes. For each: how much of it DuckDB executes, how many rows there are, and how many differ from heap's.
\set test query_shapes
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE heap_data (n int, s smallint, i int, b bigint, d numeric(10,2), e numeric(12,4), f float8, r real, t text COLLATE "C", u text,
  ts timestamp, dt date, tz timestamptz, a int[], w text[], iv interval);
INSERT INTO heap_data
  SELECT n, n % 5, n % 17, n * 1000003::bigint, n % 97 / 7.0, n % 13 * 1.0625, n / 3.0, n / 7.0, 'Name ' || n % 13, 'Word ' || n % 11,
    timestamp '2024-01-01' + n * interval '5 hours', date '2024-01-01' + n % 60, timestamptz '2024-03-01 UTC' + n * interval '7 hours',
    ARRAY[n % 7, n % 3, n], ARRAY['a' || n % 3, 'b'], n * interval '1 hour 3 days' - interval '2 months'
  FROM generate_series(1, 150) n;
INSERT INTO heap_data (n, s, a, w) VALUES (151, 1, '{}', '{}'), (152, 2, NULL, NULL), (153, 3, '{NULL}', '{NULL,x}'), (154, NULL, '{1,NULL}', '{}');
INSERT INTO heap_data (n, s, i, b, d, e, f) VALUES (155, 9, -2147483648, 9223372036854775807, -99999999.99, 0, 1e-7), (156, 8, NULL, NULL, 0, NULL, NULL);
CREATE TABLE lake_data (LIKE heap_data) USING iceberg;
INSERT INTO lake_data SELECT * FROM heap_data;

-- "all" where DuckDB executes it, "rerun" where PostgreSQL did it after all, the number of rows, and of those that differ
CREATE FUNCTION twins(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE heap text := replace(query, 'FROM data', 'FROM heap_data'); lake text := replace(query, 'FROM data', 'FROM lake_data'); answer text; plan jsonb;
BEGIN
  EXECUTE format('CREATE TEMP TABLE wanted AS SELECT x::text AS x FROM (%s) x; CREATE TEMP TABLE got AS SELECT x::text AS x FROM (%s) x', heap, lake);
  SELECT count(*) || ' rows, ' || (SELECT count(*) FROM (TABLE got EXCEPT ALL TABLE wanted) y) + (SELECT count(*) FROM (TABLE wanted EXCEPT ALL TABLE got) y) || ' differ'
    INTO answer FROM got;
  DROP TABLE wanted, got;
  EXECUTE format('EXPLAIN (ANALYZE, TIMING off, FORMAT json) %s', lake) INTO plan;
  RETURN pushed(lake) || CASE WHEN plan::text LIKE '%Rerun in PostgreSQL%' THEN ', rerun' ELSE '' END || ': ' || answer;
END $$;

-- aggregates that PostgreSQL finishes
SELECT twins('SELECT variance(i), var_pop(i), stddev(i), stddev_pop(i), var_samp(s), stddev_samp(s) FROM data WHERE n < 155');
SELECT twins('SELECT variance(d), var_pop(d), stddev(d), stddev_pop(e), var_samp(e), stddev_samp(e), variance(b), stddev(b) FROM data WHERE n < 155');
SELECT twins('SELECT s, variance(d), var_pop(i), stddev(d), stddev_pop(e) FROM data GROUP BY s');
SELECT twins('SELECT n, variance(d), var_pop(i), stddev(d), stddev_pop(e), avg(iv) FROM data GROUP BY n');
SELECT twins('SELECT variance(b), stddev(b) FROM data');
SELECT twins('SELECT variance(i) FROM data WHERE n < 0');
SELECT twins('SELECT s, stddev(d) FILTER (WHERE i > 3) FROM data GROUP BY s HAVING stddev(d) > 1');
SELECT twins('SELECT variance(DISTINCT i) FROM data');
SELECT twins('SELECT s, sum(iv), avg(iv), avg(ts - timestamp ''2023-01-01'') FROM data GROUP BY s');
SELECT twins('SELECT n, avg(i) OVER (ORDER BY n), stddev(d) OVER (PARTITION BY s ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), avg(d) OVER () FROM data');
SELECT twins('SELECT s, mode() WITHIN GROUP (ORDER BY i), mode() WITHIN GROUP (ORDER BY i DESC), mode() WITHIN GROUP (ORDER BY t), mode() WITHIN GROUP (ORDER BY dt) FROM data GROUP BY s');
SELECT twins('SELECT round(corr(f, i)::numeric, 6), round(regr_slope(f, i)::numeric, 6), round(regr_r2(f, d)::numeric, 6) FROM data WHERE n < 155');
SELECT twins('SELECT n % 60, corr(f, i) IS NULL FROM data WHERE n < 155 GROUP BY 1');

-- one group without an aggregate that is left, or with none
SELECT twins('SELECT coalesce(3, min(i)) FROM data');
SELECT twins('SELECT coalesce(3, min(i)), upper(''a''), rank() OVER () FROM data WHERE n < 0');
SELECT twins('SELECT 1, quote_literal(''a'') FROM data HAVING true');
SELECT twins('SELECT coalesce(3, min(i)) FROM data HAVING now() < now()');
SELECT twins('SELECT n, (SELECT coalesce(d.n, count(*)) FROM lake_data h WHERE h.i = d.i) FROM (SELECT * FROM data) d');
SELECT twins('SELECT n FROM data WHERE i IN (SELECT coalesce(5, max(h.i)) FROM lake_data h) OR EXISTS (SELECT 1 FROM lake_data h WHERE h.n < 0 HAVING true) AND n > 150');

-- arrays
SELECT twins('SELECT n, ARRAY[i, n, NULL], ARRAY[t, ''x''], (ARRAY[i, n])[2], ARRAY[d, d], ARRAY[]::int[] FROM data');
SELECT twins('SELECT n, a[1], a[0], a[-1], a[n % 5 - 1], a[NULL], w[2] FROM data');
SELECT twins('SELECT n, a[2:], a[:1], a[n % 3:n % 5], a[-1:1], a[3:2], w[1:1] FROM data');
SELECT twins('SELECT count(*) FROM data WHERE 5 = ANY (a)');
SELECT twins('SELECT count(*) FROM data WHERE i = ANY (a) OR t <> ALL (w)');
SELECT twins('SELECT n, i = ANY (a), i <> ALL (a), i < ANY (a), i >= ALL (a), NULL::int = ANY (a), 1 = ANY (a), 2 <> ALL (a), ''b'' = ANY (w) FROM data');
-- compared as wholes with what comes when the scan begins
SELECT twins('SELECT n FROM data WHERE ARRAY[t] <= ARRAY(SELECT ''Name 3'' FROM generate_series(1, 2))');
SELECT twins('SELECT s, count(*) FILTER (WHERE 2 = ANY (ARRAY[s::int, i])), count(*) FILTER (WHERE n > ALL (a[1:2])) FROM data GROUP BY s');

-- rows
SELECT twins('SELECT n FROM data WHERE (i, n) > (5, 50)');
SELECT twins('SELECT n, (i, d) <= (5, 7.5), (s, t) >= (i, ''Name 7''), (i, n, s) < (n, i, 3) FROM data');
SELECT twins('SELECT n FROM (SELECT n, i FROM data WHERE (i, n) > (3, 20) ORDER BY i, n LIMIT 7) x');

-- windows
SELECT twins('SELECT n, lag(d, 1, 0) OVER (ORDER BY n), lead(i, 2, -1) OVER (ORDER BY n), lag(t, 1, ''none'') OVER (ORDER BY n), lag(d, 1, 1.5555) OVER (ORDER BY n) FROM data');
SELECT twins('SELECT n, lead(d, 3, e) OVER (PARTITION BY s ORDER BY n), lag(d * e, 2, d) OVER (ORDER BY n), lag(dt, 1, NULL) OVER (ORDER BY n) FROM data WHERE n < 155');
SELECT twins('SELECT n, sum(i) OVER (ORDER BY dt RANGE BETWEEN interval ''7 days'' PRECEDING AND CURRENT ROW) FROM data WHERE n < 155');
SELECT twins('SELECT n, sum(i) OVER (ORDER BY ts RANGE BETWEEN interval ''1 month 1 hour'' PRECEDING AND interval ''2 days'' FOLLOWING) FROM data WHERE n < 155');
SELECT twins('SELECT n, count(*) OVER (PARTITION BY s ORDER BY tz DESC RANGE BETWEEN interval ''36 hours'' PRECEDING AND interval ''1 day'' FOLLOWING) FROM data');
SET timezone = 'Europe/Berlin';
SELECT twins('SELECT n, count(*) OVER (ORDER BY tz RANGE BETWEEN interval ''1 day'' PRECEDING AND CURRENT ROW) FROM data');
SELECT twins('SELECT n, count(*) OVER (ORDER BY tz RANGE BETWEEN interval ''24 hours'' PRECEDING AND CURRENT ROW) FROM data');
RESET timezone;

-- a branch of a union of which the planner knows that it has no rows
SELECT twins('SELECT x FROM (SELECT u AS t, lead(i, s::int) OVER (ORDER BY n) AS x FROM data UNION ALL SELECT '''', a.n FROM (SELECT n FROM data) a, (SELECT i FROM data) b WHERE a.n = b.i) y WHERE ''b'' <= t');

-- sub-queries that depend on the row: what is searched may be NULL in another row; an aggregate of the query around in EXISTS
SELECT twins('SELECT n, n % 7 = ANY (SELECT o.i FROM generate_series(1, 2) GROUP BY o.s), n NOT IN (SELECT o.i FROM generate_series(1, 2)) FROM data o');
SELECT twins('SELECT n FROM data o WHERE n % 7 = ANY (SELECT o.i FROM generate_series(1, 2) GROUP BY o.s)');
SELECT twins('SELECT (SELECT 1 WHERE EXISTS (SELECT min(o.n) FROM generate_series(1, 2))) FROM data o WHERE n < 0');

-- floating point as numeric, buckets
SELECT twins('SELECT s, sum(round(f::numeric, 2)), sum(f::numeric(12,4)), max(round((f * 1e6)::numeric, 3)), sum(r::numeric(9,3)) FROM data GROUP BY s');
SELECT twins('SELECT round(f::numeric, 1), count(*) FROM data GROUP BY 1');
SELECT twins('SELECT width_bucket(f, 0, 66.6, 10), width_bucket(d, 0, 14, 7), width_bucket(i, 17, 0, 4), count(*) FROM data GROUP BY 1, 2, 3');
SELECT twins('SELECT length(t) * 1000, strpos(t, ''e'') + 1, count(*) FROM data GROUP BY 1, 2');

-- letters: those of ASCII have the case of English in nearly all collations; groups are their own keys
SELECT twins('SELECT lower(u), upper(u), count(*) FROM data GROUP BY lower(u), upper(u)');
SELECT twins('SELECT lower(u) || ''!'', count(*) FROM data GROUP BY lower(u) HAVING lower(u) <> ''word 3''');
SELECT twins('SELECT count(*) FROM data WHERE u ILIKE ''%I%'' OR u ILIKE ''word _'' OR lower(u) = ''word 10''');
SELECT twins('SELECT initcap(t), to_char(ts, ''YYYY-"Q"Q Mon day''), count(*) FROM data GROUP BY 1, 2');
UPDATE heap_data SET u = 'É' WHERE n = 1;
UPDATE lake_data SET u = 'É' WHERE n = 1;
SELECT twins('SELECT lower(u), count(*) FROM data GROUP BY lower(u)');

-- texts as numerics and dates, parts of texts, different values in their order
SELECT twins('SELECT s, sum(f::numeric), avg((i || ''.50'')::numeric), sum((n || '''')::numeric), max(round(f::numeric, 1)) FROM data WHERE n < 155 GROUP BY s');
SELECT twins('SELECT s, sum((i || ''.5'')::numeric(12,3)), count(*) FILTER (WHERE (n || ''.25'')::numeric > 3.1) FROM data WHERE n < 155 GROUP BY s');
SELECT twins('SELECT s, array_agg(DISTINCT i), string_agg(DISTINCT t, '',''), array_agg(DISTINCT d) FROM data GROUP BY s');
SELECT twins('SELECT substring(t FROM ''[0-9]+''), substring(t FROM ''e (.)''), regexp_count(t, ''1''), count(*), sum(substring(t FROM ''[0-9]+'')::int) FROM data GROUP BY 1, 2, 3');
SELECT twins('SELECT to_date(to_char(ts, ''YYYYMMDD''), ''YYYYMMDD''), to_timestamp(to_char(ts, ''DD.MM.YYYY HH24:MI''), ''DD.MM.YYYY HH24:MI''), count(*) FROM data GROUP BY 1, 2');
-- what PostgreSQL alone knows of groups
SELECT twins('SELECT CASE WHEN n % 2 = 0 THEN d ELSE e END, count(*) FROM data GROUP BY 1');
SELECT twins('SELECT quote_ident(t), quote_ident(t) || i, count(*) FROM data GROUP BY t, i');
SELECT twins('SELECT quote_ident(lower(t)), lower(t), sum(n) FROM data GROUP BY lower(t) ORDER BY lower(t)');

-- angles, roots, bytes of texts, moments one after the other
SELECT twins('SELECT s, sum(round(sind(n)::numeric, 9)), max(cosd(i)), min(atand(f)), count(*) FILTER (WHERE cbrt(f) > 2) FROM data WHERE n < 155 GROUP BY s');
SELECT twins('SELECT decode(lpad(to_hex(n), 8, ''0''), ''hex''), count(*) FROM data WHERE n > 0 GROUP BY 1');
SELECT twins('SELECT day, count(n), sum(i) FROM data RIGHT JOIN generate_series(timestamp ''2024-01-31'', ''2024-06-30'', ''1 month'') AS day ON date_trunc(''day'', ts) = day GROUP BY day');
SELECT twins('SELECT hour, count(n) FROM data RIGHT JOIN generate_series(timestamp ''2024-01-10'', timestamp ''2024-01-01'', ''-6 hours'') AS hour ON ts >= hour AND ts < hour + interval ''6 hours'' GROUP BY hour');
SELECT count(*) FROM lake_data, generate_series(timestamp '2024-01-10', timestamp '2024-01-01', '0 hours');

-- the end of a day, as a bound of a file and as a default
CREATE TABLE lake_hours (id int, at time) USING iceberg;
INSERT INTO lake_hours VALUES (1, '24:00:00'), (2, '00:00:00.000001'), (3, '23:59:59.999999');
ALTER TABLE lake_hours ADD COLUMN until time DEFAULT '24:00:00';
SELECT max(at), min(at), count(*) FROM lake_hours;
SELECT max(until), pushed('SELECT max(at) FROM lake_hours') FROM lake_hours WHERE at > '12:00';

-- a relation that only an unread part reads, and that could not be handed over, is not asked for at execution either
CREATE VIEW unread AS SELECT n, (SELECT min(h.i) FROM heap_data h WHERE h.n = d.n) AS least FROM lake_data d;
BEGIN;
UPDATE lake_hours SET id = (SELECT count(*) FROM unread WHERE n < 9);
SELECT id, count(*) FROM lake_hours GROUP BY id;
ROLLBACK;
SET icebridge.heap_rows_limit = 0;
SELECT count(*), max(n), pushed('SELECT count(*), max(n) FROM unread') FROM unread;
RESET icebridge.heap_rows_limit;

-- infinite floats, which Iceberg's bounds know
CREATE TABLE lake_limits (f real, d double precision) USING iceberg;
INSERT INTO lake_limits VALUES ('-Infinity', '-Infinity'), (1, 1);
INSERT INTO lake_limits VALUES ('Infinity', 'Infinity'), ('NaN', 'NaN');
SELECT count(*) FILTER (WHERE f = '-Infinity'), count(*) FROM lake_limits WHERE f = '-Infinity'::real OR f = 'Infinity'::float8;
SELECT (SELECT count(*) FROM lake_limits WHERE f <= '-Infinity'), (SELECT count(*) FROM lake_limits WHERE f >= 'Infinity'), (SELECT count(*) FROM lake_limits WHERE d = '-Infinity');

-- values of rows around that are equal and not the same
CREATE TABLE heap_data_equal (id int, f float8, period interval);
INSERT INTO heap_data_equal VALUES (1, 0, '1 month'), (2, '-0', '30 days'), (3, 0, '720 hours');
CREATE TABLE lake_data_equal USING iceberg AS SELECT * FROM heap_data_equal;
SELECT twins('SELECT id, (SELECT min(date ''2024-02-01'' + i.id + o.period) FROM data_equal i) FROM data_equal o');
SELECT twins('SELECT id, x FROM data_equal o, LATERAL (SELECT max(i.id + atan2(o.f, o.f)) AS x FROM data_equal i) l');
SELECT twins('SELECT id, x FROM data_equal o, LATERAL (SELECT count(*) AS x FROM data_equal e WHERE e.f <= o.f) l');

-- keys of what lies within JSON, which may be no object
CREATE TABLE heap_data_keys (id int, j jsonb);
INSERT INTO heap_data_keys VALUES (1, '{"a": {"b": 1}}'), (2, '{"a": {"c": 1}}'), (3, '{"b": 1}'), (4, '{"a": null}'), (5, '{"a": 5}'), (6, NULL), (7, '["a"]');
CREATE TABLE lake_data_keys USING iceberg AS SELECT * FROM heap_data_keys;
SELECT twins('SELECT j->''a'' ? ''b'', (j->''a''->''b'') ? ''c'', count(*) FROM data_keys GROUP BY 1, 2');
SELECT twins('SELECT j #>> ''{a,b}'', count(*) FROM data_keys GROUP BY 1');
INSERT INTO heap_data_keys VALUES (8, '{"a": ["b"]}'), (9, '{"a": "b"}');
INSERT INTO lake_data_keys VALUES (8, '{"a": ["b"]}'), (9, '{"a": "b"}');
SELECT twins('SELECT j->''a'' ? ''b'', count(*) FROM data_keys GROUP BY 1');

-- JSON of files is as whoever wrote it has put it
\set keys :home '/scratch/query_shapes_keys.csv'
COPY (VALUES (1, '{"b":1,"a":[1,2]}'), (2, '{"a": [1, 2], "b": 2}')) TO :'keys' (FORMAT csv);
CREATE FOREIGN TABLE file_keys (id int, j jsonb) SERVER lake OPTIONS (path :'keys', header 'false');
SELECT id, j FROM file_keys WHERE j = '{"a": [1, 2], "b": 1}';
SELECT count(*) FROM file_keys WHERE j <> '{"a": [1, 2], "b": 1}';
SELECT j ->> 'b', j ? 'a', j #>> '{b}' FROM file_keys ORDER BY id;

-- a set without keys has a group where there are no rows, also in a sub-query that depends on the row
SELECT twins('SELECT o.n, x, c FROM data o JOIN LATERAL (SELECT grouping(i.n), count(*) FROM data i WHERE o.n > 40 AND i.n < 3 GROUP BY ROLLUP (i.n)) l(x, c) ON true WHERE o.n > 35');
SELECT twins('SELECT o.n, c FROM data o, LATERAL (SELECT count(*) FROM data i WHERE i.n = o.n + 1000 GROUP BY GROUPING SETS ((), ())) l(c) WHERE o.n > 35');
SELECT twins('SELECT o.n, EXISTS (SELECT 1 FROM data i WHERE i.n = o.n + 1000 GROUP BY CUBE (i.b)) FROM data o WHERE o.n > 35');
SELECT twins('SELECT x, c, count(*) FROM data o JOIN (SELECT grouping(i.n), count(*) FROM data i WHERE i.n > 1000 GROUP BY ROLLUP (i.n)) l(x, c) ON true GROUP BY 1, 2');

-- intervals whose time is too long for a count of nanoseconds
CREATE TABLE heap_data_long (id int, period interval);
INSERT INTO heap_data_long VALUES (1, '-35790394:07:59.5'), (2, '5 mons -2147483642 days 35790394:07:59.5'), (3, '2562047:59:59'), (4, '2562047:00'), (5, '-2562046:59:59.999999'), (6, '1 day');
CREATE TABLE lake_data_long USING iceberg AS SELECT * FROM heap_data_long;
SELECT twins('SELECT id, period FROM data_long ORDER BY id DESC');
SELECT twins('SELECT DISTINCT period FROM data_long');
SELECT twins('SELECT id, period * 3, period + ''1 hour'' FROM data_long WHERE id <> 2');
SELECT twins('SELECT period, count(*) FROM data_long WHERE id >= 5 GROUP BY 1');
SELECT twins('SELECT array_agg(period ORDER BY id) FROM data_long');
SELECT twins('SELECT l.period FROM (SELECT array_agg(period ORDER BY id) AS period FROM data_long) l JOIN (SELECT 1) one ON true');
SET intervalstyle = sql_standard;
SELECT twins('SELECT id, period FROM data_long ORDER BY id DESC');
RESET intervalstyle;

-- aggregates of which constants leave only values of the row around
SELECT twins('SELECT (SELECT max(CASE WHEN false THEN i.n ELSE o.n END) FROM data i JOIN (SELECT 1) j ON NULL::bool) FROM data o JOIN (SELECT 1) x ON NULL::bool');
SELECT twins('SELECT (SELECT count(*) FILTER (WHERE CASE WHEN false THEN i.n > 0 ELSE o.n > 1 END) FROM data i WHERE i.n > 1) FROM data o WHERE o.n < 9');
SELECT twins('SELECT (SELECT max(i.n + o.n) FROM data i WHERE i.n < 3) FROM data o WHERE o.n < 9');
