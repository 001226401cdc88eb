-- SPDX-License-Identifier: Apache-2.0
-- CREATE TABLE … USING iceberg: its spellings, and what a table may have.
\set test iceberg_create
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/iceberg.psql'
\i :include

-- Spellings.
CREATE TABLE plain (a int, b text) USING iceberg;
CREATE TABLE with_options (a int) USING iceberg WITH (format_version = 3, "write.target-file-size-bytes" = 1000000,
  "write.parquet.compression-codec" = 'snappy');
SET default_table_access_method = iceberg;
CREATE TABLE by_default (a int);
CREATE TABLE still_heap (a int) USING heap;
RESET default_table_access_method;
CREATE FOREIGN TABLE foreign_spelling (a int) SERVER iceberg OPTIONS (format_version '3');
CREATE TABLE no_columns () USING iceberg;
CREATE SCHEMA iceberg_create_other CREATE TABLE element (a int) USING iceberg;
SELECT * FROM tables;
SELECT relname, relkind, ftoptions FROM pg_class LEFT JOIN pg_foreign_table ON ftrelid = oid
WHERE relnamespace IN ('iceberg_create'::regnamespace, 'iceberg_create_other'::regnamespace) AND relkind IN ('f', 'r') ORDER BY 1;

-- The name is taken.
CREATE TABLE plain (c date) USING iceberg;
CREATE TABLE IF NOT EXISTS plain (c date) USING iceberg;
CREATE TABLE IF NOT EXISTS plain (c date) USING iceberg WITH (nonsense = 1);
SELECT columns('plain');
CREATE TABLE IF NOT EXISTS not_yet (c date) USING iceberg;
INSERT INTO not_yet VALUES ('2026-01-31');
TABLE not_yet;

-- In transactions.
BEGIN;
CREATE TABLE rolled_back (a int) USING iceberg;
INSERT INTO rolled_back VALUES (1);
TABLE rolled_back;
ROLLBACK;
TABLE rolled_back;
BEGIN;
SAVEPOINT s;
CREATE TABLE twice (a int) USING iceberg;
INSERT INTO twice VALUES (1);
ROLLBACK TO s;
CREATE TABLE twice (b text) USING iceberg;
INSERT INTO twice VALUES ('second');
COMMIT;
TABLE twice;
BEGIN;
CREATE TABLE gone (a int) USING iceberg;
INSERT INTO gone VALUES (1);
DROP TABLE gone;
COMMIT;
SELECT files('iceberg_create/rolled_back') AS rolled_back, files('iceberg_create/gone') AS gone;

-- In functions and blocks.
DO $$ BEGIN CREATE TABLE from_do (a int) USING iceberg; INSERT INTO from_do VALUES (1); END $$;
CREATE FUNCTION make(name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE format('CREATE TABLE %I (a int) USING iceberg', name);
  EXECUTE format('INSERT INTO %I SELECT generate_series(1, 3)', name);
  EXECUTE format('SELECT count(*) FROM %I', name) INTO n;
  RETURN n;
END $$;
SELECT make('From a function'), make('ünïcode/../..');
DO $$
BEGIN
  CREATE TABLE caught (a int) USING iceberg;
  RAISE division_by_zero;
EXCEPTION WHEN division_by_zero THEN
  CREATE TABLE caught (b text) USING iceberg;
END $$;
SELECT columns('caught');
PREPARE again AS SELECT 1;
DO $$ BEGIN FOR i IN 1..2 LOOP CREATE TABLE cached (a int) USING iceberg; DROP TABLE cached; END LOOP; END $$;

-- What columns may have.
CREATE TABLE rich (
  id bigint GENERATED ALWAYS AS IDENTITY,
  serial_number serial,
  day date NOT NULL DEFAULT '2026-01-31',
  price numeric(10,2) CHECK (price >= 0),
  amount int DEFAULT 1,
  total numeric(12,2) GENERATED ALWAYS AS (price * amount) STORED,
  name varchar(5) COLLATE "C",
  CONSTRAINT named CHECK (amount < 100)
) USING iceberg;
INSERT INTO rich (price, name) VALUES (1.5, 'one'), (2, 'two') RETURNING *;
INSERT INTO rich (price, amount) VALUES (-1, 1);
INSERT INTO rich (price, amount) VALUES (1, 100);
INSERT INTO rich (price, day) VALUES (1, NULL);
INSERT INTO rich (price, name) VALUES (1, 'too long');
INSERT INTO rich (id, price) VALUES (1, 1);
INSERT INTO rich (price, total) VALUES (1, 1);
SELECT * FROM rich ORDER BY id;
SELECT iceberg_columns('rich');
COMMENT ON TABLE rich IS 'a table';
COMMENT ON FOREIGN TABLE plain IS 'another one';
COMMENT ON COLUMN rich.price IS 'a column';
COMMENT ON CONSTRAINT named ON rich IS 'a constraint';
SELECT obj_description('rich'::regclass), obj_description('plain'::regclass), col_description('rich'::regclass, 4);

-- Row triggers.
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE NOTICE '% % %: %', TG_WHEN, TG_OP, TG_TABLE_NAME, NEW;
  RETURN NEW;
END $$;
CREATE TRIGGER before_insert BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER after_insert AFTER INSERT ON plain FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION note();
INSERT INTO plain VALUES (1, 'x'), (2, 'y');
ALTER TABLE plain DISABLE TRIGGER before_insert;
INSERT INTO plain VALUES (3, 'z');
SELECT * FROM plain ORDER BY a;

-- Event triggers see a foreign table.
CREATE FUNCTION note_command() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE command record;
BEGIN
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    RAISE NOTICE '% % %', TG_TAG, command.command_tag, command.object_identity;
  END LOOP;
END $$;
CREATE EVENT TRIGGER note_command ON ddl_command_end EXECUTE FUNCTION note_command();
CREATE TABLE noted (a int) USING iceberg;
CREATE TABLE noted_too USING iceberg AS SELECT 1 AS a;
ALTER TABLE noted ADD COLUMN b text;
DROP EVENT TRIGGER note_command;

-- Partitions and children.
CREATE TABLE measures (day date, value float8) PARTITION BY RANGE (day);
CREATE TABLE measures_2025 PARTITION OF measures FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') USING iceberg;
CREATE TABLE measures_2026 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO measures VALUES ('2025-06-01', 1), ('2026-06-01', 2);
SELECT tableoid::regclass, * FROM measures ORDER BY day;
ALTER TABLE measures ADD COLUMN unit text;
INSERT INTO measures VALUES ('2025-07-01', 3, 'kg');
SELECT tableoid::regclass, * FROM measures ORDER BY day;
SELECT iceberg_columns('measures_2025');
CREATE TABLE parent (a int) USING heap;
CREATE TABLE child (b int) INHERITS (parent) USING iceberg;
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (2, 3);
SELECT tableoid::regclass, a FROM parent ORDER BY a;
