// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WritableTable;
import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/** A table that goes wrong in one of its calls. */
final class FaultyTable implements QualPushdown, Explainable, WritableTable {

  private final TableDefinition definition;
  private final Faults faults;

  FaultyTable(TableDefinition definition, Faults faults) {
    this.definition = definition;
    this.faults = faults;
  }

  @Override
  public QualSupport support(Expression qual) {
    faults.at("support");
    return QualSupport.NONE;
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    faults.at("estimate");
    return Estimate.ofRows(rows());
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    faults.at("explain");
    return List.of();
  }

  @Override
  public Cursor scan(ScanRequest request) {
    faults.at("scan");
    String shape = definition.options().getOrDefault("shape", "");
    return shape.equals("no cursor") ? null : new FaultyCursor(request, faults, rows(), shape);
  }

  @Override
  public List<ColumnDefinition> rowId() {
    faults.at("rowId");
    return List.of(definition.columns().get(0));
  }

  @Override
  public Writer insert(List<ColumnDefinition> columns) {
    faults.at("insert");
    return new FaultyWriter(faults);
  }

  @Override
  public Writer update(List<ColumnDefinition> columns) {
    faults.at("update");
    return new FaultyWriter(faults);
  }

  @Override
  public Writer delete() {
    faults.at("delete");
    return new FaultyWriter(faults);
  }

  @Override
  public void truncate() {
    faults.at("truncate");
  }

  private int rows() {
    return Integer.parseInt(definition.options().getOrDefault("rows", "3"));
  }
}
