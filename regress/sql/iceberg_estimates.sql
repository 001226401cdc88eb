-- SPDX-License-Identifier: Apache-2.0
-- How many rows PostgreSQL's planner expects of Iceberg tables: from the files' metrics, and from ANALYZE.
\set test iceberg_estimates
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include
SELECT set_config('icebridge.default_location_prefix', :'scratch', false) IS NULL AS located;

-- What is expected at the top of a plan.
CREATE FUNCTION expected(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
  RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
CREATE TABLE events (id int, big bigint, day date, at timestamp, zone timestamptz, clock time, kind smallint, price numeric(10,2), x real, y float8,
  name text, flag boolean, gap int, far bigint) USING iceberg;
DO $$
BEGIN
  FOR i IN 0..9 LOOP
    INSERT INTO events SELECT n, n * 1000000, date '2020-01-01' + n / 10, timestamp '2020-01-01' + n * interval '1 hour',
      timestamptz '2020-01-01 00:00+00' + n * interval '1 hour', time '00:00' + n * interval '1 minute', n % 4, n * 1.25, n / 8.0, n / 3.0, 'name ' || n, n % 2 = 0,
      CASE WHEN n % 4 = 0 THEN n END, n * 9007199254740993 FROM generate_series(i * 100, i * 100 + 99) n;
  END LOOP;
END $$;

SELECT expected('SELECT * FROM events');
SELECT expected('SELECT * FROM events WHERE id < 100');
SELECT expected('SELECT * FROM events WHERE id >= 5000');
SELECT expected('SELECT * FROM events WHERE id = 5000');
SELECT expected('SELECT * FROM events WHERE id = 77');
SELECT expected('SELECT * FROM events WHERE id BETWEEN 100 AND 299');
SELECT expected('SELECT * FROM events WHERE big > 500000000');
SELECT expected('SELECT * FROM events WHERE far > 4503599627370496000');
SELECT expected($$SELECT * FROM events WHERE day < '2020-02-01'$$);
SELECT expected($$SELECT * FROM events WHERE at >= '2020-02-05 12:00'$$);
SELECT expected($$SELECT * FROM events WHERE zone < '2020-01-21 00:00+00'$$);
SELECT expected($$SELECT * FROM events WHERE clock < '01:00'$$);
SELECT expected('SELECT * FROM events WHERE kind = 3');
SELECT expected('SELECT * FROM events WHERE price < 125');
SELECT expected('SELECT * FROM events WHERE x < 12.5');
SELECT expected('SELECT * FROM events WHERE y < 33.3');
SELECT expected('SELECT * FROM events WHERE gap IS NULL');
SELECT expected('SELECT * FROM events WHERE gap < 500');
-- No more than the files that are left have, whatever else is asked for.
SELECT expected($$SELECT * FROM events WHERE name > 'x' COLLATE "C"$$);
SELECT expected($$SELECT * FROM events WHERE kind = 9$$);
-- Groups and joins.
SELECT expected('SELECT kind, count(*) FROM events GROUP BY kind');
SELECT expected('SELECT day, count(*) FROM events GROUP BY day');
SELECT expected('SELECT * FROM events a JOIN events b ON a.id = b.id');
SELECT expected('SELECT * FROM events a JOIN events b ON a.kind = b.kind');
SELECT expected('SELECT * FROM events a JOIN events b ON a.id = b.id WHERE a.id < 10');

-- Whole queries have estimates of their own, from the same facts.
SET icebridge.push_queries = on;
SELECT expected('SELECT id FROM events WHERE id < 100');
SELECT expected('SELECT id FROM events WHERE id >= 5000');
SELECT expected('SELECT id FROM events WHERE 5000 = id');
SELECT expected('SELECT id FROM events WHERE id BETWEEN 100 AND 299');
SELECT expected('SELECT id FROM events WHERE NOT id BETWEEN 100 AND 299');
SELECT expected($$SELECT id FROM events WHERE at >= '2020-02-05 12:00'$$);
SELECT expected($$SELECT id FROM events WHERE day < timestamp '2020-02-01'$$);
SELECT expected('SELECT id FROM events WHERE kind IN (1, 2)');
SELECT expected('SELECT id FROM events WHERE gap IS NOT NULL');
SELECT expected('SELECT kind, count(*) FROM events GROUP BY kind');
SELECT expected('SELECT DISTINCT kind FROM events');
SELECT expected('SELECT a.id FROM events a JOIN events b ON a.id = b.id WHERE a.id < 10');
SELECT expected('SELECT a.id FROM events a JOIN events b ON a.kind = b.kind');
RESET icebridge.push_queries;
SET icebridge.push_queries = off;

-- Other types than the table's, as foreign tables may have, are no error.
SELECT metadata_location AS location FROM iceberg_tables WHERE table_namespace = 'iceberg_estimates' AND table_name = 'events' \gset
CREATE FOREIGN TABLE otherwise (id bigint, big numeric, price float8, day timestamp) SERVER iceberg OPTIONS (metadata_location :'location');
SELECT expected('SELECT * FROM otherwise WHERE id < 100');
SELECT expected('SELECT * FROM otherwise WHERE price < 125') > 0 AS some;

-- Whoever may not see all rows does not learn their values from plans.
CREATE ROLE estimates_reader;
GRANT USAGE ON SCHEMA iceberg_estimates TO estimates_reader;
CREATE VIEW visible WITH (security_barrier) AS SELECT id, name FROM events WHERE id < 500;
GRANT SELECT ON visible TO estimates_reader;
SET ROLE estimates_reader;
SELECT count(*) FROM visible WHERE id < 100;
SELECT expected('SELECT * FROM visible WHERE id < 100') > 0 AS some;
RESET ROLE;

-- What a transaction has added counts.
BEGIN;
INSERT INTO events (id) SELECT n FROM generate_series(5000, 5999) n;
SELECT expected('SELECT * FROM events WHERE id >= 5000');
ROLLBACK;

-- ANALYZE reads a sample, and its statistics take the place of those.
ANALYZE events;
SELECT reltuples FROM pg_class WHERE oid = 'events'::regclass;
SELECT attname, null_frac, n_distinct, histogram_bounds IS NOT NULL AS histogram FROM pg_stats WHERE tablename = 'events' ORDER BY attname COLLATE "C";
SELECT expected('SELECT * FROM events WHERE gap IS NULL');
SELECT expected('SELECT kind, count(*) FROM events GROUP BY kind');
DELETE FROM events WHERE id >= 500;
ANALYZE events (id, name);
SELECT reltuples FROM pg_class WHERE oid = 'events'::regclass;
-- VACUUM has nothing to do here; ANALYZE of everything goes on behind it.
SET client_min_messages = error;
VACUUM ANALYZE events;
VACUUM ANALYZE;
RESET client_min_messages;
DROP OWNED BY estimates_reader;
DROP ROLE estimates_reader;
