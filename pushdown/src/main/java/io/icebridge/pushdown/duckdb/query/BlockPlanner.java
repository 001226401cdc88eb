// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.pushdown.QueryTree;
import io.icebridge.pushdown.duckdb.Keys;
import io.icebridge.pushdown.duckdb.NotShippable;
import io.icebridge.pushdown.duckdb.Operand;
import io.icebridge.pushdown.query.QueryBlock;
import io.icebridge.pushdown.query.SortKey;
import io.icebridge.pushdown.query.Target;
import io.icebridge.pushdown.tree.Node;
import io.icebridge.pushdown.tree.NodeList;
import io.icebridge.pushdown.tree.NodeReader;
import io.icebridge.pushdown.tree.NodeWriter;
import io.icebridge.pushdown.tree.Token;
import io.icebridge.pushdown.tree.TreeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides how much of one block runs in DuckDB. */
final class BlockPlanner {

  private static final long INT4 = 23;

  private final QueryTree query;
  private final QueryBlock block;
  private final Level level;
  private final TargetSplitter splitter;
  private final Set<String> reasons = new LinkedHashSet<>();

  /** A block and how it is split, with the reasons why not all of it runs in DuckDB. */
  record Planned(PlannedBlock block, Split split, List<String> reasons) {}

  private BlockPlanner(QueryTree query, QueryBlock block, boolean sorts) {
    this.query = query;
    this.block = block;
    this.level = Level.top(QueryWriter.forPlanning(), block, sorts);
    this.splitter = new TargetSplitter(level, query);
  }

  /**
   * Plans a block.
   *
   * @throws NotShippable where it does not run in DuckDB in any part
   */
  static Planned plan(QueryTree query, QueryBlock block) throws NotShippable {
    SelectWriter.refuse(block);
    Planned sorted = new BlockPlanner(query, block, true).plan();
    return sorted.split().sortBelow() || block.sort().isEmpty()
        ? sorted
        : new BlockPlanner(query, block, false).plan();
  }

  /**
   * Plans a block all of whose rows are written to a table by DuckDB itself.
   *
   * @throws NotShippable where PostgreSQL would have to do something with the rows
   */
  static Planned planWritten(QueryTree query, QueryBlock block) throws NotShippable {
    SelectWriter.refuse(block);
    if (!block.isPlain() || !block.sort().isEmpty() || block.limit() != null) {
      throw new NotShippable("the rows that are written are not those of a plain query");
    }
    List<OutputColumn> columns = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (Target target : block.targets()) {
      PostgresType type = target.expression().type();
      if (type == null) {
        throw new NotShippable("a value of unknown type is written");
      }
      columns.add(
          new OutputColumn(
              OutputColumn.Kind.STORED,
              target.tree(),
              new BlockColumn(type.oid(), type.modifier(), 0)));
      positions.add(columns.size());
    }
    Split split = new Split(columns, positions, Set.of(), Set.of(), true, true, true);
    QueryWriter writer = QueryWriter.forPlanning();
    new BlockWriter(query, block, split, null, writer).sql();
    PlannedBlock planned =
        new PlannedBlock(
            block.number(),
            columns.stream().map(OutputColumn::type).toList(),
            List.of(),
            null,
            false,
            false,
            false,
            false,
            false,
            writer.relations());
    return new Planned(planned, split, List.of());
  }

  private Planned plan() throws NotShippable {
    CommonTableWriter.with(level);
    if (block.setOperation() != null) {
      return planSetOperation();
    }
    SelectWriter select = new SelectWriter(level);
    select.begin();
    List<TreeValue> filter = new ArrayList<>();
    Set<Integer> whereAbove = whereAbove(select, filter);
    Set<Integer> havingAbove = havingAbove(filter);
    List<TreeValue> trees = new ArrayList<>();
    for (Target target : block.targets()) {
      trees.add(target.hidden() ? null : splitter.split(target.tree()));
    }
    boolean distinctBelow =
        block.distinct() == null
            || filter.isEmpty() && !block.returnsSets() && distinctBelow(trees);
    boolean sortBelow = distinctBelow && !block.withTies() && sortBelow(trees);
    boolean limitBelow = sortBelow && filter.isEmpty() && limitBelow();
    if (block.distinct() != null && block.distinct().on() && !sortBelow) {
      distinctBelow = false;
      limitBelow = false;
    }
    addHiddenTargets(trees, distinctBelow, sortBelow);
    return planned(trees, filter, whereAbove, havingAbove, distinctBelow, sortBelow, limitBelow);
  }

