// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi.arrow;

import io.icebridge.bridge.host.JavaNio;
import java.lang.reflect.Field;
import java.util.Set;
import org.apache.arrow.c.jni.JniLoader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The memory Arrow Java uses in this process. */
public final class ArrowMemory {

  private static final String LOGGING_NOISE = "slf4j.internal.verbosity";

  private static final String LIBRARY = "arrow_cdata_jni";

  private static final BufferAllocator ALLOCATOR = allocate();

  private ArrowMemory() {}

  /**
   * The root allocator of the process. Whoever allocates from it closes what it allocated; safe
   * from any thread.
   */
  public static BufferAllocator allocator() {
    return ALLOCATOR;
  }

  private static BufferAllocator allocate() {
    JavaNio.open();
    // Arrow logs through SLF4J, which would complain on the server's error stream that nobody
    // listens.
    if (System.getProperty(LOGGING_NOISE) == null) {
      System.setProperty(LOGGING_NOISE, "ERROR");
    }
    loadLibrary();
    return new RootAllocator();
  }

  /**
   * Loads Arrow's native library from the library path, where the installation lays it. Arrow's own
   * loader would unpack it from the jar into the temporary folder in every process, and a killed
   * backend would leave it there. Where this does not work (tests, another version of Arrow), the
   * own loader still does.
   */
  @SuppressWarnings("unchecked")
  private static void loadLibrary() {
    try {
      System.loadLibrary(LIBRARY);
      Field field = JniLoader.class.getDeclaredField("librariesToLoad");
      field.setAccessible(true);
      ((Set<String>) field.get(JniLoader.get())).remove(LIBRARY);
    } catch (UnsatisfiedLinkError | ReflectiveOperationException | RuntimeException e) {
      System.getLogger(ArrowMemory.class.getName())
          .log(System.Logger.Level.DEBUG, "Arrow unpacks its native library", e);
    }
  }
}
