// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.Sql;
import io.icebridge.lake.format.FileGroup;
import io.icebridge.lake.format.SourceColumn;
import io.icebridge.lake.storage.DataFile;
import io.icebridge.lake.type.DuckDBType;
import io.icebridge.tx.LiveFile;
import io.icebridge.tx.RowIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;

/** Turns a branch into what the query over all branches reads: a relation and its columns. */
final class BranchQuery {

  /** The alias of the data files' rows, which no column of theirs can be mistaken for. */
  private static final String DATA = "data";

  /** The column with the file a row is from, where rows come from a subquery. */
  private static final String FILE = Sql.name("data file");

  private final ScanColumns columns;
  private final TableMetadata metadata;
  private final FileIO io;
  private final RowIds rowIds;
  private final List<byte[]> parameters;
  private final boolean shown;
  private final boolean whole;

  /**
   * @param rowIds null where no row ids are asked for
   * @param parameters takes the parameters of the query
   * @param whole whether smallints may be read as INTEGERs, see {@link
   *     io.icebridge.lake.table.EngineSource}
   */
  BranchQuery(
      ScanColumns columns,
      TableMetadata metadata,
      FileIO io,
      RowIds rowIds,
      List<byte[]> parameters,
      boolean shown,
      boolean whole) {
    this.columns = columns;
    this.metadata = metadata;
    this.io = io;
    this.rowIds = rowIds;
    this.parameters = parameters;
    this.shown = shown;
    this.whole = whole;
  }

  FileGroup group(Branch branch) {
    List<DataFile> files = new ArrayList<>(branch.files().size());
    for (LiveFile live : branch.files()) {
      FileFormats.requireParquet(live.file());
      files.add(
          new DataFile(FilePaths.path(live.file().location()), live.file().fileSizeInBytes(), ""));
    }
    boolean deletes =
        branch.hasBits() || branch.hasPositionDeletes() || !branch.equality().isEmpty();
    List<SourceColumn> sources = new ArrayList<>();
    for (ScanColumn column : columns.read()) {
      String type = TypeMapping.duckDB(column.field().name(), column.field().type());
      boolean asItIs =
          branch.names() == null
              && !branch.constants().contains(column.field().fieldId())
              && !Lineage.isPart(column.field());
      String sql = deletes || asItIs ? Sql.name(column.readName()) : value(branch, column);
      if (whole && SmallValues.are(column)) {
        // Without bounds that prove it, a value that does not fit is an error.
        sql = SmallValues.fit(column, branch.files()) ? sql : "CAST(" + sql + " AS SMALLINT)";
        type = "SMALLINT";
      }
      sources.add(new SourceColumn(column.definition().name(), sql, DuckDBType.parse(type)));
    }
    if (columns.rowId() != null) {
      String name = columns.rowId().name();
      sources.add(
          new SourceColumn(name, deletes ? Sql.name(name) : rowId(branch), DuckDBType.BIGINT));
    }
    return new FileGroup(
        files,
        sources,
        deletes ? remaining(branch) : rows(branch),
        deletes ? null : DATA,
        false,
        deletes ? FILE : DATA + ".filename",
        null,
        null);
  }

  /** The call that reads the files. */
  private String rows(Branch branch) {
    List<String> paths = new ArrayList<>(branch.files().size());
    for (LiveFile live : branch.files()) {
      paths.add(FilePaths.path(live.file().location()));
    }
    StringBuilder sql = new StringBuilder("read_parquet(");
    sql.append(FilePaths.list(paths, shown)).append(", hive_partitioning = false");
    if (!branch.byName() && branch.names() == null) {
      Set<ScanColumn> mapped = new LinkedHashSet<>(columns.read());
      for (EqualityDeletes.Kind kind : branch.equality()) {
        mapped.addAll(columns.withIds(kind.columns()));
      }
      mapped.removeIf(column -> branch.constants().contains(column.field().fieldId()));
      if (!mapped.isEmpty()) {
        sql.append(", schema = ").append(SchemaMap.sql(new ArrayList<>(mapped)));
      }
    }
    return sql.append(')').toString();
  }

