// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.RecordingWrapper.call;

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
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.SortPushdown;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.WritableTable;
import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/** Answers a qual by what is written in it. */
final class RecordingTable
    implements QualPushdown,
        SortPushdown,
        LimitPushdown,
        ParameterizedPaths,
        Explainable,
        WritableTable {

  static final long STREAM = 4711;

  private final TableDefinition definition;

  RecordingTable(TableDefinition definition) {
    this.definition = definition;
  }

  @Override
  public QualSupport support(Expression qual) {
    String text = ((Expression.Unsupported) qual).node();
    return text.startsWith("exact")
        ? QualSupport.EXACT
        : text.startsWith("prune") ? QualSupport.PRUNE : QualSupport.NONE;
  }

  @Override
  public String reason(Expression qual) {
    return "because of " + ((Expression.Unsupported) qual).node();
  }

  @Override
  public int sortPrefix(List<SortKey> keys) {
    return keys.stream().allMatch(key -> key.collation().equals("C")) ? keys.size() : 0;
  }

  @Override
  public boolean limit(ScanRequest request) {
    return request.limit() < 1000;
  }

  @Override
  public List<Lookup> lookups() {
    return List.of(new Lookup(List.of("a"), 1, 2.5));
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    call("estimate", request.quals().size());
    return new Estimate(100, 10, 8, 1, 0.5);
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    return List.of(new ExplainLine("Verbose", Boolean.toString(verbose)));
  }

  @Override
  public Cursor scan(ScanRequest request) {
    call("scan", request.columns().stream().map(ColumnDefinition::name).toList());
    return new RecordingCursor();
  }

  @Override
  public List<ColumnDefinition> rowId() {
    return List.of(definition.columns().get(1));
  }

  @Override
  public Writer insert(List<ColumnDefinition> columns) {
    call("insert", columns.size());
    return new RecordingWriter();
  }

  @Override
  public Writer update(List<ColumnDefinition> columns) {
    call("update", columns.size());
    return new RecordingWriter();
  }

  @Override
  public Writer delete() {
    call("delete");
    return new RecordingWriter();
  }

  @Override
  public void truncate() {
    call("truncate");
  }

  private static final class RecordingCursor implements Cursor {

    @Override
    public long arrowStream() {
      return STREAM;
    }

    @Override
    public List<ExplainLine> statistics() {
      return List.of(new ExplainLine("Rows", "3"));
    }

    @Override
    public RuntimeException failure(String message) {
      return WrapperException.unsupported("stream: " + message);
    }

    @Override
    public void cancel() {
      call("cancelCursor");
    }

    @Override
    public void close() {
      call("closeCursor");
    }
  }

  private static final class RecordingWriter implements Writer {

    @Override
    public long write(long arrowArray, long arrowSchema) {
      call("write", arrowArray, arrowSchema);
      return 2;
    }

    @Override
    public void finish() {
      call("finish");
    }

    @Override
    public void close() {
      call("closeWriter");
    }
  }
}
