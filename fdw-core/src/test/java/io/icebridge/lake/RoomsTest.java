// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of docs/architecture.md, and that nothing goes back to an earlier one. */
@AnalyzeClasses(packages = "io.icebridge", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule ROOMS_DEPEND_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("fdw-core")
          .definedBy("io.icebridge.lake..")
          .layer("iceberg-tx")
          .definedBy("io.icebridge.tx..")
          .layer("pushdown")
          .definedBy("io.icebridge.pushdown..")
          .layer("jvm-bridge")
          .definedBy("io.icebridge.bridge..")
          .whereLayer("fdw-core")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("iceberg-tx")
          .mayOnlyBeAccessedByLayers("fdw-core")
          .whereLayer("pushdown")
          .mayOnlyBeAccessedByLayers("fdw-core")
          .whereLayer("jvm-bridge")
          .mayOnlyBeAccessedByLayers("fdw-core", "iceberg-tx", "pushdown");
}
