# SPDX-License-Identifier: Apache-2.0
# The JDK to compile with and whose libjvm the backend opens by default: JAVA_HOME, else that of java on the PATH.
# Sets JDK_HOME, JDK_JAVA, JDK_JAR, JDK_VERSION, JDK_INCLUDE_DIRS, ICEBRIDGE_DEFAULT_LIBJVM.

set(JDK_HOME "$ENV{JAVA_HOME}" CACHE PATH "The JDK to build with and to run in backends")
if(NOT JDK_HOME)
  find_program(JAVA_ON_PATH java REQUIRED)
  file(REAL_PATH "${JAVA_ON_PATH}" java_program)
  cmake_path(GET java_program PARENT_PATH java_bin)
  cmake_path(GET java_bin PARENT_PATH java_home)
  set(JDK_HOME "${java_home}" CACHE PATH "" FORCE)
endif()

set(JDK_JAVA "${JDK_HOME}/bin/java")
set(JDK_JAR "${JDK_HOME}/bin/jar")
set(JDK_INCLUDE_DIRS "${JDK_HOME}/include" "${JDK_HOME}/include/linux")
# -DICEBRIDGE_DEFAULT_LIBJVM= names another one than that of the JDK we build with.
if(NOT DEFINED ICEBRIDGE_DEFAULT_LIBJVM)
  set(ICEBRIDGE_DEFAULT_LIBJVM "${JDK_HOME}/lib/server/libjvm.so")
endif()

foreach(needed "${JDK_JAVA}" "${JDK_JAR}" "${JDK_HOME}/include/jni.h" "${ICEBRIDGE_DEFAULT_LIBJVM}")
  if(NOT EXISTS "${needed}")
    message(FATAL_ERROR "${needed} is missing: set JAVA_HOME to a JDK 17 or newer (Debian: openjdk-17-jdk-headless)")
  endif()
endforeach()

file(STRINGS "${JDK_HOME}/release" jdk_version_line REGEX "^JAVA_VERSION=")
string(REGEX MATCH "[0-9]+" JDK_VERSION "${jdk_version_line}")
if(JDK_VERSION LESS 17)
  message(FATAL_ERROR "icebridge needs JDK 17 or newer, but ${JDK_HOME} is ${JDK_VERSION}")
endif()
message(STATUS "JDK: ${JDK_VERSION} (${JDK_HOME})")
