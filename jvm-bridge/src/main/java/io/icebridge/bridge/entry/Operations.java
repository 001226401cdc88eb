// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ColumnInference;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.PrivilegedWrapper;
import io.icebridge.bridge.spi.SchemaImporter;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** The operations by name, and those about definitions. */
final class Operations {

  private final Lifecycle lifecycle;
  private final Wrappers wrappers;
  private final Definitions definitions;
  private final Transactions transactions = new Transactions();
  private final Scans scans;
  private final Writers writers;
  private final CatalogTables tables;
  private final Queries queries;
  private final RepeatedMessages queryMessages = new RepeatedMessages();

  Operations(
      MessageReader reader,
      WholeQueries wholeQueries,
      Lifecycle lifecycle,
      ConcurrentMap<Long, Cursor> cursors) {
    this.lifecycle = lifecycle;
    this.definitions = new Definitions(reader);
    this.wrappers = new Wrappers(definitions);
    this.scans = new Scans(wrappers, transactions, new Requests(reader), cursors);
    this.writers = new Writers(wrappers, transactions);
    this.tables = new CatalogTables(wrappers, transactions, reader);
    this.queries = new Queries(wrappers, transactions, wholeQueries, cursors);
  }

  ObjectNode perform(String operation, byte[] request) throws IOException {
    return perform(
        operation,
        operation.startsWith("query.") ? queryMessages.read(request) : Json.read(request));
  }

  private ObjectNode perform(String operation, JsonNode request) {
    return switch (operation) {
      case "plan" -> scans.plan(request);
      case "statistics" -> scans.columnStatistics(request);
      case "support" -> scans.support(request);
      case "explain" -> scans.explain(request);
      case "scan.open" -> scans.open(request);
      case "scan.error" -> scans.error(request);
      case "scan.statistics" -> scans.statistics(request);
      case "scan.stream" -> scans.stream(request);
      case "scan.close" -> scans.close(request);
      case "query.plan" -> queries.plan(request);
      case "query.open" -> queries.open(request);
      case "query.write" -> queries.write(request, writers.of(request));
      case "query.explain" -> queries.explain(request);
      case "query.load" -> done(() -> queries.load(request));
      case "query.unload" -> done(() -> queries.unload(request));
      case "modify.describe" -> writers.describe(request);
      case "writer.open" -> writers.open(request);
      case "writer.start" -> writers.start(request);
      case "writer.write" -> writers.write(request);
      case "writer.finish" -> writers.finish(request);
      case "writer.close" -> writers.close(request);
      case "table.truncate" -> writers.truncate(request);
      case "options.validate" -> validateOptions(request);
      case "table.validate" -> validateTable(request);
      case "table.infer" -> infer(request);
      case "schema.import" -> importSchema(request);
      case "table.create" -> tables.create(request);
      case "table.alter" -> tables.alter(request);
      case "table.drop" -> tables.drop(request);
      case "table.attach" -> tables.attach(request);
      case "table.inspect" -> tables.inspect(request);
      case "table.procedure" -> tables.procedure(request);
      case "catalog.appends_only" -> tables.appendsOnly(request);
      case "catalog.differences" -> tables.differences(request);
      case "catalog.remove_orphan_folders" -> tables.removeOrphanFolders(request);
      case "transaction.pre_commit" -> transactions.preCommit(request.path("durable").asBoolean());
      case "transaction.changes" -> transactions.changes();
      case "transaction.prepare" -> transactions.prepare(request);
      case "transaction.commit" -> done(() -> transactions.commit(transaction(request)));
      case "transaction.rollback" -> done(() -> transactions.rollback(transaction(request)));
      case "transaction.release" -> done(() -> transactions.release(level(request)));
      case "transaction.rollback_to" ->
          done(() -> transactions.rollbackTo(transaction(request), level(request)));
      case "warm" -> Answers.object().put("stream", lifecycle.warm());
      case "stop" -> stop();
      default -> throw new IllegalArgumentException("unknown operation " + operation);
    };
  }

