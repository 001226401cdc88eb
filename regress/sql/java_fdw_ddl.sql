-- Servers, tables, columns and user mappings of Java wrappers: options are checked when they are given, and naming a
-- class takes a privilege.
\getenv examples EXAMPLES_JAR
\set keyvalue '\'io.icebridge.examples.keyvalue.KeyValueWrapper\''

-- the class
CREATE SERVER none FOREIGN DATA WRAPPER java_fdw;
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'com.example.Missing');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'com.example.Missing', classpath :'examples');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'com.example.Missing', classpath '/no/such.jar');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'java.lang.String');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'io.icebridge.bridge.spi.Wrapper');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper 'io.icebridge.examples.keyvalue.Store', classpath :'examples');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (classpath :'examples');

-- options of a server
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples', max_row '3');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples', something_else '3');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples', max_rows 'three');
CREATE SERVER bad FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples', max_rows '0');
CREATE SERVER kv FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples', max_rows '3');
ALTER SERVER kv OPTIONS (SET max_rows '-1');
ALTER SERVER kv OPTIONS (ADD max_wors '4');
ALTER SERVER kv OPTIONS (DROP wrapper);
SELECT array_length(srvoptions, 1) FROM pg_foreign_server WHERE srvname = 'kv';

-- options of a table and of its columns
CREATE FOREIGN TABLE t (key text, value int) SERVER kv OPTIONS (stroe 'x');
CREATE FOREIGN TABLE t (key text, value int) SERVER kv OPTIONS (store '');
CREATE FOREIGN TABLE t (key text, value int) SERVER kv OPTIONS (read_only 'perhaps');
CREATE FOREIGN TABLE t (key text, value int OPTIONS (rule 'value')) SERVER kv;
CREATE FOREIGN TABLE t (key text, value int OPTIONS (role 'values')) SERVER kv;
SELECT count(*) FROM pg_class WHERE relname = 't';
CREATE FOREIGN TABLE t (k varchar(10) OPTIONS (role 'key'), v int OPTIONS (role 'VALUE')) SERVER kv OPTIONS (store 'x');
ALTER FOREIGN TABLE t OPTIONS (SET store '');
ALTER FOREIGN TABLE t OPTIONS (ADD read_onyl 'true');
ALTER FOREIGN TABLE t ALTER COLUMN v OPTIONS (SET role 'both');
ALTER FOREIGN TABLE t OPTIONS (ADD read_only 'true');
SELECT ftoptions FROM pg_foreign_table WHERE ftrelid = 't'::regclass;

-- options of a user mapping
CREATE USER MAPPING FOR CURRENT_USER SERVER kv OPTIONS (readonly 'true');
CREATE USER MAPPING FOR PUBLIC SERVER kv OPTIONS (max_rows '3');
CREATE USER MAPPING FOR CURRENT_USER SERVER kv OPTIONS (read_only 'maybe');
CREATE USER MAPPING FOR CURRENT_USER SERVER kv OPTIONS (read_only 'off');
ALTER USER MAPPING FOR CURRENT_USER SERVER kv OPTIONS (SET read_only 'neither');
SELECT umoptions FROM pg_user_mappings WHERE srvname = 'kv';

-- options of a wrapper: one made for a single class
CREATE FOREIGN DATA WRAPPER mine HANDLER icebridge.icebridge_fdw_handler VALIDATOR icebridge.icebridge_fdw_validator
  OPTIONS (wrapper 'com.example.Missing', classpath :'examples');
CREATE FOREIGN DATA WRAPPER mine HANDLER icebridge.icebridge_fdw_handler VALIDATOR icebridge.icebridge_fdw_validator
  OPTIONS (wrapper :keyvalue, classpath :'examples');
CREATE SERVER of_mine FOREIGN DATA WRAPPER mine;
CREATE FOREIGN TABLE of_mine (key text, value int) SERVER of_mine;
SELECT * FROM of_mine;
CREATE SERVER other FOREIGN DATA WRAPPER mine OPTIONS (max_rows 'many');
CREATE SERVER other FOREIGN DATA WRAPPER mine OPTIONS (wrapper 'io.icebridge.examples.processes.ProcessesWrapper');
DROP FOREIGN DATA WRAPPER mine CASCADE;

