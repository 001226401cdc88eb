// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.processes;

import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The processes of the operating system that PostgreSQL runs on.
 *
 * <p>A foreign table has any of the columns of {@link ProcessField}, in any order; one without a
 * column list gets all of them.
 */
public final class ProcessesWrapper implements ColumnInference, SchemaImporter {

  /** Takes no options at any level. */
  @Override
  public List<OptionDefinition> options() {
    return List.of();
  }

  @Override
  public Table table(TableDefinition definition) {
    return new ProcessesTable(definition);
  }

  @Override
  public List<InferredColumn> inferColumns(TableDefinition definition) {
    return Arrays.stream(ProcessField.values())
        .map(f -> InferredColumn.of(f.column(), new InferredType.Named(f.type())))
        .toList();
  }

  /** Whatever the schema is called, it has one table. */
  @Override
  public List<ImportedTable> importSchema(Request request) {
    return List.of(new ImportedTable("processes", inferColumns(null), Map.of()));
  }
}