  /** The rows that are not deleted. */
  private String remaining(Branch branch) {
    StringBuilder sql = new StringBuilder("(SELECT ");
    for (ScanColumn column : columns.read()) {
      sql.append(value(branch, column)).append(" AS ");
      sql.append(Sql.name(column.readName())).append(", ");
    }
    if (columns.rowId() != null) {
      sql.append(rowId(branch)).append(" AS ").append(Sql.name(columns.rowId().name()));
      sql.append(", ");
    }
    sql.append(DATA).append(".filename AS ").append(FILE).append(" FROM ");
    sql.append(rows(branch)).append(" AS ").append(DATA);
    List<String> conditions = new ArrayList<>();
    if (branch.hasBits()) {
      sql.append(" JOIN ").append(RemovedPositions.bits(branch.files(), io, parameters, shown));
      sql.append(" ON removed.file = ").append(DATA).append(".file_index");
      conditions.add("get_bit(removed.bits, CAST(" + DATA + ".file_row_number AS INTEGER)) = 0");
    }
    if (branch.hasPositionDeletes()) {
      sql.append(RemovedPositions.antiJoin(branch.files(), DATA, shown));
    }
    for (EqualityDeletes.Kind kind : branch.equality()) {
      conditions.add(equality(branch, kind));
    }
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ").append(String.join(" AND ", conditions));
    }
    return sql.append(')').toString();
  }

  private String equality(Branch branch, EqualityDeletes.Kind kind) {
    List<ScanColumn> keys = columns.withIds(kind.columns());
    List<String> values = new ArrayList<>(keys.size());
    for (ScanColumn key : keys) {
      values.add(value(branch, key));
    }
    return new EqualityDeletes(kind, branch.files(), metadata.specsById())
        .condition(keys, values, DATA, shown);
  }

  private String value(Branch branch, ScanColumn column) {
    return Lineage.isPart(column.field())
        ? Lineage.value(column.field(), own(branch, column), branch.files(), DATA)
        : own(branch, column);
  }

  private String own(Branch branch, ScanColumn column) {
    if (branch.constants().contains(column.field().fieldId())) {
      return constant(branch, column);
    }
    if (branch.names() != null) {
      String name = branch.names().get(column.field().fieldId());
      String source = name == null ? null : DATA + "." + Sql.name(name);
      return NameMappedFiles.value(metadata, column.field(), source);
    }
    return DATA + "." + Sql.name(column.readName());
  }

  private String constant(Branch branch, ScanColumn column) {
    String type = TypeMapping.duckDB(column.field().name(), column.field().type());
    List<String> values = new ArrayList<>(branch.files().size());
    for (LiveFile live : branch.files()) {
      PartitionSpec spec = metadata.specsById().get(live.file().specId());
      Object value = partitionValue(spec, live.file().partition(), column);
      values.add("CAST(" + ConstantSql.literal(column.field().type(), value) + " AS " + type + ")");
    }
    return FileLists.pick(values, DATA);
  }

  private static Object partitionValue(
      PartitionSpec spec, StructLike partition, ScanColumn column) {
    for (int i = 0; i < spec.fields().size(); i++) {
      if (spec.fields().get(i).sourceId() == column.field().fieldId()
          && spec.fields().get(i).transform().isIdentity()) {
        return partition.get(i, Object.class);
      }
    }
    throw new IllegalStateException("no identity partition for " + column);
  }

  private String rowId(Branch branch) {
    List<String> bases = new ArrayList<>(branch.files().size());
    for (LiveFile live : branch.files()) {
      bases.add("CAST(" + (shown ? 0 : rowIds.base(live.file())) + " AS BIGINT)");
    }
    return FileLists.pick(bases, DATA) + " + " + DATA + ".file_row_number";
  }
}
