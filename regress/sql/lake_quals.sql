-- SPDX-License-Identifier: Apache-2.0
-- Predicates give the same rows, or the same error, on files as on a heap table of the same rows. Counted is also how many of them
-- DuckDB decides alone (no Filter above the scan), so that losing one shows.
\set test lake_quals
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\i :include

\set columns 'id int, b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, n10 numeric(10,2), n38 numeric(38,10), t text, v varchar(10), c char(5), y bytea, d date, ts timestamp, tz timestamptz, tm time, u uuid, j jsonb, ia int[], iv interval'
CALL lake('parquet', 'types/quals.parquet', '', :'columns');
CREATE TABLE heap (:columns);
INSERT INTO heap SELECT * FROM parquet;
\set path :scratch '/quals.csv'
CALL run('true');
COPY heap TO :'path' (FORMAT csv, HEADER);
CALL lake('csv', './quals.csv', $$header 'true', delimiter ',', quote '"', escape '"'$$, :'columns');
DO $$ DECLARE content text := (SELECT string_agg((to_jsonb(heap) || jsonb_build_object('f4', f4::text, 'f8', f8::text, 'n38', n38::text))::text, E'\n' ORDER BY id) FROM heap); BEGIN CALL put('quals.json', content); END $$;
CALL lake('json', './quals.json', '', :'columns');
-- The three hold the same.
SELECT (SELECT count(*) FROM heap) AS rows,
  (SELECT count(*) FROM (SELECT heap::text FROM heap EXCEPT SELECT parquet::text FROM parquet) x) AS parquet,
  (SELECT count(*) FROM (SELECT heap::text FROM heap EXCEPT SELECT csv::text FROM csv) x) AS csv,
  (SELECT count(*) FROM (SELECT heap::text FROM heap EXCEPT SELECT json::text FROM json) x) AS json;

CREATE TABLE predicates (number serial, kind text, predicate text);
CREATE TABLE differences (kind text, relation text, predicate text, heap text, lake text);

