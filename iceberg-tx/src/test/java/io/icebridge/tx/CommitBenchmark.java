// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;

/**
 * Commits files one by one and tells how long a commit takes as the table grows. To be run by hand,
 * with a folder on the disk to be measured, a number of commits, and {@code sync} or {@code
 * nosync}.
 */
final class CommitBenchmark {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CommitBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int commits = Integer.parseInt(arguments[1]);
    boolean sync = arguments[2].equals("sync");
    int step = Math.max(1, commits / 10);
    Lake lake = new Lake(folder);
    long start = System.nanoTime();
    long oid = System.nanoTime();
    lake.create(oid, PartitionSpec.unpartitioned(), Map.of());
    System.out.printf("create, cold: %.1f ms%n", (System.nanoTime() - start) / 1e6);
    Tables session = lake.session();
    double[] times = new double[step];
    double[] processor = new double[step];
    for (int i = 0; i < commits; i++) {
      session.begin();
      TableChanges changes = session.change(oid, lake.pointers.get(oid), 1);
      changes.append(List.of(lake.write(changes, i)));
      start = System.nanoTime();
      long before = THREADS.getCurrentThreadCpuTime();
      session.writeAhead(sync);
      Map<Long, String> prepared = session.prepare(Map.of(oid, lake.pointers.get(oid)), sync);
      double took = (System.nanoTime() - start) / 1e6;
      processor[i % step] = (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
      lake.pointers.putAll(prepared);
      session.commit();
      if (i == 0) {
        System.out.printf("first commit: %.1f ms%n", took);
      }
      times[i % step] = took;
      if ((i + 1) % step == 0) {
        Arrays.sort(times);
        Arrays.sort(processor);
        long size = Files.size(Path.of(lake.pointers.get(oid)));
        start = System.nanoTime();
        int files =
            session.view(oid, lake.pointers.get(oid), 0).files(Expressions.alwaysTrue()).size();
        double plan = (System.nanoTime() - start) / 1e6;
        Tables cold = lake.session();
        start = System.nanoTime();
        cold.view(oid, lake.pointers.get(oid), 0).files(Expressions.alwaysTrue());
        System.out.printf(
            "%6d files: prepare median %.1f ms, p95 %.1f, max %.1f; processor median %.1f, p95 %.1f,"
                + " max %.1f; metadata %d kB; plan warm %.1f ms, new session %.1f ms%n",
            files,
            times[step / 2],
            times[step * 95 / 100],
            times[step - 1],
            processor[step / 2],
            processor[step * 95 / 100],
            processor[step - 1],
            size / 1024,
            plan,
            (System.nanoTime() - start) / 1e6);
      }
    }
  }
}
