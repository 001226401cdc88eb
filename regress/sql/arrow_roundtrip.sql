-- SPDX-License-Identifier: Apache-2.0
-- Datums into Arrow batches and back: which format each type gets, values that survive bit by bit in every layout of the
-- batch, and what cannot be written.
\getenv arrow_test ARROW_TEST
CREATE SCHEMA arrow_roundtrip;
SET search_path = arrow_roundtrip, public;
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
SET intervalstyle = 'postgres';
CREATE FUNCTION arrow_schema(text) RETURNS text STRICT LANGUAGE c AS :'arrow_test';
CREATE FUNCTION arrow_roundtrip(anyelement) RETURNS anyelement LANGUAGE c AS :'arrow_test', 'arrow_roundtrip_value';
CREATE FUNCTION arrow_roundtrip(text, batch_rows integer, slice_rows integer, variation text) RETURNS SETOF record STRICT
  LANGUAGE c AS :'arrow_test';
CREATE FUNCTION arrow_differences(text, batch_rows integer, slice_rows integer, variation text) RETURNS bigint STRICT
  LANGUAGE c AS :'arrow_test';
CREATE FUNCTION arrow_numeric_differences(count integer, seed integer) RETURNS bigint STRICT LANGUAGE c AS :'arrow_test';

CREATE TYPE pair AS (a integer, b text);
CREATE TYPE tree AS (name varchar(5), grid integer[][], pairs pair[]);
ALTER TYPE tree ADD ATTRIBUTE gone integer;
ALTER TYPE tree ADD ATTRIBUTE last numeric(4,1);
ALTER TYPE tree DROP ATTRIBUTE gone;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);

-- The format of each type, for a value and for none.
SELECT arrow_schema('SELECT NULL::' || type) FROM unnest(ARRAY['boolean', 'smallint', 'integer', 'bigint', 'real',
  'double precision', 'numeric', 'numeric(10,2)', 'numeric(38,38)', 'numeric(39,1)', 'numeric(3,-2)', 'numeric(37,-2)',
  'numeric(3,5)', 'text', 'varchar(3)', 'char(3)', 'name', '"char"', 'bytea', 'date', 'time', 'time(2)', 'timetz', 'timestamp',
  'timestamptz', 'interval', 'uuid', 'json', 'jsonb', 'xml', 'oid', 'inet', 'int4range', 'bit(3)', 'mood', 'positive', 'integer[]',
  'numeric(5,1)[]', 'pair', 'pair[]', 'tree', 'positive[]', 'mood[]', 'regclass']) AS type;
SELECT arrow_schema('SELECT ARRAY[[1, 2], [3, 4]] AS square, ''{}''::text[] AS empty, ARRAY[ROW(1, ''x'')::pair] AS pairs');
CREATE TABLE declared (one integer[], two integer[][], "Ünïcode" text);
SELECT arrow_schema('SELECT * FROM declared');

-- Single values.
SELECT arrow_roundtrip(true), arrow_roundtrip(NULL::boolean), arrow_roundtrip((-32768)::smallint), arrow_roundtrip(2147483647),
  arrow_roundtrip(-9223372036854775808), arrow_roundtrip('NaN'::real), arrow_roundtrip('-Infinity'::float8);
SELECT arrow_roundtrip(1e400::numeric) = 1e400, arrow_roundtrip('NaN'::numeric), arrow_roundtrip(1.500::numeric);
SELECT arrow_roundtrip('infinity'::date), arrow_roundtrip('-infinity'::date), arrow_roundtrip('4714-11-24 BC'::date),
  arrow_roundtrip('5874897-12-31'::date), arrow_roundtrip('24:00'::time), arrow_roundtrip('12:00+02'::timetz);
SELECT arrow_roundtrip('infinity'::timestamp), arrow_roundtrip('-infinity'::timestamptz),
  arrow_roundtrip('4714-11-24 00:00:00 BC'::timestamp), arrow_roundtrip('294247-01-10 04:00:54.775806'::timestamp);
SELECT arrow_roundtrip('-1 mon 2 days -03:00:00.000001'::interval), arrow_roundtrip('2562047:47:16.854775'::interval);
SELECT arrow_roundtrip(''::text), arrow_roundtrip(NULL::text), arrow_roundtrip('ä€😀'::varchar), arrow_roundtrip('a  '::char(3)) || '|';
SELECT arrow_roundtrip('\x00ff'::bytea), arrow_roundtrip('{"a":  1}'::json), arrow_roundtrip('[1, null]'::jsonb),
  arrow_roundtrip('10.0.0.0/8'::inet), arrow_roundtrip('[1,5)'::int4range), arrow_roundtrip('happy'::mood);
SELECT arrow_roundtrip('{}'::integer[]), arrow_roundtrip('{1,NULL,3}'::bigint[]), arrow_roundtrip('{{a,b},{"",NULL}}'::text[]),
  arrow_roundtrip('[2:3]={1,2}'::integer[]), arrow_roundtrip('{{{{{{1}}}}}}'::smallint[]), arrow_roundtrip(NULL::date[]);
SELECT arrow_roundtrip(ROW(1, 'x')::pair), arrow_roundtrip(ROW(NULL, NULL)::pair), arrow_roundtrip(NULL::pair),
  arrow_roundtrip(ARRAY[ROW(1, 'x')::pair, NULL]), arrow_roundtrip(ROW('n', '{{1,2},{3,4}}', ARRAY[ROW(1, 'y')::pair], 1.5)::tree);
SELECT arrow_roundtrip(3::positive), arrow_roundtrip('{1,2}'::positive[]);

