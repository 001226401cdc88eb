-- SPDX-License-Identifier: Apache-2.0
-- The files of regress/data/types, in DuckDB's SQL. Every column of "scalars" has its values from ord 1 on, then NULL.

CREATE TABLE scalars AS SELECT
  unnest(range(1, 13)) AS ord,
  unnest([true, false]) AS bool,
  unnest([-128, 127, 0]::TINYINT[]) AS tinyint,
  unnest([0, 255]::UTINYINT[]) AS utinyint,
  unnest([-32768, 32767, 0]::SMALLINT[]) AS smallint,
  unnest([0, 65535]::USMALLINT[]) AS usmallint,
  unnest([-2147483648, 2147483647, 0]::INTEGER[]) AS int,
  unnest([0, 4294967295]::UINTEGER[]) AS uint,
  unnest([-9223372036854775808, 9223372036854775807, 0]::BIGINT[]) AS bigint,
  unnest([0, 18446744073709551615]::UBIGINT[]) AS ubigint,
  unnest(['1.5', '-0', 'NaN', 'Infinity', '-Infinity', '3.4028235e38', '1.17549435e-38', '1e-45', '0.1']::FLOAT[]) AS float,
  unnest(['1.5', '-0', 'NaN', 'Infinity', '-Infinity', '1.7976931348623157e308', '2.2250738585072014e-308', '5e-324', '0.1', '123456789.123456789']::DOUBLE[]) AS double,
  unnest([-999.9, 999.9, 0.1]::DECIMAL(4,1)[]) AS decimal4,
  unnest([-99999.9999, 99999.9999, 0.0001]::DECIMAL(9,4)[]) AS decimal9,
  unnest([-999999999999.999999, 999999999999.999999, 0]::DECIMAL(18,6)[]) AS decimal18,
  unnest(['-9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999', '0.0000000001']::DECIMAL(38,10)[]) AS decimal38,
  unnest(['99999999999999999999999999999999999999', '-99999999999999999999999999999999999999']::DECIMAL(38,0)[]) AS decimal38_0,
  unnest(['', 'a', 'with "quotes", commas', 'it''s', E'two\nlines', E'tab\tand back\\slash', 'Zoë 🦆 漢字', 'NULL', ' padded ', repeat('x', 300), E'\x01\x7F']) AS varchar,
  unnest(['\x00\xFF\x27\x5C'::BLOB, ''::BLOB, 'text'::BLOB]) AS blob,
  unnest(['0001-01-01', '9999-12-31', '1970-01-01', '2020-02-29', 'infinity', '-infinity', '0044-03-15 (BC)', '4713-01-01 (BC)', '5874897-12-31']::DATE[]) AS date,
  unnest(['00:00:00', '23:59:59.999999', '24:00:00', '12:34:56']::TIME[]) AS time,
  unnest(['1970-01-01 00:00:00', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', 'infinity', '-infinity', '0044-03-15 (BC) 12:00:00', '1969-12-31 23:59:59.999999', '294246-12-31 23:59:59.999999', '4713-01-01 (BC) 00:00:00']::TIMESTAMP[]) AS timestamp,
  unnest(['1970-01-01 00:00:00', '2262-04-11 23:47:16.854775', '1677-09-22 00:00:00']::TIMESTAMP_NS[]) AS timestamp_ns,
  unnest(['1970-01-01 00:00:00.001', '9999-12-31 23:59:59.999']::TIMESTAMP_MS[]) AS timestamp_ms,
  unnest(['1970-01-01 00:00:01', '9999-12-31 23:59:59']::TIMESTAMP_S[]) AS timestamp_s,
  unnest(['1970-01-01 00:00:00+00', '2020-06-01 00:00:00+02', 'infinity', '-infinity', '9999-12-31 23:59:59.999999+00', '0001-01-01 00:00:00+00']::TIMESTAMPTZ[]) AS timestamptz,
  unnest(['0 days', '14 months 3 days 500 milliseconds', '23 hours 59 minutes 59 seconds', '49 days']::INTERVAL[]) AS interval,
  unnest(['00000000-0000-0000-0000-000000000000', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'ffffffff-ffff-ffff-ffff-ffffffffffff']::UUID[]) AS uuid,
  unnest(['{"a": [1, null, "x"]}', '1', 'null', '"text"', '[]']::JSON[]) AS json,
  unnest(['happy', 'sad']::ENUM ('happy', 'sad')[]) AS enum;

COPY scalars TO 'FOLDER/scalars.parquet' (FORMAT parquet, COMPRESSION zstd);

-- Once more as text, without what Parquet alone can tell.
CREATE VIEW textual AS SELECT * EXCLUDE (blob) FROM scalars;
COPY textual TO 'FOLDER/scalars.csv.zst' (FORMAT csv, HEADER, COMPRESSION zstd, FORCE_QUOTE (varchar));
COPY textual TO 'FOLDER/scalars.json.gz' (FORMAT json, COMPRESSION gzip);

CREATE TABLE nested AS SELECT * FROM (VALUES
  (1, [1, NULL, 3], [[1, 2], [3, 4]], ['a', NULL, 'b,"c"'], {'x': 1.5::DOUBLE, 'y': 'text'}, MAP {'one': 1, 'two': NULL},
   [{'id': 1, 'tags': ['p', 'q']}, {'id': 2, 'tags': NULL}], {'inner': {'x': 2.5::DOUBLE, 'y': NULL}, 'n': 7}, [1.25, 2.50]::DECIMAL(5,2)[]),
  (2, [], [], [], {'x': NULL, 'y': ''}, MAP {}, [], {'inner': NULL, 'n': NULL}, []),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS nested(ord, ints, matrix, texts, point, counts, entries, deep, prices);
COPY nested TO 'FOLDER/nested.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (SELECT * FROM nested) TO 'FOLDER/nested.json' (FORMAT json);

-- The same shape of struct in another file; a ragged list; a list of maps.
COPY (SELECT 9 AS ord, {'x': 3.5::DOUBLE, 'y': 'shared'} AS point) TO 'FOLDER/shared.parquet' (FORMAT parquet);
COPY (SELECT [[1], [2, 3]] AS ragged) TO 'FOLDER/ragged.parquet' (FORMAT parquet);
COPY (SELECT [MAP {'k': 1}] AS maps) TO 'FOLDER/maps.parquet' (FORMAT parquet);

-- Names.
COPY (SELECT 1 AS "select", 2 AS "with ""quote""", 3 AS "with space", 4 AS "Größe 🦆", 5 AS "it's", 6 AS "a;b--c",
  7 AS "a_name_that_is_longer_than_the_sixty_three_bytes_of_postgresql_names",
  8 AS "a_name_that_is_longer_than_the_sixty_three_bytes_of_postgresql_naming", 9 AS "UPPER", 10 AS "ctid ")
  TO 'FOLDER/names.parquet' (FORMAT parquet);

-- Columns that move, grow and vanish from one file to the next.
COPY (SELECT 1 AS id, 'one' AS name) TO 'FOLDER/drift_1.parquet' (FORMAT parquet);
COPY (SELECT 'two' AS name, 2::BIGINT AS id) TO 'FOLDER/drift_2.parquet' (FORMAT parquet);
COPY (SELECT 3 AS id) TO 'FOLDER/drift_3.parquet' (FORMAT parquet);
COPY (SELECT 'four' AS id, 'x' AS name) TO 'FOLDER/drift_4.parquet' (FORMAT parquet);

-- No rows.
COPY (SELECT 1 AS id, 'x' AS name WHERE false) TO 'FOLDER/no_rows.parquet' (FORMAT parquet);

-- Rows for predicates: edges, repeated values and NULLs, mixed up.
CREATE MACRO pick(id, salt, list) AS list[1 + ((id * 7919 + salt * 104729 + id * id * salt) % 1000003) % len(list)];
COPY (SELECT
  id::INTEGER AS id,
  pick(id, 1, [true, false, NULL]) AS b,
  pick(id, 2, [-32768, 32767, 0, 1, -1, 2, 3, 7, 100, NULL]::SMALLINT[]) AS i2,
  pick(id, 3, [-2147483648, 2147483647, 0, 1, -1, 2, 3, 5, 10, 42, 1000, NULL]::INTEGER[]) AS i4,
  pick(id, 4, [-9223372036854775808, 9223372036854775807, 0, 1, -1, 2147483648, 3000000000, 7, 42, NULL]::BIGINT[]) AS i8,
  pick(id, 5, ['NaN', 'Infinity', '-Infinity', '0', '-0', '1.5', '0.1', '-2.5', '3.4028235e38', '1e-45', '16777217', NULL]::FLOAT[]) AS f4,
  pick(id, 6, ['NaN', 'Infinity', '-Infinity', '0', '-0', '1.5', '0.1', '-2.5', '1e308', '5e-324', '9007199254740993', '2147483647', NULL]::DOUBLE[]) AS f8,
  pick(id, 7, [-99999999.99, 99999999.99, 0, 0.01, -0.01, 1.5, 2.5, 42, NULL]::DECIMAL(10,2)[]) AS n10,
  pick(id, 8, ['-9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999', '0', '0.0000000001', '1.5', '42', NULL]::DECIMAL(38,10)[]) AS n38,
  pick(id, 9, ['', 'a', 'A', 'b', 'B', 'ab', 'aB', 'Ab', 'abc', 'a b', 'a_b', 'a%b', 'a\b', 'é', 'É', 'e', 'z', 'Z', 'ß', 'ss', ' a', 'a ', '10', '9', '🦆', '～', NULL]) AS t,
  pick(id, 10, ['', 'a', 'ab', 'abc', 'abcde', 'B', 'é', NULL]) AS v,
  pick(id, 11, ['a', 'ab', 'abcde', 'B', '', 'é', 'a b', NULL]) AS c,
  pick(id, 12, ['\x00'::BLOB, ''::BLOB, 'a'::BLOB, 'ab'::BLOB, '\xFF'::BLOB, '\x00\x01'::BLOB, NULL]) AS y,
  pick(id, 13, ['1970-01-01', '2020-02-29', '2020-03-01', '0001-01-01', '9999-12-31', 'infinity', '-infinity', '0044-03-15 (BC)', '9999-12-30', '4713-01-01 (BC)', NULL]::DATE[]) AS d,
  pick(id, 14, ['1970-01-01 00:00:00', '2020-02-29 12:34:56.789', '2020-03-01 00:00:00', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', 'infinity', '-infinity', '0002-03-04 00:00:00', '294246-12-31 23:59:59', NULL]::TIMESTAMP[]) AS ts,
  pick(id, 15, ['1970-01-01 00:00:00+00', '2020-02-29 12:34:56.789+00', '2020-03-01 00:00:00+00', '2020-03-29 01:30:00+00', 'infinity', '-infinity', '9999-12-31 23:59:59+00', NULL]::TIMESTAMPTZ[]) AS tz,
  pick(id, 16, ['00:00:00', '24:00:00', '12:34:56', '12:34:56.000001', '23:59:59.999999', NULL]::TIME[]) AS tm,
  pick(id, 17, ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '80000000-0000-0000-0000-000000000000', '7fffffff-ffff-ffff-ffff-ffffffffffff', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', NULL]::UUID[]) AS u,
  pick(id, 18, ['{"a": 1}', '{"a": 2, "b": [1]}', '1', '"x"', '[null]', NULL]::JSON[]) AS j,
  pick(id, 19, [[1, 2], [2, 1], [], [1, NULL], [3], NULL]) AS ia,
  pick(id, 20, ['0 days', '1 month', '30 days', '24 hours', '1 day', '23 hours', NULL]::INTERVAL[]) AS iv
  FROM range(1, 401) AS ids(id)) TO 'FOLDER/quals.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048);
