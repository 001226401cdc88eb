// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

/** Writes trees as PostgreSQL's {@code stringToNode} reads them. All methods are pure. */
public final class NodeWriter {

  private NodeWriter() {}

  /** The text of a tree, every token as it was read. */
  public static String write(TreeValue value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(TreeValue value, StringBuilder text) {
    if (value instanceof Node node) {
      text.append('{').append(node.name());
      for (String field : node.fields()) {
        text.append(' ');
        if (!field.isEmpty()) {
          text.append(':').append(field).append(' ');
        }
        write(node.field(field), text);
      }
      text.append('}');
    } else if (value instanceof NodeList list) {
      writeList(list, text);
    } else if (value instanceof TokenRun run) {
      String separator = "";
      for (TreeValue part : run.values()) {
        text.append(separator);
        write(part, text);
        separator = " ";
      }
    } else {
      text.append(((Token) value).raw());
    }
  }

  private static void writeList(NodeList list, StringBuilder text) {
    text.append(
        switch (list.kind()) {
          case VALUES -> "(";
          case INTEGERS -> "(i";
          case OIDS -> "(o";
          case TRANSACTION_IDS -> "(x";
          case BITMAPSET -> "(b";
        });
    String separator = list.kind() == NodeList.Kind.VALUES ? "" : " ";
    for (TreeValue item : list.items()) {
      text.append(separator);
      write(item, text);
      separator = " ";
    }
    text.append(')');
  }
}
