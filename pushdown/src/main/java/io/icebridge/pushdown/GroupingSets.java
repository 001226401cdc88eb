// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.pushdown.query.QueryBlock.Grouping;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.Token;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads GROUP BY, with ROLLUP, CUBE and their like spelled out as plain grouping sets. */
final class GroupingSets {

  /** As many as PostgreSQL allows. */
  private static final int MOST_SETS = 4096;

  private static final int EMPTY = 0;
  private static final int SIMPLE = 1;
  private static final int ROLLUP = 2;
  private static final int CUBE = 3;
  private static final int SETS = 4;

  private GroupingSets() {}

  /** GROUP BY of a query; null where it has none. */
  static Grouping read(Node query, QueryReader reader) {
    List<SortKey> keys = reader.sortKeys(query.list("groupClause"));
    List<TreeValue> clauses = query.list("groupingSets");
    if (clauses.isEmpty()) {
      return keys.isEmpty() ? null : new Grouping(keys, List.of(all(keys.size())), true);
    }
    List<List<Integer>> product = List.of(List.of());
    for (TreeValue clause : clauses) {
      product = combined(product, expanded((Node) clause));
    }
    List<List<Integer>> sets = new ArrayList<>();
    for (List<Integer> references : product) {
      sets.add(indexes(references, keys));
    }
    if (query.flag("groupDistinct")) {
      Set<Set<Integer>> seen = new LinkedHashSet<>();
      sets.removeIf(set -> !seen.add(Set.copyOf(set)));
    }
    return new Grouping(keys, sets, false);
  }

  private static List<Integer> all(int count) {
    List<Integer> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(i);
    }
    return all;
  }

  private static List<Integer> indexes(List<Integer> references, List<SortKey> keys) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (references.contains(keys.get(i).reference())) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  private static List<List<Integer>> combined(List<List<Integer>> left, List<List<Integer>> right) {
    List<List<Integer>> product = new ArrayList<>();
    for (List<Integer> one : left) {
      for (List<Integer> other : right) {
        List<Integer> both = new ArrayList<>(one);
        both.addAll(other);
        product.add(both);
        if (product.size() > MOST_SETS) {
          throw TypeFacts.missing("there are more than " + MOST_SETS + " grouping sets");
        }
      }
    }
    return product;
  }

  /** The sets that one item of GROUP BY stands for, as references of targets. */
  private static List<List<Integer>> expanded(Node set) {
    List<List<Integer>> sets = new ArrayList<>();
    List<TreeValue> content = set.list("content");
    switch ((int) set.number("kind")) {
      case EMPTY -> sets.add(List.of());
      case SIMPLE -> sets.add(references(content));
      case ROLLUP -> {
        for (int count = content.size(); count >= 0; count--) {
          sets.add(members(content, (1L << count) - 1));
        }
      }
      case CUBE -> {
        for (long mask = (1L << content.size()) - 1; mask >= 0; mask--) {
          sets.add(members(content, mask));
        }
      }
      case SETS -> content.forEach(inner -> sets.addAll(expanded((Node) inner)));
      default -> throw TypeFacts.missing("there is no grouping set of kind " + set.number("kind"));
    }
    return sets;
  }

  private static List<Integer> references(List<TreeValue> content) {
    List<Integer> references = new ArrayList<>();
    content.forEach(item -> references.add((int) ((Token) item).number()));
    return references;
  }

  /** Those items of ROLLUP or CUBE, each a simple set, that the mask names. */
  private static List<Integer> members(List<TreeValue> content, long mask) {
    List<Integer> references = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      if ((mask & 1L << i) != 0) {
        references.addAll(references(((Node) content.get(i)).list("content")));
      }
    }
    return references;
  }
}
