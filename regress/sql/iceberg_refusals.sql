-- SPDX-License-Identifier: Apache-2.0
-- What Iceberg tables cannot do is refused by its name, with what works instead.
\set test iceberg_refusals
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE TABLE t (a int NOT NULL, b text) USING iceberg;
CREATE TABLE heap (a int PRIMARY KEY) USING heap;

-- Tables.
CREATE TEMPORARY TABLE x (a int) USING iceberg;
CREATE TABLE pg_temp.x (a int) USING iceberg;
CREATE UNLOGGED TABLE x (a int) USING iceberg;
CREATE TEMPORARY TABLE x (a int) USING iceberg ON COMMIT DROP;
CREATE TABLE x (a int) USING iceberg TABLESPACE pg_default;
CREATE TABLE x (a int) PARTITION BY RANGE (a) USING iceberg;
CREATE TEMPORARY TABLE x USING iceberg AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW x USING iceberg AS SELECT 1 AS a;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) CREATE TABLE x USING iceberg AS SELECT 1 AS a;
EXPLAIN (COSTS OFF) CREATE TABLE x USING iceberg AS SELECT 1 AS a;
SET default_table_access_method = iceberg;
CREATE TEMPORARY TABLE x (a int);
CREATE MATERIALIZED VIEW x AS SELECT 1 AS a;
CREATE TEMPORARY TABLE x (a int) USING heap;
DROP TABLE x;
RESET default_table_access_method;

-- Options.
CREATE TABLE x (a int) USING iceberg WITH (format_version = 1);
CREATE TABLE x (a int) USING iceberg WITH (format_verison = 2);
CREATE TABLE x (a int) USING iceberg WITH (fillfactor = 70);
CREATE TABLE x (a int) USING iceberg WITH ("write.data.path" = '/tmp');
CREATE TABLE x (a int) USING iceberg WITH ("write.target-file-size-bytes" = 'big');
CREATE TABLE x (a int) USING iceberg WITH (location = 'relative');
CREATE TABLE x (a int) USING iceberg WITH (location = 's3://bucket/x');
CREATE TABLE x (a int) USING iceberg WITH (snapshot_id = 1);
CREATE TABLE x (a int) USING iceberg WITH (table_name = 'public.y');
SET icebridge.default_location_prefix = '';
CREATE TABLE x (a int) USING iceberg;
SET icebridge.default_location_prefix = 'relative';
SELECT set_config('icebridge.default_location_prefix', :'prefix', false) AS prefix \gset set_

-- Constraints.
CREATE TABLE x (a int PRIMARY KEY) USING iceberg;
CREATE TABLE x (a int, PRIMARY KEY (a)) USING iceberg;
CREATE TABLE x (a int UNIQUE) USING iceberg;
CREATE TABLE x (a int REFERENCES heap) USING iceberg;
CREATE TABLE x (a int, EXCLUDE USING gist (a WITH =)) USING iceberg;
ALTER TABLE t ADD PRIMARY KEY (a);
ALTER TABLE t ADD CONSTRAINT x UNIQUE (a);
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES heap;
ALTER TABLE t ADD COLUMN x int PRIMARY KEY;
ALTER TABLE t ADD COLUMN x int REFERENCES heap;

-- Types.
CREATE TABLE x (a record) USING iceberg;
CREATE TABLE x (a anyarray) USING iceberg;
SET icebridge.unbounded_numeric = 'error';
CREATE TABLE x (a numeric) USING iceberg;
CREATE TABLE x (a numeric(40,2)[]) USING iceberg;
ALTER TABLE t ADD COLUMN x numeric;
RESET icebridge.unbounded_numeric;
CREATE TABLE numerics (a numeric, b numeric(40,2), c numeric(3,-2), d numeric(2,5), e numeric(38,38), f numeric(38,-1), g numeric[]) USING iceberg;
SELECT columns('numerics');
INSERT INTO numerics VALUES (1.23456789012, 1, 12345, 0.00012, 0.5, 1, '{1.5}');
TABLE numerics;
INSERT INTO numerics VALUES (1e29);
INSERT INTO numerics VALUES ('NaN');

-- Other statements.
CREATE INDEX ON t (a);
CREATE INDEX CONCURRENTLY ON t (a);
CREATE POLICY p ON t;
CREATE RULE r AS ON INSERT TO t DO NOTHING;
CLUSTER t USING x;
REINDEX TABLE t;
ALTER TABLE t SET TABLESPACE pg_default;
ALTER TABLE t SET ACCESS METHOD heap;
ALTER TABLE t SET LOGGED;
ALTER TABLE t SET UNLOGGED;
ALTER TABLE t CLUSTER ON x;
ALTER TABLE t SET WITHOUT CLUSTER;
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
ALTER TABLE t ENABLE RULE r;
ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz;
ALTER TABLE heap SET ACCESS METHOD iceberg;
ALTER TABLE t DROP COLUMN a, DROP COLUMN b;
VACUUM t;
SELECT columns('t');

-- What looks similar works.
ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL, ALTER COLUMN a SET STATISTICS 10, ALTER COLUMN a SET (n_distinct = 5);
ANALYZE t;
GRANT SELECT ON t TO PUBLIC;
CREATE STATISTICS s ON a, b FROM t;
CREATE VIEW filtered WITH (security_barrier) AS SELECT * FROM t WHERE b = current_user;
ALTER TABLE t SET WITHOUT OIDS;

-- Attributes of a composite type that a table's files have.
CREATE TYPE spot AS (x int, y int);
CREATE TYPE route AS (ends spot[]);
CREATE TYPE unused AS (x int);
CREATE TABLE lines (l route) USING iceberg;
ALTER TYPE spot ADD ATTRIBUTE z int;
ALTER TYPE spot RENAME ATTRIBUTE x TO z;
ALTER TYPE unused ADD ATTRIBUTE z int;
