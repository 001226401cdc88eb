// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the room's parts may use; see docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.icebridge.bridge",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RoomTest {

  @ArchTest
  static final ArchRule THE_BRIDGE_USES_NOTHING_ELSE_OF_OURS =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.icebridge.bridge..",
              "java..",
              "com.fasterxml.jackson..",
              "com.sun.jna..",
              "org.apache.arrow..");

  @ArchTest
  static final ArchRule WRAPPERS_SEE_NEITHER_MESSAGES_NOR_NATIVE_CODE =
      noClasses()
          .that()
          .resideInAPackage("io.icebridge.bridge.spi..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.icebridge.bridge.entry..", "com.fasterxml.jackson..", "com.sun.jna..");

  @ArchTest
  static final ArchRule ONLY_THE_HELPERS_FOR_ARROW_LOAD_ARROW =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.icebridge.bridge.spi.arrow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.arrow..");

  @ArchTest
  static final ArchRule THE_HOST_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("io.icebridge.bridge.host..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.icebridge.bridge.entry..",
              "io.icebridge.bridge.spi..",
              "io.icebridge.bridge.error..");
}