-- The ids a predicate leaves, or its error.
CREATE FUNCTION ids(relation text, predicate text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
  EXECUTE format('SELECT coalesce(string_agg(id::text, '','' ORDER BY id), '''') FROM %s WHERE %s', relation, predicate) INTO result;
  RETURN result;
EXCEPTION WHEN data_exception THEN
  RETURN 'error ' || SQLSTATE;
END $$;
CREATE FUNCTION is_pushed(relation text, predicate text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; pushed boolean := true;
BEGIN
  FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT id FROM %s WHERE %s', relation, predicate) LOOP
    pushed := pushed AND (line NOT LIKE '%Filter:%' OR line LIKE '%One-Time Filter:%');
  END LOOP;
  RETURN pushed;
END $$;
-- Compares every predicate of these kinds; every nth of them on CSV and JSON, too.
CREATE FUNCTION compare(kinds text[], nth int DEFAULT 1) RETURNS TABLE (kind text, predicates bigint, pushed bigint, different bigint) LANGUAGE plpgsql AS $$
DECLARE k text; p predicates; relation text; wanted text; got text;
BEGIN
  FOREACH k IN ARRAY kinds LOOP
    kind := k; predicates := 0; pushed := 0; different := 0;
    FOR p IN SELECT * FROM predicates x WHERE x.kind = k ORDER BY number LOOP
      BEGIN
        PERFORM is_pushed('heap', p.predicate);
      EXCEPTION WHEN others THEN
        CONTINUE; -- The random ones are not all right.
      END;
      predicates := predicates + 1;
      pushed := pushed + is_pushed('parquet', p.predicate)::int;
      wanted := ids('heap', p.predicate);
      FOREACH relation IN ARRAY CASE WHEN p.number % nth = 0 THEN '{parquet,csv,json}'::text[] ELSE '{parquet}' END LOOP
        got := ids(relation, p.predicate);
        IF got IS DISTINCT FROM wanted THEN
          different := different + 1;
          INSERT INTO differences VALUES (k, relation, p.predicate, wanted, got);
        END IF;
      END LOOP;
    END LOOP;
    RETURN NEXT;
  END LOOP;
END $$;

-- Each column with values of its own type and of types it is compared with.
CREATE TABLE operands (number serial, name text, literals text[]);
INSERT INTO operands (name, literals) VALUES
  ('b', '{true,false}'),
  ('i2', '{0,-32768,32767,7,32768,-9223372036854775808,1.5,100.0,99999999999999999999}'),
  ('i4', '{0,-2147483648,2147483647,42,2147483648,"42::smallint",42.0,41.5,"1.5::float8","''NaN''::float8","1e300::float8"}'),
  ('i8', '{0,-9223372036854775808,9223372036854775807,42,42.5,9223372036854775808,"2147483648::float8","7::smallint"}'),
  ('f4', '{0,1.5,0.1,"0.1::real","''NaN''","''Infinity''","''-Infinity''","''-0''",16777217,"3.4028235e38::float8","1e-50"}'),
  ('f8', '{0,1.5,0.1,"''NaN''","''Infinity''","''-Infinity''","''-0''","0.1::real",9007199254740993,"5e-324","2147483647"}'),
  ('n10', '{0,0.01,-0.01,1.5,1.50,42,99999999.99,-99999999.99,0.005,1e20,"''NaN''","1.5::float8","2.5::real","42::bigint"}'),
  ('n38', '{0,0.0000000001,42,1.5,9999999999999999999999999999.9999999999,1e40,0.00000000001,"''NaN''","42::smallint"}'),
  ('t', '{''a'',''A'',''ab'','''',''é'',''🦆'',''～'',''a_b'',''a\b'',''a '',"''abc''::char(5)","''abc''::varchar",''10''}'),
  ('t COLLATE "C"', '{''a'',''A'',''ab'','''',''é'',''🦆'',''～'',''a_b'',''a\b'',''a '',''z'',''10''}'),
  ('t COLLATE "und-x-icu"', '{''a'',''A'',''é'',''z'',''ß''}'),
  ('v', '{''a'',''ab'','''',''abcde '',''é''}'),
  ('c', '{''a'',''a  '',''ab'','''',''abcde'',"''abcde ''::char(6)","''a ''::text",''é''}'),
  ('c COLLATE "C"', '{''a'',''a  '',''B'',''é''}'),
  ('y', '{''\x00'',''\x'',''\x61'',''\xff'',''\x0001''}'),
  ('d', '{''1970-01-01'',''2020-02-29'',''infinity'',''-infinity'',''0044-03-15 BC'',''5874897-12-31'',"''2020-02-29 00:00:00''::timestamp","''2020-02-29 12:00:00''::timestamp","''infinity''::timestamp","''2020-02-29''::timestamptz"}'),
  ('ts', '{''1970-01-01 00:00:00'',''2020-02-29 12:34:56.789'',''infinity'',''-infinity'',''294246-12-31 23:59:59'',"''2020-03-01''::date","''infinity''::date","''2020-03-01''::timestamptz"}'),
  ('tz', '{''1970-01-01 00:00:00+00'',''2020-02-29 14:34:56.789+02'',''2020-03-29 02:30:00 Europe/Berlin'',''infinity'',''-infinity'',"''2020-03-01''::date","''2020-03-01''::timestamp"}'),
  ('tm', '{''00:00:00'',''24:00:00'',''12:34:56'',''12:34:56.000001''}'),
  ('u', '{''00000000-0000-0000-0000-000000000000'',''ffffffff-ffff-ffff-ffff-ffffffffffff'',''80000000-0000-0000-0000-000000000000'',''7fffffff-ffff-ffff-ffff-ffffffffffff''}'),
  ('j', ARRAY['''{"a": 1}''', '''1''', '''null''']),
  ('ia', '{"''{1,2}''","''{}''","''{1,NULL}''"}'),
  ('iv', '{''1 month'',''24 hours'',''-1 day''}');
INSERT INTO predicates (kind, predicate)
  SELECT 'comparison', replace(form, '%', o.name || ' ' || operator || ' ' || literal)
  FROM operands o, unnest(o.literals) WITH ORDINALITY AS l(literal, n), unnest('{=,<>,<,<=,>,>=}'::text[]) WITH ORDINALITY AS p(operator, m), unnest('{%,NOT (%)}'::text[]) AS form
  WHERE form = '%' OR operator IN ('=', '<') ORDER BY o.number, n, m, form;
INSERT INTO predicates (kind, predicate)
  SELECT 'commuted', literal || ' ' || operator || ' ' || o.name
  FROM operands o, unnest(o.literals) WITH ORDINALITY AS l(literal, n), unnest('{=,<,>=}'::text[]) WITH ORDINALITY AS p(operator, m) WHERE n <= 3 ORDER BY o.number, n, m;
INSERT INTO predicates (kind, predicate)
  SELECT 'distinct', o.name || operator || literal
  FROM operands o, unnest(o.literals || ARRAY['NULL']) WITH ORDINALITY AS l(literal, n), unnest('{" IS DISTINCT FROM "," IS NOT DISTINCT FROM "}'::text[]) WITH ORDINALITY AS p(operator, m) ORDER BY o.number, n, m;
INSERT INTO predicates (kind, predicate)
  SELECT 'list', o.name || replace(replace(operator, '%', list), 'TYPE', (SELECT format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = 'heap'::regclass AND attname = split_part(o.name, ' ', 1)))
  FROM operands o,
    LATERAL (SELECT string_agg(literal, ', ') AS list FROM unnest(o.literals[1:3]) AS l(literal) UNION ALL SELECT o.literals[1] || ', NULL' UNION ALL SELECT o.literals[2]) lists,
    unnest('{" IN (%)"," NOT IN (%)"," = ANY (ARRAY[%]::TYPE[])"," <> ALL (ARRAY[%]::TYPE[])"," < ANY (ARRAY[%]::TYPE[])"," >= ALL (ARRAY[%]::TYPE[])"}'::text[]) WITH ORDINALITY AS p(operator, m)
  WHERE o.name <> 'ia' OR operator LIKE '%IN%' ORDER BY o.number, list, m;
INSERT INTO predicates (kind, predicate)
  SELECT 'between', o.name || operator || o.literals[1] || ' AND ' || o.literals[2]
  FROM operands o, unnest('{" BETWEEN "," NOT BETWEEN "," BETWEEN SYMMETRIC "}'::text[]) WITH ORDINALITY AS p(operator, m) ORDER BY o.number, m;
INSERT INTO predicates (kind, predicate)
  SELECT 'is null', o.name || suffix FROM operands o, unnest('{" IS NULL"," IS NOT NULL"," = NULL"," <> NULL"}'::text[]) AS s(suffix) ORDER BY o.number, suffix;
INSERT INTO predicates (kind, predicate) SELECT 'boolean', unnest(ARRAY['b', 'NOT b', 'b IS TRUE', 'b IS NOT TRUE', 'b IS FALSE', 'b IS NOT FALSE', 'b IS UNKNOWN', 'b IS NOT UNKNOWN', 'b = (i4 > 0)',
  'b AND NULL', 'b OR NULL', 'NOT (b AND NULL)', '(b OR i4 > 0) IS TRUE', '(i4 > 0) = (i8 > 0)', 'true', 'false', 'NULL::boolean', 'b AND i4 > 0 OR NOT b AND i4 < 0 OR b IS NULL AND i4 IS NULL',
  'NOT (b OR i4 > 0 AND t = ''a'')', '(i4 > 0 OR random() < 2)', 'id IN (1, 2, 3) AND (i2 = 1) IS NOT FALSE', 'coalesce(b, true)', 'coalesce(b, i4 > 0, false)', 'CASE WHEN b THEN i4 > 0 ELSE i8 > 0 END',
  'CASE i4 WHEN 1 THEN true WHEN 2 THEN b END', 'nullif(i4, 1) = 2']);
INSERT INTO predicates (kind, predicate) SELECT 'columns', unnest(ARRAY['i2 = i4', 'i4 < i8', 'i2 >= i8', 'f4 = f8', 'f8 < f4', 'i4 = f8', 'i8 = f8', 'n10 = n38', 'n10 < i4', 'i8 > n38', 't = v', 't = c', 'v < t', 'c = v',
  't COLLATE "C" < v', 'd = ts', 'd < ts', 'ts = tz', 'd = tz', 'i4 = i4', 'f8 = f8', 'f4 <> f4', '(i4, i8) = (1, 1)', '(i4, i8) < (1, 7)', '(i2, t) > (1, ''a'')', 'ROW(i4, t) IS NOT DISTINCT FROM ROW(1, ''a'')',
  'b = b', 'u < u', 'i4 IN (i2, i8)', 'd BETWEEN ts AND ts']);
INSERT INTO predicates (kind, predicate) SELECT 'pattern', format(f, column_, pattern)
  FROM unnest(ARRAY['t', 'v', 'c', 't COLLATE "C"', 't COLLATE "und-x-icu"']) WITH ORDINALITY AS c(column_, n),
    unnest(ARRAY['a%', '%b', '%a%', 'a_b', 'a\_b', 'a\%b', 'a\\b', '_', '__', '%', '', 'é', 'É%', '🦆', 'a ', 'ab%', '%\%%', '\a']) WITH ORDINALITY AS p(pattern, m),
    unnest(ARRAY['%s LIKE %L', '%s NOT LIKE %L', '%s ILIKE %L']) WITH ORDINALITY AS f(f, o) ORDER BY n, m, o;
INSERT INTO predicates (kind, predicate) SELECT 'text', unnest(ARRAY['t LIKE ''a#_b'' ESCAPE ''#''', 't LIKE ''a\b'' ESCAPE ''''', 't LIKE ''a\''', 't ~ ''^a''', 't ~* ''^A''', 't !~ ''b$''', 't SIMILAR TO ''(a|b)%''', 't ^@ ''a''', 'starts_with(t, ''ab'')',
  'length(t) = 1', 'length(c) = 1', 'char_length(v) > 2', 'octet_length(t) = 4', 'octet_length(y) = 2', 'lower(t) = ''a''', 'upper(t) = ''A''', 'lower(t COLLATE "C") = ''ab''', 'upper(t COLLATE "C") = ''É''', 'lower(t) = ''é''',
  'substr(t, 1, 1) = ''a''', 'substring(t, 2) = ''b''', 'substr(t, 0, 2) = ''a''', 'substr(t, 1, -1) = ''''', 'left(t, 1) = ''a''', 'left(t, -1) = ''a''', 'right(t, 1) = ''b''', 'strpos(t, ''b'') = 2', 'position('''' IN t) = 1', 't || ''x'' = ''ax''', 't || NULL = ''a''',
  'btrim(t) = ''a''', 'ltrim(t) = ''a''', 'rtrim(t) = ''a''', 'btrim(t, ''ab'') = ''''', 'replace(t, ''a'', ''b'') = ''bb''', 'reverse(t) = ''ba''', 'md5(t) = md5(''a'')', 'c || ''x'' = ''ax''', 't::char(2) = ''a''', 't::varchar(1) = ''a''', 'ascii(t) = 97', 'concat(t, v) = ''aa''']);
