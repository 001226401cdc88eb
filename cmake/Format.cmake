# SPDX-License-Identifier: Apache-2.0
# The targets format and check-format: C by clang-format, Java by Spotless.

find_program(CLANG_FORMAT clang-format)
file(GLOB c_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/native-fdw/src/*.[ch]")

if(CLANG_FORMAT AND c_files)
  set(format_c COMMAND "${CLANG_FORMAT}" -i ${c_files})
  set(check_c COMMAND "${CLANG_FORMAT}" --dry-run --Werror ${c_files})
endif()
add_custom_target(format ${format_c} COMMAND "${MAVEN}" -q -B spotless:apply WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)
add_custom_target(check-format ${check_c} COMMAND "${MAVEN}" -q -B spotless:check WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
                                                                              VERBATIM)
