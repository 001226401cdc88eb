-- SPDX-License-Identifier: Apache-2.0
-- INSERT, UPDATE and DELETE on Iceberg tables, beside a heap table that is given the same statements.
\set test iceberg_write
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

-- Runs a statement on the table and on its twin and tells how many rows it touched and how the two differ after it.
CREATE FUNCTION on_both(command text) RETURNS TABLE (touched bigint, twin bigint, rows bigint, differ bigint) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(command, 'lake');
  GET DIAGNOSTICS touched = ROW_COUNT;
  EXECUTE format(command, 'heap');
  GET DIAGNOSTICS twin = ROW_COUNT;
  SELECT count(*) INTO rows FROM lake;
  SELECT count(*) INTO differ FROM ((SELECT l::text FROM lake l EXCEPT ALL SELECT h::text FROM heap h) UNION ALL
    (SELECT h::text FROM heap h EXCEPT ALL SELECT l::text FROM lake l)) AS d;
  RETURN NEXT;
END $$;

CREATE TYPE pair AS (a integer, b numeric(6,2));
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE heap (id bigint NOT NULL, b boolean, i2 smallint, i4 integer, f4 real, f8 double precision, n numeric(10,2),
  wide numeric(38,9), t text, v varchar(40), c char(5), by bytea, d date, ti time, ts timestamp, tz timestamptz, iv interval,
  u uuid, j jsonb, tt timetz, a integer[], ta text[], p pair, pa pair[], m mood, r int4range, dr daterange) USING heap;
CREATE TABLE lake (LIKE heap) USING iceberg;
CREATE VIEW source AS SELECT g::bigint AS id, g % 2 = 0 AS b, (g % 100)::smallint AS i2, -g AS i4, g / 4.0::real AS f4,
  CASE g % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-0' ELSE g / 3.0 END::double precision AS f8, g / 7.0 AS n,
  g * 12345678901234567.123456789 AS wide, 'ünï' || g AS t, repeat('x', g % 40) AS v, 'c' || g % 10 AS c,
  decode(to_hex(g + 4096), 'hex') AS by, CASE g % 7 WHEN 0 THEN 'infinity' WHEN 1 THEN '0044-03-15 BC' ELSE date '1970-01-01' + g END AS d,
  time '00:00:00.000001' * 1 + make_interval(secs => g) AS ti, timestamp '1969-12-31 23:59:59.999999' + make_interval(hours => g) AS ts,
  timestamptz '2020-01-01 00:00:00+00' - make_interval(days => g) AS tz, make_interval(years => g, days => -g, secs => g / 8.0) AS iv,
  ('00000000-0000-4000-8000-' || lpad(g::text, 12, '0'))::uuid AS u, jsonb_build_object('g', g) AS j, '04:05:06.7+02'::timetz AS tt,
  ARRAY[g, NULL, -g] AS a, ARRAY['a' || g, '', NULL] AS ta, (g, g / 3.0)::pair AS p, ARRAY[(g, 1)::pair, NULL] AS pa,
  CASE g % 2 WHEN 0 THEN 'sad' ELSE 'happy' END::mood AS m, int4range(g, g + 5) AS r, daterange(date '2020-01-01', date '2020-01-01' + g) AS dr
  FROM generate_series(1, 2000) g;
SELECT * FROM on_both('INSERT INTO %s SELECT * FROM source');
SELECT * FROM on_both('INSERT INTO %s (id) SELECT 10000 + g FROM generate_series(1, 500) g');
SELECT * FROM on_both('INSERT INTO %s SELECT * FROM source WHERE false');

-- The settings of the session do not get into what is written.
SET datestyle = 'german';
SET intervalstyle = 'sql_standard';
SET extra_float_digits = 0;
SET timezone = 'Asia/Tokyo';
INSERT INTO lake SELECT 20000 + id, b, i2, i4, f4, f8, n, wide, t, v, c, by, d, ti, ts, tz, iv, u, j, tt, a, ta, p, pa, m, r, dr FROM source;
INSERT INTO heap SELECT 20000 + id, b, i2, i4, f4, f8, n, wide, t, v, c, by, d, ti, ts, tz, iv, u, j, tt, a, ta, p, pa, m, r, dr FROM source;
RESET datestyle;
RESET intervalstyle;
RESET extra_float_digits;
RESET timezone;
SELECT * FROM on_both('UPDATE %s SET i4 = i4 WHERE false');