  private Planned planned(
      List<TreeValue> trees,
      List<TreeValue> filter,
      Set<Integer> whereAbove,
      Set<Integer> havingAbove,
      boolean distinctBelow,
      boolean sortBelow,
      boolean limitBelow)
      throws NotShippable {
    List<OutputColumn> columns = splitter.columns();
    if (columns.isEmpty()) {
      columns.add(new OutputColumn(OutputColumn.Kind.ROW, null, new BlockColumn(INT4, -1, 0)));
    }
    List<String> targets = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (TreeValue tree : trees) {
      targets.add(tree == null ? null : NodeWriter.write(tree));
      positions.add(tree == null ? 0 : TargetSplitter.position(tree));
    }
    Split split =
        new Split(
            List.copyOf(columns),
            List.copyOf(positions),
            whereAbove,
            havingAbove,
            distinctBelow,
            sortBelow,
            limitBelow);
    QueryWriter writer = QueryWriter.forPlanning();
    new BlockWriter(query, block, split, null, writer).sql();
    reasons.addAll(splitter.reasons());
    PlannedBlock planned =
        new PlannedBlock(
            block.number(),
            columns.stream().map(OutputColumn::type).toList(),
            targets,
            filter.isEmpty() ? null : NodeWriter.write(conjunction(filter)),
            !distinctBelow,
            !sortBelow && !block.sort().isEmpty(),
            !limitBelow && (block.limit() != null || block.offset() != null),
            block.aggregated(),
            block.grouping() != null,
            writer.relations());
    return new Planned(planned, split, List.copyOf(reasons));
  }

