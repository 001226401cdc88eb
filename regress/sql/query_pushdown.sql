-- SPDX-License-Identifier: Apache-2.0
-- Whole queries in DuckDB: what the plans look like, which statements have them, and that rows are those of heap tables.
\set test query_pushdown
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE item (id int, kind text COLLATE "C", price numeric(10,2), sold date) USING iceberg;
INSERT INTO item SELECT i, 'k' || i % 3, i * 1.5, date '2024-01-01' + i FROM generate_series(1, 20) i;
CREATE TABLE kind (kind text COLLATE "C", label varchar(10)) USING iceberg;
INSERT INTO kind VALUES ('k0', 'zero'), ('k1', 'one'), ('k9', 'nine');
CREATE TABLE local (id int, kind text COLLATE "C");
INSERT INTO local VALUES (1, 'k1'), (2, 'k2'), (3, 'k9');

-- all of it
SELECT explain('SELECT k.label, count(*), sum(i.price) FROM item i JOIN kind k USING (kind) WHERE i.id > 3 GROUP BY k.label ORDER BY 2 DESC, 3 LIMIT 5');
SELECT k.label, count(*), sum(i.price) FROM item i JOIN kind k USING (kind) WHERE i.id > 3 GROUP BY k.label ORDER BY 2 DESC, 3 LIMIT 5;
-- PostgreSQL computes what DuckDB has no equal of, and sorts by a collation DuckDB does not know
SELECT explain('SELECT kind, avg(price) FROM item GROUP BY kind ORDER BY kind');
SELECT kind, avg(price) FROM item GROUP BY kind ORDER BY kind;
SELECT explain('SELECT label COLLATE "default", quote_ident(label) FROM kind ORDER BY 1 LIMIT 2');
SELECT label COLLATE "default", quote_ident(label) FROM kind ORDER BY 1 LIMIT 2;
-- a part of it, below what reads a heap table
SET icebridge.heap_rows_limit = 0;
SELECT explain('SELECT l.id, s.n FROM local l LEFT JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind)');
SELECT l.id, s.n FROM local l LEFT JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind) ORDER BY 1;
-- none of it, and why
SELECT explain('SELECT count(*) FROM item WHERE random() < 2');
SELECT count(*) FROM item WHERE random() < 2;
-- no delimiter is none between values, not no result
SELECT pushed('SELECT string_agg(label, NULL ORDER BY label) FROM kind');
SELECT string_agg(label, NULL ORDER BY label), string_agg(label, '' ORDER BY label DESC) FROM kind;
-- what PostgreSQL evaluates when execution begins
SET timezone = 'Europe/Berlin';
SELECT explain($$SELECT count(*) FROM item WHERE sold < current_date AND kind <> current_user::text$$);
SELECT count(*) FROM item WHERE sold < current_date AND kind <> current_user::text;
RESET timezone;

-- the setting
SET icebridge.push_queries = off;
SELECT pushed('SELECT kind, count(*) FROM item GROUP BY kind');
SET icebridge.push_queries = on;
SELECT pushed('SELECT kind, count(*) FROM item GROUP BY kind');

-- statements with queries in them
CREATE TEMP TABLE made AS SELECT kind, count(*) AS n, avg(price) AS mean, max(price) AS most FROM item GROUP BY kind;
SELECT columns('made');
SELECT * FROM made ORDER BY 1;
SELECT pushed('INSERT INTO made SELECT kind, count(*), 0, min(price) FROM item GROUP BY kind');
INSERT INTO made SELECT kind, count(*), 0, min(price) FROM item GROUP BY kind;
WITH updated AS (UPDATE made SET n = s.n + 1000 FROM (SELECT kind, count(*) AS n FROM item GROUP BY kind) s WHERE s.kind = made.kind AND made.mean = 0 RETURNING made.*, s.*)
SELECT * FROM updated ORDER BY 1;
WITH deleted AS (DELETE FROM made WHERE kind IN (SELECT kind FROM kind GROUP BY kind) RETURNING kind) SELECT * FROM deleted ORDER BY 1;
COPY (SELECT kind, count(*) FROM item GROUP BY kind ORDER BY kind) TO STDOUT;
CREATE MATERIALIZED VIEW kept AS SELECT count(*) FROM item;
SELECT * FROM kept;
INSERT INTO item SELECT max(id) + 1, 'k0', 0, NULL FROM item;
SELECT count(*), max(id) FROM item;
WITH added AS (INSERT INTO local SELECT 9, 'k' || count(*) FROM item RETURNING *) SELECT *, (SELECT count(*) FROM item) FROM added;
VALUES ((SELECT count(*) FROM item)), ((SELECT count(*) FROM kind));
-- a function in SQL becomes part of the query
CREATE FUNCTION sold(after date) RETURNS TABLE (kind text, n bigint) LANGUAGE sql STABLE AS $$ SELECT kind, count(*) FROM item WHERE sold > $1 GROUP BY kind $$;
SELECT pushed($$SELECT * FROM sold('2024-01-10')$$);
SELECT * FROM sold('2024-01-10') ORDER BY 1;
-- a query with nothing of ours does not start Java, and is none of our business
SELECT pushed('SELECT count(*) FROM local');
-- a partitioned table is the union of its partitions (query_parents has more)
CREATE TABLE part (id int, kind text) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1) USING iceberg;
INSERT INTO part VALUES (1, 'x');
SELECT pushed('SELECT count(*) FROM part');
SELECT count(*) FROM part;
SELECT pushed('SELECT count(*) FROM part_1');
-- rows are asked for as a whole where they may have to be looked at again
SELECT explain('SELECT l.id, s.n FROM local l JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind) FOR UPDATE OF l');
SELECT l.id, s.n FROM local l JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind) ORDER BY 1 FOR UPDATE OF l;
SELECT error_of('SELECT * FROM icebridge.pushed_query(1) AS t (a int)');
-- runs after the first keep rows
SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off;
SELECT explain('SELECT l.id, s.n FROM local l LEFT JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind)', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF');
SELECT l.id, s.n FROM local l LEFT JOIN (SELECT kind, count(*) AS n FROM item GROUP BY kind) s USING (kind) ORDER BY 1;
-- an aggregate that DuckDB does not know, and that nothing looks at, still makes one row of all
SELECT pushed('SELECT 1 FROM (SELECT json_agg(id) FROM item) a');
SELECT count(*) FROM (SELECT 1 FROM (SELECT json_agg(id) FROM item) a) one;
-- a part whose condition names columns of a table around it
SELECT l.id, s.kind FROM local l LEFT JOIN LATERAL (SELECT p.kind, l.id > 1 AS later FROM (SELECT kind FROM item GROUP BY kind ORDER BY kind LIMIT 2) p) s ON s.kind = l.kind WHERE s.later IS NOT TRUE ORDER BY 1;
-- lengths that files do not keep to are PostgreSQL's to check
\getenv data LAKE_DATA
\set airports :data '/airports.csv'
CREATE FOREIGN TABLE airport (iata text, state char(2)) SERVER lake OPTIONS (path :'airports');
CREATE FOREIGN TABLE airport_3 (iata varchar(3), state text) SERVER lake OPTIONS (path :'airports');
SELECT pushed('SELECT max(length(iata)) FROM airport');
SELECT max(length(iata)) FROM airport;
SELECT error_of('SELECT max(length(iata)) FROM airport_3');
