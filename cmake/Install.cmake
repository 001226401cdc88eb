# SPDX-License-Identifier: Apache-2.0
# cmake --install: the library (native-fdw), SQL, jars, native libraries, the class path and the class-data archive.

set(ICEBRIDGE_DIR "${PG_LIBRARY_DIR}/icebridge")

file(GLOB sql_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/sql/*.sql" "${CMAKE_SOURCE_DIR}/sql/*.control")
install(FILES ${sql_files} DESTINATION "${PG_SHARE_DIR}/extension")

# Jars of an earlier version would stay on the class path, so what is there and not in this build goes.
install(
  CODE "
  file(GLOB installed RELATIVE \"\$ENV{DESTDIR}${ICEBRIDGE_DIR}/jars\" \"\$ENV{DESTDIR}${ICEBRIDGE_DIR}/jars/*.jar\")
  foreach(name IN LISTS installed)
    if(NOT EXISTS \"${JAR_DIR}/\${name}\")
      file(REMOVE \"\$ENV{DESTDIR}${ICEBRIDGE_DIR}/jars/\${name}\")
    endif()
  endforeach()")
install(DIRECTORY "${JAR_DIR}/" DESTINATION "${ICEBRIDGE_DIR}/jars" FILES_MATCHING PATTERN "*.jar")
install(DIRECTORY "${NATIVE_DIR}/" DESTINATION "${ICEBRIDGE_DIR}/lib" FILES_MATCHING PATTERN "*.so"
        PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# In a VM that another extension made, java.library.path is not ours: there the driver looks for its library beside its jar.
install(
  CODE "
  file(GLOB drivers \"\$ENV{DESTDIR}${ICEBRIDGE_DIR}/jars/duckdb_jdbc-*.jar\")
  if(drivers)
    foreach(platform linux_amd64 linux_arm64)
      file(CREATE_LINK ../lib/libduckdb_java.so \"\$ENV{DESTDIR}${ICEBRIDGE_DIR}/jars/libduckdb_java.so_\${platform}\"
           SYMBOLIC)
    endforeach()
  endif()")
install(CODE "set(ICEBRIDGE_DIR \"${ICEBRIDGE_DIR}\")
set(JDK_JAVA \"${JDK_JAVA}\")
set(JDK_VERSION \"${JDK_VERSION}\")
include(\"${CMAKE_SOURCE_DIR}/cmake/ClassArchive.cmake\")")
