// SPDX-License-Identifier: Apache-2.0
package org.xerial.snappy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;

class SnappyTest {

  @Test
  void avroReadsBackWhatItHasCompressed() throws IOException {
    Schema schema = SchemaBuilder.builder().stringType();
    String text = "a text that can be compressed, ".repeat(1000);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.snappyCodec());
      writer.create(schema, file);
      writer.append(text);
    }

    assertThat(file.size()).isLessThan(text.length() / 5);
    try (DataFileStream<Object> reader =
        new DataFileStream<>(
            new ByteArrayInputStream(file.toByteArray()), new GenericDatumReader<>(schema))) {
      assertThat(reader.getMetaString("avro.codec")).isEqualTo("snappy");
      assertThat(reader.next()).hasToString(text);
    }
  }
}
