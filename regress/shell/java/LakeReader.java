// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * A second reader of Iceberg tables, of Iceberg's library and DuckDB alone. Each line of the input is a metadata
 * location, a tab and an expression over the columns; the answer is a line of JSON: wrong (what is broken), unreferenced
 * (files below the table's location that nothing refers to), rows, and digest, the MD5 of the expression's values in
 * their order.
 */
final class LakeReader implements FileIO {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection duckdb;
  private final List<String> wrong = new ArrayList<>();
  private final TreeSet<String> referenced = new TreeSet<>();

  private LakeReader(Connection duckdb) {
    this.duckdb = duckdb;
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] request = line.split("\t");
        ObjectNode answer;
        try {
          answer = new LakeReader(duckdb).check(request[0], request[1]);
        } catch (Exception failure) {
          answer = JSON.createObjectNode();
          answer.putArray("wrong").add(failure.toString());
        }
        System.out.println(JSON.writeValueAsString(answer));
      }
    }
  }

  private ObjectNode check(String location, String expression) throws Exception {
    BaseTable table = new BaseTable(new StaticTableOperations(location, this), "table");
    TableMetadata metadata = table.operations().current();
    refer(location, -1);
    metadata.previousFiles().forEach(entry -> refer(entry.file(), -1));
    for (Snapshot snapshot : metadata.snapshots()) {
      refer(snapshot.manifestListLocation(), -1);
      for (ManifestFile manifest : snapshot.allManifests(this)) {
        if (referenced.contains(path(manifest.path()).toString())) {
          continue;
        }
        refer(manifest.path(), manifest.length());
        if (manifest.content() == ManifestContent.DATA) {
          refer(ManifestFiles.read(manifest, this, metadata.specsById()));
        } else {
          refer(ManifestFiles.readDeleteManifest(manifest, this, metadata.specsById()));
        }
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    if (wrong.isEmpty()) {
      rows(table, expression, answer);
    }
    wrong.forEach(answer.putArray("wrong")::add);
    unreferenced(path(metadata.location())).forEach(answer.putArray("unreferenced")::add);
    return answer;
  }

  private <F extends ContentFile<F>> void refer(ManifestReader<F> reader) throws IOException {
    try (reader) {
      for (F file : reader) {
        refer(file.location(), file.fileSizeInBytes());
      }
    }
  }

  private void refer(String location, long size) {
    Path path = path(location);
    referenced.add(path.toString());
    try {
      if (size >= 0 && Files.size(path) != size) {
        wrong.add(path + " has not " + size + " bytes");
      } else if (!Files.isRegularFile(path)) {
        wrong.add(path + " is missing");
      }
    } catch (IOException failure) {
      wrong.add(failure.toString());
    }
  }

  private List<String> unreferenced(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(Path::toString).filter(file -> !referenced.contains(file)).sorted().toList();
    }
  }

  private void rows(BaseTable table, String expression, ObjectNode answer) throws Exception {
    Map<String, Long> records = new HashMap<>();
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE OR REPLACE TEMP TABLE removed (file VARCHAR, pos BIGINT)");
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          String file = path(task.file().location()).toString();
          if (records.put(file, task.file().recordCount()) != null) {
            wrong.add(file + " is in the table twice");
          }
          if (task.deletes().size() > 1) {
            wrong.add(file + " has " + task.deletes().size() + " delete files");
          }
          for (DeleteFile deletes : task.deletes()) {
            remove(statement, file, task.file().location(), deletes);
          }
        }
      }
      if (records.isEmpty()) {
        answer.put("rows", 0).put("digest", "");
        return;
      }
      String list = "['" + String.join("', '", records.keySet()) + "']";
      try (ResultSet rows = statement.executeQuery("SELECT file_name, num_rows FROM parquet_file_metadata(" + list + ")")) {
        while (rows.next()) {
          if (rows.getLong(2) != records.get(rows.getString(1))) {
            wrong.add(rows.getString(1) + " has " + rows.getLong(2) + " rows, but its manifest says " + records.get(rows.getString(1)));
          }
        }
      }
      try (ResultSet rows = statement.executeQuery(
          "SELECT count(*), coalesce(md5(string_agg(value, ',' ORDER BY value)), '') FROM (SELECT (" + expression
              + ")::VARCHAR AS value FROM read_parquet(" + list + ", filename = true, file_row_number = true) d ANTI JOIN removed r"
              + " ON d.filename = r.file AND d.file_row_number = r.pos)")) {
        rows.next();
        answer.put("rows", rows.getLong(1)).put("digest", rows.getString(2));
      }
    }
  }

  private void remove(Statement statement, String file, String location, DeleteFile deletes) throws SQLException, IOException {
    String deletesFile = path(deletes.location()).toString();
    if (deletes.format() == FileFormat.PARQUET) {
      statement.execute("INSERT INTO removed SELECT '" + file + "', pos FROM read_parquet('" + deletesFile + "') WHERE file_path = '" + location + "'");
      return;
    }
    ByteBuffer vector = ByteBuffer.allocate(deletes.contentSizeInBytes().intValue());
    try (FileChannel channel = FileChannel.open(Path.of(deletesFile))) {
      channel.read(vector, deletes.contentOffset());
    }
    List<String> positions = new ArrayList<>();
    PositionDeleteIndex.deserialize(vector.array(), deletes).forEach(position -> positions.add("('" + file + "', " + position + ")"));
    if (!positions.isEmpty()) {
      statement.execute("INSERT INTO removed VALUES " + String.join(", ", positions));
    }
  }

  private static Path path(String location) {
    return Path.of(location.startsWith("file:") ? location.replaceFirst("^file:/*", "/") : location);
  }

  @Override
  public InputFile newInputFile(String location) {
    return org.apache.iceberg.Files.localInput(path(location).toFile());
  }

  @Override
  public OutputFile newOutputFile(String location) {
    throw new UnsupportedOperationException("this only reads");
  }

  @Override
  public void deleteFile(String location) {
    throw new UnsupportedOperationException("this only reads");
  }
}