-- a table that does not have the columns of a store
CREATE FOREIGN TABLE narrow (key text) SERVER kv;
CREATE FOREIGN TABLE strange (key int, value int) SERVER kv;
SELECT * FROM narrow;
SELECT * FROM strange;
-- which others need not know
SELECT table_name, is_insertable_into FROM information_schema.tables
WHERE table_schema = 'public' AND table_name IN ('narrow', 'strange', 't') ORDER BY 1;
DROP FOREIGN TABLE narrow, strange;

-- privileges: naming a class is running code as the server's user
CREATE ROLE regress_java_user;
CREATE ROLE regress_java_admin IN ROLE pg_execute_server_program;
GRANT USAGE ON FOREIGN DATA WRAPPER java_fdw TO regress_java_user, regress_java_admin;
GRANT CREATE ON SCHEMA public TO regress_java_user;
SET ROLE regress_java_user;
CREATE SERVER theirs FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples');
CREATE SERVER theirs FOREIGN DATA WRAPPER java_fdw OPTIONS (classpath :'examples');
CREATE FOREIGN TABLE theirs (key text, value int) SERVER kv;
SET ROLE regress_java_admin;
CREATE SERVER administered FOREIGN DATA WRAPPER java_fdw OPTIONS (wrapper :keyvalue, classpath :'examples');
GRANT USAGE ON FOREIGN SERVER administered TO regress_java_user;
SET ROLE regress_java_user;
CREATE FOREIGN TABLE theirs (key text, value int) SERVER administered;
INSERT INTO theirs VALUES ('a', 1);
SELECT * FROM theirs;
CREATE USER MAPPING FOR regress_java_user SERVER administered OPTIONS (read_only 'true');
INSERT INTO theirs VALUES ('b', 2);
-- the same store, seen through the mapping of another user
RESET ROLE;
INSERT INTO theirs VALUES ('c', 3);
SET ROLE regress_java_user;
SELECT * FROM theirs;
-- a server whose class its new owner may not name can still be used, not changed
RESET ROLE;
GRANT regress_java_user TO regress_java_admin;
ALTER SERVER administered OWNER TO regress_java_user;
SET ROLE regress_java_user;
SELECT * FROM theirs;
ALTER SERVER administered OPTIONS (ADD max_rows '3');
ALTER SERVER administered OPTIONS (SET wrapper 'io.icebridge.examples.faulty.FaultyWrapper');
RESET ROLE;
DROP OWNED BY regress_java_user, regress_java_admin CASCADE;
DROP ROLE regress_java_user, regress_java_admin;
DROP SERVER kv CASCADE;

-- a foreign-data wrapper made for one class, as the extension's own are: its options say which class its validator asks
CREATE FUNCTION keyvalue_validator(text[], oid) RETURNS void LANGUAGE c STRICT AS '$libdir/icebridge', 'icebridge_own_validator';
CREATE FOREIGN DATA WRAPPER keyvalue_fdw HANDLER icebridge.icebridge_fdw_handler VALIDATOR keyvalue_validator
  OPTIONS (wrapper :keyvalue, classpath :'examples');
CREATE SERVER own FOREIGN DATA WRAPPER keyvalue_fdw OPTIONS (max_row '3');
CREATE SERVER own FOREIGN DATA WRAPPER keyvalue_fdw OPTIONS (wrapper 'io.icebridge.examples.faulty.FaultyWrapper');
CREATE SERVER own FOREIGN DATA WRAPPER keyvalue_fdw OPTIONS (max_rows '3');
CREATE FOREIGN TABLE of_own (key text, value int) SERVER own OPTIONS (path '/data.csv');
CREATE FOREIGN TABLE of_own (key text, value int) SERVER own;
INSERT INTO of_own VALUES ('a', 1);
SELECT * FROM of_own;
-- another class, another opinion
ALTER FOREIGN DATA WRAPPER keyvalue_fdw OPTIONS (SET wrapper 'io.icebridge.examples.processes.ProcessesWrapper');
ALTER SERVER own OPTIONS (SET max_rows '4');
DROP FOREIGN DATA WRAPPER keyvalue_fdw CASCADE;
DROP FUNCTION keyvalue_validator;
