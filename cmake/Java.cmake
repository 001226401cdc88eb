# SPDX-License-Identifier: Apache-2.0
# The Java part: Maven builds it, then every jar of the run-time class path is gathered in build/jars and the native
# libraries some of them carry in build/lib, so that no backend has to unpack anything.

find_program(MAVEN mvn REQUIRED)
set(MAVEN_OPTIONS "" CACHE STRING "More options for mvn, e.g. -o")

set(JAR_DIR "${CMAKE_BINARY_DIR}/jars")
set(NATIVE_DIR "${CMAKE_BINARY_DIR}/lib")
set(java_stamp "${CMAKE_BINARY_DIR}/java.stamp")
set(java_modules jvm-bridge pushdown iceberg-tx fdw-core examples)

set(java_inputs pom.xml)
foreach(module IN LISTS java_modules)
  file(GLOB_RECURSE module_sources CONFIGURE_DEPENDS ${module}/src/main/*)
  list(APPEND java_inputs ${module}/pom.xml ${module_sources})
endforeach()
list(TRANSFORM java_inputs PREPEND "${CMAKE_SOURCE_DIR}/" REGEX "^[^/]")

separate_arguments(maven_options UNIX_COMMAND "${MAVEN_OPTIONS}")
add_custom_command(
  OUTPUT "${java_stamp}"
  DEPENDS ${java_inputs} "${CMAKE_SOURCE_DIR}/cmake/GatherJars.cmake"
  COMMAND ${CMAKE_COMMAND} -E env "JAVA_HOME=${JDK_HOME}" "${MAVEN}" -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true ${maven_options} package
  COMMAND
    ${CMAKE_COMMAND} -DFROM=${CMAKE_SOURCE_DIR}/fdw-core/target -DJAR_DIR=${JAR_DIR} -DNATIVE_DIR=${NATIVE_DIR}
    -DWORK_DIR=${CMAKE_BINARY_DIR}/unpacked -DJAR_PROGRAM=${JDK_JAR} -DPROCESSOR=${CMAKE_SYSTEM_PROCESSOR} -P
    ${CMAKE_SOURCE_DIR}/cmake/GatherJars.cmake
  COMMAND ${CMAKE_COMMAND} -E touch "${java_stamp}"
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
  COMMENT "Building the Java part"
  VERBATIM)
add_custom_target(java ALL DEPENDS "${java_stamp}")
