-- SPDX-License-Identifier: Apache-2.0
-- Text in CSV and JSON files is read as PostgreSQL's input functions read it. Each literal is assigned to a heap column and read
-- from a file; what differs is listed: mostly what only PostgreSQL takes.
\set test lake_text
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include

CREATE TABLE cases (number serial, types text[], literals text[]);
INSERT INTO cases (types, literals) VALUES
  (ARRAY['boolean'], ARRAY['', ' ', '1', '0', '2', 't', 'TRUE', 'yes', ' YES ', 'on', 'of', 'off', 'o', 'n', 'no', 'tr', 'true1', 'null', 'NULL']),
  (ARRAY['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric', 'numeric(6,2)'],
   ARRAY['', ' ', '1', ' 1 ', '+1', '-1', '-0', '1.5', '1.', '.5', '.', '1e3', '1E-3', '1e400', '1e-400', '1e40', '1e-50', '1e-45', '0e-500', '0.0', 'NaN', 'inf',
         'Infinity', '-inf', '+infinity', '32768', '-32769', '2147483648', '9223372036854775808', '99999999999999999999', '99999.995', '1,000', 'abc', '--1', '1 2', 'NULL']),
  (ARRAY['text', 'varchar(5)', 'char(5)'], ARRAY['', ' ', 'abc', 'abcdef', 'abc   ', 'é', 'ééééé', 'éééééé', 'NULL', 'null', '\N', 'a\b', '"x"']),
  (ARRAY['date', 'time', 'timestamp', 'timestamptz'],
   ARRAY['', '2020-01-01', '2020-1-1', '2020-02-30', '20200101', '01/02/2020', 'Jan 5 2020', ' 2020-01-01 ', '0044-03-15 BC', '0044-03-15 (BC)', '0044-03-15 12:00:00 BC',
         '2020-01-01T10:00', '2020-01-01 10:00:00', '2020-01-01 10:00:00.1234567', '2020-01-01 10:00:00+02', '2020-01-01 10:00:00 +02:30',
         '2020-01-01 10:00:00 Europe/Berlin', '2020-01-01T10:00:00Z', '2020-01-01 24:00:00', '2020-01-01 23:59:60', '2020-01-01 10', '10:00', '10:00:00',
         '24:00:00', '24:00:01', '25:00:00', '10:00:00.9999999', '10:00 PM', '10:00:00+02', 'infinity', '-infinity', 'Infinity', 'epoch', '0000-01-01', '0000-01-01 10:00:00', '0000-01-01 BC', '00000-01-01', '0001-01-01',
         '2020-01-01T10:00:00.123456789Z', '2020-01-01 10:00:00.1234565', '2020-01-01 10:00:00.1234575', '1920-01-01 10:00:00.1234565', '2020-01-01 23:59:59.9999996',
         '0044-03-15 10:00:00.1234567 BC', '10:00:00.1234565', '23:59:59.9999999', '24:00:00.0000001', '24:00:00.9999999', '10:00:00.000000499999999999',
         '10000-01-01', '294277-01-01', '5874898-01-01', '4714-01-01 BC', '99-01-01', 'abc', '1.5']),
  (ARRAY['timetz'], ARRAY['10:00:00+02', '10:00', 'x']),
  (ARRAY['interval'], ARRAY['1 day', 'P1D', '1-2', '1 mon 2 days 03:04:05', '1.5 hours', '@ 1 minute ago', '-00:00:01', '100:00:00', 'x']),
  (ARRAY['uuid'], ARRAY['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'a0eebc999c0b4ef8bb6d6bb9bd380a11',
         'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1', 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc999-c0b4ef8bb6d6bb9bd380a11', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', ' a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
         '{a0ee-bc99-9c0b4ef8-bb6d-6bb9bd38-0a11}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-', 'a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11']),
  (ARRAY['bytea'], ARRAY['', '\x', '\x00', '\X00', '\x0 0', '\x00 11', '\xZZ', '\x0', '\000', '\\', 'plain', 'é']),
  (ARRAY['json', 'jsonb'], ARRAY['{"a":1}', '{"a":1,"a":2}', '{"b": 1.50}', '{a}', '[1,2', '"x"', 'nul', 'null', '1', '']),
  (ARRAY['int[]', 'text[]'], ARRAY['{1,2}', '{1,x}', '{{1},{2}}', '{}', '[1,2]', '{NULL,1}']),
  (ARRAY['varbit', 'bit(3)'], ARRAY['101', '102', '1']),
  (ARRAY['inet'], ARRAY['192.168.0.1', '300.0.0.1']);

-- The first value of a statement, or that it fails.
CREATE FUNCTION outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE value text;
BEGIN
  EXECUTE statement INTO value;
  RETURN coalesce('=' || value, 'NULL');
EXCEPTION WHEN data_exception THEN
  RETURN 'error';
END $$;

CREATE TABLE differences (number serial, type text, literal text, format text, postgresql text, lake text);
CREATE FUNCTION compare() RETURNS TABLE (compared bigint, differing bigint) LANGUAGE plpgsql AS $$
DECLARE c cases; type text; literal text; format text; right_one text; ours text;
BEGIN
  compared := 0; differing := 0;
  CALL put('v.csv', E'v\n1\n');
  CALL put('v.json', '{"v": "1"}');
  FOR type IN SELECT unnest(types) FROM cases LOOP
    EXECUTE format('CREATE TABLE %I (v %s)', 'heap ' || type, type);
    CALL lake(quote_ident('csv ' || type), './v.csv', $x$header 'true', delimiter ',', quote '"', escape '"'$x$, 'v ' || type);
    CALL lake(quote_ident('json ' || type), './v.json', '', 'v ' || type);
  END LOOP;
  FOR c IN SELECT * FROM cases ORDER BY number LOOP
    FOREACH literal IN ARRAY c.literals LOOP
      CALL put('v.csv', E'v\n"' || replace(literal, '"', '""') || E'"\n');
      CALL put('v.json', json_build_object('v', literal)::text);
      FOREACH type IN ARRAY c.types LOOP
        right_one := outcome(format('INSERT INTO %I VALUES (%L) RETURNING v::text', 'heap ' || type, literal));
        FOREACH format IN ARRAY ARRAY['csv', 'json'] LOOP
          ours := outcome(format('SELECT v::text FROM %I', format || ' ' || type));
          compared := compared + 1;
          IF ours <> right_one THEN
            differing := differing + 1;
            INSERT INTO differences (type, literal, format, postgresql, lake) VALUES (type, literal, format, right_one, ours);
          END IF;
        END LOOP;
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN NEXT;
END $$;
SELECT * FROM compare();
SELECT type, literal, string_agg(format, ', ' ORDER BY format) AS formats, postgresql, lake FROM differences GROUP BY type, literal, postgresql, lake ORDER BY min(number);
DROP SCHEMA lake_text CASCADE;
