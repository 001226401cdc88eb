-- SPDX-License-Identifier: Apache-2.0
-- Partitioned tables and tables others inherit from in queries that DuckDB executes: the answer is that of heap tables.
\set test query_parents
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE FUNCTION make(parent text, suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %1$s (gone int, id bigint, region text COLLATE "C", day date, amount numeric(12,2)) PARTITION BY LIST (region)', parent);
  -- columns in another order, and one that was dropped
  EXECUTE format('CREATE TABLE %1$s_north (amount numeric(12,2), day date, region text COLLATE "C", gone int, id bigint) %2$s', parent, suffix);
  EXECUTE format('ALTER TABLE %1$s ATTACH PARTITION %1$s_north FOR VALUES IN (''north'')', parent);
  EXECUTE format('CREATE TABLE %1$s_south PARTITION OF %1$s FOR VALUES IN (''south'') PARTITION BY RANGE (day)', parent);
  EXECUTE format('ALTER TABLE %1$s DROP COLUMN gone', parent);
  EXECUTE format('CREATE TABLE %1$s_south_1 (id bigint, region text COLLATE "C", day date, amount numeric(12,2)) %2$s', parent, suffix);
  EXECUTE format('ALTER TABLE %1$s_south ATTACH PARTITION %1$s_south_1 FOR VALUES FROM (''2024-01-01'') TO (''2024-03-01'')', parent);
  EXECUTE format('CREATE TABLE %1$s_south_2 (id bigint, region text COLLATE "C", day date, amount numeric(12,2)) %2$s', parent, suffix);
  EXECUTE format('ALTER TABLE %1$s_south ATTACH PARTITION %1$s_south_2 FOR VALUES FROM (''2024-03-01'') TO (''2025-01-01'')', parent);
  EXECUTE format('INSERT INTO %1$s SELECT i, CASE WHEN i %% 3 = 0 THEN ''north'' ELSE ''south'' END, date ''2024-01-01'' + i %% 200, i * 1.25 FROM generate_series(1, 600) i', parent);
END $$;
SELECT make('sales', 'USING iceberg');
SELECT make('sales_twin', '');
CREATE TABLE names (region text COLLATE "C", name text COLLATE "C");
INSERT INTO names VALUES ('north', 'The North'), ('south', 'The South');
ANALYZE names;
-- Runs a query on the lake table, and on its twin; tells how much of it DuckDB executed, how many rows differ, and how many there are.
CREATE FUNCTION compared(query text, OUT pushed text, OUT different bigint, OUT rows bigint) LANGUAGE plpgsql AS $$
DECLARE twin text := regexp_replace(query, '\msales\M', 'sales_twin', 'g');
BEGIN
  pushed := pushed(query);
  EXECUTE format('CREATE TEMP TABLE lake AS SELECT t::text AS line FROM (%s) t', query);
  EXECUTE format('CREATE TEMP TABLE heap AS SELECT t::text AS line FROM (%s) t', twin);
  SELECT count(*) INTO different FROM ((TABLE lake EXCEPT ALL TABLE heap) UNION ALL (TABLE heap EXCEPT ALL TABLE lake)) d;
  SELECT count(*) INTO rows FROM lake;
  DROP TABLE lake, heap;
END $$;

SELECT * FROM compared('SELECT * FROM sales');
SELECT * FROM compared('SELECT region, count(*), sum(amount), avg(amount), min(day) FROM sales GROUP BY region');
SELECT * FROM compared('SELECT id FROM sales WHERE day = ''2024-02-03''');
SELECT * FROM compared('SELECT s.region, n.name, max(s.amount) FROM sales s LEFT JOIN names n USING (region) GROUP BY 1, 2');
SELECT * FROM compared('SELECT a.id, b.id FROM sales a JOIN sales b ON b.id = a.id + 1 AND b.region = a.region');
SELECT * FROM compared('SELECT n.name, (SELECT max(id) FROM sales s WHERE s.region = n.region) FROM names n');
SELECT * FROM compared('SELECT count(*) FROM sales');
SELECT * FROM compared('SELECT count(*) FROM ONLY sales');
SELECT * FROM compared('SELECT id, sum(amount) OVER (PARTITION BY region ORDER BY id) FROM sales WHERE id > 500');
SELECT * FROM compared('WITH s AS (SELECT * FROM sales WHERE region = ''south'') SELECT day, count(*) FROM s GROUP BY day');
SELECT * FROM compared('SELECT * FROM sales_south WHERE amount > 700');
-- the address of a row, and the row as a whole, are PostgreSQL's
SELECT pushed('SELECT tableoid FROM sales'), pushed('SELECT s FROM sales s'), pushed('SELECT id FROM sales FOR UPDATE');
-- files are left out
SELECT line FROM explain('SELECT sum(amount) FROM sales WHERE region = ''north''') line WHERE line ~ 'Files';
SELECT line FROM explain('SELECT sum(amount) FROM sales WHERE day = ''2024-04-01''') line WHERE line ~ 'Files';
PREPARE of_region(text) AS SELECT count(*), sum(amount) FROM sales WHERE region = $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE of_region('north');
EXECUTE of_region('south');
-- plans follow what is attached, altered and written
INSERT INTO sales VALUES (1000, 'north', '2024-01-01', 1);
EXECUTE of_region('north');
CREATE TABLE sales_west (id bigint, region text COLLATE "C", day date, amount numeric(12,2)) USING iceberg;
INSERT INTO sales_west VALUES (1001, 'west', '2024-01-01', 7);
EXECUTE of_region('west');
ALTER TABLE sales ATTACH PARTITION sales_west FOR VALUES IN ('west');
EXECUTE of_region('west');
-- a heap table among the leaves
CREATE TABLE sales_east PARTITION OF sales FOR VALUES IN ('east');
INSERT INTO sales VALUES (1002, 'east', '2024-01-01', 9);
EXECUTE of_region('east');
SELECT pushed('EXECUTE of_region(''east'')');
SELECT region, count(*) FROM sales GROUP BY region ORDER BY region;
INSERT INTO sales_east SELECT i, 'east', '2024-01-01', 1 FROM generate_series(2000, 2999) i;
SELECT line FROM explain('SELECT count(*), sum(amount) FROM sales WHERE id BETWEEN 595 AND 2004', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'Rows of PostgreSQL';
SELECT count(*), sum(amount) FROM sales WHERE id BETWEEN 595 AND 2004;
DELETE FROM sales_east WHERE id >= 2000;
SET icebridge.heap_rows_limit = 0;
SELECT pushed('SELECT count(*) FROM sales');
SELECT count(*) FROM sales;
RESET icebridge.heap_rows_limit;
ALTER TABLE sales DETACH PARTITION sales_east;
EXECUTE of_region('east');
ALTER TABLE sales DETACH PARTITION sales_west;
DELETE FROM sales WHERE id = 1000;
RESET plan_cache_mode;
-- in their transaction
BEGIN;
INSERT INTO sales VALUES (1003, 'south', '2024-05-05', 1);
DELETE FROM sales WHERE id BETWEEN 10 AND 19;
SELECT region, count(*) FROM sales GROUP BY region ORDER BY region;
ROLLBACK;
-- changes that read the table they change
BEGIN;
UPDATE sales SET amount = amount + 1 WHERE amount > (SELECT avg(amount) FROM sales);
SELECT sum(amount) FROM sales;
UPDATE sales_twin SET amount = amount + 1 WHERE amount > (SELECT avg(amount) FROM sales_twin);
SELECT sum(amount) FROM sales_twin;
ROLLBACK;

-- privileges are those of the parent
CREATE ROLE query_parents_reader;
GRANT USAGE ON SCHEMA query_parents TO query_parents_reader;
GRANT SELECT (id, region) ON sales TO query_parents_reader;
CREATE VIEW amounts AS SELECT region, sum(amount) AS amount FROM sales GROUP BY region;
GRANT SELECT ON amounts TO query_parents_reader;
SET ROLE query_parents_reader;
SELECT pushed('SELECT region, count(id) FROM sales GROUP BY region');
SELECT region, count(id) FROM sales GROUP BY region ORDER BY region;
SELECT * FROM amounts ORDER BY region;
SELECT error_of('SELECT sum(amount) FROM sales');
SELECT error_of('SELECT count(id) FROM sales_north');
RESET ROLE;
-- with row-level security too
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
CREATE POLICY north ON sales USING (region = 'north');
SET ROLE query_parents_reader;
SELECT region, count(id) FROM sales GROUP BY region ORDER BY region;
SELECT count(*) FROM amounts;
RESET ROLE;
DROP OWNED BY query_parents_reader;
DROP ROLE query_parents_reader;

-- inheritance
CREATE TABLE animals (id int, name text COLLATE "C") USING iceberg;
CREATE TABLE birds (wings int) INHERITS (animals);
CREATE TABLE fish (fins int) INHERITS (animals) USING iceberg;
INSERT INTO animals VALUES (1, 'cow');
INSERT INTO birds VALUES (2, 'wren', 2);
INSERT INTO fish VALUES (3, 'cod', 6);
SELECT pushed('SELECT name FROM animals');
SELECT name FROM animals ORDER BY name;
SELECT name FROM ONLY animals ORDER BY name;
SELECT a.name, b.name AS other FROM animals a JOIN ONLY animals b ON a.id > b.id ORDER BY 1, 2;
-- where the query around it stays in PostgreSQL, conditions still reach each table
SELECT bool_and(line ~ 'WHERE .*"day"') FROM explain('SELECT s.id FROM sales s JOIN xmltable(''/a'' PASSING ''<a/>'' COLUMNS b int) x ON s.id = x.b WHERE s.day = ''2024-04-01''', 'COSTS OFF') line WHERE line ~ 'DuckDB SQL';
