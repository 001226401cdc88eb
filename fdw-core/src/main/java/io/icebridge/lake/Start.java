// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.entry.Entry;
import io.icebridge.bridge.entry.Json;
import io.icebridge.bridge.entry.Lifecycle;
import io.icebridge.bridge.entry.MessageReader;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.lake.engine.EngineSettings;
import io.icebridge.lake.query.LakeQueries;
import io.icebridge.pushdown.PostgresExpressions;
import java.io.IOException;

/** The composition root: joins the modules when the virtual machine starts. */
public final class Start {

  private Start() {}

  /**
   * Makes {@link Entry} ready. Called by the C side once, before any other call.
   *
   * @param settings the session's settings, a JSON object in UTF-8
   */
  public static void start(byte[] settings) throws IOException {
    JsonNode values = Json.read(settings);
    int tempLimit = values.get("tempLimitMb").asInt();
    LakeWrapper.configure(
        new EngineSettings(
            values.get("memoryLimitMb").asInt() + "MiB",
            values.get("threads").asInt(),
            values.get("tempDirectory").asText(),
            tempLimit < 0 ? null : tempLimit + "MiB"));
    Entry.install(new TreeReader(), new LakeQueries(), new LakeLifecycle());
  }

  private static final class LakeLifecycle implements Lifecycle {
    @Override
    public long warm() {
      return Rehearsal.firstQuery();
    }

    @Override
    public void stop() {
      LakeWrapper.engine().close();
    }
  }

  /** Trees and types are read by the module that also knows what DuckDB makes of them. */
  private static final class TreeReader implements MessageReader {
    @Override
    public Expression expression(JsonNode message) {
      return PostgresExpressions.read(message);
    }

    @Override
    public ColumnDefinition column(JsonNode message) {
      return PostgresExpressions.column(message);
    }
  }
}