  private static TreeValue conjunction(List<TreeValue> conditions) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    return NodeReader.read(
        "{BOOLEXPR :boolop and :args "
            + NodeWriter.write(new NodeList(NodeList.Kind.VALUES, conditions))
            + " :location -1}");
  }

  private Set<Integer> whereAbove(SelectWriter select, List<TreeValue> filter) throws NotShippable {
    Set<Integer> above = new HashSet<>();
    List<Expression> conditions = SelectWriter.split(block.from().condition());
    List<Node> trees = conjuncts(((Node) block.tree().field("jointree")).field("quals"));
    for (int i = 0; i < conditions.size(); i++) {
      try {
        select.conjunct(conditions.get(i));
      } catch (NotShippable e) {
        if (!block.isPlain()) {
          throw e;
        }
        reasons.add(e.getMessage());
        filter.add(splitter.split(trees.get(i)));
        above.add(i);
      }
    }
    return above;
  }

  private Set<Integer> havingAbove(List<TreeValue> filter) throws NotShippable {
    Set<Integer> above = new HashSet<>();
    List<Expression> conditions = SelectWriter.split(block.having());
    List<Node> trees = conjuncts(block.tree().field("havingQual"));
    for (int i = 0; i < conditions.size(); i++) {
      try {
        level.ofResult(conditions.get(i));
      } catch (NotShippable e) {
        if (!block.windows().isEmpty() || block.distinct() != null || block.returnsSets()) {
          throw e;
        }
        reasons.add(e.getMessage());
        filter.add(splitter.split(trees.get(i)));
        above.add(i);
      }
    }
    return above;
  }

  /** The trees of the conditions, in the order in which they are read as expressions. */
  private static List<Node> conjuncts(TreeValue condition) {
    List<Node> conjuncts = new ArrayList<>();
    if (condition instanceof NodeList list) {
      list.items().forEach(item -> conjuncts.addAll(conjuncts(item)));
    } else if (condition instanceof Node node) {
      boolean and =
          node.name().equals("BOOLEXPR")
              && node.field("boolop") instanceof Token connective
              && "and".equals(connective.text());
      if (and) {
        node.list("args").forEach(item -> conjuncts.addAll(conjuncts(item)));
      } else {
        conjuncts.add(node);
      }
    }
    return conjuncts;
  }

  private boolean distinctBelow(List<TreeValue> trees) {
    try {
      for (int i = 0; i < trees.size(); i++) {
        boolean whole = trees.get(i) == null || TargetSplitter.position(trees.get(i)) > 0;
        if (!whole) {
          throw new NotShippable("DISTINCT waits for values that PostgreSQL computes");
        }
      }
      for (SortKey key : block.distinct().keys()) {
        Target target = block.target(key.reference());
        if (target.hidden() && !block.distinct().on()) {
          throw new NotShippable("DISTINCT looks at a value that is not selected");
        }
        Keys.equal(level.ofResult(target.expression()), key.equality(), target.collation());
      }
      return true;
    } catch (NotShippable e) {
      reasons.add(e.getMessage());
      return false;
    }
  }

  private boolean sortBelow(List<TreeValue> trees) {
    try {
      if (block.returnsSets() && !block.sort().isEmpty()) {
        throw new NotShippable("rows are sorted that a function in the SELECT list makes");
      }
      for (SortKey key : block.sort()) {
        Target target = block.target(key.reference());
        Operand value = level.ofResult(target.expression());
        Keys.ordered(value, key.order(), target.collation());
        boolean among = TargetSplitter.position(at(trees, target)) > 0;
        if (block.distinct() != null && !among) {
          throw new NotShippable("rows are sorted by something that is not part of them");
        }
      }
      return true;
    } catch (NotShippable e) {
      reasons.add(e.getMessage());
      return false;
    }
  }

  private TreeValue at(List<TreeValue> trees, Target target) {
    return trees.get(block.targets().indexOf(target));
  }

  private boolean limitBelow() {
    if (block.returnsSets()) {
      return block.limit() == null && block.offset() == null;
    }
    try {
      SelectWriter.limit(level);
      return true;
    } catch (NotShippable e) {
      reasons.add(e.getMessage());
      return false;
    }
  }

  /** Hidden targets are columns only where PostgreSQL sorts or tells apart by them. */
  private void addHiddenTargets(List<TreeValue> trees, boolean distinctBelow, boolean sortBelow)
      throws NotShippable {
    Set<Integer> needed = new HashSet<>();
    if (!sortBelow) {
      block.sort().forEach(key -> needed.add(key.reference()));
    }
    if (!distinctBelow && block.distinct() != null) {
      block.distinct().keys().forEach(key -> needed.add(key.reference()));
    }
    for (int i = 0; i < trees.size(); i++) {
      Target target = block.targets().get(i);
      if (trees.get(i) == null && needed.contains(target.reference())) {
        trees.set(i, splitter.split(target.tree()));
      }
    }
  }

  private Planned planSetOperation() throws NotShippable {
    Written rows = SetOperationWriter.write(level);
    List<TreeValue> trees = new ArrayList<>();
    boolean compares = false;
    for (int i = 0; i < block.targets().size(); i++) {
      Target target = block.targets().get(i);
      Operand column = rows.columns().get(i);
      var type = target.expression().type();
      boolean exact =
          column.isShownExactly() && (Keys.normal(column).equals(column) || type.modifier() >= 0);
      if (target.hidden() || !exact) {
        throw new NotShippable("a set operation has columns whose text is not known exactly");
      }
      BlockColumn columnType =
          new BlockColumn(
              type.oid(),
              type.modifier(),
              target.collation() == null ? 0 : target.collation().oid());
      splitter.columns().add(new OutputColumn(OutputColumn.Kind.VALUE, target.tree(), columnType));
      trees.add(TargetSplitter.leaf(i + 1, columnType));
    }
    boolean sortBelow = !block.withTies() && sortsSetOperation(rows);
    boolean limitBelow = sortBelow && limitBelow();
    return planned(trees, List.of(), Set.of(), Set.of(), true, sortBelow, limitBelow);
  }

  private boolean sortsSetOperation(Written rows) {
    try {
      for (SortKey key : block.sort()) {
        Target target = block.target(key.reference());
        Operand column = rows.columns().get(block.targets().indexOf(target));
        Operand value = Keys.ordered(column, key.order(), target.collation());
        if (!value.equals(column)) {
          throw new NotShippable("the rows of a set operation are sorted by a char(n)");
        }
      }
      return true;
    } catch (NotShippable e) {
      reasons.add(e.getMessage());
      return false;
    }
  }
}