  private static ObjectNode done(Runnable action) {
    action.run();
    return Answers.object();
  }

  private static int level(JsonNode request) {
    return request.get("level").asInt();
  }

  private static long transaction(JsonNode request) {
    return request.get("number").asLong();
  }

  private ObjectNode stop() {
    scans.closeAll();
    lifecycle.stop();
    return Answers.object();
  }

  private ObjectNode validateOptions(JsonNode request) {
    Wrapper wrapper = wrappers.create(request);
    OptionLevel level = OptionLevel.valueOf(request.get("level").asText());
    Map<String, String> options = Definitions.options(request.get("options"));
    if (level == OptionLevel.SERVER || level == OptionLevel.FOREIGN_DATA_WRAPPER) {
      options.keySet().removeAll(Definitions.OWN_OPTIONS);
    }
    OptionCheck.check(wrapper, level, options);
    ObjectNode answer = Answers.object();
    if (wrapper instanceof PrivilegedWrapper privileged) {
      Answers.texts(answer, "roles", privileged.requiredRoles(level, options));
    }
    return answer;
  }

  private ObjectNode validateTable(JsonNode request) {
    JsonNode relation = request.get("relation");
    Wrapper wrapper = wrappers.of(relation);
    TableDefinition table = wrappers.definition(relation);
    OptionCheck.check(wrapper, OptionLevel.FOREIGN_TABLE, table.options());
    for (ColumnDefinition column : table.columns()) {
      OptionCheck.check(wrapper, OptionLevel.COLUMN, column.options());
    }
    ObjectNode answer = Answers.object();
    if (wrapper instanceof PrivilegedWrapper privileged) {
      Answers.texts(
          answer, "roles", privileged.requiredRoles(OptionLevel.FOREIGN_TABLE, table.options()));
    }
    return answer;
  }

  private ObjectNode infer(JsonNode request) {
    JsonNode relation = request.get("relation");
    Wrapper wrapper = wrappers.of(relation);
    ObjectNode answer = Answers.object();
    TableDefinition table = definitions.table(relation);
    OptionCheck.check(wrapper, OptionLevel.FOREIGN_TABLE, table.options());
    if (!(wrapper instanceof ColumnInference inference)) {
      throw WrapperException.of(
              SqlState.FDW_ERROR, "the columns of this foreign table cannot be inferred")
          .withHint("Give the table a list of columns.");
    }
    if (wrapper instanceof PrivilegedWrapper privileged) {
      Answers.texts(
          answer, "roles", privileged.requiredRoles(OptionLevel.FOREIGN_TABLE, table.options()));
    }
    // C checks the roles first and asks again: nobody may learn about files they may not read.
    if (!request.path("permitted").asBoolean(false)) {
      return answer;
    }
    Answers.columns(answer, inference.inferColumns(table));
    return answer;
  }

  private ObjectNode importSchema(JsonNode request) {
    Wrapper wrapper = wrappers.of(request);
    if (!(wrapper instanceof SchemaImporter importer)) {
      throw WrapperException.unsupported(
              "this foreign-data wrapper does not support IMPORT FOREIGN SCHEMA")
          .withHint("Create the foreign tables one by one.");
    }
    Map<String, String> options = Definitions.options(request.get("options"));
    // As for inference: the roles are checked before anything is looked at.
    if (!request.path("permitted").asBoolean(false)) {
      ObjectNode answer = Answers.object();
      if (wrapper instanceof PrivilegedWrapper privileged) {
        Answers.texts(
            answer, "roles", privileged.requiredRoles(OptionLevel.FOREIGN_TABLE, options));
      }
      return answer;
    }
    List<String> tables = new ArrayList<>();
    for (JsonNode table : request.get("tables")) {
      tables.add(table.asText());
    }
    return Answers.tables(
        importer.importSchema(
            new SchemaImporter.Request(
                Definitions.server(request.get("server")),
                request.get("schema").asText(),
                SchemaImporter.Selection.valueOf(request.get("selection").asText()),
                tables,
                options)));
  }
}
