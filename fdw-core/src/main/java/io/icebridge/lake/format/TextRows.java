// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import io.icebridge.lake.storage.DataFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Guesses the number of rows in text files by the beginnings of some of them, without DuckDB: this
 * is asked when a query is planned.
 */
final class TextRows {

  private static final int BEGINNING = 64 << 10;
  private static final int FILES_SAMPLED = 8;
  private static final double TYPICAL_COMPRESSION = 4;
  private static final double TYPICAL_ROW = 80;

  private final boolean objects;
  private final String compression;

  /**
   * Counts rows.
   *
   * @param objects whether a row is a JSON object; else it is a line
   * @param compression null to go by a file's extension
   */
  TextRows(boolean objects, String compression) {
    this.objects = objects;
    this.compression = compression;
  }

  double estimate(List<DataFile> files) {
    double rows = 0;
    double bytes = 0;
    List<DataFile> sample = Sampling.evenly(files, FILES_SAMPLED);
    for (DataFile file : sample) {
      rows += estimate(file);
      bytes += file.size();
    }
    return sample.size() == files.size() || bytes == 0
        ? rows
        : rows * Sampling.totalBytes(files) / bytes;
  }

  private double estimate(DataFile file) {
    if (file.size() == 0) {
      return 0;
    }
    String kind = compression(file.path());
    double textBytes = kind.equals("none") ? file.size() : file.size() * TYPICAL_COMPRESSION;
    if (kind.equals("zstd")) {
      return Math.max(1, textBytes / TYPICAL_ROW);
    }
    byte[] beginning;
    try (InputStream raw = new FileInputStream(file.path());
        InputStream text = kind.equals("gzip") ? new GZIPInputStream(raw) : raw) {
      beginning = text.readNBytes(BEGINNING);
    } catch (IOException unreadable) {
      // The scan will say why.
      return Math.max(1, textBytes / TYPICAL_ROW);
    }
    double found = objects ? objectsIn(beginning) : linesIn(beginning);
    boolean whole = beginning.length < BEGINNING;
    return whole ? found : Math.max(1, found * textBytes / beginning.length);
  }

  private String compression(String path) {
    if (compression != null) {
      return compression;
    }
    return path.endsWith(".gz") ? "gzip" : path.endsWith(".zst") ? "zstd" : "none";
  }

  private static double linesIn(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      if (b == '\n') {
        lines++;
      }
    }
    return text.length > 0 && text[text.length - 1] != '\n' ? lines + 1 : lines;
  }

  /** Objects that are not within another one, or that the text cuts off. */
  private static double objectsIn(byte[] text) {
    int objects = 0;
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (inString) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{') {
        objects += depth == 0 ? 1 : 0;
        depth++;
      } else if (b == '}' && depth > 0) {
        depth--;
      }
    }
    return objects;
  }
}
