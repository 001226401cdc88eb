// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** This room computes and nothing else, so that recorded trees are all a test needs. */
@AnalyzeClasses(packages = "io.icebridge.pushdown", importOptions = DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule NO_INPUT_OR_OUTPUT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio..", "java.net..", "java.sql..", "org.duckdb..");

  @ArchTest
  static final ArchRule NO_THREADS =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.concurrent..");

  @ArchTest
  static final ArchRule ONLY_ROOMS_BEFORE_IT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.icebridge.lake..",
              "io.icebridge.tx..",
              "io.icebridge.bridge.entry..",
              "io.icebridge.bridge.host..");
}
