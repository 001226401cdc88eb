-- The read-only example: the operating system's processes. What they are differs; that they are there does not.
\getenv examples EXAMPLES_JAR
CREATE SERVER machine FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.processes.ProcessesWrapper', classpath :'examples');
CREATE SERVER other FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.processes.ProcessesWrapper', classpath :'examples', path '/proc');

-- columns are found out, or chosen
CREATE FOREIGN TABLE processes () SERVER machine;
\d processes
CREATE FOREIGN TABLE parents (parent int, pid int) SERVER machine;
CREATE FOREIGN TABLE wrong (pid bigint, colour text) SERVER machine;
SELECT * FROM wrong;
CREATE FOREIGN TABLE mistyped (pid date) SERVER machine;
SELECT * FROM mistyped WHERE pid IS NOT NULL LIMIT 1;

SELECT count(*) > 1 FROM processes;
SELECT pid = pg_backend_pid() AS pid, owner IS NOT NULL AS owner, started < now() AS started,
  cpu_time >= '0' AS cpu_time, command ~ 'postgres' AS command
FROM processes WHERE pid = pg_backend_pid();
SELECT p.pid = c.parent FROM processes p JOIN parents c ON p.pid = c.parent WHERE c.pid = pg_backend_pid();
SELECT count(*) FROM processes WHERE pid IN (pg_backend_pid(), NULL);
SELECT count(*) FROM processes WHERE pid = pg_backend_pid() AND pid = -1;
SELECT count(*) FROM (SELECT FROM processes LIMIT 2) p;
SELECT bool_and(pid > 0) FROM processes;

EXPLAIN (COSTS OFF) SELECT * FROM processes WHERE pid = 17;
EXPLAIN (COSTS OFF) SELECT * FROM processes WHERE pid IN (17, 4) AND parent = 1;
EXPLAIN (COSTS OFF) SELECT * FROM processes WHERE pid = pg_backend_pid();
EXPLAIN (COSTS OFF) SELECT * FROM processes WHERE pid > 17;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT * FROM (VALUES (17), (4)) v (pid) JOIN processes USING (pid);
SELECT v.pid = p.pid FROM (VALUES (pg_backend_pid())) v (pid) JOIN processes p USING (pid);
RESET enable_hashjoin;
RESET enable_mergejoin;

-- it cannot be changed
INSERT INTO processes (pid) VALUES (1);
UPDATE processes SET owner = 'me';
DELETE FROM processes WHERE pid = 1;
TRUNCATE processes;
COPY processes FROM STDIN;
SELECT is_insertable_into FROM information_schema.tables WHERE table_name = 'processes';

IMPORT FOREIGN SCHEMA operating_system LIMIT TO (nothing) FROM SERVER machine INTO public;
CREATE SCHEMA imported;
IMPORT FOREIGN SCHEMA operating_system FROM SERVER machine INTO imported;
SELECT count(*) FROM imported.processes WHERE pid = pg_backend_pid();
DROP SCHEMA imported CASCADE;
DROP SERVER machine CASCADE;
