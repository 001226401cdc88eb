// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.processes;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.LimitPushdown;
import io.icebridge.bridge.spi.ParameterizedPaths;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.arrow.ArrowCursor;
import io.icebridge.bridge.spi.arrow.ArrowSchemas;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expressions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table of processes. A process whose pid is known is looked up; everything else is a full scan.
 */
final class ProcessesTable implements QualPushdown, LimitPushdown, ParameterizedPaths, Explainable {

  /** Reading one process means reading some files of /proc. */
  private static final double LOOKUP_COST = 1;

  ProcessesTable(TableDefinition definition) {
    // An error at the table's first use beats one in the middle of a scan.
    definition.columns().forEach(column -> ProcessField.of(column.name()));
  }

  @Override
  public QualSupport support(Expression qual) {
    return PidCondition.support(qual);
  }

  /** Asked only where every qual is applied exactly, so a scan can stop after that many rows. */
  @Override
  public boolean limit(ScanRequest request) {
    return true;
  }

  @Override
  public List<Lookup> lookups() {
    return List.of(new Lookup(List.of(ProcessField.PID.column()), 1, LOOKUP_COST));
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    double processes = ProcessHandle.allProcesses().count();
    if (request.quals().isEmpty()) {
      return new Estimate(processes, processes, -1, 0, LOOKUP_COST);
    }
    return new Estimate(processes, 1, -1, 0, LOOKUP_COST);
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    return List.of(new ExplainLine("Processes", processes(request.quals())));
  }

  /** EXPLAIN of a prepared statement or of a join does not know the parameters' values. */
  private static String processes(List<Expression> quals) {
    if (quals.isEmpty()) {
      return "all";
    }
    if (quals.stream().anyMatch(Expressions::hasParameters)) {
      return "by pid";
    }
    Set<Long> pids = PidCondition.pids(quals);
    return pids == null ? "all" : "by pid " + pids;
  }

  @Override
  public Cursor scan(ScanRequest request) {
    List<ProcessField> fields = new ArrayList<>();
    List<Field> schema = new ArrayList<>();
    for (ColumnDefinition column : request.columns()) {
      ProcessField field = ProcessField.of(column.name());
      fields.add(field);
      schema.add(field.arrow());
    }
    Iterator<ProcessHandle> processes = find(request.quals()).iterator();
    return new ArrowCursor(
        fields.isEmpty() ? ArrowSchemas.of(List.of()) : new Schema(schema),
        new ProcessBatches(fields, processes, request.limit()));
  }

  private static Stream<ProcessHandle> find(List<Expression> quals) {
    Set<Long> pids = PidCondition.pids(quals);
    if (pids == null) {
      return ProcessHandle.allProcesses();
    }
    return pids.stream().map(ProcessHandle::of).flatMap(Optional::stream);
  }
}
