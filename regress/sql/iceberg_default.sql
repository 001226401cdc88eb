-- SPDX-License-Identifier: Apache-2.0
-- ADD COLUMN with a default fills the rows there are: by Iceberg's own defaults in format 3 where the default is the same
-- for all rows, else by writing the rows anew. A heap table says what must come out.
\set test iceberg_default
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE heap (id int) USING heap;
CREATE TABLE format_2 (id int) USING iceberg;
CREATE TABLE format_3 (id int) USING iceberg WITH (format_version = 3);
INSERT INTO heap SELECT generate_series(1, 5);
INSERT INTO format_2 SELECT generate_series(1, 5);
INSERT INTO format_3 SELECT generate_series(1, 5);
-- No trigger fires.
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
CREATE TRIGGER never BEFORE UPDATE ON format_2 FOR EACH ROW EXECUTE FUNCTION never();

CREATE PROCEDURE alter_all(change text) LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['heap', 'format_2', 'format_3'] LOOP
    EXECUTE format('ALTER TABLE %I %s', name, change);
    EXECUTE format('INSERT INTO %I (id) SELECT max(id) + 1 FROM %I', name, name);
  END LOOP;
END $$;
CREATE FUNCTION differences() RETURNS SETOF text LANGUAGE sql AS $$
  (SELECT '2 lacks ' || heap::text FROM heap EXCEPT ALL SELECT '2 lacks ' || format_2::text FROM format_2) UNION ALL
  (SELECT '2 has ' || format_2::text FROM format_2 EXCEPT ALL SELECT '2 has ' || heap::text FROM heap) UNION ALL
  (SELECT '3 lacks ' || heap::text FROM heap EXCEPT ALL SELECT '3 lacks ' || format_3::text FROM format_3) UNION ALL
  (SELECT '3 has ' || format_3::text FROM format_3 EXCEPT ALL SELECT '3 has ' || heap::text FROM heap)
$$;

CALL alter_all('ADD COLUMN i int DEFAULT 7');
CALL alter_all('ADD COLUMN t text NOT NULL DEFAULT ''it''''s "ünïcode"''');
CALL alter_all('ADD COLUMN n numeric(10,2) DEFAULT 1.5, ADD COLUMN b boolean DEFAULT true, ADD COLUMN l bigint DEFAULT 2^40');
CALL alter_all('ADD COLUMN d date DEFAULT ''2026-01-31'', ADD COLUMN c time DEFAULT ''12:34:56.789''');
CALL alter_all('ADD COLUMN ts timestamp DEFAULT ''2026-01-31 12:34:56.789'', ADD COLUMN tz timestamptz DEFAULT ''2026-01-31 12:34:56+02''');
CALL alter_all('ADD COLUMN u uuid DEFAULT ''00112233-4455-6677-8899-aabbccddeeff'', ADD COLUMN y bytea DEFAULT ''\x00ff''');
CALL alter_all('ADD COLUMN f real DEFAULT 0.1, ADD COLUMN g float8 DEFAULT 1e30, ADD COLUMN nan float8 DEFAULT ''NaN''');
CALL alter_all('ADD COLUMN forever date DEFAULT ''infinity'', ADD COLUMN bc timestamp DEFAULT ''0044-03-15 12:00:00 BC''');
CALL alter_all('ADD COLUMN a int[] DEFAULT ''{1,2}'', ADD COLUMN v interval DEFAULT ''1 day'', ADD COLUMN j json DEFAULT ''{"a": 1}''');
CALL alter_all('ADD COLUMN ch char(5) DEFAULT ''x'', ADD COLUMN p positive DEFAULT 3');
CALL alter_all('ADD COLUMN gen int GENERATED ALWAYS AS (id * 2 + i) STORED');
CALL alter_all('ADD COLUMN s timestamptz DEFAULT transaction_timestamp() - transaction_timestamp() + ''2026-01-31''::timestamptz');
CALL alter_all('ADD COLUMN none int DEFAULT NULL');
SELECT differences();
SELECT count(*), count(gen), min(t), sum(i) FROM format_3;
SELECT iceberg_columns('format_2');
SELECT iceberg_columns('format_3');

-- A value of its own for each row.
CREATE TABLE numbered (a text) USING iceberg WITH (format_version = 3);
INSERT INTO numbered VALUES ('x'), ('y'), ('z');
ALTER TABLE numbered ADD COLUMN id int GENERATED ALWAYS AS IDENTITY, ADD COLUMN number serial, ADD COLUMN guid uuid DEFAULT gen_random_uuid();
INSERT INTO numbered (a) VALUES ('new');
SELECT count(DISTINCT id), max(id), max(number), count(DISTINCT guid) FROM numbered;

ALTER TABLE numbered ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED;
ALTER TABLE numbered ADD COLUMN constant int GENERATED ALWAYS AS (1 + 1) STORED;
SELECT sum(constant) FROM numbered;
ALTER TABLE format_2 ADD COLUMN constant int GENERATED ALWAYS AS (1 + 1) STORED;
ALTER TABLE numbered ADD COLUMN twice int GENERATED ALWAYS AS (number * 2) STORED;
SELECT sum(twice) FROM numbered;

-- What the rows cannot have.
ALTER TABLE numbered ADD COLUMN p positive DEFAULT -1;
CREATE DOMAIN present AS int NOT NULL;
ALTER TABLE numbered ADD COLUMN p present;
ALTER TABLE numbered ADD COLUMN c int DEFAULT 3 CHECK (c > 3);
ALTER TABLE numbered ADD COLUMN c int DEFAULT 3 CHECK (c < id + 3);
SELECT min(c), max(c) FROM numbered;

-- Defaults that change do not change rows.
ALTER TABLE numbered ALTER c SET DEFAULT 4;
INSERT INTO numbered (a, id) OVERRIDING SYSTEM VALUE VALUES ('newer', 5);
SELECT a, c FROM numbered WHERE a LIKE 'new%' ORDER BY a;

-- Rolled back and done again.
BEGIN;
ALTER TABLE numbered ADD COLUMN q int DEFAULT 1;
SELECT count(q) FROM numbered;
ROLLBACK;
ALTER TABLE numbered ADD COLUMN q text DEFAULT 'again';
SELECT DISTINCT q FROM numbered;
