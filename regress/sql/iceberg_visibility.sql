-- SPDX-License-Identifier: Apache-2.0
-- What statements, functions and triggers see of an Iceberg table's rows within a transaction: what java_fdw_visibility has
-- for heap tables.
\getenv source PG_ABS_SRCDIR
\set include :source '/lib/visibility.psql'
\getenv home SERVER_HOME
\set prefix :home '/lake'
SET icebridge.default_location_prefix = :'prefix';
CREATE TABLE t (id bigint, v bigint) USING iceberg;
\set ECHO none
\i :include
