# SPDX-License-Identifier: Apache-2.0
# Where the server is that we build for and install into: PG_SERVER_INCLUDE, PG_LIBRARY_DIR, PG_SHARE_DIR, PG_MAJOR.

find_program(PG_CONFIG pg_config REQUIRED DOC "pg_config of the server to build for")

function(ask_pg_config variable option)
  execute_process(COMMAND "${PG_CONFIG}" ${option} OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} "${answer}" PARENT_SCOPE)
endfunction()

ask_pg_config(PG_VERSION_TEXT --version)
ask_pg_config(PG_SERVER_INCLUDE --includedir-server)
ask_pg_config(PG_LIBRARY_DIR --pkglibdir)
ask_pg_config(PG_SHARE_DIR --sharedir)

string(REGEX MATCH "[0-9]+" PG_MAJOR "${PG_VERSION_TEXT}")
if(PG_MAJOR LESS 15)
  message(FATAL_ERROR "icebridge needs PostgreSQL 15 or newer, but ${PG_CONFIG} is of ${PG_VERSION_TEXT}")
endif()
if(NOT EXISTS "${PG_SERVER_INCLUDE}/postgres.h")
  message(FATAL_ERROR "There is no postgres.h in ${PG_SERVER_INCLUDE}: install postgresql-server-dev-${PG_MAJOR}")
endif()
message(STATUS "Server: ${PG_VERSION_TEXT} (${PG_CONFIG})")