-- One column, several, all, computed from others; nothing else changes.
SELECT * FROM on_both('UPDATE %s SET t = t || ''!'' WHERE id %% 10 = 3');
SELECT * FROM on_both('UPDATE %s SET n = n + 1, a = a || 7, p = (1, 2.5)::pair, iv = iv * 2, m = ''sad'' WHERE id %% 10 = 4');
SELECT * FROM on_both('UPDATE %s SET i4 = NULL, wide = NULL WHERE id < 5');
SELECT * FROM on_both('UPDATE %1$s SET t = s.t FROM source s WHERE s.id = %1$s.id + 1 AND %1$s.id BETWEEN 100 AND 120');
SELECT * FROM on_both('UPDATE %s SET v = left(t, 3) WHERE id IN (SELECT id FROM heap WHERE n > 250)');
-- A row that two rows join is changed once.
CREATE TABLE twice AS SELECT 1500::bigint AS id FROM generate_series(1, 3);
SELECT * FROM on_both('UPDATE %1$s SET i4 = 5 FROM twice WHERE twice.id = %1$s.id');
SELECT * FROM on_both('DELETE FROM %1$s USING twice WHERE twice.id = %1$s.id');
-- Rows written, changed and removed in one transaction.
BEGIN;
SELECT * FROM on_both('INSERT INTO %s (id, t) SELECT 30000 + g, ''n'' FROM generate_series(1, 100) g');
SELECT * FROM on_both('UPDATE %s SET t = ''m'' WHERE id > 30050');
SELECT * FROM on_both('UPDATE %s SET t = ''l'' WHERE t = ''m'' AND id %% 2 = 0');
SELECT * FROM on_both('DELETE FROM %s WHERE t = ''l'' OR id = 30001');
SAVEPOINT s;
SELECT * FROM on_both('DELETE FROM %s WHERE id %% 3 = 0');
SELECT * FROM on_both('UPDATE %s SET t = ''gone''');
ROLLBACK TO s;
SELECT * FROM on_both('UPDATE %s SET id = id WHERE false');
COMMIT;
SELECT * FROM on_both('UPDATE %s SET id = id WHERE false');
-- Few rows, most rows, all rows of a file.
SELECT * FROM on_both('DELETE FROM %s WHERE id %% 100 = 1');
SELECT * FROM on_both('DELETE FROM %s WHERE id %% 100 < 70');
SELECT * FROM on_both('UPDATE %s SET t = NULL');
SELECT * FROM on_both('DELETE FROM %s WHERE id > 20000');
SELECT * FROM on_both('DELETE FROM %s');
SELECT * FROM on_both('INSERT INTO %s SELECT * FROM source');

-- What cannot be written leaves nothing.
INSERT INTO lake (id, wide) VALUES (1, 'NaN');
INSERT INTO lake (id, n) VALUES (1, 123456789);
INSERT INTO lake (id, a) VALUES (1, '{{1,2},{3,4}}');
INSERT INTO lake (id) VALUES (NULL);
UPDATE lake SET id = NULL WHERE id = 7;
INSERT INTO lake (id) SELECT 1 / (5 - g) FROM generate_series(1, 10) g;
INSERT INTO lake (id) SELECT 1 / (100000 - g) FROM generate_series(1, 200000) g;
SELECT * FROM on_both('UPDATE %s SET id = id WHERE false');

-- A statement that is canceled while its rows flow, before, at and behind the first batch.
SET statement_timeout = '400ms';
INSERT INTO lake (id) SELECT g FROM generate_series(1, 30) g, LATERAL pg_sleep(0.1 + g - g);
INSERT INTO lake (id, t) SELECT g, repeat('x', 100) FROM generate_series(1, 100000000) g;
RESET statement_timeout;
SELECT * FROM on_both('UPDATE %s SET id = id WHERE false');
-- An error behind some batches, in a block that goes on.
DO $$
BEGIN
  INSERT INTO lake (id) SELECT 1 / (100000 - g) FROM generate_series(1, 200000) g;
EXCEPTION WHEN division_by_zero THEN
  RAISE NOTICE 'caught';
END $$;
SELECT * FROM on_both('INSERT INTO %s (id) VALUES (-1)');
