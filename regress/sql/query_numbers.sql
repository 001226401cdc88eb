-- SPDX-License-Identifier: Apache-2.0
-- Numbers that DuckDB could keep in other types: smallints, which are ints in the files of Iceberg tables (whole queries read those as they are where
-- bounds prove that all fit, and compute as with smallints), parts of dates, numerics of many digits.
\set test query_numbers
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE small (id int, a smallint, b smallint, c smallint, gone smallint) USING iceberg;
INSERT INTO small SELECT i, i % 7 - 3, 100 * i, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 32767 WHEN 2 THEN -32768 ELSE i END FROM generate_series(1, 60) i;
INSERT INTO small SELECT i, i % 3, i, -1, i FROM generate_series(61, 90) i;
-- no bounds here: the cast stays
CREATE TABLE unknown (id int, a smallint, b smallint, c smallint, gone smallint) USING iceberg WITH ("write.metadata.metrics.default" = 'none');
INSERT INTO unknown SELECT * FROM small;
CREATE TABLE heap AS SELECT * FROM small;
CREATE VIEW named AS SELECT a AS x, b AS y, c AS z FROM small;
CREATE VIEW heap_named AS SELECT a AS x, b AS y, c AS z FROM heap;

SELECT * FROM explain('SELECT a, count(c), sum(b + 1), min(c) FROM small WHERE a <> 0 GROUP BY a ORDER BY a');
SELECT * FROM explain('SELECT x FROM named WHERE y IN (100, 200)');

-- rows, and errors, are those of the heap
SELECT query, left(rows_of(query), 60) AS rows, rows_of(query) = rows_of(regexp_replace(query, 'small\y', 'heap', 'g')) AS same_as_heap,
  rows_of(regexp_replace(query, 'small\y', 'unknown', 'g')) = rows_of(query) AS without_bounds, pushed(query)
