# SPDX-License-Identifier: Apache-2.0
# cmake -DFROM= -DJAR_DIR= -DNATIVE_DIR= -DWORK_DIR= -DJAR_PROGRAM= -DPROCESSOR= -P GatherJars.cmake
#
# Copies FROM/*.jar and FROM/jars/*.jar into JAR_DIR and lays the native libraries of this platform in NATIVE_DIR.
# A jar that did not change is left alone: class-data archives hold the jars' modification times.

cmake_minimum_required(VERSION 3.22)

if(PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(duckdb_platform linux_amd64)
  set(jna_platform linux-x86-64)
  set(arrow_platform x86_64)
elseif(PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(duckdb_platform linux_arm64)
  set(jna_platform linux-aarch64)
  set(arrow_platform aarch_64)
else()
  message(FATAL_ERROR "icebridge runs on x86-64 and arm64; this machine is ${PROCESSOR}")
endif()

# Lays the file at an entry of a jar into NATIVE_DIR under a new name, if it is not there already.
function(lay_native jar entry name)
  if(EXISTS "${NATIVE_DIR}/${name}" AND NOT "${jar}" IS_NEWER_THAN "${NATIVE_DIR}/${name}")
    return()
  endif()
  file(ARCHIVE_EXTRACT INPUT "${jar}" DESTINATION "${WORK_DIR}/native" PATTERNS "${entry}")
  if(NOT EXISTS "${WORK_DIR}/native/${entry}")
    message(FATAL_ERROR "${jar} has no ${entry}")
  endif()
  file(COPY_FILE "${WORK_DIR}/native/${entry}" "${NATIVE_DIR}/${name}")
  file(TOUCH "${NATIVE_DIR}/${name}")
endfunction()

# Writes a copy of the jar without top-level native libraries, with the jar's own modification time.
function(copy_without_natives jar target)
  set(unpacked "${WORK_DIR}/jar")
  file(REMOVE_RECURSE "${unpacked}")
  file(ARCHIVE_EXTRACT INPUT "${jar}" DESTINATION "${unpacked}" PATTERNS "META-INF*" "org*")
  execute_process(COMMAND "${JAR_PROGRAM}" --create --no-manifest --file "${target}.new" -C "${unpacked}" .
                  COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND touch -r "${jar}" "${target}.new" COMMAND_ERROR_IS_FATAL ANY)
  file(RENAME "${target}.new" "${target}")
  file(REMOVE_RECURSE "${unpacked}")
endfunction()

file(MAKE_DIRECTORY "${JAR_DIR}" "${NATIVE_DIR}")
file(GLOB jars "${FROM}/*.jar" "${FROM}/jars/*.jar")
if(NOT jars)
  message(FATAL_ERROR "Maven left no jars in ${FROM}")
endif()

set(names)
foreach(jar IN LISTS jars)
  cmake_path(GET jar FILENAME name)
  list(APPEND names "${name}")
  set(target "${JAR_DIR}/${name}")
  if(name MATCHES "^duckdb_jdbc-")
    lay_native("${jar}" libduckdb_java.so_${duckdb_platform} libduckdb_java.so)
    file(TIMESTAMP "${jar}" time)
    file(TIMESTAMP "${target}" target_time)
    if(NOT time STREQUAL target_time)
      copy_without_natives("${jar}" "${target}")
    endif()
    continue()
  endif()
  if(name MATCHES "^jna-[0-9]")
    lay_native("${jar}" com/sun/jna/${jna_platform}/libjnidispatch.so libjnidispatch.so)
  elseif(name MATCHES "^arrow-c-data-")
    lay_native("${jar}" arrow_cdata_jni/${arrow_platform}/libarrow_cdata_jni.so libarrow_cdata_jni.so)
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files "${jar}" "${target}" RESULT_VARIABLE differs ERROR_QUIET)
  if(differs)
    file(REMOVE "${target}")
    file(COPY "${jar}" DESTINATION "${JAR_DIR}")
  endif()
endforeach()

# What an earlier build left and this one does not need would still be on the class path.
file(GLOB present RELATIVE "${JAR_DIR}" "${JAR_DIR}/*.jar")
foreach(name IN LISTS present)
  if(NOT name IN_LIST names)
    file(REMOVE "${JAR_DIR}/${name}")
  endif()
endforeach()
