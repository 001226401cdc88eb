-- SPDX-License-Identifier: Apache-2.0
-- What statements, functions and triggers see of a table's rows within a transaction: the same of a heap table and of a
-- table of the catalog.
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/visibility.psql'
\getenv examples EXAMPLES_JAR
\getenv home SERVER_HOME
\set folder :home '/ledger'
CREATE FOREIGN DATA WRAPPER ledger_fdw
  HANDLER icebridge.icebridge_fdw_handler VALIDATOR icebridge.icebridge_fdw_validator
  OPTIONS (wrapper 'io.icebridge.examples.ledger.LedgerWrapper', classpath :'examples', catalog 'true');
CREATE SERVER ledger FOREIGN DATA WRAPPER ledger_fdw OPTIONS (folder :'folder');

\echo -- A heap table.
CREATE SCHEMA heap;
SET search_path = heap;
CREATE TABLE t (id bigint, v bigint);
\set ECHO none
\i :include
\set ECHO all

\echo -- A table of the catalog.
CREATE SCHEMA lake;
SET search_path = lake;
CREATE FOREIGN TABLE t (id bigint, v bigint) SERVER ledger;
\set ECHO none
\i :include
