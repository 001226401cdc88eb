-- SPDX-License-Identifier: Apache-2.0
-- Lets PostgreSQL parse the conditions as check constraints and prints their stored node trees, with
-- the catalog facts of everything of a few types. Variable: conditions (name | condition | …).
\set ON_ERROR_STOP on
SET client_min_messages = warning;
BEGIN;
CREATE SCHEMA recording;
SET LOCAL search_path = recording, pg_catalog;
CREATE DOMAIN dom_int AS integer;
CREATE TABLE t (
  b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n52 numeric(5,2), n numeric,
  s text, v varchar(10), c char(5), d date, ts timestamp, tz timestamptz, tm time, u uuid,
  by bytea, iv interval, a int4[], j jsonb, dom dom_int, gone int, last text COLLATE "C");
ALTER TABLE t DROP COLUMN gone;
CREATE TEMP TABLE condition AS
  SELECT ordinality AS n, btrim(split_part(line, ' | ', 1)) AS name, btrim(split_part(regexp_replace(line, ' \|$', ''), ' | ', 2)) AS sql,
         CASE WHEN line LIKE '% |' THEN '[]' ELSE
           (SELECT jsonb_agg(x ORDER BY o) FROM unnest((string_to_array(regexp_replace(line, ' \|$', ''), ' | '))[3:]) WITH ORDINALITY y(x, o)) END AS constants
    FROM regexp_split_to_table(:'conditions', E'\n') WITH ORDINALITY l(line, ordinality)
   WHERE line <> '' AND line NOT LIKE '#%';
DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT * FROM condition LOOP
    EXECUTE format('ALTER TABLE t ADD CONSTRAINT %I CHECK (%s)', 'c' || c.n, c.sql);
  END LOOP;
END $$;
CREATE VIEW v AS
  WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 5)
  SELECT t.i4, sum(t.n52) FILTER (WHERE b) OVER w AS "odd (name)", 'it''s'::text AS "é ""q"" \",
         (SELECT max(x) FROM r) AS m, ARRAY[1, 2] AS list, (ROW(1, 'x') = ROW(t.i4, t.s)) AS rows, extract(year FROM d)
    FROM t LEFT JOIN LATERAL generate_series(1, t.i4) g ON true
   WHERE EXISTS (SELECT FROM t t2 WHERE t2.i4 = t.i8) AND t.s IN ('a', 'b')
  WINDOW w AS (PARTITION BY t.s ORDER BY t.d DESC)
   ORDER BY 1 NULLS FIRST LIMIT 10;
CREATE TEMP TABLE wanted AS SELECT oid, typname FROM pg_type WHERE oid IN (
  'bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'float4'::regtype, 'float8'::regtype,
  'numeric'::regtype, 'text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'date'::regtype,
  'timestamp'::regtype, 'timestamptz'::regtype, 'time'::regtype, 'uuid'::regtype, 'bytea'::regtype,
  'interval'::regtype, 'jsonb'::regtype, 'int4[]'::regtype, 'text[]'::regtype, 'dom_int'::regtype,
  'regtype'::regtype, 'regclass'::regtype, 't'::regtype, 'anyarray'::regtype, 'anyelement'::regtype);
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.type(oid, int) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('oid', oid::int8, 'schema', typnamespace::regnamespace::text, 'name', typname,
    'modifier', $2, 'display', format_type(oid, $2),
    'kind', CASE WHEN typelem <> 0 AND typlen = -1 THEN 'ARRAY' ELSE CASE typtype WHEN 'b' THEN 'BASE' WHEN 'c' THEN 'COMPOSITE' WHEN 'd' THEN 'DOMAIN' WHEN 'e' THEN 'ENUM' WHEN 'r' THEN 'RANGE' ELSE 'PSEUDO' END END,
    'element', CASE WHEN typtype = 'd' THEN pg_temp.type(typbasetype, typtypmod)
                    WHEN typelem <> 0 AND typlen = -1 THEN pg_temp.type(typelem, -1) END))
  FROM pg_type WHERE oid = $1
$$;
SELECT '{"conditions": [' || E'\n' || (SELECT string_agg(jsonb_build_object('name', name, 'condition', sql, 'constants', constants, 'tree', conbin)::text, E',\n' ORDER BY n)
  FROM condition JOIN pg_constraint ON conrelid = 't'::regclass AND conname = 'c' || n)
  || E'\n],\n"query": ' || (SELECT to_json(ev_action::text)::text FROM pg_rewrite WHERE ev_class = 'v'::regclass)
  || E',\n"facts": {\n"types": ' || (SELECT jsonb_object_agg(oid, pg_temp.type(oid, -1)) FROM wanted)
  || E',\n"functions": ' || (SELECT jsonb_object_agg(oid, jsonb_build_object('schema', 'pg_catalog', 'name', proname, 'arguments', (SELECT coalesce(jsonb_agg(a::int8 ORDER BY o), '[]') FROM unnest(proargtypes) WITH ORDINALITY x(a, o)), 'result', prorettype::int8, 'volatility', provolatile))
       FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN ('abs', 'length', 'int4', 'int8', 'float8', 'numeric', 'text', 'random', 'lower', 'upper', 'date', 'substring') AND prorettype IN (SELECT oid FROM wanted) AND proargtypes::oid[] <@ (SELECT array_agg(oid) FROM wanted))
  || E',\n"operators": ' || (SELECT jsonb_object_agg(oid, jsonb_build_object('schema', 'pg_catalog', 'name', oprname, 'left', oprleft::int8, 'right', oprright::int8, 'result', oprresult::int8))
       FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace AND (oprleft = 0 OR oprleft IN (SELECT oid FROM wanted)) AND oprright IN (SELECT oid FROM wanted) AND oprresult IN (SELECT oid FROM wanted)
         AND oprname IN ('=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '~~', '!~~', '~~*', '~', '^@', '->'))
  || E',\n"collations": ' || (SELECT jsonb_object_agg(oid, jsonb_build_object('name', collname, 'isC', collname IN ('C', 'POSIX'), 'deterministic', collisdeterministic)) FROM pg_collation WHERE collname IN ('C', 'default', 'POSIX'))
  || E',\n"columns": ' || (SELECT jsonb_agg(jsonb_build_object('name', attname, 'number', attnum, 'type', pg_temp.type(atttypid, atttypmod), 'notNull', attnotnull, 'options', '{}'::jsonb) ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped)
  || E'\n}}';
ROLLBACK;
