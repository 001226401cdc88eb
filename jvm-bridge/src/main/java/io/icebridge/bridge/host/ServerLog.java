// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.host;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.ResourceBundle;

/**
 * Takes warnings and errors that libraries log through {@link System.Logger} into the server's log.
 *
 * <p>Found by {@code ServiceLoader}. Without it the platform would start {@code java.util.logging}
 * as soon as Iceberg's cache asks for a logger, which costs every new backend tens of classes.
 */
public final class ServerLog extends System.LoggerFinder {

  /** Called by {@code ServiceLoader}. */
  public ServerLog() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Lines(name);
  }

  private static final class Lines implements System.Logger {

    private final String name;

    Lines(String name) {
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && level.compareTo(Level.WARNING) >= 0;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      if (!isLoggable(level)) {
        return;
      }
      StringWriter text = new StringWriter().append(name).append(": ").append(message);
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(text.append('\n'), true));
      }
      Host.log(Host.Level.LOG, text.toString().stripTrailing());
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      if (isLoggable(level)) {
        boolean fill = parameters != null && parameters.length > 0;
        log(
            level,
            bundle,
            fill ? MessageFormat.format(format, parameters) : format,
            (Throwable) null);
      }
    }
  }
}
