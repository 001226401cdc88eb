-- SPDX-License-Identifier: Apache-2.0
-- The form in which values are recorded: numbers behind dates, times and intervals, hex for bytes.
SET client_min_messages = warning;
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
SET extra_float_digits = 3;
CREATE TEMP TABLE recorded_values (name text, answers json);
CREATE TEMP TABLE recorded_answers (line text, answers json);
CREATE FUNCTION pg_temp.canonical(text) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(time) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(int2) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(int4) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(int8) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(numeric) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(uuid) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(json) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(jsonb) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(float4) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(float8) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION pg_temp.canonical(bpchar) RETURNS text LANGUAGE sql AS 'SELECT rpad($1::text, 5)';
CREATE FUNCTION pg_temp.canonical(date) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE WHEN isfinite($1) THEN ($1 - date '1970-01-01')::text ELSE $1::text END $$;
CREATE FUNCTION pg_temp.canonical(timestamp) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE WHEN isfinite($1) THEN (extract(epoch FROM $1) * 1000000)::int8::text ELSE $1::text END $$;
CREATE FUNCTION pg_temp.canonical(timestamptz) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE WHEN isfinite($1) THEN (extract(epoch FROM $1) * 1000000)::int8::text ELSE $1::text END $$;
CREATE FUNCTION pg_temp.canonical(bool) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE WHEN $1 THEN 't' WHEN NOT $1 THEN 'f' END $$;
CREATE FUNCTION pg_temp.canonical(bytea) RETURNS text LANGUAGE sql AS $$ SELECT encode($1, 'hex') $$;
CREATE FUNCTION pg_temp.canonical(interval) RETURNS text LANGUAGE sql AS
  $$ SELECT (extract(year FROM $1) * 12 + extract(month FROM $1))::int8 || ' ' || extract(day FROM $1)::int8 || ' '
       || ((extract(hour FROM $1) * 3600 + extract(minute FROM $1) * 60) * 1000000 + extract(microseconds FROM $1))::int8 $$;
CREATE FUNCTION pg_temp.canonical(anyarray) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE WHEN $1 IS NOT NULL THEN
       coalesce((SELECT json_agg(pg_temp.canonical(e) ORDER BY o) FROM unnest($1) WITH ORDINALITY u(e, o)), '[]')::text END $$;
