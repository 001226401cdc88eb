// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.Cancellation;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.ArrowRows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {

  private static final String ENDLESS =
      "SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 8";

  @TempDir private Path folder;

  /** A cursor over a query, as the tables make them. */
  private static Cursor cursor(Engine engine, String sql) {
    EngineConnection connection = engine.acquire();
    QueryStream stream;
    try {
      stream = connection.stream(sql, List.of(), "", 2048, false, true);
    } catch (RuntimeException failure) {
      connection.close();
      throw failure;
    }
    return new Cursor() {
      @Override
      public long arrowStream() {
        return stream.address();
      }

      @Override
      public RuntimeException failure(String message) {
        return connection.translate(message);
      }

      @Override
      public void close() {
        stream.close();
        connection.close();
      }
    };
  }

  private static WrapperException failure(Engine engine, String sql) {
    try {
      ArrowRows.count(cursor(engine, sql));
    } catch (WrapperException failure) {
      return failure;
    }
    throw new AssertionError("did not fail: " + sql);
  }

  @Test
  void aDamagedFileThatDuckDBTakesForItsOwnFaultIsADamagedFile() {
    WrapperException failure =
        EngineErrors.translate(
            "INTERNAL Error: Information loss on integer cast: value 184467440737095 outside of"
                + " target range");
    assertThat(failure.sqlState()).isEqualTo("XX001");
    assertThat(EngineErrors.translate("INTERNAL Error: anything else").sqlState())
        .isEqualTo("XX000");
  }

  @Test
  void manyResultsCanBeOpenAtOnce() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      Cursor first = cursor(engine, "SELECT * FROM range(100000)");
      Cursor second = cursor(engine, "SELECT * FROM range(200000)");
      assertThat(ArrowRows.count(second).rowCount()).isEqualTo(200_000);
      assertThat(ArrowRows.count(first).rowCount()).isEqualTo(100_000);
    }
  }

  @Test
  void aResultIsNotGatheredBeforeItsFirstRows() {
    try (Engine engine = new Engine(new EngineSettings("100MB", 2, null, "0KB"))) {
      String wide = "SELECT range, repeat('x', 1000) AS x FROM range(2000000)";
      assertThat(ArrowRows.count(cursor(engine, wide)).rowCount()).isEqualTo(2_000_000);
    }
  }

  @Test
  void anErrorWithTheFirstRowsKeepsItsText() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      for (int i = 0; i < 50; i++) {
        assertThat(failure(engine, "SELECT 'x'::INTEGER"))
            .hasMessage("could not convert string 'x' to INT32");
      }
    }
  }

  @Test
  void anErrorAfterManyRowsKeepsItsText() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      String late = "SELECT CASE WHEN range = 3000000 THEN error('late') END FROM range(4000000)";
      assertThat(failure(engine, late)).hasMessage("late");
    }
  }

  @Test
  void aQueryThatRunsIsStoppedByACancel() throws InterruptedException {
    Cancellation call = Cancellation.begin();
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      Thread canceling =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Thread.sleep(5);
                    call.cancel();
                  }
                } catch (InterruptedException end) {
                  // The query has ended.
                }
              });
      canceling.start();
      WrapperException error = failure(engine, ENDLESS);
      canceling.interrupt();
      canceling.join();
      call.end();
      assertThat(error.sqlState()).isEqualTo("57014");
      assertThat(engine.rows("SELECT 42").get(0)).containsExactly("42");
    }
  }

  @Test
  void aQueryBeyondTheMemoryLimitNamesTheSetting() {
    EngineSettings small = new EngineSettings("20MB", 1, folder.toString(), "1MB");
    try (Engine engine = new Engine(small)) {
      WrapperException error =
          failure(engine, "SELECT hash(range) AS h FROM range(20000000) ORDER BY h");
      assertThat(error.sqlState()).isIn("53200", "53100");
      assertThat(error.hint()).contains("icebridge.duckdb_memory_limit");
      assertThat(engine.rows("SELECT 42").get(0)).containsExactly("42");
    }
  }

  @Test
  void aQueryBeyondTheMemoryLimitSpills() {
    EngineSettings small = new EngineSettings("64MB", 1, folder.toString(), "2GB");
    try (Engine engine = new Engine(small)) {
      String sorted = "SELECT hash(range) AS h FROM range(10000000) ORDER BY h";
      assertThat(ArrowRows.count(cursor(engine, sorted)).rowCount()).isEqualTo(10_000_000);
    }
  }

  @Test
  void afterAFatalErrorTheNextStatementHasANewDatabase() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      engine.rows("CREATE TABLE memory_of_the_old_one (a INTEGER)");
      engine.translate("FATAL Error: database has been invalidated", null);
      assertThatThrownBy(() -> engine.rows("SELECT * FROM memory_of_the_old_one"))
          .isInstanceOf(WrapperException.class);
      assertThat(engine.rows("SELECT 42").get(0)).containsExactly("42");
    }
  }

  /** See {@code Engine.properties()}: DuckDB's function for it is wrong at times. */
  @Test
  void firstRowsOfGroupsAreFoundByTheirOrder() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      String first =
          "SELECT g, (SELECT k FROM range(9) AS r(k) WHERE k > g ORDER BY k LIMIT 1)"
              + " FROM range(3) AS t(g)";
      assertThat(engine.rows("EXPLAIN " + first).get(0)[1])
          .contains("limit_rownum")
          .doesNotContain("arg_min");
    }
  }

  @Test
  void noExtensionIsFetched() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      assertThatThrownBy(() -> engine.rows("SELECT * FROM read_parquet('s3://b/x.parquet')"))
          .isInstanceOf(WrapperException.class);
      assertThat(
              engine.rows(
                  "SELECT count(*) FROM duckdb_extensions() WHERE loaded AND extension_name = 'httpfs'"))
          .allMatch(row -> row[0].equals("0"));
    }
  }
}
