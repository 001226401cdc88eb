-- SPDX-License-Identifier: Apache-2.0
-- Privileges on relations of queries that DuckDB executes are those of any query.
\set test query_permissions
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\set include_query :source '/lib/query.psql'
\i :include
\i :include_query
CREATE TABLE secret (id int, owner text COLLATE "C", salary int) USING iceberg;
INSERT INTO secret VALUES (1, 'query_reader', 10), (2, 'other', 20), (3, 'other', 30);
CREATE ROLE query_reader;
CREATE ROLE query_owner;
GRANT USAGE ON SCHEMA query_permissions TO query_reader, query_owner;
CREATE VIEW shown AS SELECT owner, sum(salary) AS total FROM secret GROUP BY owner;
CREATE VIEW theirs AS SELECT count(*) FROM secret;
ALTER VIEW theirs OWNER TO query_owner;
CREATE VIEW own WITH (security_barrier) AS SELECT * FROM secret WHERE owner = current_user;

-- the table
SET ROLE query_reader;
SELECT error_of('SELECT count(*) FROM secret');
SELECT error_of('EXPLAIN ANALYZE SELECT count(*) FROM secret');
SELECT error_of('SELECT 1 FROM (SELECT count(*) FROM secret) s');
SELECT error_of('SELECT (SELECT max(salary) FROM secret)');
SELECT error_of('WITH s AS (SELECT max(salary) FROM secret) SELECT * FROM s');
-- columns
RESET ROLE;
GRANT SELECT (id, owner) ON secret TO query_reader;
SET ROLE query_reader;
SELECT owner, count(id) FROM secret GROUP BY owner ORDER BY owner;
SELECT error_of('SELECT sum(salary) FROM secret');
SELECT error_of('SELECT count(*) FROM secret WHERE salary > 0');
SELECT error_of('SELECT owner FROM secret GROUP BY owner HAVING sum(salary) > 0');
RESET ROLE;
REVOKE SELECT (id, owner) ON secret FROM query_reader;

-- views: their owner's privileges on what is below them
GRANT SELECT ON shown, theirs, own TO query_reader;
SET ROLE query_reader;
SELECT pushed('SELECT * FROM shown');
SELECT * FROM shown ORDER BY 1;
SELECT error_of('SELECT * FROM theirs');
RESET ROLE;
GRANT SELECT ON secret TO query_owner;
SET ROLE query_reader;
SELECT * FROM theirs;
SELECT error_of('SELECT * FROM shown, secret');
RESET ROLE;
REVOKE SELECT ON shown FROM query_reader;
SET ROLE query_reader;
SELECT error_of('SELECT * FROM shown');
RESET ROLE;

-- a security barrier: what DuckDB meets in hidden rows is not told
SET ROLE query_reader;
SELECT * FROM own;
SELECT sum(100 / (salary - 20)) FROM own;
SELECT * FROM explain('SELECT sum(100 / (salary - 20)) FROM own', 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'Rerun';
RESET ROLE;
SELECT error_of('SELECT sum(100 / (salary - 20)) FROM secret');

-- a plan that is kept
CREATE FUNCTION highest() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT max(salary) FROM secret); END $$;
GRANT SELECT ON secret TO query_reader;
SET ROLE query_reader;
SELECT highest();
RESET ROLE;
REVOKE SELECT ON secret FROM query_reader;
SET ROLE query_reader;
SELECT error_of('SELECT highest()');
RESET ROLE;
-- a cursor opened by a definer's function, fetched by its caller; also where PostgreSQL has to execute the query
CREATE FUNCTION opened(c refcursor, query text) RETURNS refcursor LANGUAGE plpgsql SECURITY DEFINER SET search_path = query_permissions AS $$ BEGIN OPEN c FOR EXECUTE query; RETURN c; END $$;
SET ROLE query_reader;
BEGIN;
SELECT opened('c', 'SELECT sum(salary) FROM secret');
FETCH c;
SELECT opened('d', 'SELECT count(CASE WHEN salary = 20 THEN NULL ELSE 100 / (salary - 20) END) FROM secret');
FETCH d;
COMMIT;
RESET ROLE;

-- row-level security of a heap table beside ours
CREATE TABLE payroll (owner text, bonus int);
INSERT INTO payroll VALUES ('query_reader', 1), ('other', 2);
ALTER TABLE payroll ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON payroll USING (owner = current_user);
GRANT SELECT ON secret, payroll TO query_reader;
PREPARE both_of AS SELECT count(*), sum(bonus) FROM secret JOIN payroll USING (owner);
EXECUTE both_of;
SET ROLE query_reader;
EXECUTE both_of;
RESET ROLE;
EXECUTE both_of;
SET client_min_messages = warning;
DROP SCHEMA query_permissions CASCADE;
DROP ROLE query_reader, query_owner;
