-- SPDX-License-Identifier: Apache-2.0
-- Heap tables in queries that DuckDB executes: their rows are handed over, and the answer is that of heap tables alone.
\set test query_heap
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE sales_twin AS
  SELECT i::bigint AS id, CASE WHEN i % 50 = 0 THEN NULL ELSE i % 100 END AS customer, (i * 1.5)::numeric(12,2) AS amount,
         date '2024-01-01' + i % 300 AS day, 'p' || i % 7 AS product FROM generate_series(1, 3000) i;
CREATE TABLE sales (id bigint, customer int, amount numeric(12,2), day date, product text) USING iceberg;
INSERT INTO sales SELECT * FROM sales_twin;
CREATE TABLE customers (id int PRIMARY KEY, name text COLLATE "C", code char(5), born date, rating numeric(4,1), seen timestamptz,
                        ratio float8, key uuid, tags text[], anything numeric, extra jsonb, "Odd ""name" int);
INSERT INTO customers SELECT i, 'customer ' || i, 'c' || i % 9, date '1970-01-01' + i * 100, i / 10.0, timestamptz '2024-01-01 00:00+00' + i * interval '7 hours',
  CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-0' WHEN 2 THEN NULL ELSE i / 3.0 END, md5(i::text)::uuid, ARRAY[i::text], i / 7.0, '{}', i % 4
  FROM generate_series(1, 120) i;
