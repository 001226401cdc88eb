-- Text under collations of a language: conditions, order and aggregates over files give the rows they give over a heap table,
-- whether the database's own collation is ICU's or that of a column is, also where it does not tell texts apart by their bytes.
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/lake.psql'
\set home_database :DBNAME
\set ECHO none
\set QUIET on
SET client_min_messages = warning;
DROP DATABASE IF EXISTS lake_icu;
CREATE DATABASE lake_icu TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C';
\c lake_icu
CREATE EXTENSION icebridge;
\set test lake_collation
\i :include
\set ECHO none
\set QUIET on
SET icebridge.push_queries = on;

CREATE TABLE words (id int, v text);
INSERT INTO words SELECT row_number() OVER (), v FROM unnest(ARRAY['a', 'A', 'b', 'B', 'z', 'Z', 'ä', 'Ä', U&'a\0308', 'ae', 'ß', 'ss', 'SS', 'résumé', 'Resume',
  'resume', '', ' ', 'a b', 'a-b', 'ab', 'aB', 'co-op', 'coop', 'Co-op', '9', '10', '010', '_x', '~', 'ø', 'o', 'z~', 'ı', 'I', 'i', 'Ⅷ', '한', '中', '🦆', '%', 'a%', 'a\b', NULL]) v;
SELECT E'id,v\n' || string_agg(id || ',' || coalesce('"' || v || '"', ''), E'\n' ORDER BY id) || E'\n' AS content FROM words \gset
CALL put('words.csv', :'content');
-- Upper and lower case are one to it.
CREATE COLLATION caseless (provider = icu, locale = 'en-u-ks-level2', deterministic = false);
CREATE COLLATION numeric_order (provider = icu, locale = 'en-u-kn-true');

CREATE TABLE collations (number serial, name text);
INSERT INTO collations (name) VALUES ('default'), ('C'), ('en-x-icu'), ('sv-x-icu'), ('numeric_order'), ('caseless');
-- Of the operating system, where it has been installed.
INSERT INTO collations (name) SELECT collname FROM pg_collation WHERE collname IN ('en_US.utf8', 'de_DE.utf8', 'C.utf8') ORDER BY 1;

CREATE TABLE questions (number serial, text text);
INSERT INTO questions (text) SELECT format('SELECT id FROM %%1$s WHERE v %s %s ORDER BY id', operator, replace(quote_literal(v), '%', '%%'))
  FROM unnest(ARRAY['<', '<=', '>', '>=', '=', '<>', 'IS DISTINCT FROM']) operator, words WHERE v IS NOT NULL ORDER BY operator, id;
INSERT INTO questions (text) SELECT 'SELECT id FROM %1$s WHERE v ' || condition || ' ORDER BY id' FROM unnest(ARRAY[
  $$BETWEEN 'a' AND 'b'$$, $$NOT BETWEEN 'B' AND 'a'$$, $$IN ('A', 'ss', '한')$$, $$NOT IN ('a', 'Resume')$$, $$= ANY ('{a,Z,NULL}')$$, $$< ANY ('{a,Z}')$$, $$> ALL ('{a,Z}')$$,
  $$LIKE 'a%%'$$, $$LIKE 'A_'$$, $$LIKE '%%B'$$, $$LIKE 'a\%%'$$, $$NOT LIKE '%%s%%'$$, $$ILIKE 'a%%'$$, $$~ '^[a-c]'$$, $$~* '^res'$$, $$LIKE 'aB'$$, $$IS NULL$$, $$|| 'x' > 'ax'$$,
  $$> lower(v)$$, $$= upper(v)$$, $$< reverse(v)$$, $$>= left(v, 1)$$]) condition;
