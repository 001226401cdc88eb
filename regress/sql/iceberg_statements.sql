-- SPDX-License-Identifier: Apache-2.0
-- What PostgreSQL's own regression tests over Iceberg tables have found (bin/check pgsuite).
\set test iceberg_statements
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

-- A trigger changes rows that the statement around it has just inserted, without having looked at them before.
CREATE TABLE fired (id int, a text) USING iceberg;
CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE fired SET a = 'changed' WHERE a = 'new'; RETURN NULL; END $$;
CREATE FUNCTION remove() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM fired WHERE a = 'gone'; RETURN NULL; END $$;
CREATE TRIGGER change AFTER INSERT ON fired FOR EACH STATEMENT EXECUTE FUNCTION change();
CREATE TRIGGER remove AFTER INSERT ON fired FOR EACH ROW EXECUTE FUNCTION remove();
INSERT INTO fired VALUES (1, 'new');
INSERT INTO fired VALUES (2, 'gone');
INSERT INTO fired VALUES (3, 'new'), (4, 'gone'), (5, 'new'), (6, 'stays');
SELECT * FROM fired ORDER BY id;

-- A generated column that is set to DEFAULT keeps its value, unless what it is computed from changes.
CREATE TABLE twice (a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) STORED, c text) USING iceberg;
INSERT INTO twice (a, c) VALUES (1, 'x'), (2, 'y'), (3, 'z');
UPDATE twice SET b = DEFAULT WHERE a = 1;
UPDATE twice SET b = DEFAULT, c = 'set' WHERE a = 2 RETURNING *;
UPDATE twice SET b = DEFAULT, a = 30 WHERE a = 3 RETURNING *;
SELECT * FROM twice ORDER BY a;

-- DELETE … RETURNING of tables that inherit.
CREATE TABLE parent (id int, a text) USING iceberg;
CREATE TABLE child () INHERITS (parent) USING iceberg;
CREATE TABLE grown (more int) INHERITS (parent) USING iceberg;
INSERT INTO parent VALUES (1, 'parent');
INSERT INTO child VALUES (2, 'child');
INSERT INTO grown VALUES (3, 'grown', 30);
DELETE FROM parent WHERE id < 3 RETURNING *;
DELETE FROM parent RETURNING tableoid::regclass, *;
SELECT count(*) FROM parent;

-- The columns of a table whose row type a column has, are fields of that column.
CREATE TABLE fullname (first text, last text) USING heap;
CREATE TABLE people (name fullname, born date) USING iceberg;
INSERT INTO people VALUES (('Joe', 'Blow'), '1984-01-10');
ALTER TABLE fullname ADD COLUMN suffix text;
ALTER TABLE fullname DROP COLUMN last;
ALTER TABLE fullname RENAME COLUMN last TO surname;
ALTER TABLE fullname ALTER COLUMN last SET DEFAULT 'none';
SELECT (name).last FROM people;

-- Rows come in the order of their statements.
CREATE TABLE inserted (id int) USING iceberg;
INSERT INTO inserted VALUES (1);
INSERT INTO inserted VALUES (2);
INSERT INTO inserted VALUES (3);
SET icebridge.push_queries = off;
SELECT string_agg(id::text, ' ') FROM inserted;
RESET icebridge.push_queries;
SELECT * FROM inserted;

-- Aggregates that DuckDB did not understand.
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id), percentile_disc(0.5) WITHIN GROUP (ORDER BY id DESC),
  percentile_cont(0.25) WITHIN GROUP (ORDER BY id) FILTER (WHERE id > 1) FROM inserted;
SELECT id, avg(id) FROM inserted GROUP BY id HAVING avg(id) > 1.5 ORDER BY id;
SELECT sum(id) FROM inserted HAVING avg(id) NOT BETWEEN 80 AND 120;

-- A trigger moves a row out of the partition that it came to.
CREATE TABLE parts (id int, a text) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1) USING iceberg;
CREATE FUNCTION next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := length(NEW.a); RETURN NEW; END $$;
CREATE TRIGGER next BEFORE INSERT ON part_1 FOR EACH ROW EXECUTE FUNCTION next();
INSERT INTO parts VALUES (1, 'xx');
INSERT INTO parts VALUES (1, 'x');
SELECT * FROM parts;
