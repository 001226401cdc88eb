// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** The SQLSTATE codes wrappers raise most, by PostgreSQL's names. */
public final class SqlState {

  public static final String FEATURE_NOT_SUPPORTED = "0A000";
  public static final String STRING_DATA_RIGHT_TRUNCATION = "22001";
  public static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";
  public static final String INVALID_TEXT_REPRESENTATION = "22P02";
  public static final String INVALID_PARAMETER_VALUE = "22023";
  public static final String SERIALIZATION_FAILURE = "40001";
  public static final String DATATYPE_MISMATCH = "42804";
  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  public static final String UNDEFINED_COLUMN = "42703";
  public static final String UNDEFINED_OBJECT = "42704";
  public static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";
  public static final String UNDEFINED_FILE = "58P01";
  public static final String IO_ERROR = "58030";
  public static final String OUT_OF_MEMORY = "53200";
  public static final String DISK_FULL = "53100";
  public static final String STATEMENT_TOO_COMPLEX = "54001";
  public static final String QUERY_CANCELED = "57014";
  public static final String FDW_ERROR = "HV000";
  public static final String FDW_INVALID_OPTION_NAME = "HV00D";
  public static final String FDW_INVALID_ATTRIBUTE_VALUE = "HV024";
  public static final String FDW_OPTION_NAME_NOT_FOUND = "HV00J";
  public static final String FDW_INCONSISTENT_DESCRIPTOR_INFORMATION = "HV021";
  public static final String DATA_CORRUPTED = "XX001";
  public static final String INTERNAL_ERROR = "XX000";

  private SqlState() {}
}