CREATE TABLE regions (customer int, region text COLLATE "C");
INSERT INTO regions SELECT i, CASE i % 3 WHEN 0 THEN 'north' WHEN 1 THEN 'south' END FROM generate_series(1, 130) i;
CREATE VIEW born_early AS SELECT id, name FROM customers WHERE born < '1980-01-01';
ANALYZE;

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
SELECT * FROM explain('SELECT c.name, sum(s.amount) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.born < ''1980-01-01'' GROUP BY c.name ORDER BY c.name');
SELECT * FROM explain('SELECT count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id BETWEEN 10 AND 19', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'PostgreSQL';

-- joins
SELECT * FROM compared('SELECT c.name, sum(s.amount), count(*) FROM sales s JOIN customers c ON c.id = s.customer GROUP BY c.name');
SELECT * FROM compared('SELECT s.*, c.name, c.code, c.born, c.rating, c.seen, c.ratio, c.key, c."Odd ""name" FROM sales s JOIN customers c ON c.id = s.customer');
SELECT * FROM compared('SELECT s.id, c.name FROM sales s LEFT JOIN customers c ON c.id = s.customer AND c.rating > 5');
SELECT * FROM compared('SELECT s.id, c.name FROM sales s LEFT JOIN customers c ON c.id = s.customer WHERE c.rating IS NULL');
SELECT * FROM compared('SELECT s.id, c.name FROM sales s RIGHT JOIN customers c ON c.id = s.customer AND c.rating > 5');
SELECT * FROM compared('SELECT s.id, c.name FROM sales s RIGHT JOIN customers c ON c.id = s.customer WHERE c.rating > 5');
SELECT * FROM compared('SELECT s.id, c.name FROM sales s FULL JOIN customers c ON c.id = s.customer AND c.rating > 5 WHERE c.rating > 2 OR c.rating IS NULL');
SELECT * FROM compared('SELECT r.region, c.code, sum(s.amount) FROM (regions r LEFT JOIN customers c ON c.id = r.customer AND c.rating > 3) JOIN sales s ON s.customer = r.customer WHERE r.region <> ''north'' GROUP BY r.region, c.code');
SELECT * FROM compared('SELECT a.name, b.name FROM sales s, customers a, customers b WHERE a.id = s.customer AND b.id = s.customer + 1 AND a.rating > 9');
SELECT * FROM compared('SELECT count(*) FROM sales, regions WHERE day < ''2024-01-02''');
-- below: CTE, sub-queries, lateral, set operations, views
SELECT * FROM compared('WITH c AS MATERIALIZED (SELECT id FROM customers WHERE rating < 4) SELECT s.product, count(*) FROM sales s JOIN c ON c.id = s.customer GROUP BY 1');
SELECT * FROM compared('SELECT s.id FROM sales s WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = s.customer AND c.rating > 7)');
SELECT * FROM compared('SELECT s.id FROM sales s WHERE s.customer IN (SELECT id FROM customers WHERE born > ''1985-01-01'')');
SELECT * FROM compared('SELECT s.id FROM sales s WHERE NOT EXISTS (SELECT 1 FROM regions r WHERE r.customer = s.customer AND r.region = ''north'')');
SELECT * FROM compared('SELECT c.id, l.amount FROM customers c, LATERAL (SELECT max(amount) AS amount FROM sales s WHERE s.customer = c.id) l');
SELECT * FROM compared('SELECT customer FROM sales UNION SELECT id FROM customers');
SELECT * FROM compared('SELECT b.name, count(*) FROM sales s JOIN born_early b ON b.id = s.customer GROUP BY 1');
SELECT * FROM compared('SELECT (SELECT max(rating) FROM customers), count(*) FROM sales');
-- types without an equal: as they are, or not at all
SELECT * FROM compared('SELECT count(c.tags), count(c.anything), count(c.extra) FROM sales s JOIN customers c ON c.id = s.customer');
SELECT * FROM compared('SELECT s.id, c.anything FROM sales s JOIN customers c ON c.id = s.customer');
SELECT * FROM compared('SELECT s.id, c.tags FROM sales s JOIN customers c ON c.id = s.customer');
SELECT * FROM compared('SELECT s.id, c.ctid FROM sales s JOIN customers c ON c.id = s.customer');

-- values that cannot be handed over, rows too many
CREATE TABLE odd (id int, rate numeric(5,2));
INSERT INTO odd VALUES (1, 'NaN'), (2, 2.5);
SELECT * FROM compared('SELECT s.id, o.rate FROM sales s JOIN odd o ON o.id = s.customer');
SELECT * FROM explain('SELECT count(o.rate) FROM sales s JOIN odd o ON o.id = s.customer', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'PostgreSQL';
SET icebridge.heap_rows_limit = 100;
SELECT * FROM compared('SELECT c.name FROM sales s JOIN customers c ON c.id = s.customer');
SELECT * FROM compared('SELECT c.name FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id < 10');
CREATE TABLE growing (id int) WITH (autovacuum_enabled = false);
INSERT INTO growing SELECT i FROM generate_series(1, 10) i;
ANALYZE growing;
PREPARE grown AS SELECT count(*) FROM sales s JOIN growing g ON g.id = s.customer;
SET plan_cache_mode = force_generic_plan;
EXECUTE grown;
INSERT INTO growing SELECT i % 10 FROM generate_series(1, 1100) i;
EXECUTE grown;
SELECT * FROM explain('EXECUTE grown', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'PostgreSQL';
RESET plan_cache_mode;
SET icebridge.heap_rows_limit = 0;
SELECT pushed('SELECT count(*) FROM sales s JOIN odd o ON o.id = s.customer');
RESET icebridge.heap_rows_limit;

-- parameters
PREPARE of_customer(int, text) AS SELECT c.name, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id = $1 OR c.name = $2 GROUP BY 1 ORDER BY 1;
EXECUTE of_customer(3, 'customer 4');
SET plan_cache_mode = force_generic_plan;
EXECUTE of_customer(5, 'customer 6');
RESET plan_cache_mode;

-- a statement sees what its own transaction has changed
BEGIN;
UPDATE customers SET name = 'renamed' WHERE id = 7;
DELETE FROM customers WHERE id = 8;
SAVEPOINT s;
INSERT INTO sales VALUES (5000, 200, 1, '2024-01-01', 'new');
INSERT INTO customers (id, name) VALUES (200, 'new');
SELECT c.name, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id IN (7, 8, 200) GROUP BY 1 ORDER BY 1;
ROLLBACK TO s;
SELECT c.name, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id IN (7, 8, 200) GROUP BY 1 ORDER BY 1;
ROLLBACK;
-- a cursor keeps what it saw
BEGIN;
DECLARE c CURSOR FOR SELECT c.name, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id = 9 GROUP BY 1;
DELETE FROM customers WHERE id = 9;
FETCH ALL c;
ROLLBACK;
-- writing
CREATE TABLE result AS SELECT c.name, sum(s.amount) FROM sales s JOIN customers c ON c.id = s.customer GROUP BY 1;
SELECT count(*) FROM result;
BEGIN;
UPDATE customers SET rating = t.n FROM (SELECT r.customer, count(*) AS n FROM sales s JOIN regions r ON r.customer = s.customer GROUP BY 1) t WHERE t.customer = id;
SELECT count(*), sum(rating) FROM customers WHERE rating = 30;
ROLLBACK;

-- partitions, a parent with children
CREATE TABLE parts (id int, kind text COLLATE "C") PARTITION BY LIST (kind);
CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b');
INSERT INTO parts SELECT i, CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END FROM generate_series(1, 40) i;
CREATE TABLE parent (id int, name text COLLATE "C");
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1, 'parent');
INSERT INTO child VALUES (2, 'child');
ANALYZE;
SELECT * FROM compared('SELECT p.kind, count(*) FROM sales s JOIN parts p ON p.id = s.customer GROUP BY 1');
SELECT * FROM compared('SELECT p.kind, count(*) FROM sales s JOIN parts p ON p.id = s.customer WHERE p.kind = ''a'' GROUP BY 1');
SELECT * FROM compared('SELECT p.name, count(*) FROM sales s JOIN parent p ON p.id = s.customer GROUP BY 1');
SELECT * FROM compared('SELECT p.name, count(*) FROM sales s JOIN ONLY parent p ON p.id = s.customer GROUP BY 1');

-- read twice, with and without children
SELECT * FROM compared('SELECT p.name, q.name, count(*) FROM sales s JOIN parent p ON p.id = s.customer JOIN ONLY parent q ON q.id > p.id - 2 GROUP BY 1, 2');

-- privileges and row-level security
CREATE ROLE query_heap_reader;
GRANT USAGE ON SCHEMA query_heap TO query_heap_reader;
GRANT SELECT ON sales, sales_twin, regions TO query_heap_reader;
GRANT SELECT (id, name) ON customers TO query_heap_reader;
SET ROLE query_heap_reader;
SELECT error_of('SELECT count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.rating > 5');
SELECT error_of('SELECT count(*) FROM sales s JOIN odd o ON o.id = s.customer');
SELECT count(c.name) FROM sales s JOIN customers c ON c.id = s.customer;
RESET ROLE;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON customers TO query_heap_reader USING (id IN (SELECT customer FROM regions WHERE region = 'north'));
SET ROLE query_heap_reader;
SELECT pushed('SELECT count(c.name) FROM sales s JOIN customers c ON c.id = s.customer');
SELECT count(c.name) FROM sales s JOIN customers c ON c.id = s.customer;
SELECT count(c.name) FROM sales_twin s JOIN customers c ON c.id = s.customer;
-- a view of the owner's sees all rows, another use next to it does not
RESET ROLE;
CREATE VIEW all_customers AS SELECT id, name FROM customers;
GRANT SELECT ON all_customers TO query_heap_reader;
SET ROLE query_heap_reader;
SELECT count(v.name), count(c.name) FROM sales s JOIN all_customers v ON v.id = s.customer LEFT JOIN customers c ON c.id = s.customer;
SELECT count(v.name), count(c.name) FROM sales_twin s JOIN all_customers v ON v.id = s.customer LEFT JOIN customers c ON c.id = s.customer;
RESET ROLE;
SELECT count(c.name) FROM sales s JOIN customers c ON c.id = s.customer;
-- PL/pgSQL with parameters, WITH HOLD and scrolling
CREATE FUNCTION bought(first int, last int) RETURNS TABLE (name text, n bigint) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN first .. last LOOP
    RETURN QUERY SELECT c.name, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id = i GROUP BY c.name;
  END LOOP;
END $$;
SELECT * FROM bought(1, 8);
BEGIN;
DECLARE kept SCROLL CURSOR WITH HOLD FOR SELECT c.id, count(*) FROM sales s JOIN customers c ON c.id = s.customer WHERE c.id < 5 GROUP BY c.id ORDER BY c.id;
FETCH 2 kept;
COMMIT;
FETCH BACKWARD 1 kept;
FETCH ALL kept;
CLOSE kept;
-- a cancel while the rows are collected
CREATE FUNCTION slow(int) RETURNS boolean LANGUAGE plpgsql COST 1 AS $$ BEGIN PERFORM pg_sleep(60); RETURN true; END $$;
ALTER TABLE regions ENABLE ROW LEVEL SECURITY;
CREATE POLICY slow ON regions TO query_heap_reader USING (slow(customer));
SET ROLE query_heap_reader;
SELECT pushed('SELECT count(*) FROM sales s JOIN regions r USING (customer)');
SET statement_timeout = '300ms';
SELECT count(*) FROM sales s JOIN regions r USING (customer);
RESET statement_timeout;
RESET ROLE;
DROP POLICY slow ON regions;
SELECT count(*) FROM sales s JOIN regions r USING (customer);
DROP OWNED BY query_heap_reader;
DROP ROLE query_heap_reader;
