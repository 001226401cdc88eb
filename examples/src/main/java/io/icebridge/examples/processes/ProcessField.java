// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.processes;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * What is known of a process. Much of it is NULL for processes of other users.
 *
 * <p>A vector is made for the type here, not for that of the table's column: PostgreSQL converts
 * what can be converted, and refuses the rest with an error that names the column.
 */
enum ProcessField {
  PID("bigint", new ArrowType.Int(Long.SIZE, true)) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      ((BigIntVector) vector).setSafe(row, process.pid());
    }
  },
  PARENT("bigint", new ArrowType.Int(Long.SIZE, true)) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      Optional<ProcessHandle> parent = process.parent();
      if (parent.isPresent()) {
        ((BigIntVector) vector).setSafe(row, parent.get().pid());
      }
    }
  },
  COMMAND("text", ArrowType.Utf8.INSTANCE) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      setText(vector, row, process.info().command());
    }
  },
  ARGUMENTS("text[]", ArrowType.List.INSTANCE) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      Optional<String[]> arguments = process.info().arguments();
      if (arguments.isEmpty()) {
        return;
      }
      UnionListWriter writer = ((ListVector) vector).getWriter();
      writer.setPosition(row);
      writer.startList();
      for (String argument : arguments.get()) {
        writer.writeVarChar(argument);
      }
      writer.endList();
    }
  },
  OWNER("text", ArrowType.Utf8.INSTANCE) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      setText(vector, row, process.info().user());
    }
  },
  STARTED("timestamp with time zone", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      Optional<Instant> started = process.info().startInstant();
      if (started.isPresent()) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, started.get());
        ((TimeStampMicroTZVector) vector).setSafe(row, micros);
      }
    }
  },
  CPU_TIME("interval", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)) {
    @Override
    void set(FieldVector vector, int row, ProcessHandle process) {
      Optional<Duration> time = process.info().totalCpuDuration();
      if (time.isPresent()) {
        ((IntervalMonthDayNanoVector) vector).setSafe(row, 0, 0, time.get().toNanos());
      }
    }
  };

  private final String type;
  private final ArrowType arrowType;

  ProcessField(String type, ArrowType arrowType) {
    this.type = type;
    this.arrowType = arrowType;
  }

  /** The column's name. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The PostgreSQL type that fits it best. */
  String type() {
    return type;
  }

  /** The vectors {@link #set} writes to. */
  Field arrow() {
    List<Field> children =
        this == ARGUMENTS ? List.of(Field.nullable("item", ArrowType.Utf8.INSTANCE)) : null;
    return new Field(column(), FieldType.nullable(arrowType), children);
  }

  /** Writes the field of a process into its row of a vector; leaves the row NULL where unknown. */
  abstract void set(FieldVector vector, int row, ProcessHandle process);

  /** The field a table's column shows. */
  static ProcessField of(String column) {
    for (ProcessField field : values()) {
      if (field.column().equals(column)) {
        return field;
      }
    }
    throw WrapperException.of(
            SqlState.UNDEFINED_COLUMN, "processes have no column \"" + column + "\"")
        .withHint(
            "There are: "
                + Arrays.stream(values())
                    .map(ProcessField::column)
                    .collect(Collectors.joining(", "))
                + ".");
  }

  private static void setText(FieldVector vector, int row, Optional<String> text) {
    if (text.isPresent()) {
      ((VarCharVector) vector).setSafe(row, text.get().getBytes(StandardCharsets.UTF_8));
    }
  }
}
