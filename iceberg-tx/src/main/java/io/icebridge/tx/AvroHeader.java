// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.apache.avro.file.DataFileConstants.CODEC;
import static org.apache.avro.file.DataFileConstants.MAGIC;
import static org.apache.avro.file.DataFileConstants.NULL_CODEC;
import static org.apache.avro.file.DataFileConstants.SCHEMA;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * What an Avro file begins with, read without parsing the schema, which is most of the work that
 * opening a small file takes.
 */
final class AvroHeader {

  private final Map<String, byte[]> properties = new HashMap<>();
  private final BinaryDecoder in;

  /** Reads the header and leaves the stream behind it, or further on. */
  AvroHeader(InputStream file) throws IOException {
    if (!Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
      throw new InvalidAvroMagicException("Not an Avro data file.");
    }
    in = DecoderFactory.get().binaryDecoder(file, null);
    for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
      for (long i = 0; i < count; i++) {
        String name = in.readString();
        ByteBuffer value = in.readBytes(null);
        properties.put(name, Arrays.copyOf(value.array(), value.remaining()));
      }
    }
  }

  /** The schema's JSON. */
  String schema() throws IOException {
    byte[] schema = properties.get(SCHEMA);
    if (schema == null) {
      throw new IOException("an Avro file without a schema");
    }
    return new String(schema, StandardCharsets.UTF_8);
  }

  /** The same file with another schema, which is parsed at once; to be read once. */
  InputStream withoutSchema() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(MAGIC);
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(header, null);
    out.writeMapStart();
    out.setItemCount(2);
    out.startItem();
    out.writeString(SCHEMA);
    out.writeBytes("\"null\"".getBytes(StandardCharsets.UTF_8));
    out.startItem();
    out.writeString(CODEC);
    out.writeBytes(properties.getOrDefault(CODEC, NULL_CODEC.getBytes(StandardCharsets.UTF_8)));
    out.writeMapEnd();
    return new SequenceInputStream(
        new ByteArrayInputStream(header.toByteArray()), in.inputStream());
  }
}
