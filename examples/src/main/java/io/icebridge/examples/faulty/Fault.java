// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** What can go wrong. */
enum Fault {
  WRAPPER_EXCEPTION {
    @Override
    void happen() {
      throw WrapperException.of(SqlState.INVALID_PARAMETER_VALUE, "the wrapper says no")
          .withDetail("It was asked to.")
          .withHint("Ask it for something else.");
    }
  },
  UNCHECKED {
    @Override
    void happen() {
      throw new IllegalStateException("unchecked");
    }
  },
  NO_MESSAGE {
    @Override
    void happen() {
      throw new NullPointerException();
    }
  },
  /** A text that neither UTF-8 nor PostgreSQL can hold. */
  STRANGE_MESSAGE {
    @Override
    void happen() {
      throw new IllegalStateException("NUL \0, half a character \ud800.");
    }
  },
  /** A text that few encodings can hold. */
  FOREIGN_MESSAGE {
    @Override
    void happen() {
      throw new IllegalStateException("grün: 5 €, 永");
    }
  },
  CHECKED {
    @Override
    void happen() {
      throw Fault.<RuntimeException>unchecked(new IOException("checked"));
    }
  },
  NO_FILE {
    @Override
    void happen() {
      throw Fault.<RuntimeException>unchecked(new NoSuchFileException("/nowhere"));
    }
  },
  THROWABLE {
    @Override
    void happen() {
      throw Fault.<RuntimeException>unchecked(new Throwable("neither exception nor error"));
    }
  },
  STACK_OVERFLOW {
    @Override
    void happen() {
      happen();
    }
  },
  OUT_OF_MEMORY {
    @Override
    void happen() {
      List<long[]> hoard = new ArrayList<>();
      while (true) {
        hoard.add(new long[1 << 20]);
      }
    }
  },
  LINKAGE {
    @Override
    void happen() {
      throw new NoClassDefFoundError("com/example/Missing");
    }
  },
  EXIT {
    @Override
    void happen() {
      System.exit(3);
    }
  };

  /** Makes it go wrong: never returns. */
  abstract void happen();

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
