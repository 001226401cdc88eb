-- Values of every type go into a store and come back as they were.
\getenv examples EXAMPLES_JAR
CREATE SERVER kv FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.keyvalue.KeyValueWrapper', classpath :'examples');
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TYPE pair AS (number int, word text);
CREATE TYPE nest AS (pairs pair[], at timestamptz, "odd name" numeric(5, 1));

-- Writes the values (an SQL array's text) and compares what comes back, as text, with what went in. Answers the number
-- of values, and those that differ.
CREATE FUNCTION round_trip(type text, literals text[]) RETURNS TABLE (of_type text, rows bigint, wrong text[]) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE FOREIGN TABLE trip (key text, value %s) SERVER kv', type);
  EXECUTE format('CREATE TEMP TABLE twin (key text, value %s)', type);
  EXECUTE format('INSERT INTO twin SELECT i::text, l::%s FROM unnest($1) WITH ORDINALITY u (l, i)', type) USING literals;
  INSERT INTO trip SELECT * FROM twin;
  of_type := type;
  SELECT count(*), array_agg(twin.value::text || ' became ' || coalesce(trip.value::text, 'NULL'))
    FILTER (WHERE twin.value::text IS DISTINCT FROM trip.value::text)
  FROM twin LEFT JOIN trip USING (key) INTO rows, wrong;
  -- once more, as an update
  UPDATE trip SET value = twin.value FROM twin WHERE trip.key = twin.key;
  IF EXISTS (SELECT FROM twin FULL JOIN trip USING (key) WHERE twin.value::text IS DISTINCT FROM trip.value::text) THEN
    wrong := wrong || 'after UPDATE';
  END IF;
  TRUNCATE trip;
  DROP FOREIGN TABLE trip;
  DROP TABLE twin;
  RETURN NEXT;
END $$;

SELECT * FROM round_trip('boolean', '{true,false,NULL}');
SELECT * FROM round_trip('smallint', '{-32768,32767,0,NULL}');
SELECT * FROM round_trip('integer', '{-2147483648,2147483647,0,NULL}');
SELECT * FROM round_trip('bigint', '{-9223372036854775808,9223372036854775807,0,NULL}');
SELECT * FROM round_trip('real', '{1.5,-0,NaN,Infinity,-Infinity,3.4028235e38,1e-45,NULL}');
SELECT * FROM round_trip('double precision', '{1.5,-0,NaN,Infinity,-Infinity,1.7976931348623157e308,5e-324,NULL}');
SELECT * FROM round_trip('numeric', '{0,-1.50,123456789012345678901234567890.123456789012345678901234567890,NaN,Infinity,-Infinity,1e-100,NULL}');
SELECT * FROM round_trip('numeric(10,2)', '{0,-99999999.99,99999999.99,0.01,NULL}');
SELECT * FROM round_trip('numeric(38,10)', '{9999999999999999999999999999.9999999999,-1.5,NULL}');
SELECT * FROM round_trip('numeric(50,10)', '{9999999999999999999999999999999999999999.9999999999,NaN,NULL}');
SELECT * FROM round_trip('numeric(3,-2)', '{99900,-100,0,NULL}');
SELECT * FROM round_trip('text', ARRAY['', 'x', 'žluťoučký 東京 😀', E'a\nb\t''"\\', repeat('long', 10000), NULL]);
SELECT * FROM round_trip('varchar(5)', '{"",abcde,äöü,NULL}');
SELECT * FROM round_trip('char(5)', '{"",abc,äöüß,NULL}');
SELECT * FROM round_trip('name', '{abc,NULL}');
SELECT * FROM round_trip('"char"', '{a,NULL}');
SELECT * FROM round_trip('bytea', ARRAY['', '\x00ff7f', '\xdeadbeef', NULL]);
SELECT * FROM round_trip('date', '{2024-02-29,"4713-01-01 BC",5874897-12-31,infinity,-infinity,1970-01-01,NULL}');
SELECT * FROM round_trip('time', '{00:00,23:59:59.999999,24:00:00,NULL}');
SELECT * FROM round_trip('timetz', '{12:34:56.789+05:30,NULL}');
SELECT * FROM round_trip('timestamp', '{"2024-02-29 12:34:56.789012","4713-01-01 BC","294246-12-31 23:59:59.999999",infinity,-infinity,NULL}');
SELECT * FROM round_trip('timestamptz', '{"2024-02-29 12:34:56.789012+02","1900-01-01 00:00:00Z",infinity,-infinity,NULL}');
SELECT * FROM round_trip('timestamp(0)', '{"2024-02-29 12:34:56.789012",NULL}');
SELECT * FROM round_trip('interval', '{"1 year 2 mons -3 days 04:05:06.789","-178000000 years","00:00:00.000001",NULL}');
SELECT * FROM round_trip('uuid', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,00000000-0000-0000-0000-000000000000,NULL}');
SELECT * FROM round_trip('json', ARRAY['{"a": [1, null, "x"]}', '  1 ', NULL]);
SELECT * FROM round_trip('jsonb', ARRAY['{"a": [1, null, "\u00e4"]}', '1', NULL]);
SELECT * FROM round_trip('xml', ARRAY['<a>b</a>', NULL]);
SELECT * FROM round_trip('inet', '{192.168.0.1/24,::1,NULL}');
SELECT * FROM round_trip('macaddr', '{08:00:2b:01:02:03,NULL}');
SELECT * FROM round_trip('point', '{"(1.5,-2)",NULL}');
SELECT * FROM round_trip('bit(3)', '{101,NULL}');
SELECT * FROM round_trip('varbit', '{10111,NULL}');
SELECT * FROM round_trip('tsvector', ARRAY['''a'':1 ''b'':2', NULL]);
SELECT * FROM round_trip('int4range', '{"[1,5)",empty,NULL}');
SELECT * FROM round_trip('int4multirange', '{"{[1,5),[7,9)}",NULL}');
SELECT * FROM round_trip('money', '{$1234.56,NULL}');
SELECT * FROM round_trip('oid', '{4294967295,NULL}');
SELECT * FROM round_trip('regclass', '{pg_class,NULL}');
SELECT * FROM round_trip('pg_lsn', '{16/B374D848,NULL}');
SELECT * FROM round_trip('mood', '{sad,happy,NULL}');
SELECT * FROM round_trip('positive', '{1,2147483647,NULL}');
SELECT * FROM round_trip('int[]', ARRAY['{1,NULL,3}', '{}', NULL]);
SELECT * FROM round_trip('int[][]', ARRAY['{{1,2},{3,NULL}}', '{{1},{2}}', NULL]);
SELECT * FROM round_trip('text[]', ARRAY['{"",NULL,"NULL","a,b","{}"}', NULL]);
SELECT * FROM round_trip('numeric(6,3)[]', ARRAY['{1.5,NULL,-100.125}', NULL]);
SELECT * FROM round_trip('timestamptz[]', ARRAY['{"2024-01-01 00:00Z",infinity}', NULL]);
SELECT * FROM round_trip('mood[]', ARRAY['{sad,NULL,happy}', NULL]);
SELECT * FROM round_trip('pair', ARRAY['(1,one)', '(,)', '(2,)', NULL]);
SELECT * FROM round_trip('pair[]', ARRAY['{"(1,one)",NULL,"(,)"}', '{}', NULL]);
SELECT * FROM round_trip('nest', ARRAY['("{""(1,one)"",""(2,two)""}","2024-01-01 00:00:00-08",12.5)', '(,,)', '({},,)', NULL]);

-- what Arrow cannot say is an error
CREATE FOREIGN TABLE lists (key text, value int[]) SERVER kv;
INSERT INTO lists VALUES ('flat', '{1,2}'), ('deep', '{{1,2}}');
INSERT INTO lists VALUES ('flat', '{1,2}');
INSERT INTO lists VALUES ('deep', '{{1,2}}');
CREATE FOREIGN TABLE decimals (key text, value numeric(5, 1)) SERVER kv;
INSERT INTO decimals VALUES ('nan', 'NaN');
CREATE FOREIGN TABLE times (key text, value timestamp) SERVER kv;
INSERT INTO times VALUES ('late', '294276-12-31 23:59:59.999999');
-- a store's type is that of its first value until it is empty
CREATE FOREIGN TABLE big (key text, value bigint) SERVER kv OPTIONS (store 'n');
CREATE FOREIGN TABLE small (key text, value smallint) SERVER kv OPTIONS (store 'n');
INSERT INTO big VALUES ('one', 1), ('many', 100000);
SELECT * FROM small WHERE key = 'one';
SELECT * FROM small;
INSERT INTO small VALUES ('two', 2);
TRUNCATE big;
INSERT INTO small VALUES ('two', 2);
SELECT * FROM big;

DROP FUNCTION round_trip;
DROP SERVER kv CASCADE;
DROP TYPE nest, pair, mood;
DROP DOMAIN positive;
