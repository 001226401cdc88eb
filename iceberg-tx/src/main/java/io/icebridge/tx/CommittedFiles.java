// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.ApplicableDeletes;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.io.FileIO;

/**
 * Which files of a snapshot may hold rows that satisfy a filter. The same as Iceberg's own scan
 * planning, by Iceberg's own evaluators, but from manifests that are kept in memory decoded.
 */
final class CommittedFiles {

  private final FileIO io;
  private final ManifestCache manifests;

  CommittedFiles(FileIO io, ManifestCache manifests) {
    this.io = io;
    this.manifests = manifests;
  }

  /**
   * The files of a snapshot, oldest first, although manifests are listed newest first: so rows come
   * in the order in which they were inserted, as those of a table without updates do in PostgreSQL.
   *
   * @param snapshot null for an empty table
   * @param schema to which the filter's names belong
   */
  List<LiveFile> plan(TableMetadata metadata, Snapshot snapshot, Schema schema, Expression filter) {
    List<LiveFile> files = new ArrayList<>();
    if (snapshot == null) {
      return files;
    }
    Map<Integer, PartitionSpec> specs = metadata.specsById();
    ApplicableDeletes deletes = deletes(metadata, snapshot);
    Pruning pruning =
        filter == Expressions.alwaysTrue() ? null : new Pruning(specs, schema, filter);
    List<ManifestFile> read = new ArrayList<>();
    for (ManifestFile manifest : snapshot.dataManifests(io)) {
      if (hasLiveFiles(manifest) && (pruning == null || pruning.mayMatch(manifest))) {
        read.add(manifest);
      }
    }
    for (List<DataFile> ofManifest : manifests.data(read, specs)) {
      for (DataFile file : ofManifest) {
        if (pruning == null || pruning.mayMatch(file)) {
          files.add(live(file, deletes));
        }
      }
    }
    files.sort(Comparator.comparingLong(CommittedFiles::age));
    return files;
  }

  private static long age(LiveFile file) {
    Long number = file.file().dataSequenceNumber();
    return number == null ? 0 : number;
  }

  /** Those of a version's current files that are wanted, by location. */
  Map<String, LiveFile> find(TableMetadata metadata, Set<String> wanted) {
    Map<String, LiveFile> found = new HashMap<>();
    Snapshot snapshot = metadata.currentSnapshot();
    if (snapshot == null) {
      return found;
    }
    ApplicableDeletes deletes = deletes(metadata, snapshot);
    List<ManifestFile> read =
        snapshot.dataManifests(io).stream().filter(CommittedFiles::hasLiveFiles).toList();
    for (List<DataFile> ofManifest : manifests.data(read, metadata.specsById())) {
      for (DataFile file : ofManifest) {
        if (wanted.contains(file.location())) {
          found.put(file.location(), live(file, deletes));
        }
      }
    }
    return found;
  }

  private static LiveFile live(DataFile file, ApplicableDeletes deletes) {
    return new LiveFile(file, deletes == null ? List.of() : deletes.to(file), null);
  }

  /** Those delete files that are live in a snapshot. */
  List<DeleteFile> deleteFiles(TableMetadata metadata, Snapshot snapshot) {
    List<DeleteFile> files = new ArrayList<>();
    for (ManifestFile manifest : snapshot.deleteManifests(io)) {
      if (hasLiveFiles(manifest)) {
        files.addAll(manifests.deletes(manifest, metadata.specsById()));
      }
    }
    return files;
  }

  private ApplicableDeletes deletes(TableMetadata metadata, Snapshot snapshot) {
    List<DeleteFile> files = deleteFiles(metadata, snapshot);
    return files.isEmpty()
        ? null
        : ApplicableDeletes.of(files, metadata.specsById(), metadata.schemasById());
  }

  private static boolean hasLiveFiles(ManifestFile manifest) {
    return manifest.hasAddedFiles() || manifest.hasExistingFiles();
  }

  /** A filter on manifests and files: by partition, then by bounds. */
  static final class Pruning {

    private record OfSpec(ManifestEvaluator manifest, Evaluator partition) {}

    private final Map<Integer, PartitionSpec> specs;
    private final Expression filter;
    private final Predicate<DataFile> bounds;
    private final Map<Integer, OfSpec> bySpec = new HashMap<>();

    Pruning(Map<Integer, PartitionSpec> specs, Schema schema, Expression filter) {
      this.specs = specs;
      this.filter = filter;
      this.bounds = new InclusiveMetricsEvaluator(schema, filter)::eval;
    }

    boolean mayMatch(ManifestFile manifest) {
      return of(manifest.partitionSpecId()).manifest.eval(manifest);
    }

    boolean mayMatch(DataFile file) {
      return of(file.specId()).partition.eval(file.partition()) && bounds.test(file);
    }

    private OfSpec of(int id) {
      return bySpec.computeIfAbsent(
          id,
          key -> {
            PartitionSpec spec = specs.get(key);
            Expression projected = Projections.inclusive(spec).project(filter);
            return new OfSpec(
                ManifestEvaluator.forPartitionFilter(projected, spec, true),
                new Evaluator(spec.partitionType(), projected));
          });
    }
  }
}