INSERT INTO questions (text) VALUES
  ($$SELECT v, id FROM %1$s ORDER BY v, id$$), ($$SELECT v, id FROM %1$s ORDER BY v DESC, id$$), ($$SELECT v, id FROM %1$s ORDER BY v NULLS FIRST, id LIMIT 7$$),
  ($$SELECT v, id FROM %1$s ORDER BY v DESC NULLS LAST, id DESC LIMIT 7 OFFSET 3$$), ($$SELECT id FROM %1$s ORDER BY v COLLATE "C", id$$),
  ($$SELECT id FROM %1$s ORDER BY v COLLATE "en-x-icu", id LIMIT 9$$), ($$SELECT min(v), max(v) FROM %1$s$$), ($$SELECT min(v COLLATE "C"), max(v COLLATE "C") FROM %1$s$$),
  ($$SELECT min(v COLLATE "sv-x-icu"), max(v COLLATE "sv-x-icu") FROM %1$s WHERE v < '~'$$), ($$SELECT count(DISTINCT v), count(*), count(v) FROM %1$s$$),
  ($$SELECT min(id), count(*) FROM %1$s GROUP BY v ORDER BY 1$$), ($$SELECT min(id) FROM %1$s GROUP BY v HAVING count(*) > 1 ORDER BY 1$$),
  ($$SELECT id FROM %1$s WHERE v < 'b' COLLATE "C" ORDER BY id$$), ($$SELECT id FROM %1$s WHERE v COLLATE "C" >= 'B' ORDER BY id$$), ($$SELECT id FROM %1$s WHERE v COLLATE "en-x-icu" > 'B' ORDER BY id$$),
  ($$SELECT id, upper(v), lower(v), initcap(v) FROM %1$s ORDER BY id$$), ($$SELECT id, rank() OVER (ORDER BY v) FROM %1$s ORDER BY id$$), ($$SELECT string_agg(v, ',' ORDER BY v, id) FROM %1$s$$),
  ($$SELECT a.id, b.id FROM %1$s a JOIN %1$s b USING (v) ORDER BY 1, 2$$), ($$SELECT a.id, count(*) FROM %1$s a JOIN %1$s b ON a.v < b.v GROUP BY 1 ORDER BY 1$$),
  ($$SELECT id FROM %1$s WHERE v > (SELECT min(v) FROM %1$s WHERE id IN (3, 4)) ORDER BY id$$), ($$SELECT id, greatest(v, 'b'), least(v, 'b'), coalesce(v, '') < 'b' FROM %1$s ORDER BY id$$),
  ($$SELECT id FROM %1$s WHERE CASE WHEN v < 'b' THEN id > 5 ELSE id > 10 END ORDER BY id$$), ($$SELECT id FROM %1$s WHERE (v, id) > ('b', 3) ORDER BY id$$),
  ($$SELECT id FROM %1$s WHERE starts_with(v, 'a') OR position('s' IN v) > 0 ORDER BY id$$);

-- All rows of an answer in their order, or its error's SQLSTATE.
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line record; lines text[] := '{}';
BEGIN
  FOR line IN EXECUTE query LOOP
    lines := lines || line::text;
  END LOOP;
  RETURN lines;
EXCEPTION WHEN others THEN
  RETURN SQLSTATE;
END $$;
CREATE TABLE answers (collation_name text, question text, heap text, lake text);
CREATE PROCEDURE ask() LANGUAGE plpgsql AS $$
DECLARE c collations; q questions; heap text; lake text;
BEGIN
  FOR c IN SELECT * FROM collations ORDER BY number LOOP
    heap := quote_ident('heap ' || c.name);
    lake := quote_ident('lake ' || c.name);
    EXECUTE format('CREATE TABLE %s (id int, v text COLLATE %I)', heap, c.name);
    EXECUTE format('INSERT INTO %s SELECT * FROM words', heap);
    CALL lake(lake, './words.csv', $o$header 'true', delimiter ',', quote '"', escape '"'$o$, format('id int, v text COLLATE %I', c.name));
    FOR q IN SELECT * FROM questions ORDER BY number LOOP
      INSERT INTO answers VALUES (c.name, q.text, answer(format(q.text, heap)), answer(format(q.text, lake)));
    END LOOP;
  END LOOP;
END $$;
CALL ask();
\set ECHO all
\set QUIET off
SELECT collation_name, count(*) AS questions, count(*) FILTER (WHERE heap IS DISTINCT FROM lake) AS different
FROM answers WHERE collation_name NOT LIKE '%.utf8' GROUP BY 1 ORDER BY collation_name COLLATE "C";
-- what differs, under any collation; and what fails, which is for PostgreSQL to say
SELECT * FROM answers WHERE heap IS DISTINCT FROM lake ORDER BY collation_name COLLATE "C", question COLLATE "C" LIMIT 20;
SELECT count(*) < 20 AS few FROM answers WHERE heap ~ '^[0-9A-Z]{5}$';
-- the questions are worth asking: the collations answer them differently
SELECT count(*) > 100 AS many FROM answers a JOIN answers b USING (question) WHERE a.collation_name = 'C' AND b.collation_name = 'default' AND a.heap <> b.heap;
SELECT count(*) > 10 AS some FROM answers a JOIN answers b USING (question) WHERE a.collation_name = 'caseless' AND b.collation_name = 'default' AND a.heap <> b.heap;
-- who did it
SELECT explain('SELECT id FROM "lake default" WHERE v < ''b'' AND v = ''a''', 'COSTS OFF');
SELECT explain('SELECT id FROM "lake C" WHERE v < ''b'' ORDER BY v LIMIT 3', 'COSTS OFF');
SELECT explain('SELECT id FROM "lake caseless" WHERE v = ''a''', 'COSTS OFF');
SELECT explain('SELECT id FROM "lake default" ORDER BY v LIMIT 3', 'COSTS OFF');
\c :home_database
DROP DATABASE lake_icu;
