// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this room may know. */
@AnalyzeClasses(
    packages = {"io.icebridge.tx", "org.apache.iceberg"},
    importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class RoomTest {

  @ArchTest
  static final ArchRule KNOWS_NO_ENGINE_AND_NO_POSTGRESQL =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.icebridge.tx..",
              "io.icebridge.bridge.spi..",
              "org.apache.iceberg..",
              // Manifests are its files.
              "org.apache.avro..");

  @ArchTest
  static final ArchRule KNOWS_NO_HADOOP_AND_NO_PARQUET =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.iceberg.hadoop..",
              "org.apache.iceberg.parquet..",
              "org.apache.iceberg.data..",
              "org.apache.iceberg.relocated..");
}
