// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.ServerDefinition;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLocationTest {

  @TempDir private Path folder;

  private static TableDefinition table(String schema, String name) {
    ServerDefinition server = new ServerDefinition(1, "iceberg", Map.of(), Map.of());
    return new TableDefinition(1, schema, name, server, Map.of(), List.of());
  }

  @Test
  void belowThePrefixWithNamesThatStayOnePart() {
    TableLocation location =
        TableLocation.of(table("..", "a/b c%"), new TablePlace(null, "/lake//", "db", "1/2"));
    assertThat(location.location()).matches("/lake/db/%2E\\./a%2Fb%20c%25/[-0-9a-f]{36}");
    assertThat(location.owned()).isTrue();
  }

  @Test
  void twoTablesOfOneNameHaveTwoFolders() {
    TablePlace place = new TablePlace(null, "/lake", "db", "1/2");
    assertThat(TableLocation.of(table("s", "t"), place))
        .isNotEqualTo(TableLocation.of(table("s", "t"), place));
  }

  @Test
  void aFolderThatWasGiven() throws IOException {
    TablePlace place = new TablePlace(folder + "/", "/lake", "db", "1/2");
    assertThat(TableLocation.of(table("s", "t"), place))
        .isEqualTo(new TableLocation(folder.toString(), false));
    Files.createDirectory(folder.resolve("metadata"));
    assertThatThrownBy(() -> TableLocation.of(table("s", "t"), place))
        .hasMessageContaining("there is a table at location");
  }

  @Test
  void noPlaceAtAll() {
    assertThatThrownBy(
            () -> TableLocation.of(table("s", "t"), new TablePlace(null, "", "db", "1/2")))
        .hasMessage("there is no location for Iceberg table \"t\"");
  }
}
