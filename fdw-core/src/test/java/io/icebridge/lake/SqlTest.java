// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void quotesInNamesAreDoubled() {
    assertThat(Sql.name("a \"b\"")).isEqualTo("\"a \"\"b\"\"\"");
  }

  @Test
  void aNameFromADamagedFileCannotEndTheQuery() {
    assertThatThrownBy(() -> Sql.name("a\0b"))
        .isInstanceOf(WrapperException.class)
        .hasMessage("name of a column has a zero byte: \"a?b\"");
  }
}
