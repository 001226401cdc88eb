-- SPDX-License-Identifier: Apache-2.0
-- Computes, for every signature on the allow-list and every combination of edge values, what
-- PostgreSQL answers. Variables: edge_values (JSON), signatures (text, one a line).
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
SET extra_float_digits = 3;
SET bytea_output = 'hex';

CREATE TEMP TABLE variant AS
  SELECT v.ordinality AS n, value->>'variant' AS name, value->>'type' AS type,
         coalesce((value->>'constant')::bool, false) AS constant,
         (SELECT typname FROM pg_type
           WHERE oid = (regexp_replace(value->>'type', '\(.*', '')::regtype)) AS typname,
         value->'values' AS given
    FROM jsonb_array_elements(:'edge_values'::jsonb) WITH ORDINALITY v;
UPDATE variant SET typname = 'bpchar' WHERE type LIKE 'char(%';
ALTER TABLE variant ADD texts text[], ADD numbers text[];

-- What an expression gives: its text, NULL, or ! and the SQLSTATE.
CREATE FUNCTION pg_temp.answer(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
  EXECUTE 'SELECT (' || expression || ')::text' INTO answer;
  RETURN CASE answer WHEN 'true' THEN 't' WHEN 'false' THEN 'f' ELSE answer END;
EXCEPTION WHEN others THEN
  -- Class 42 would mean that the expression was put together wrongly.
  IF SQLSTATE LIKE '42%' THEN RAISE; END IF;
  RETURN '!' || SQLSTATE;
END $$;

CREATE FUNCTION pg_temp.literal(value text, type text) RETURNS text LANGUAGE sql AS $$
  SELECT format('%L::%s', value, type)
$$;

-- The output functions' texts, and the numbers behind dates and times.
UPDATE variant SET
  texts = (SELECT array_agg(CASE WHEN typname = 'bpchar' THEN pg_temp.answer(format('rpad(%L, 5)', g)) ELSE
                  CASE typname WHEN 'bool' THEN g ELSE pg_temp.answer(pg_temp.literal(g, type)) END END ORDER BY o)
             FROM jsonb_array_elements_text(given) WITH ORDINALITY e(g, o)),
  numbers = (SELECT array_agg(CASE
                WHEN g LIKE '%infinity' THEN g
                WHEN typname = 'date' THEN pg_temp.answer(pg_temp.literal(g, type) || ' - date ''1970-01-01''')
                WHEN typname LIKE 'timestamp%' THEN pg_temp.answer('(extract(epoch from ' || pg_temp.literal(g, type) || ') * 1000000)::int8')
                WHEN typname = 'time' THEN pg_temp.answer('(extract(epoch from ' || pg_temp.literal(g, type) || ') * 1000000)::int8')
                END ORDER BY o)
             FROM jsonb_array_elements_text(given) WITH ORDINALITY e(g, o));

CREATE TEMP TABLE signature AS
  SELECT line, split_part(line, ' ', 1) AS kind,
         split_part(split_part(line, ' ', 2), '(', 1) AS name,
         string_to_array(replace(rtrim(substring(line from '\((.*)$'), ')'), ' ', ''), ',') AS types
    FROM regexp_split_to_table(:'signatures', E'\n') line WHERE line <> '';
-- IS DISTINCT FROM stands on every equality.
INSERT INTO signature SELECT replace(line, 'operator =', 'distinct ='), 'distinct', '=', types
  FROM signature WHERE kind = 'operator' AND name = '=';

CREATE FUNCTION pg_temp.call(kind text, name text, arguments text[]) RETURNS text
LANGUAGE sql AS $$
  SELECT CASE
    WHEN kind = 'function' THEN format('pg_catalog.%I(%s)', name, array_to_string(arguments, ', '))
    WHEN kind = 'distinct' THEN arguments[1] || ' IS DISTINCT FROM ' || arguments[2]
    WHEN array_length(arguments, 1) = 1 THEN format('OPERATOR(pg_catalog.%s) %s', name, arguments[1])
    ELSE format('%s OPERATOR(pg_catalog.%s) %s', arguments[1], name, arguments[2]) END
$$;

-- Text is compared by its bytes, so that the server's locale does not matter.
CREATE FUNCTION pg_temp.operand(value text, type text, typname text) RETURNS text LANGUAGE sql AS $$
  SELECT CASE WHEN type IS NOT NULL THEN '(' || pg_temp.literal(value, type)
      || CASE WHEN typname IN ('text', 'bpchar') THEN ' COLLATE "C"' ELSE '' END || ')' END
$$;

CREATE TEMP TABLE expected AS
  SELECT s.line, jsonb_build_array(a.name) || coalesce(jsonb_build_array(b.name), '[]') || coalesce(jsonb_build_array(c.name), '[]') AS variants,
         a.n AS an, b.n AS bn, c.n AS cn,
         (SELECT jsonb_agg(pg_temp.answer(pg_temp.call(s.kind, s.name,
                   array_remove(ARRAY[pg_temp.operand(x.v, a.type, a.typname), pg_temp.operand(y.v, b.type, b.typname), pg_temp.operand(z.v, c.type, c.typname)], NULL)))
                   ORDER BY x.o, y.o, z.o)
            FROM unnest(a.texts) WITH ORDINALITY x(v, o)
            LEFT JOIN LATERAL unnest(b.texts) WITH ORDINALITY y(v, o) ON true
            LEFT JOIN LATERAL unnest(c.texts) WITH ORDINALITY z(v, o) ON true) AS answers
    FROM signature s
    JOIN variant a ON a.typname = s.types[1]
    LEFT JOIN variant b ON b.typname = s.types[2]
    LEFT JOIN variant c ON c.typname = s.types[3]
   WHERE (s.types[2] IS NULL) = (b.n IS NULL) AND (s.types[3] IS NULL) = (c.n IS NULL)
     AND NOT (a.constant AND coalesce(b.constant, false));
UPDATE expected SET variants = (SELECT jsonb_agg(e ORDER BY o) FROM jsonb_array_elements(variants) WITH ORDINALITY x(e, o) WHERE e <> 'null');

-- ANY and ALL: arrays named by the positions of their elements, -1 for NULL.
CREATE TEMP TABLE array_expected AS
  SELECT v.name AS left_variant, w.name AS element_variant, v.n AS vn, w.n AS wn, op, quantifier, positions.o AS po,
         positions.p AS positions,
         (SELECT jsonb_agg(pg_temp.answer(format('%s OPERATOR(pg_catalog.%s) %s (%s)',
              pg_temp.operand(x.v, v.type, v.typname), op, quantifier,
              CASE WHEN positions.p IS NULL THEN format('NULL::%s[]', w.type)
              ELSE format('ARRAY[%s]::%s[]',
                (SELECT string_agg(pg_temp.literal(CASE WHEN i = -1 THEN NULL ELSE w.texts[i + 1] END, w.type), ', ') FROM unnest(positions.p) i), w.type) END)) ORDER BY x.o)
            FROM unnest(v.texts) WITH ORDINALITY x(v, o)) AS answers
    FROM variant v
    JOIN variant w ON w.typname = v.typname AND (w.constant OR w.name = v.name)
    CROSS JOIN (VALUES ('=', 'ANY'), ('<>', 'ALL'), ('<', 'ANY'), ('>=', 'ALL')) AS o(op, quantifier)
    CROSS JOIN LATERAL (VALUES (1, NULL::int[]), (2, '{}'), (3, '{0}'), (4, '{0,-1}'), (5, '{-1}'), (6, '{1,0,1}'),
       (7, (SELECT array_agg(i - 1 ORDER BY i) FROM generate_subscripts(w.texts, 1) i WHERE w.texts[i] IS NOT NULL)))
       AS positions(o, p)
   WHERE NOT v.constant;

\pset format unaligned
\pset tuples_only on
SELECT '{"variants": [' || E'\n' || string_agg(jsonb_build_object('variant', name, 'type', type, 'typname', typname, 'constant', constant, 'texts', texts, 'numbers', numbers)::text, E',\n' ORDER BY n)
  || E'\n], "calls": [\n' ||
  (SELECT string_agg(jsonb_build_object('signature', line, 'variants', variants, 'answers', answers)::text, E',\n' ORDER BY line COLLATE "C", an, bn, cn) FROM expected)
  || E'\n], "arrays": [\n' ||
  (SELECT string_agg(jsonb_build_object('left', left_variant, 'element', element_variant, 'operator', op, 'quantifier', quantifier, 'positions', positions, 'answers', answers)::text, E',\n' ORDER BY vn, wn, op, quantifier, po) FROM array_expected)
  || E'\n]}' FROM variant;
