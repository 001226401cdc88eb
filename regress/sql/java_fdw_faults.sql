-- Wrappers that go wrong: always an error of that statement alone, never a crash. Only a wrapper that ends the virtual
-- machine ends its session.
\getenv examples EXAMPLES_JAR
CREATE SERVER faulty FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples');
CREATE FOREIGN TABLE fine (n int) SERVER faulty;
SELECT * FROM fine;
SELECT count(*) FROM fine;

-- what is thrown, and what becomes of it
CREATE FOREIGN TABLE bad (n int) SERVER faulty OPTIONS (call 'scan', fault 'wrapper_exception');
CREATE FUNCTION try(command text) RETURNS TABLE (state text, error text, detail text, hint text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE command;
  RETURN QUERY SELECT '00000', '', '', '';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, error = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN NEXT;
END $$;
\x
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'unchecked');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'no_message');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'strange_message');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'checked');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'no_file');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'throwable');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'linkage');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'stack_overflow');
SELECT * FROM try('SELECT * FROM bad');
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'out_of_memory');
SELECT * FROM try('SELECT * FROM bad');
\x
SELECT count(*) FROM fine;

-- wherever it is thrown
CREATE FUNCTION try_calls(commands text[], calls text[]) RETURNS TABLE (fault text, call text, result text) LANGUAGE plpgsql AS $$
BEGIN
  FOREACH fault IN ARRAY '{checked,stack_overflow,out_of_memory}'::text[] LOOP
    FOR i IN 1..array_length(calls, 1) LOOP
      call := calls[i];
      EXECUTE format('ALTER FOREIGN TABLE bad OPTIONS (SET call %L, SET fault %L)', call, fault);
      SELECT state || ' ' || error FROM try(commands[least(i, array_length(commands, 1))]) INTO result;
      IF (SELECT count(*) FROM fine) <> 3 THEN RAISE 'the session is no good any more'; END IF;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;
SELECT * FROM try_calls('{SELECT * FROM bad WHERE n < 3}',
  '{table,support,estimate,scan,arrowStream,firstBatch,thirdBatch}');
SELECT * FROM try_calls('{EXPLAIN ANALYZE SELECT * FROM bad}', '{explain,statistics}');
SELECT * FROM try_calls('{INSERT INTO bad VALUES (1),UPDATE bad SET n = 0,DELETE FROM bad,INSERT INTO bad VALUES (1),
  UPDATE bad SET n = 0,DELETE FROM bad,TRUNCATE bad}', '{insert,update,delete,write,finish,rowId,truncate}');
SELECT * FROM try_calls('{ANALYZE bad}', '{estimate,scan,thirdBatch}');
-- errors of closing come too late to matter
ALTER FOREIGN TABLE bad OPTIONS (SET fault 'checked', SET call 'closeCursor');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET call 'closeWriter');
INSERT INTO bad VALUES (1);
ALTER FOREIGN TABLE bad OPTIONS (SET call 'closeSource');
SELECT * FROM bad;
SELECT count(*) FROM fine;

-- at definition
CREATE FOREIGN TABLE worse (n int) SERVER faulty OPTIONS (call 'validate', fault 'checked');
CREATE FOREIGN TABLE worse () SERVER faulty OPTIONS (call 'infer', fault 'checked');
CREATE FOREIGN TABLE worse () SERVER faulty;
CREATE SERVER worse FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples', call 'validate');
CREATE SERVER worse FOREIGN DATA WRAPPER java_fdw
  OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper', classpath :'examples', call 'import');
IMPORT FOREIGN SCHEMA any_schema FROM SERVER worse INTO public;

-- streams of another shape than was asked for
ALTER FOREIGN TABLE bad OPTIONS (DROP call, DROP fault, ADD shape 'no cursor');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET shape 'no stream');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET shape 'too many columns');
SELECT * FROM bad;
SELECT count(*) FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET shape 'too few columns');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (SET shape 'wrong type');
SELECT * FROM bad;
ALTER FOREIGN TABLE bad OPTIONS (DROP shape);
SELECT * FROM bad;

-- a stream that fails in the middle, below other plan nodes, in a cursor, in COPY
ALTER FOREIGN TABLE bad OPTIONS (ADD call 'thirdBatch', ADD fault 'unchecked');
SELECT * FROM bad LIMIT 2;
SELECT sum(n) FROM bad;
SELECT * FROM fine JOIN bad USING (n);
COPY (SELECT * FROM bad) TO STDOUT;
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM bad;
FETCH c;
SAVEPOINT s;
FETCH 5 FROM c;
ROLLBACK TO s;
FETCH c;
ROLLBACK;
-- many failures leave nothing behind that would fail later
DO $$
BEGIN
  FOR i IN 1..300 LOOP
    BEGIN
      PERFORM sum(n) FROM bad;
    EXCEPTION WHEN internal_error THEN NULL;
    END;
  END LOOP;
END $$;
SELECT count(*) FROM fine;
-- a write that fails gives back its rows' memory: 400 of 5 MB each
CREATE FOREIGN TABLE sink (n int, t text) SERVER faulty OPTIONS (call 'write', fault 'unchecked');
DO $$
BEGIN
  FOR i IN 1..400 LOOP
    BEGIN
      INSERT INTO sink VALUES (i, repeat('x', 5000000));
    EXCEPTION WHEN internal_error THEN NULL;
    END;
  END LOOP;
END $$;
SELECT substring(pg_read_file('/proc/self/status') FROM 'VmRSS:\s+(\d+)')::int < 1500000 AS little_memory;

-- the end of the virtual machine is the end of the session, and of no other
ALTER FOREIGN TABLE bad OPTIONS (SET call 'scan', SET fault 'exit');
\setenv PGDATABASE :DBNAME
\! "$PG_BIN/psql" -X -c 'SELECT * FROM bad' 2>&1 | grep -v '^DETAIL'
\! "$PG_BIN/psql" -X -c "ALTER FOREIGN TABLE bad OPTIONS (SET call 'firstBatch')" -c 'SELECT * FROM bad' 2>&1 | grep -v '^DETAIL'
SELECT * FROM fine;
DROP FUNCTION try, try_calls;
DROP SERVER faulty, worse CASCADE;