FROM unnest(ARRAY[
  'SELECT a, b, c, gone FROM small', 'SELECT c FROM small WHERE c > 5 OR c IS NULL', 'SELECT a, count(*) FROM small GROUP BY a HAVING a > 0',
  'SELECT c, a + c FROM small WHERE id = 3', 'SELECT sum(c + 1), sum(c - 1), sum(c + id), sum(a * b) FROM small', 'SELECT count(DISTINCT c), count(gone) FROM small',
  'SELECT min(c), max(c), sum(c), avg(c) FROM small', 'SELECT a, max(c) FROM small GROUP BY a', 'SELECT DISTINCT a, a * 2 FROM small', 'SELECT DISTINCT ON (a) a, b FROM small ORDER BY a, b DESC',
  'SELECT a, b FROM small ORDER BY b DESC, a LIMIT 3', 'SELECT a, rank() OVER (PARTITION BY a ORDER BY b), sum(b) OVER (ORDER BY b RANGE BETWEEN 100 PRECEDING AND CURRENT ROW) FROM small',
  'SELECT l.a, count(*) FROM small l JOIN small r ON l.a = r.a AND l.b = r.id GROUP BY l.a', 'SELECT a FROM small UNION SELECT b FROM small EXCEPT SELECT 5::smallint',
  'WITH w AS (SELECT a, b FROM small) SELECT w.a + w.b FROM w WHERE b = 100', 'SELECT s.a * s.b FROM (SELECT a, b FROM small WHERE a > 0) s',
  'SELECT (SELECT max(b) FROM small i WHERE i.a = o.a) FROM small o', 'SELECT id FROM small WHERE b = ANY (SELECT b FROM small WHERE a = 1)', 'SELECT nullif(a, c), coalesce(c, a), greatest(a, c) FROM small',
  'SELECT GROUPING(a), a, count(*) FROM small GROUP BY ROLLUP (a)', 'SELECT a::text, b::int, c::numeric, -b, abs(a) FROM small', 'SELECT b % 7, b / 7, b & 12, b << 2 FROM small',
  -- too large for a smallint
  'SELECT sum(b * b) FROM small', 'SELECT sum(c + c) FROM small', 'SELECT sum(- c) FROM small', 'SELECT sum(abs(c)) FROM small', 'SELECT min(c) - max(c) FROM small', 'SELECT max(c) + max(c) FROM small',
  'SELECT sum(s.c - s.b) FROM (SELECT c, b FROM small) s', 'SELECT count(*) FROM small WHERE b + c > 0', 'SELECT a * max(c) * 2::smallint FROM small GROUP BY a',
  'SELECT sum((SELECT max(c) FROM small) + a) FROM small', 'WITH w AS (SELECT max(b) AS m FROM small) SELECT sum(m * m) FROM w'
]) query;
SELECT rows_of('SELECT x * y FROM named') = rows_of('SELECT x * y FROM heap_named') AS product, rows_of('SELECT sum(y * y) FROM named') = rows_of('SELECT sum(y * y) FROM heap_named') AS error;
-- parts of dates are numerics
CREATE TABLE moment (at timestamp, day date) USING iceberg;
INSERT INTO moment SELECT timestamp '2024-02-27 23:10:05.25' + i * interval '7 hours 3 minutes', date '2023-12-25' + i FROM generate_series(1, 50) i;
CREATE TABLE heap_moment AS SELECT * FROM moment;
SELECT query, rows_of(query) = rows_of(replace(query, 'moment', 'heap_moment')) AS same_as_heap, pushed(query)
FROM unnest(ARRAY[
  'SELECT extract(minute FROM at) AS m, count(*) FROM moment GROUP BY m', 'SELECT extract(epoch FROM day) AS e, extract(dow FROM day), count(*) FROM moment GROUP BY e, 2',
  'SELECT extract(year FROM at), extract(month FROM day) + 1 FROM moment GROUP BY extract(year FROM at), extract(month FROM day)', 'SELECT DISTINCT extract(hour FROM at) FROM moment WHERE extract(hour FROM at) = 3',
  'SELECT rank() OVER (PARTITION BY extract(minute FROM at) ORDER BY at) FROM moment', 'SELECT at FROM moment ORDER BY extract(day FROM at) DESC, at LIMIT 4',
  'SELECT GROUPING(extract(day FROM day)), extract(day FROM day), max(at) FROM moment GROUP BY CUBE (extract(day FROM day))'
]) query;
-- numerics whose common type would need more than 38 digits
CREATE TABLE digits (n numeric(38,2), m numeric(20,10)) USING iceberg;
INSERT INTO digits VALUES (1.50, 1.5), (2, 1.9999999999), (-7.25, 100), (NULL, 1), (123456789012345678901234567.25, 1);
CREATE TABLE heap_digits AS SELECT * FROM digits;
CREATE TABLE long_digits (n numeric(38,2), m numeric(20,10)) USING iceberg;
INSERT INTO long_digits SELECT * FROM digits UNION ALL VALUES (999999999999999999999999999999999999.99, 1);
CREATE TABLE heap_long_digits AS SELECT * FROM long_digits;
SELECT query, rows_of(query) AS rows, rows_of(query) = rows_of(regexp_replace(query, '(long_)?digits', 'heap_\&', 'g')) AS same_as_heap, pushed(query)
FROM unnest(ARRAY[
  'SELECT count(*) FROM digits WHERE n > m', 'SELECT count(*) FROM digits WHERE m = n', 'SELECT sum(n) FROM digits HAVING sum(n) > sum(m * 2)', 'SELECT n FROM digits WHERE n <= m ORDER BY n',
  'SELECT count(*) FROM long_digits WHERE n > m', 'SELECT n FROM long_digits WHERE m < n ORDER BY n', 'SELECT n FROM digits WHERE n > m'
]) query;
-- values of other engines that no smallint holds
CREATE TABLE wide (id int, a int) USING iceberg;
INSERT INTO wide VALUES (1, 5), (2, 40000);
SELECT metadata_location AS location FROM icebridge.iceberg_tables WHERE table_name = 'wide' \gset
CREATE FOREIGN TABLE narrow (id int, a smallint) SERVER iceberg OPTIONS (metadata_location :'location');
SELECT query, split_part(error_of(query), ' ', 1) AS state, pushed(query)
FROM unnest(ARRAY['SELECT a FROM narrow', 'SELECT sum(a) FROM narrow', 'SELECT a, count(*) FROM narrow GROUP BY a', 'SELECT a FROM narrow WHERE id = 1', 'SELECT count(*) FROM narrow WHERE a > 9']) query;