-- What Arrow cannot say.
SELECT count(*) FROM arrow_roundtrip('SELECT ''NaN''::numeric(5,2) AS price', 1, 1, 'plain') AS t(price numeric);
SELECT count(*) FROM arrow_roundtrip('SELECT ''{1,NaN}''::numeric(5,2)[] AS prices', 1, 1, 'plain') AS t(prices numeric[]);
SELECT arrow_roundtrip('294276-12-31 23:59:59'::timestamp);
SELECT arrow_roundtrip('294247-01-10 04:00:54.775807'::timestamptz);
SELECT arrow_roundtrip('2562047:47:16.854776'::interval);
SELECT arrow_schema('SELECT * FROM (VALUES (''{1}''::integer[]), (''{{1}}'')) AS t(list)');
SELECT arrow_schema('SELECT * FROM (VALUES (''{{1}}''::integer[]), (''{1}'')) AS t(list)');
SELECT arrow_schema('SELECT * FROM (VALUES (NULL), (''{}''::integer[]), (''{{1},{2}}''), (''{}'')) AS t(list)');

-- Rows of everything, with nulls, empty and long values everywhere.
SELECT setseed(0.5);
CREATE TABLE everything AS SELECT
  CASE WHEN i % 7 <> 0 THEN i % 2 = 0 END AS a, CASE WHEN i % 5 <> 0 THEN (i * 37 % 65536 - 32768)::smallint END AS b, i AS c,
  CASE WHEN i % 64 < 60 THEN i * 1000000007::bigint * 10 ^ (i % 4)::bigint END::bigint AS d, (random() * 1000)::real AS e,
  CASE WHEN i % 3 <> 0 THEN random() ELSE 'NaN' END AS f, ((random() - 0.5) * 10 ^ (i % 16))::numeric(18,3) AS g,
  CASE WHEN i % 9 <> 0 THEN (random() * 10 ^ (i % 60) / 10 ^ (i % 37))::numeric END AS h,
  (random() * 10 ^ (i % 33))::numeric(38,5) AS i, ((random() - 0.5) * 10 ^ (i % 9))::numeric(9,1) AS j,
  CASE WHEN i % 6 <> 0 THEN repeat(chr(65 + i % 26), i % 40) END AS k, repeat('é', i % 9)::varchar(20) AS l,
  CASE WHEN i % 4 <> 0 THEN 'x'::char(7) END AS m, CASE WHEN i % 11 <> 0 THEN decode(repeat(md5(i::text), i % 3), 'hex') END AS n,
  date '1970-01-01' + i * (i % 3 - 1) AS o, time '00:00' + i * interval '1.000001 second' AS p,
  CASE WHEN i % 13 <> 0 THEN timestamp '1900-01-01' + i * interval '7 hours 3.000001 seconds' ELSE 'infinity' END AS q,
  CASE WHEN i % 13 <> 0 THEN timestamptz '1900-01-01' + i * interval '7 hours 3.000001 seconds' END AS r,
  i * interval '1 month -1 day 1.5 seconds' AS s, md5(i::text)::uuid AS t, ARRAY[i, i + 1, NULL] AS u,
  ARRAY[[i::text, 'a'], ['', NULL]] AS v, CASE WHEN i % 4 = 0 THEN '{}' WHEN i % 4 <> 1 THEN ARRAY[i::bigint, -i] END AS w,
  ARRAY[i * 1.5, NULL, 7]::numeric(12,2)[] AS x, jsonb_build_object('a', i) AS y, ARRAY[md5(i::text)::uuid] AS z,
  CASE WHEN i % 3 <> 0 THEN ROW(CASE WHEN i % 2 = 0 THEN i END, repeat('p', i % 30))::pair END AS aa,
  ARRAY[ROW(i, 'q')::pair, NULL] AS bb, ROW('t', ARRAY[[1, i], [i, 2]], ARRAY[ROW(i, NULL)::pair], i % 100)::tree AS cc
FROM generate_series(1, 1500) AS i;
SELECT arrow_schema('SELECT * FROM everything');

-- Each layout, in batches and slices that end anywhere.
CREATE TABLE layouts AS SELECT variation, batch_rows, slice_rows
FROM unnest(ARRAY['plain', 'large', 'view', 'dictionary', 'decimal256', 'unaligned', 'unknown_nulls', 'bitmaps']) AS variation,
  (VALUES (1500, 1500), (1000, 17), (700, 600), (64, 9), (7, 7)) AS sizes(batch_rows, slice_rows);
SELECT variation, sum(arrow_differences('SELECT a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z FROM everything',
  batch_rows, slice_rows, variation)) FROM layouts GROUP BY variation ORDER BY variation;
SELECT arrow_differences('SELECT a FROM generate_series(1, 10) AS a', 5, 5, 'damaged') AS damaged;
-- Composites carry what is not part of their value, so these are compared as text.
SELECT variation, sum(different) FROM layouts, LATERAL (
    SELECT count(*) AS different FROM (
      SELECT aa::text, bb::text, cc::text, c FROM everything EXCEPT ALL
      SELECT aa::text, bb::text, cc::text, c FROM arrow_roundtrip('SELECT aa, bb, cc, c FROM everything', batch_rows, slice_rows, variation)
        AS t(aa pair, bb pair[], cc tree, c integer)) AS d) AS e
GROUP BY variation ORDER BY variation;
SELECT variation, arrow_differences('SELECT g::numeric(9,3), j FROM everything WHERE abs(g) < 99999', 500, 100, variation)
FROM unnest(ARRAY['decimal32', 'decimal64']) AS variation;

-- 128-bit integers of 67 scales, alone and under random type modifiers, against numeric's input function.
SELECT arrow_numeric_differences(15000, 1);

SET client_min_messages = warning;
DROP SCHEMA arrow_roundtrip CASCADE;
