-- SPDX-License-Identifier: Apache-2.0
-- Arrays spelled out byte by byte: the formats DuckDB does not make, and arrays that are not what they should be.
\getenv arrow_test ARROW_TEST
CREATE SCHEMA arrow_formats;
SET search_path = arrow_formats, public;
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
SET intervalstyle = 'postgres';
SET bytea_output = 'hex';
CREATE FUNCTION arrow_read(jsonb) RETURNS SETOF record STRICT LANGUAGE c AS :'arrow_test';

-- Little-endian numbers of so many bytes; a bitmap, first bit first; the bytes of a text. All in hexadecimal.
CREATE FUNCTION le(bytes integer, VARIADIC numbers numeric[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(lpad(to_hex(mod(div(mod(n + 256.0 ^ bytes, 256.0 ^ bytes), 256.0 ^ i), 256)::integer), 2, '0'), ''
    ORDER BY place, i), '')
  FROM unnest(numbers) WITH ORDINALITY AS u(n, place), generate_series(0, bytes - 1) AS i $$;
CREATE FUNCTION bits(bits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(lpad(to_hex(reverse(rpad(substr(bits, i, 8), 8, '0'))::bit(8)::integer), 2, '0'), '' ORDER BY i)
  FROM generate_series(1, length(bits), 8) AS i $$;
CREATE FUNCTION utf8(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(convert_to(value, 'UTF8'), 'hex') $$;

-- An array: format, length, buffers, and whatever else.
CREATE FUNCTION arr(format text, length bigint, buffers text[], more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('format', format, 'length', length, 'buffers', buffers) || more $$;
CREATE FUNCTION child(VARIADIC children jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('children', children) $$;

-- The rows of a batch of this array as that type, or the error it makes.
CREATE FUNCTION read(value jsonb, type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
  detail text;
BEGIN
  EXECUTE format('SELECT string_agg(coalesce(v::text, ''(null)''), '' ; '') FROM arrow_read(%L) AS t(v %s)',
    jsonb_build_object('length', value->'length', 'children', jsonb_build_array(value)), type) INTO STRICT result;
  RETURN result;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN SQLSTATE || ' ' || SQLERRM || CASE WHEN detail <> '' THEN ' | ' || detail ELSE '' END;
END $$;
SELECT le(2, 1, -2), le(4, 258), le(16, -1), bits('1101'), bits('000000001'), utf8('aä');

-- Decimals of every width and of scales only other engines have.
SELECT value->>'format', type, read(value, type) FROM (VALUES
  (arr('d:9,2,32', 3, ARRAY[NULL, le(4, 123, -999999999, 0)]), 'numeric'),
  (arr('d:18,2,64', 2, ARRAY[NULL, le(8, 123, -999999999999999999)]), 'numeric(20,1)'),
  (arr('d:38,0', 2, ARRAY[NULL, le(16, 99999999999999999999999999999999999999, -1)]), 'numeric'),
  (arr('d:38,38,128', 2, ARRAY[NULL, le(16, 1, -10)]), 'numeric'),
  (arr('d:76,0,256', 5, ARRAY[bits('11011'), le(32, 9999999999999999999999999999999999999999999999999999999999999999999999999999,
    -9999999999999999999999999999999999999999999999999999999999999999999999999999, 7, -1, 340282366920938463463374607431768211456)]), 'numeric'),
  (arr('d:76,3,256', 2, ARRAY[NULL, le(32, 170141183460469231731687303715884105728, -170141183460469231731687303715884105729)]), 'numeric'),
  (arr('d:76,3,256', 2, ARRAY[NULL, le(32, 170141183460469231731687303715884105727, -170141183460469231731687303715884105728)]), 'numeric(50,2)'),
  (arr('d:76,50,256', 1, ARRAY[NULL, le(32, 1234567890123456789012345678901234567890)]), 'numeric'),
  (arr('d:76,-3,256', 1, ARRAY[NULL, le(32, 1234567890123456789012345678901234567890)]), 'numeric'),
  (arr('d:76,2,256', 1, ARRAY[NULL, le(32, 1234567890123456789012345678901234567890)]), 'numeric(38,1)'),
  (arr('d:76,2,256', 1, ARRAY[NULL, le(32, 12345)]), 'numeric(3,1)'),
  (arr('d:5,-2', 2, ARRAY[NULL, le(16, 123, -1)]), 'numeric'),
  (arr('d:5,-5', 2, ARRAY[NULL, le(16, 123, -1)]), 'numeric(9,2)'),
  (arr('d:5,70', 2, ARRAY[NULL, le(16, 123, 0)]), 'numeric'),
  (arr('d:5,70', 2, ARRAY[NULL, le(16, 123, 0)]), 'numeric(9,2)'),
  (arr('d:5,1001', 1, ARRAY[NULL, le(16, 123)]), 'numeric'),
  (arr('d:5', 1, ARRAY[NULL, le(16, 123)]), 'numeric'),
  (arr('d:5,2,16', 1, ARRAY[NULL, le(16, 123)]), 'numeric')
) AS v(value, type);

-- Times, timestamps and intervals of every unit: the epoch, around it, the ends of PostgreSQL's range, infinities.
SELECT value->>'format', type, read(value, type) FROM (VALUES
  (arr('tts', 3, ARRAY[bits('101'), le(4, 0, 99999, 86400)]), 'time'), (arr('tts', 1, ARRAY[NULL, le(4, 86401)]), 'time'),
  (arr('tts', 1, ARRAY[NULL, le(4, -1)]), 'time'), (arr('ttm', 2, ARRAY[NULL, le(4, 1, 86399999)]), 'time'),
  (arr('ttm', 1, ARRAY[NULL, le(4, 86400001)]), 'time'), (arr('ttu', 2, ARRAY[NULL, le(8, 1, 86400000000)]), 'time'),
  (arr('ttn', 3, ARRAY[NULL, le(8, 999, 1000, 86399999999999)]), 'time'), (arr('ttn', 1, ARRAY[NULL, le(8, -1)]), 'time'),
  (arr('ttx', 1, ARRAY[NULL, le(8, 1)]), 'time'),
  (arr('tss:', 3, ARRAY[NULL, le(8, 0, -1, 9224318015999)]), 'timestamp'), (arr('tss:', 1, ARRAY[NULL, le(8, 9224318016000)]), 'timestamp'),
  (arr('tss:', 1, ARRAY[NULL, le(8, 9223372036854775806)]), 'timestamp'), (arr('tss:UTC', 1, ARRAY[NULL, le(8, -210866803200)]), 'timestamptz'),
  (arr('tss:UTC', 1, ARRAY[NULL, le(8, -210866803201)]), 'timestamptz'), (arr('tsm:', 2, ARRAY[NULL, le(8, -1, 1)]), 'timestamp'),
  (arr('tsm:', 1, ARRAY[NULL, le(8, -9223372036854775806)]), 'timestamp'), (arr('tsu:', 1, ARRAY[NULL, le(8, 9223372036854775806)]), 'timestamp'),
  (arr('tsu:', 1, ARRAY[NULL, le(8, -9223372036854775808)]), 'timestamp'),
  (arr('tsu:Europe/Berlin', 1, ARRAY[NULL, le(8, 1704067200000001)]), 'timestamptz'),
  (arr('tsn:', 4, ARRAY[NULL, le(8, 999, -1, -1000, -1001)]), 'timestamp'),
  (arr('tsn:', 2, ARRAY[NULL, le(8, 9223372036854775807, -9223372036854775807)]), 'timestamp'),
  (arr('tsn:', 2, ARRAY[NULL, le(8, 9223372036854775806, -9223372036854775808)]), 'timestamp'),
  (arr('tsn:UTC', 1, ARRAY[NULL, le(8, 999)]), 'timestamptz(3)'), (arr('tsu', 1, ARRAY[NULL, le(8, 999)]), 'timestamp'),
  (arr('tdD', 3, ARRAY[NULL, le(4, 2147483647, -2147483647, 0)]), 'date'), (arr('tdD', 1, ARRAY[NULL, le(4, -2147483648)]), 'date'),
  (arr('tdD', 1, ARRAY[NULL, le(4, 2147483646)]), 'date'), (arr('tdm', 1, ARRAY[NULL, le(8, 86400000)]), 'date'),
  (arr('tiM', 3, ARRAY[bits('110'), le(4, 14, -1, 0)]), 'interval'), (arr('tiD', 2, ARRAY[NULL, le(4, 1, 1, -1, -3600001)]), 'interval'),
  (arr('tin', 2, ARRAY[NULL, le(4, 1, 2) || le(8, 3001) || le(4, -1, -2) || le(8, -1)]), 'interval'),
  (arr('tDs', 1, ARRAY[NULL, le(8, 1)]), 'interval')
) AS v(value, type);

-- Texts and byte strings of every layout.
SELECT value->>'format', type, read(value, type) FROM (VALUES
  (arr('u', 3, ARRAY[NULL, le(4, 0, 1, 1, 4), utf8('aäb')]), 'text'), (arr('u', 0, ARRAY[NULL, NULL, NULL]), 'text'),
  (arr('u', 2, ARRAY[NULL, le(4, 0, 0, 0), NULL]), 'text'), (arr('u', 2, ARRAY[NULL, le(4, 5, 5, 7), '0000000000' || utf8('xy')]), 'text'),
  (arr('u', 3, ARRAY[bits('101'), le(4, 0, 1, 3, 4), utf8('a') || 'ff00' || utf8('b')]), 'text'),
  (arr('U', 3, ARRAY[bits('110'), le(8, 0, 1, 4, 5), utf8('aäbx')]), 'varchar(2)'),
  (arr('z', 2, ARRAY[NULL, le(4, 0, 2, 3), '00ff80']), 'bytea'), (arr('Z', 2, ARRAY[NULL, le(8, 0, 2, 3), '00ff80']), 'bytea'),
  (arr('w:2', 3, ARRAY[bits('101'), '00ff80010203']), 'bytea'), (arr('w:0', 2, ARRAY[NULL, NULL]), 'bytea'),
  (arr('w:16', 2, ARRAY[bits('10'), repeat('0123456789abcdef', 4)]), 'uuid'), (arr('u', 2, ARRAY[NULL, le(4, 0, 36, 72), utf8('01234567-89ab-cdef-0123-456789ABCDEF' || '-1-2-3-4-6-7-8-9-a-b-c-d-e-f-0-1-2-3')]), 'uuid'), (arr('w:15', 1, ARRAY[NULL, repeat('00', 15)]), 'uuid'),
  (arr('vu', 4, ARRAY[bits('1110'), le(4, 3) || utf8('abc') || repeat('00', 9) || le(4, 12) || utf8('abcdefghijkl') || le(4, 13) || utf8('abcd') || le(4, 1, 2)
    || le(4, -1) || repeat('ff', 12), utf8('unused'), utf8('..abcdefghijklmn..'), le(8, 6, 18)]), 'text'),
  (arr('vu', 1, ARRAY[NULL, le(4, 2) || utf8('ä') || repeat('00', 10), '']), 'char(3)'),
  (arr('vz', 2, ARRAY[NULL, le(4, 0, 0, 0, 0) || le(4, 2) || 'ff00' || repeat('00', 10), '']), 'bytea'),
  -- not UTF-8: a lone byte, one cut off, a surrogate, overlong, beyond the last, two halves in two values
  (arr('u', 1, ARRAY[NULL, le(4, 0, 1), '80']), 'text'), (arr('u', 1, ARRAY[NULL, le(4, 0, 2), 'e282']), 'text'),
  (arr('u', 1, ARRAY[NULL, le(4, 0, 3), 'eda080']), 'text'), (arr('u', 1, ARRAY[NULL, le(4, 0, 2), 'c080']), 'text'),
  (arr('u', 1, ARRAY[NULL, le(4, 0, 4), 'f4908080']), 'text'), (arr('u', 2, ARRAY[NULL, le(4, 0, 1, 2), 'c3a4']), 'text'),
  (arr('U', 1, ARRAY[NULL, le(8, 0, 20), utf8('0123456789012345678') || '00']), 'text'),
  (arr('vu', 1, ARRAY[NULL, le(4, 1) || '00' || repeat('00', 11), '']), 'text'),
  (arr('u', 1, ARRAY[NULL, le(4, 0, 1), 'ff']), 'numeric'), (arr('u', 2, ARRAY[bits('10'), le(4, 0, 2, 3), utf8('12') || 'ff']), 'numeric'),
  (arr('u', 1, ARRAY[NULL, le(4, 0, 40), repeat('ff', 40)]), 'varchar(2)')
) AS v(value, type);

-- Booleans, integers and floats behind offsets and bitmaps of every phase.
SELECT read(arr('b', 3, ARRAY[NULL, bits('00101')], '{"offset": 2}'), 'boolean'),
  read(arr('b', 9, ARRAY[bits('111111111110'), bits('010101010101')], '{"offset": 3}'), 'boolean'),
  read(arr('s', 2, ARRAY[bits('0001'), le(2, 1, 2, 3, 4)], '{"offset": 2}'), 'integer'),
  read(arr('i', 2, ARRAY[NULL, le(4, 1, 2)], '{"null_count": 0}'), 'integer'),
  read(arr('i', 2, ARRAY[bits('00'), le(4, 1, 2)], '{"null_count": 0}'), 'integer'),
  read(arr('c', 3, ARRAY[bits('101'), le(1, 1, 200, -1)]), 'smallint'),
  read(arr('n', 2, NULL), 'integer'), read(arr('e', 2, ARRAY[NULL, le(2, 1, 2)]), 'real');
SELECT count(*) FILTER (WHERE result <> expected), count(*)
FROM generate_series(0, 70) AS skipped, generate_series(1, 140, 3) AS length,
  LATERAL (SELECT string_agg((i % 7 <> 0)::integer::text, '' ORDER BY i) AS bitmap, le(4, VARIADIC array_agg(i::numeric ORDER BY i)) AS data,
    string_agg(CASE WHEN i % 7 = 0 THEN '(null)' ELSE i::text END, ' ; ' ORDER BY i) FILTER (WHERE i >= skipped) AS expected
    FROM generate_series(0, skipped + length - 1) AS i) AS a,
  LATERAL (SELECT read(arr('i', length, ARRAY[bits(bitmap), data], jsonb_build_object('offset', skipped)), 'integer') AS result) AS r
WHERE (skipped + length) % 5 = 0;

-- Dictionaries: of texts, of numbers, with nulls on either side, in lists, unused entries that are wrong.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN loud AS text CHECK (VALUE <> 'quiet');
CREATE TYPE pair AS (a integer, b text);
SELECT n, read(value, type) FROM (VALUES
  (1, arr('c', 4, ARRAY[bits('1101'), le(1, 1, 0, 9, 1)], jsonb_build_object('dictionary', arr('u', 2, ARRAY[NULL, le(4, 0, 3, 8), utf8('sadhappy')]))), 'mood'),
  (2, arr('I', 3, ARRAY[NULL, le(4, 2, 1, 0)], jsonb_build_object('dictionary', arr('i', 3, ARRAY[bits('101'), le(4, 7, 8, 9)]))), 'bigint'),
  (3, arr('l', 1, ARRAY[NULL, le(8, 0)], jsonb_build_object('dictionary', arr('i', 2, ARRAY[NULL, le(4, 7, 70000)]))), 'smallint'),
  (4, arr('l', 1, ARRAY[NULL, le(8, 1)], jsonb_build_object('dictionary', arr('i', 2, ARRAY[NULL, le(4, 7, 70000)]))), 'smallint'),
  (5, arr('L', 2, ARRAY[NULL, le(8, 0, -1)], jsonb_build_object('dictionary', arr('i', 1, ARRAY[NULL, le(4, 7)]))), 'integer'),
  (6, arr('s', 1, ARRAY[NULL, le(2, 2)], jsonb_build_object('dictionary', arr('i', 2, ARRAY[NULL, le(4, 7, 8)]))), 'integer'),
  (7, arr('S', 2, ARRAY[NULL, le(2, 1, 0)], jsonb_build_object('dictionary', arr('u', 2, ARRAY[NULL, le(4, 0, 4, 9), utf8('loudquiet')]))), 'loud'),
  (8, arr('C', 2, ARRAY[NULL, le(1, 1, 1)], jsonb_build_object('offset', 0, 'dictionary', arr('u', 2, ARRAY[NULL, le(4, 0, 1, 2, 3), utf8('abc')], '{"offset": 1}'))), 'text'),
  (9, arr('g', 1, ARRAY[NULL, le(8, 0)], jsonb_build_object('dictionary', arr('i', 1, ARRAY[NULL, le(4, 7)]))), 'integer'),
  (10, arr('i', 1, ARRAY[NULL, le(4, 0)], jsonb_build_object('dictionary', arr('g', 1, ARRAY[NULL, le(8, 7)]))), 'integer'),
  (11, arr('+l', 2, ARRAY[NULL, le(4, 0, 2, 3)], child(arr('c', 3, ARRAY[NULL, le(1, 1, 0, 1)], jsonb_build_object('dictionary', arr('u', 2, ARRAY[NULL, le(4, 0, 1, 2), utf8('xy')]))))), 'text[]'),
  (12, arr('i', 3, ARRAY[NULL, le(4, 1, 0, 1)], jsonb_build_object('dictionary', arr('+l', 2, ARRAY[NULL, le(4, 0, 2, 3)], child(arr('i', 3, ARRAY[NULL, le(4, 7, 8, 9)]))))), 'integer[]'),
  (13, arr('i', 3, ARRAY[NULL, le(4, 1, 0, 1)], jsonb_build_object('dictionary', arr('+s', 2, ARRAY[NULL::text], child(arr('i', 2, ARRAY[NULL, le(4, 7, 8)]), arr('u', 2, ARRAY[NULL, le(4, 0, 1, 2), utf8('xy')]))))), 'pair')
) AS v(n, value, type);

-- Nested: offsets at every level, lists of every kind, what is hidden under nulls.
SELECT n, read(value, type) FROM (VALUES
  (1, arr('+l', 2, ARRAY[NULL, le(4, 0, 1, 3, 3)], '{"offset": 1}' || child(arr('i', 3, ARRAY[NULL, le(4, 9, 1, 2, 3)], '{"offset": 1}'))), 'integer[]'),
  (2, arr('+L', 2, ARRAY[bits('01'), le(8, 0, 2, 3)], child(arr('u', 3, ARRAY[NULL, le(4, 0, 1, 2, 3), 'ff' || utf8('bc')]))), 'text[]'),
  (3, arr('+w:2', 2, ARRAY[NULL::text], '{"offset": 1}' || child(arr('i', 6, ARRAY[bits('111101'), le(4, 1, 2, 3, 4, 5, 6)]))), 'bigint[]'),
  (4, arr('+w:0', 2, ARRAY[NULL::text], child(arr('i', 0, ARRAY[NULL, NULL]))), 'bigint[]'),
  (5, arr('+w:2', 1, ARRAY[NULL::text], child(arr('+l', 2, ARRAY[NULL, le(4, 0, 1, 2)], child(arr('i', 2, ARRAY[NULL, le(4, 5, 6)]))))), 'integer[]'),
  (6, arr('+s', 2, ARRAY[bits('011')], '{"offset": 1}' || child(arr('i', 3, ARRAY[NULL, le(4, 7, 8, 9)]), arr('u', 3, ARRAY[bits('101'), le(4, 0, 1, 1, 2), utf8('xy')]))), 'pair'),
  (7, arr('+s', 3, ARRAY[bits('101')], child(arr('l', 3, ARRAY[NULL, le(8, 7, 9999999999, 9)]), arr('u', 3, ARRAY[NULL, le(4, 0, 1, 2, 3), utf8('x') || 'ff' || utf8('y')]))), 'pair'),
  (8, arr('+m', 2, ARRAY[NULL, le(4, 0, 1, 2)], child(arr('+s', 2, ARRAY[NULL::text], child(arr('i', 2, ARRAY[NULL, le(4, 1, 2)]), arr('u', 2, ARRAY[bits('01'), le(4, 0, 0, 1), utf8('y')]))))), 'pair[]'),
  (9, arr('+l', 1, ARRAY[NULL, le(4, 0, 2)], child(arr('+s', 2, ARRAY[bits('10')], child(arr('i', 2, ARRAY[NULL, le(4, 1, 2)]), arr('n', 2, NULL))))), 'pair[]'),
  (10, arr('+vl', 1, ARRAY[NULL, le(4, 0), le(4, 1)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (11, arr('+ud:0', 1, ARRAY[le(1, 0), le(4, 0)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer'),
  (12, arr('+l', 1, ARRAY[NULL, le(4, 0, 1)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'int2vector'),
  (13, arr('+r', 1, NULL, child(arr('i', 1, ARRAY[NULL, le(4, 1)]), arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer')
) AS v(n, value, type);

-- Not what they should be: an error each time, that names the column and what is wrong.
SELECT n, read(value, type) FROM (VALUES
  (1, arr('i', 1, ARRAY[NULL]), 'integer'), (2, arr('i', 1, ARRAY[NULL, NULL]), 'integer'), (3, arr('i', 1, NULL), 'integer'),
  (4, arr('i', 1, ARRAY[NULL, le(4, 1)], '{"null_count": 1}'), 'integer'), (5, arr('i', 1, ARRAY[NULL, le(4, 1)], '{"offset": -1}'), 'integer'),
  (6, arr('u', 1, ARRAY[NULL, le(4, 0, 1)]), 'text'), (7, arr('u', 2, ARRAY[NULL, le(4, 0, 2, 1), utf8('ab')]), 'text'),
  (8, arr('u', 1, ARRAY[NULL, le(4, -1, 1), utf8('ab')]), 'text'), (9, arr('u', 1, ARRAY[NULL, le(4, 0, 2147483647), utf8('ab')]), 'text'),
  (10, arr('U', 1, ARRAY[NULL, le(8, 0, 9223372036854775807), utf8('ab')]), 'text'),
  (11, arr('vu', 1, ARRAY[NULL, le(4, 13, 0, 0, 0)]), 'text'), (12, arr('vu', 1, ARRAY[NULL, le(4, 13, 0, 0, 0), '']), 'text'),
  (13, arr('vu', 1, ARRAY[NULL, le(4, 13, 0, 0, 1), utf8('0123456789abc'), le(8, 13)]), 'text'),
  (14, arr('vu', 1, ARRAY[NULL, le(4, -13, 0, 0, 0), utf8('0123456789abc'), le(8, 13)]), 'text'),
  (15, arr('vu', 1, ARRAY[NULL, le(4, 13, 0, 0, -1), utf8('0123456789abc'), le(8, 13)]), 'text'),
  (16, arr('+l', 1, ARRAY[NULL, le(4, 0, 2)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (17, arr('+l', 2, ARRAY[NULL, le(4, 0, 1, 0)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (18, arr('+l', 1, ARRAY[NULL, le(4, -1, 1)], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (19, arr('+l', 1, ARRAY[NULL, le(4, 0, 1)]), 'integer[]'), (20, arr('+w:2', 1, ARRAY[NULL::text], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (21, arr('+w:2', 4611686018427387904, ARRAY[NULL::text], child(arr('i', 1, ARRAY[NULL, le(4, 1)]))), 'integer[]'),
  (22, arr('+s', 2, ARRAY[NULL::text], child(arr('i', 1, ARRAY[NULL, le(4, 1)]), arr('n', 2, NULL))), 'pair'),
  (23, arr('+s', 1, ARRAY[NULL::text], child(arr('n', 1, NULL))), 'pair'), (24, arr('', 1, NULL), 'integer'), (25, arr('?', 1, NULL), 'integer'),
  (26, arr('w:-1', 1, ARRAY[NULL, le(4, 1)]), 'bytea'), (27, arr('w:x', 1, ARRAY[NULL, le(4, 1)]), 'bytea'),
  (28, arr('i', 9223372036854775807, ARRAY[NULL, le(4, 1)], '{"offset": 5}'), 'integer'),
  (29, arr('c', 1, ARRAY[NULL, le(1, 0)], '{"dictionary": {"format": "i", "length": 1}}'), 'integer')
) AS v(n, value, type);
SELECT * FROM arrow_read('{"length": -1, "children": []}') AS t(a integer);
SELECT * FROM arrow_read('{"length": 1, "null_count": 1, "children": [{"format": "n", "length": 1}]}') AS t(a integer);
SELECT * FROM arrow_read('{"length": 2, "children": [{"format": "n", "length": 1}]}') AS t(a integer);
SELECT * FROM arrow_read('{"length": 1, "offset": 1, "children": [{"format": "n", "length": 1}]}') AS t(a integer);
SELECT * FROM arrow_read('{"format": "i", "length": 1}') AS t(a integer);
-- An error in a batch names the column it was made for.
\set SHOW_CONTEXT always
SELECT * FROM arrow_read(jsonb_build_object('length', 1, 'children', jsonb_build_array(arr('u', 1, ARRAY[NULL, le(4, 0, 1), utf8('x')])))) AS t(price numeric);
\set SHOW_CONTEXT errors

SET client_min_messages = warning;
DROP SCHEMA arrow_formats CASCADE;
