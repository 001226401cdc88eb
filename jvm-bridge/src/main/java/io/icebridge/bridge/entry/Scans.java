// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.ColumnStatistics;
import io.icebridge.bridge.spi.CountPushdown;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.LimitPushdown;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.ParameterizedPaths;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.RepeatedScans;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortPushdown;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.StatisticsSource;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/** Planning and running scans. */
final class Scans {

  private final Wrappers wrappers;
  private final Transactions transactions;
  private final Requests requests;

  /** Concurrent because a cancel comes from another thread. */
  private final ConcurrentMap<Long, Cursor> cursors;

  Scans(
      Wrappers wrappers,
      Transactions transactions,
      Requests requests,
      ConcurrentMap<Long, Cursor> cursors) {
    this.wrappers = wrappers;
    this.transactions = transactions;
    this.requests = requests;
    this.cursors = cursors;
  }

  ObjectNode plan(JsonNode request) {
    JsonNode relation = request.get("relation");
    Wrapper wrapper = wrappers.of(relation);
    ObjectNode answer = Answers.object();
    answer.put("listening", transactions.touch(wrapper, request.path("transaction")));
    Table table = wrappers.table(relation);
    List<Expression> quals = requests.quals(request);
    List<Expression> applied = new ArrayList<>(quals.size());
    boolean exact = addSupport(answer, table, quals, applied);
    ScanRequest scan = requests.scan(wrappers.definition(relation), request, applied);
    if (wrapper instanceof PrivilegedWrapper privileged) {
      Answers.texts(
          answer,
          "roles",
          privileged.requiredRoles(
              OptionLevel.FOREIGN_TABLE, Definitions.options(relation.get("options"))));
    }
    answer.put(
        "ordered",
        !scan.order().isEmpty()
            && table instanceof SortPushdown sorting
            && sorting.sortPrefix(scan.order()) == scan.order().size());
    answer.put(
        "limited",
        exact
            && scan.limit() >= 0
            && table instanceof LimitPushdown limiting
            && limiting.limit(scan));
    answer.put("counted", exact && table instanceof CountPushdown counting && counting.count(scan));
    answer.put("kept", table instanceof RepeatedScans);
    answer.put("statistics", table instanceof StatisticsSource);
    addEstimate(answer, table.estimate(scan));
    if (table instanceof ParameterizedPaths parameterized) {
      addLookups(answer, parameterized.lookups());
    }
    return answer;
  }

  ObjectNode support(JsonNode request) {
    ObjectNode answer = Answers.object();
    Table table = wrappers.table(request.get("relation"));
    addSupport(answer, table, requests.quals(request), new ArrayList<>());
    return answer;
  }

  /**
   * Adds what the table says of each qual.
   *
   * @param applied takes the quals it applies
   * @return whether it applies all of them exactly
   */
  private static boolean addSupport(
      ObjectNode answer, Table table, List<Expression> quals, List<Expression> applied) {
    ArrayNode support = answer.putArray("support");
    ArrayNode notes = answer.putArray("notes");
    boolean exact = true;
    for (Expression qual : quals) {
      QualSupport one = QualSupport.NONE;
      if (table instanceof QualPushdown pushdown) {
        one = pushdown.support(qual);
        String reason = one == QualSupport.EXACT ? null : pushdown.reason(qual);
        if (reason != null) {
          notes.add(reason);
        }
      }
      support.add(one.name());
      exact &= one == QualSupport.EXACT;
      if (one != QualSupport.NONE) {
        applied.add(qual);
      }
    }
    return exact;
  }

  /** What a table knows of one of its columns; an empty answer where that is nothing. */
  ObjectNode columnStatistics(JsonNode request) {
    JsonNode relation = request.get("relation");
    ObjectNode answer = Answers.object();
    if (wrappers.table(relation) instanceof StatisticsSource table) {
      ColumnStatistics statistics =
          table.statistics(
              Definitions.columns(wrappers.definition(relation), request.get("columns")).get(0));
      if (statistics != null) {
        answer.put("nullFraction", statistics.nullFraction());
        answer.put("distinctValues", statistics.distinctValues());
        Answers.texts(answer, "histogram", statistics.histogram());
      }
    }
    return answer;
  }

  private static void addEstimate(ObjectNode answer, Estimate estimate) {
    answer.put("tableRows", estimate.tableRows());
    answer.put("rows", estimate.rows());
    answer.put("mostRows", estimate.mostRows());
    answer.put("width", estimate.width());
    answer.put("startupCost", estimate.startupCost());
    answer.put("rowCost", estimate.rowCost());
  }

  private static void addLookups(ObjectNode answer, List<ParameterizedPaths.Lookup> lookups) {
    ArrayNode array = answer.putArray("lookups");
    for (ParameterizedPaths.Lookup lookup : lookups) {
      ObjectNode node = array.addObject();
      Answers.texts(node, "columns", lookup.columns());
      node.put("rows", lookup.rows());
      node.put("cost", lookup.cost());
    }
  }

  ObjectNode open(JsonNode request) {
    JsonNode relation = request.get("relation");
    ObjectNode answer = Answers.object();
    answer.put("listening", transactions.touch(wrappers.of(relation), request.path("transaction")));
    Table table = wrappers.table(relation);
    Cursor cursor = table.scan(requests.bound(wrappers.definition(relation), request));
    cursors.put(request.get("cursor").asLong(), cursor);
    long stream = cursor.arrowStream();
    if (stream == 0) {
      throw WrapperException.of(
          SqlState.FDW_ERROR, cursor.getClass().getName() + " returned no Arrow stream");
    }
    return answer.put("stream", stream);
  }

  ObjectNode explain(JsonNode request) {
    JsonNode relation = request.get("relation");
    if (!(wrappers.table(relation) instanceof Explainable table)) {
      return Answers.object();
    }
    ScanRequest scan =
        requests.scan(wrappers.definition(relation), request, requests.quals(request));
    return Answers.lines(table.explain(scan, request.path("verbose").asBoolean()));
  }

  /**
   * The stream of a cursor whose opening was canceled but succeeded, which C has to release before
   * it closes the cursor; nothing where there is none.
   */
  ObjectNode stream(JsonNode request) {
    Cursor cursor = cursors.get(request.get("cursor").asLong());
    ObjectNode answer = Answers.object();
    return cursor == null ? answer : answer.put("stream", cursor.arrowStream());
  }

  /** Throws the error a stream reported. */
  ObjectNode error(JsonNode request) {
    String message = request.get("message").asText();
    throw cursors.get(request.get("cursor").asLong()).failure(message);
  }

  ObjectNode statistics(JsonNode request) {
    return Answers.lines(cursors.get(request.get("cursor").asLong()).statistics());
  }

  /** Closes a cursor; one that was never opened is no error, since opening may have failed. */
  ObjectNode close(JsonNode request) {
    Cursor cursor = cursors.remove(request.get("cursor").asLong());
    if (cursor != null) {
      cursor.close();
    }
    return Answers.object();
  }

  void closeAll() {
    for (Cursor cursor : cursors.values()) {
      cursor.cancel();
    }
  }
}
