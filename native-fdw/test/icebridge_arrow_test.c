/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQL functions to test the conversion between Arrow and Datums without a JVM. Built and installed for tests only.
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;