INSERT INTO predicates (kind, predicate) SELECT 'arithmetic', unnest(ARRAY['i4 + 1 = 2', 'i4 + 1 > 0', 'i4 - 1 < 0', '-i4 = 1', 'abs(i4) = 1', '@ i2 = 1', 'i4 * 2 = 4', 'i4 / 2 = 1', 'i4 % 3 = 1', 'i4 % -1 = 0', 'i4 / 0 = 1', 'i8 / i4 = 1', 'i2 + i2 = 2', 'i2 * 2::smallint = 2', 'i8 + 1 > 0', 'i8 - 1 < 0', 'i8 * i8 = 1',
  '1 / nullif(i4, 0) = 1', 'f8 + 1 = 1', 'f8 * 2 = 3', 'f8 / 0 = 1', 'f8 / f8 = 1', 'sqrt(f8) = 1', 'n10 + 1 = 2.5', 'n10 * 2 = 3', 'n10 / 3 = 0.5', 'round(n10) = 2', 'floor(f8) = 1', 'power(i4, 2) = 4', 'mod(i4, 5) = 2', 'i4 & 1 = 1', 'i4::bigint * 2 = 4', 'i4::smallint = 1', 'f8::int = 2', 'n10::int = 2', 'i4::text = ''1''', 't::int = 10',
  'id > 390 AND i4 = 42 / (id - id)', 'd + 1 = ''2020-03-01''', 'd - ''2020-02-29''::date = 1', 'ts + interval ''1 day'' = ''2020-03-02''', 'ts - ts = interval ''0''', 'extract(year FROM d) = 2020', 'date_trunc(''day'', ts) = ''2020-02-29''', 'tz::date = ''2020-02-29''', 'age(ts, ts) = ''0''']);
