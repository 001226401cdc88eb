-- SPDX-License-Identifier: Apache-2.0
-- Arrow's texts are in UTF-8 whatever the database's encoding is.
\getenv arrow_test ARROW_TEST
\set home :DBNAME
SET client_min_messages = warning;
DROP DATABASE IF EXISTS arrow_latin1;
DROP DATABASE IF EXISTS arrow_ascii;
CREATE DATABASE arrow_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
CREATE DATABASE arrow_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C';

\c arrow_latin1
SET client_encoding = 'UTF8';
CREATE FUNCTION arrow_read(jsonb) RETURNS SETOF record STRICT LANGUAGE c AS :'arrow_test';
CREATE FUNCTION arrow_roundtrip(anyelement) RETURNS anyelement LANGUAGE c AS :'arrow_test', 'arrow_roundtrip_value';
CREATE FUNCTION arrow_schema(text) RETURNS text STRICT LANGUAGE c AS :'arrow_test';
-- "", "a", "ä", "bü", null
SELECT v, octet_length(v), v COLLATE "C" = U&'\00E4' AS is_umlaut FROM arrow_read('{"length": 5, "children": [{"format": "u", "length": 5,
  "buffers": ["0f", "000000000000000001000000030000000600000006000000", "61c3a462c3bc"]}]}') AS t(v text);
SELECT v || '|' FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000004000000", "c3a4c3bc"]}]}') AS t(v char(3));
SELECT v FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000004000000", "c3a4c3bc"]}]}') AS t(v varchar(1));
-- the euro sign, which is not in this encoding; what is no UTF-8; a zero byte
SELECT v FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000003000000", "e282ac"]}]}') AS t(v text);
SELECT v FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000001000000", "e4"]}]}') AS t(v text);
SELECT v FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000001000000", "00"]}]}') AS t(v text);
SELECT arrow_roundtrip(U&'gr\00FC\00DFe'::text), arrow_roundtrip(ARRAY[U&'\00E9']::text[]), arrow_roundtrip(to_jsonb(U&'\00E9'::text));
SELECT arrow_schema('SELECT 1 AS "grüße"');

\c arrow_ascii
SET client_encoding = 'UTF8';
CREATE FUNCTION arrow_read(jsonb) RETURNS SETOF record STRICT LANGUAGE c AS :'arrow_test';
CREATE FUNCTION arrow_roundtrip(anyelement) RETURNS anyelement LANGUAGE c AS :'arrow_test', 'arrow_roundtrip_value';
SELECT v, octet_length(v) FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000003000000", "e282ac"]}]}') AS t(v text);
SELECT v FROM arrow_read('{"length": 1, "children": [{"format": "u", "length": 1, "buffers": [null, "0000000001000000", "e4"]}]}') AS t(v text);
SELECT arrow_roundtrip('€'::text);
SELECT arrow_roundtrip(E'\xe4'::text);

\c :home
DROP DATABASE arrow_latin1;
DROP DATABASE arrow_ascii;
