-- SPDX-License-Identifier: Apache-2.0
-- Entries of the list of what DuckDB executes that edge values alone do not test: aggregates that make arrays and JSON, texts of moments and of char(n),
-- series of moments. Rows, and errors, are those of the heap.
\set test query_list
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE item (id int, g int, c char(4) COLLATE "C", t text COLLATE "C", n numeric(10,3), b boolean, d date, ts timestamp, tz timestamptz, a int[]) USING iceberg;
INSERT INTO item SELECT i, i % 4, (ARRAY['b', 'ab', NULL, ' x', 'abcd', ''])[i % 6 + 1], (ARRAY['x"y', E'tab\t', NULL, 'é\', '😀', E'\x01\x1f', ''])[i % 7 + 1], i / 8.0,
  i % 3 = 0, date '2024-02-27' + i, timestamp '2024-03-30 22:15:00.25' + i * interval '5 hours', timestamptz '2024-03-30 22:15:00.25+00' + i * interval '5 hours', ARRAY[i, NULL, -i]
FROM generate_series(1, 40) i;
INSERT INTO item VALUES (41, 1, 'ab', 'bc', 0, NULL, '0044-03-15 BC', '0044-03-15 10:00 BC', '0044-03-15 10:00+00 BC', '{}'), (42, NULL, NULL, NULL, NULL, NULL, 'infinity', '-infinity', 'infinity', NULL);
CREATE TABLE heap AS SELECT * FROM item;
CREATE FUNCTION rerun(query text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN EXISTS (SELECT FROM explain(query, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'Rerun in PostgreSQL');
EXCEPTION WHEN others THEN
  RETURN NULL;
END $$;
CREATE FUNCTION compare(VARIADIC queries text[]) RETURNS TABLE (query text, same_as_heap boolean, pushed text, rerun boolean) LANGUAGE sql AS $$
  SELECT query, rows_of(query) = rows_of(regexp_replace(query, 'item\y', 'heap', 'g')), pushed(query), rerun(query) FROM unnest(queries) query $$;
SET timezone = 'Europe/Berlin';

-- arrays and texts of tables' rows, in whatever order: sorted here
SELECT * FROM compare(
  'SELECT g, (SELECT array_agg(x ORDER BY x) FROM unnest(array_agg(id)) x) FROM item GROUP BY g', 'SELECT length(string_agg(t, '', '')), cardinality(array_agg(c)) FROM item',
  'SELECT cardinality(array_agg(id) FILTER (WHERE b)) FROM (SELECT * FROM item WHERE id > 3 UNION ALL SELECT * FROM item) s',
  'WITH w AS (SELECT id FROM item WHERE g = 1) SELECT cardinality(array_agg(l.id)) FROM w l JOIN w r USING (id)',
  'SELECT (SELECT string_agg(DISTINCT c::text, ''+'') FROM item i WHERE i.g = o.g) FROM item o WHERE id < 9');
-- what gives rows in an order that people count on is PostgreSQL's to gather
SELECT query, rows_of(query) = rows_of(replace(query, 'item', 'heap')) AS same_as_heap, pushed(query) = 'all' AS whole FROM unnest(ARRAY[
  'SELECT array_agg(id) FROM (SELECT id FROM item ORDER BY t, id) s', 'SELECT string_agg(x, ''-'') FROM item, unnest(string_to_array(t, '''')) x WHERE id = 1',
  'WITH w AS (SELECT id FROM item ORDER BY n DESC) SELECT array_agg(id) FROM w', 'SELECT (SELECT array_agg(x * 2) FROM unnest(a) x) FROM item',
  'SELECT array_agg(id) FROM (SELECT s.id FROM (SELECT id FROM item ORDER BY -id) s WHERE id > 3) t', 'SELECT json_agg(s) FROM (SELECT id, rank() OVER (ORDER BY id DESC) FROM item) s']) query;

-- JSON
SELECT * FROM compare(
  'SELECT json_build_object(''id'', id, ''g'', g, ''c'', c, ''t'', t, ''n'', n, ''b'', b, ''d'', d, ''ts'', ts, ''tz'', tz, ''a'', a, ''null'', NULL, ''x'', ''it''''s "x"'') FROM item',
  'SELECT jsonb_build_object(''id'', id, ''g'', g, ''c'', c, ''t'', t, ''n'', n, ''b'', b, ''d'', d, ''ts'', ts, ''tz'', tz, ''a'', a, ''null'', NULL, ''n'', n * 2, ''zz'', 1.50, ''é'', 2, ''😀'', 3) FROM item',
  'SELECT json_build_array(id, t, n, c, json_build_object(''a'', a), NULL), jsonb_build_array(t, b, jsonb_build_object(''b'', b, ''a'', id), d) FROM item',
  'SELECT to_json(t), to_jsonb(c), to_json(tz), to_jsonb(a), array_to_json(a), to_jsonb(n), to_json(NULL::int + id) FROM item',
  'SELECT g, json_agg(id ORDER BY id), json_agg(t ORDER BY id DESC), jsonb_agg(n ORDER BY id), json_agg(DISTINCT b), jsonb_agg(a ORDER BY id) FROM item GROUP BY g',
  'SELECT json_agg(json_build_object(''id'', id, ''t'', t) ORDER BY id) FROM item', 'SELECT g, jsonb_agg(jsonb_build_object(''id'', id, ''t'', t) ORDER BY id) FROM item GROUP BY g',
  'SELECT jsonb_build_object(''g'', g, ''rows'', coalesce(jsonb_agg(jsonb_build_object(''id'', id) ORDER BY id) FILTER (WHERE b), ''[]''), ''n'', count(*)) FROM item GROUP BY g',
  'SELECT json_agg(id) FROM item WHERE id < 0', 'SELECT json_object_agg(id, t ORDER BY id), jsonb_object_agg(''k'' || id, n) FROM item', 'SELECT jsonb_object_agg(g, id) FROM item WHERE id < 4',
  'SELECT jsonb_object_agg(g, id ORDER BY id) FROM item', 'SELECT json_object_agg(t, id ORDER BY id) FROM item', 'SELECT jsonb_object_agg(id, t) FILTER (WHERE b) FROM item',
  'SELECT (json_build_object(''a'', t) ->> ''a'') = t FROM item', 'SELECT o.id, (SELECT json_agg(i.id ORDER BY i.id) FROM item i WHERE i.g = o.g AND i.id < o.id) FROM item o');

-- texts of dates and times, of char(n), and of constants that were never given a type
SELECT * FROM compare(
  'SELECT d::text, ts::text, tz::text, d::varchar, ''at '' || ts, tz || ''!'', b::text, n::text || d FROM item', 'SELECT concat(g, '' - '', c, b, d, tz, n, NULL), concat_ws('', '', t, ts, ''x'', b) FROM item',
  'SELECT d::text, count(*) FROM item GROUP BY d::text', 'SELECT id FROM item WHERE ts::text LIKE ''2024-04%''', 'SELECT min(c), max(c), min(c) FILTER (WHERE g = 2), max(c || ''!'') FROM item',
  'SELECT g, max(c), min(c) FROM item GROUP BY g', 'SELECT id FROM item WHERE c LIKE ''ab%''', 'SELECT id FROM item WHERE c LIKE ''ab''', 'SELECT id FROM item WHERE c NOT LIKE ''% '' OR c LIKE ''_b  ''',
  'SELECT regexp_match(t, ''(.)"(.)''), (regexp_match(d::text, ''^([0-9]+)-([0-9]+)''))[2], regexp_split_to_array(d::text, ''-''), regexp_count(t, ''X'', 1, ''i'') FROM item',
  'SELECT bit_xor(id), bit_xor(g) FROM item');
-- texts of floating-point numbers: with as many digits as tell them from all others, in queries that can be executed again
CREATE TABLE item_floats (x float8, r float4) USING iceberg;
INSERT INTO item_floats SELECT i / 7.0, i / 3.0 FROM generate_series(1, 50) i UNION ALL VALUES ('NaN'::float8, '-Infinity'::float4), (-0.0, 0.5), (1e-7, 123456.7), (0.1::float8 + 0.2, NULL);
CREATE TABLE heap_floats AS SELECT * FROM item_floats;
CREATE FUNCTION compare_floats(VARIADIC queries text[]) RETURNS TABLE (query text, same_as_heap boolean, pushed text, rerun boolean) LANGUAGE sql AS $$
  SELECT query, rows_of(query) = rows_of(replace(query, 'item', 'heap')), pushed(query), rerun(query) FROM unnest(queries) query $$;
SELECT * FROM compare_floats('SELECT string_agg(x::text, '' '' ORDER BY x) FROM item_floats', 'SELECT x::text || r FROM item_floats ORDER BY x, r', 'SELECT json_agg(x ORDER BY x) FROM item_floats',
  'SELECT json_agg(json_build_object(''x'', x, ''r'', r) ORDER BY x) FROM item_floats', 'SELECT jsonb_agg(r ORDER BY r) FROM item_floats', 'SELECT jsonb_agg(x ORDER BY x) FROM item_floats',
  'SELECT max(concat(x * 1e20) COLLATE "C") FROM item_floats', 'SELECT x::text FROM item_floats');
SET extra_float_digits = 0;
SELECT * FROM compare_floats('SELECT string_agg(x::text, '' '' ORDER BY x) FROM item_floats');
RESET extra_float_digits;
-- in other styles they are PostgreSQL's, also where the plan was made before
SET plan_cache_mode = force_generic_plan;
PREPARE texts AS SELECT tz::text, json_build_object('d', d, 'tz', tz) FROM item WHERE id = 3;
EXECUTE texts;
SET datestyle = 'German';
EXECUTE texts;
SELECT * FROM compare('SELECT d::text, ts::text, tz::text FROM item', 'SELECT concat(d, ts), to_json(d) FROM item');
SET datestyle = 'ISO, MDY';
SET timezone = 'America/New_York';
EXECUTE texts;

-- series of moments: by the clock of the session's zone for days and months, by the time that passes for the rest
SET timezone = 'Europe/Berlin';
SELECT * FROM compare(
  'SELECT s, count(id) FROM generate_series(date ''2024-03-28'', date ''2024-04-09'', ''1 day'') s LEFT JOIN item ON tz >= s AND tz < s + interval ''1 day'' GROUP BY s',
  'SELECT s, count(id) FROM generate_series(timestamptz ''2023-12-31 00:00'', ''2024-12-31'', ''1 month'') s LEFT JOIN item ON date_trunc(''month'', tz) = s GROUP BY s',
  'SELECT s, (SELECT count(*) FROM item WHERE tz < s) FROM generate_series(timestamptz ''2024-03-31 00:30'', ''2024-03-31 05:00'', ''30 min'') s',
  'SELECT s, (SELECT count(*) FROM item WHERE tz < s) FROM generate_series(timestamptz ''2024-03-29 02:30'', ''2024-04-03'', ''1 day'') s ORDER BY s',
  'SELECT s, (SELECT count(*) FROM item WHERE tz < s) FROM generate_series(timestamptz ''2024-10-25 02:30'', ''2024-10-29'', ''1 day'') s ORDER BY s',
  'SELECT s, (SELECT count(*) FROM item WHERE tz < s) FROM generate_series(timestamptz ''2024-10-27 00:30+00'', ''2024-10-29'', ''1 day'') s ORDER BY s',
  'SELECT id, s FROM item, generate_series(tz, tz + interval ''3 days'', ''1 day'') s WHERE id < 30 ORDER BY 1, 2',
  'SELECT id, s FROM item, generate_series(tz, tz + interval ''3 hours'', ''1 hour'') s WHERE id BETWEEN 3 AND 30 ORDER BY 1, 2',
  'SELECT count(*) FROM item JOIN generate_series(timestamptz ''2024-05-01'', ''2024-04-01'', ''1 day'') s ON true',
  'SELECT s, count(id) FROM generate_series(timestamptz ''2024-04-09'', ''2024-03-28'', ''-1 day'') s LEFT JOIN item ON tz::date = s::date GROUP BY s');
SET timezone = 'UTC';
SELECT * FROM compare('SELECT s, count(id) FROM generate_series(timestamptz ''2024-03-01'', ''2024-04-09'', ''1 week 2 hours'') s LEFT JOIN item ON tz >= s GROUP BY s');
-- moments that the statement has once
SELECT * FROM compare('SELECT id, tz - transaction_timestamp() < ''0'', age(now(), tz) > ''1 day'', greatest(tz, now()) = tz FROM item WHERE id < 41 ORDER BY 1',
  'SELECT count(*), max(extract(day FROM now() - tz)) FROM item WHERE id < 41');
PREPARE since(timestamptz) AS SELECT count(*), max(tz - $1) FROM item WHERE id < 41;
EXECUTE since('2024-01-01 00:00+00');
EXECUTE since('294000-01-01 00:00+00');