INSERT INTO predicates (kind, predicate) SELECT 'nested', unnest(ARRAY['1 = ANY (ia)', 'ia @> ''{1}''', 'ia[1] = 1', 'cardinality(ia) = 2', 'array_length(ia, 1) = 1', 'j ->> ''a'' = ''1''', 'j @> ''{"a": 1}''', 'j ? ''b''', 'i4 = ANY (''{1,2,NULL}'')', 't = ANY (''{a,b}'')', 'd = ANY (''{2020-02-29,infinity}'')', 'i4 = ANY (''{}'')', 'i4 <> ALL (''{}'')', 'i4 = ANY (NULL)',
  'i4 = ANY (''{{1,2},{3,42}}'')', 'f8 = ANY (''{NaN,0}'')', 'n10 = ANY (''{1.50,42}'')', 'i2 = ANY (''{1,2}''::bigint[])', 'tz = ANY (''{2020-03-01 00:00:00+00}'')', 'u = ANY (''{ffffffff-ffff-ffff-ffff-ffffffffffff}'')',
  'EXISTS (SELECT 1 FROM heap h WHERE h.id = 1)', 'i4 = (SELECT max(i4) FROM heap)', 'id IN (SELECT id FROM heap WHERE b)', 'i4 = current_setting(''test.number'', true)::int', 'd < current_date', 'tz < now()', 't = current_user']);
