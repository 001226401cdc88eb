# SPDX-License-Identifier: Apache-2.0
# Run at install time with ICEBRIDGE_DIR, JDK_JAVA and JDK_VERSION set: writes ICEBRIDGE_DIR/classpath, the one place that
# says which class path backends use, and makes from it the archive of loaded classes that makes their VM start fast.

cmake_minimum_required(VERSION 3.22)

set(directory "$ENV{DESTDIR}${ICEBRIDGE_DIR}")
file(GLOB jar_names RELATIVE "${directory}/jars" "${directory}/jars/*.jar")
list(SORT jar_names)
list(TRANSFORM jar_names PREPEND "${ICEBRIDGE_DIR}/jars/")
list(JOIN jar_names ":" class_path)
file(WRITE "${directory}/classpath" "${class_path}\n")

# An AOT cache also keeps linked classes and profiles; earlier JDKs have class-data sharing only.
if(JDK_VERSION GREATER_EQUAL 25)
  set(archive "${directory}/icebridge.aot")
  set(other_archive "${directory}/icebridge.jsa")
  set(archive_option "-XX:AOTCacheOutput=${archive}")
else()
  set(archive "${directory}/icebridge.jsa")
  set(other_archive "${directory}/icebridge.aot")
  set(archive_option "-XX:ArchiveClassesAtExit=${archive}")
endif()
file(REMOVE "${other_archive}")

# An archive holds absolute paths, so one made in a staging folder would be refused.
if(NOT "$ENV{DESTDIR}" STREQUAL "")
  message(STATUS "DESTDIR is set: no class-data archive is made")
  return()
endif()

# The archive is good while java, the class path and every jar's time are the same.
execute_process(COMMAND "${JDK_JAVA}" -version ERROR_VARIABLE java_version OUTPUT_QUIET)
set(state "${JDK_JAVA} ${java_version}${class_path}")
foreach(jar IN LISTS jar_names)
  file(TIMESTAMP "${jar}" time "%s" UTC)
  file(SIZE "${jar}" size)
  string(APPEND state "${time} ${size} ")
endforeach()
string(SHA256 state "${state}")
set(state_file "${directory}/archive.state")
if(EXISTS "${archive}" AND EXISTS "${state_file}")
  file(READ "${state_file}" old_state)
  if(state STREQUAL old_state)
    message(STATUS "Up-to-date: ${archive}")
    return()
  endif()
endif()
file(REMOVE "${archive}" "${state_file}")

file(GLOB lake_jar "${directory}/jars/fdw-core-*.jar")
execute_process(COMMAND ${CMAKE_COMMAND} -E tar tf "${lake_jar}" OUTPUT_VARIABLE lake_classes)
if(NOT lake_classes MATCHES "io/icebridge/lake/Warmup\\.class")
  return()
endif()

# The options on which an archive depends, and what the classes need to run, as native-fdw/src/vm_options.c has them.
set(vm_options -XX:+UseSerialGC -Xmx128m "-Dicebridge.folder=${ICEBRIDGE_DIR}" "-Djava.library.path=${ICEBRIDGE_DIR}/lib"
               "-Djna.boot.library.path=${ICEBRIDGE_DIR}/lib" -Djna.nounpack=true
               -Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider -Dslf4j.internal.verbosity=ERROR)
if(JDK_VERSION GREATER_EQUAL 22)
  list(APPEND vm_options --enable-native-access=ALL-UNNAMED)
endif()
execute_process(
  COMMAND "${JDK_JAVA}" ${archive_option} -Xlog:disable -Xlog:all=error:stderr ${vm_options} -cp "${class_path}"
          io.icebridge.lake.Warmup
  RESULT_VARIABLE failed
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
if(failed OR NOT EXISTS "${archive}")
  message(WARNING "No class-data archive could be made, so the first query of each session will be slower.\n"
                  "java ended with ${failed}:\n${output}")
  return()
endif()
file(CHMOD "${archive}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(WRITE "${state_file}" "${state}")
message(STATUS "Installing: ${archive}")