SET test.number = 42;
SELECT * FROM compare('{comparison,commuted,distinct,list,between,is null,boolean,columns,pattern,text,arithmetic,nested}', 10);

-- The same with parameters of a generic plan.
CREATE FUNCTION compare_parameters() RETURNS TABLE (executions bigint, pushed bigint, different bigint) LANGUAGE plpgsql AS $$
DECLARE o record; operator text; literal text; relation text; line text; type text; results text[]; result text;
BEGIN
  executions := 0; pushed := 0; different := 0;
  FOR o IN SELECT * FROM operands ORDER BY number LOOP
    type := (SELECT format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = 'heap'::regclass AND attname = split_part(o.name, ' ', 1));
    FOREACH operator IN ARRAY ARRAY['=', '<', '>=', 'IS DISTINCT FROM', '= ANY'] LOOP
      CONTINUE WHEN o.name = 'ia' AND operator = '= ANY';
      FOREACH relation IN ARRAY ARRAY['heap', 'parquet'] LOOP
        EXECUTE format('PREPARE %1$s_query(%2$s) AS SELECT coalesce(string_agg(id::text, '','' ORDER BY id), '''') FROM %1$s WHERE %3$s %4$s', relation,
          type || CASE operator WHEN '= ANY' THEN '[]' ELSE '' END, o.name, operator || CASE operator WHEN '= ANY' THEN ' ($1)' ELSE ' $1' END);
      END LOOP;
      FOREACH literal IN ARRAY o.literals[1:4] || ARRAY['NULL'] LOOP
        IF operator = '= ANY' THEN literal := format('ARRAY[%s, %s]::%s[]', literal, o.literals[1], type); END IF;
        results := '{}';
        FOREACH relation IN ARRAY ARRAY['heap', 'parquet'] LOOP
          BEGIN
            EXECUTE format('EXECUTE %s_query(%s)', relation, literal) INTO result;
          EXCEPTION WHEN data_exception THEN
            result := 'error';
          END;
          results := results || result;
        END LOOP;
        executions := executions + 1;
        IF results[1] <> results[2] THEN
          different := different + 1;
          INSERT INTO differences VALUES ('parameter', 'parquet', concat_ws(' ', o.name, operator, literal), results[1], results[2]);
        END IF;
      END LOOP;
      FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) EXECUTE parquet_query(%s)', CASE operator WHEN '= ANY' THEN 'NULL' ELSE o.literals[1] END) LOOP
        EXIT WHEN line LIKE '%Filter:%';
        pushed := pushed + (line LIKE '%DuckDB SQL:%')::int;
      END LOOP;
      DEALLOCATE heap_query;
      DEALLOCATE parquet_query;
    END LOOP;
  END LOOP;
  RETURN NEXT;
END $$;
SET plan_cache_mode = force_generic_plan;
SELECT * FROM compare_parameters();
RESET plan_cache_mode;

-- Random predicates: the numbers come from md5, so that they are the same everywhere.
CREATE SEQUENCE dice;
CREATE FUNCTION random_number(below int) RETURNS int LANGUAGE sql AS $$ SELECT (('x' || substr(md5('lake' || nextval('lake_quals.dice')), 1, 7))::bit(28)::int % below) $$;
CREATE FUNCTION random_of(list text[]) RETURNS text LANGUAGE sql AS $$ SELECT list[1 + lake_quals.random_number(cardinality(list))] $$;
CREATE FUNCTION random_predicate(depth int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE o operands; other operands;
BEGIN
  IF depth > 0 AND random_number(4) > 0 THEN
    RETURN CASE random_number(6)
      WHEN 0 THEN format('NOT (%s)', random_predicate(depth - 1))
      WHEN 1 THEN format('((%s) IS %s)', random_predicate(depth - 1), random_of('{TRUE,"NOT TRUE",FALSE,"NOT FALSE",UNKNOWN,"NOT UNKNOWN"}'))
      WHEN 2 THEN format('CASE WHEN %s THEN %s ELSE %s END', random_predicate(depth - 1), random_predicate(depth - 1), random_predicate(depth - 1))
      ELSE format('((%s) %s (%s))', random_predicate(depth - 1), random_of('{AND,OR,AND,OR,=}'), random_predicate(depth - 1)) END;
  END IF;
  SELECT * INTO o FROM operands ORDER BY number OFFSET random_number((SELECT count(*)::int FROM operands)) LIMIT 1;
  RETURN CASE random_number(8)
    WHEN 0 THEN format('%s IS %sNULL', o.name, random_of('{"","NOT "}'))
    WHEN 1 THEN format('%s %sIN (%s, %s, %s)', o.name, random_of('{"","NOT "}'), random_of(o.literals), random_of(o.literals || ARRAY['NULL']), random_of(o.literals))
    WHEN 2 THEN format('%s %sBETWEEN %s AND %s', o.name, random_of('{"","NOT "}'), random_of(o.literals), random_of(o.literals))
    WHEN 3 THEN format('%s IS %sDISTINCT FROM %s', o.name, random_of('{"","NOT "}'), random_of(o.literals || ARRAY['NULL']))
    WHEN 4 THEN format('%s %sLIKE %L', random_of('{t,v,c,"t COLLATE \"C\""}'), random_of('{"","NOT "}'), random_of(ARRAY['a%', '%b', '%a%', 'a_', '_', '%', '', 'a\%%', 'é']))
    WHEN 5 THEN format('%s %s %s', random_of('{i4,i2,i8,"i4 % 5","i2 - 1","abs(i2::int)","length(t)"}'), random_of('{=,<,<>,>=}'), random_of('{i4,i8,0,1,2,42,"i2 + 1"}'))
    ELSE format('%s %s %s', o.name, random_of('{=,<>,<,<=,>,>=}'), random_of(o.literals)) END;
END $$;
INSERT INTO predicates (kind, predicate) SELECT 'random', random_predicate(1 + n % 3) FROM generate_series(1, 800) n;
SELECT predicate FROM predicates WHERE kind = 'random' ORDER BY number LIMIT 5;
SELECT * FROM compare('{random}', 10);

-- All that differ, and how many of the comparisons with constants each column has pushed.
SELECT kind, relation, predicate, substr(heap, 1, 40) AS heap, substr(lake, 1, 40) AS lake FROM differences;
SELECT o.name, count(*) AS comparisons, sum(is_pushed('parquet', predicate)::int) AS pushed
FROM operands o, unnest(o.literals) AS literal, LATERAL (SELECT o.name || ' < ' || literal AS predicate) p GROUP BY o.number, o.name ORDER BY o.number;
DROP SCHEMA lake_quals CASCADE;
