// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import io.icebridge.pushdown.tree.NodeList.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads {@code nodeToString} text.
 *
 * <p>Takes time in proportion to the length of the text, and keeps its own stack, so that no text
 * can overflow the thread's.
 */
public final class NodeReader {

  /** How deep nodes and lists may be nested, counted together. */
  public static final int MAXIMUM_DEPTH = 20_000;

  private final String source;
  private final Deque<Frame> open = new ArrayDeque<>();
  private int position;

  private NodeReader(String source) {
    this.source = source;
  }

  /**
   * Reads one value: a node, a list or {@code <>}.
   *
   * @throws io.icebridge.bridge.spi.WrapperException XX000 where the text is malformed, 54001 where
   *     it is nested deeper than {@link #MAXIMUM_DEPTH}
   */
  public static TreeValue read(String text) {
    return new NodeReader(text).readAll();
  }

  private TreeValue readAll() {
    TreeValue result = null;
    do {
      Token token = next();
      if (token == null) {
        throw TreeErrors.malformed(source, position, "unexpected end");
      }
      result = accept(token);
    } while (!open.isEmpty());
    Token rest = next();
    if (rest != null) {
      throw TreeErrors.malformed(source, rest.position(), "unexpected text after the end");
    }
    return result;
  }

  /** Takes a token in; returns the value it completes, null where it opens one. */
  private TreeValue accept(Token token) {
    char first = source.charAt(token.position());
    switch (first) {
      case '{':
        push(new NodeFrame(token.position()));
        return null;
      case '(':
        push(new ListFrame());
        return null;
      case '}':
        return close(token, NodeFrame.class);
      case ')':
        return close(token, ListFrame.class);
      default:
        if (!open.isEmpty()) {
          open.peek().add(token);
        }
        return token;
    }
  }

  private void push(Frame frame) {
    if (open.size() >= MAXIMUM_DEPTH) {
      throw TreeErrors.tooDeep(MAXIMUM_DEPTH);
    }
    open.push(frame);
  }

  private TreeValue close(Token token, Class<? extends Frame> kind) {
    if (!kind.isInstance(open.peek())) {
      throw TreeErrors.malformed(source, token.position(), "closes what was not opened");
    }
    TreeValue value = open.pop().finish();
    if (!open.isEmpty()) {
      open.peek().add(value);
    }
    return value;
  }

  /** The next token, where brackets are tokens of their own; null at the end. */
  private Token next() {
    int length = source.length();
    int start = position;
    while (start < length && isSpace(source.charAt(start))) {
      start++;
    }
    if (start == length) {
      position = length;
      return null;
    }
    int end = start;
    if (isBracket(source.charAt(start))) {
      end = start + 1;
    } else {
      while (end < length && !isSpace(source.charAt(end)) && !isBracket(source.charAt(end))) {
        end += source.charAt(end) == '\\' ? 2 : 1;
      }
      end = Math.min(end, length);
    }
    position = end;
    return new Token(source, start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  private static boolean isBracket(char c) {
    return c == '(' || c == ')' || c == '{' || c == '}';
  }

  /** A node or list whose end has not been seen. */
  private interface Frame {
    void add(TreeValue value);

    TreeValue finish();
  }

  private static final class ListFrame implements Frame {
    private final List<TreeValue> items = new ArrayList<>();
    private Kind kind;

    @Override
    public void add(TreeValue value) {
      if (kind == null) {
        kind = markedKind(value);
        if (kind != null) {
          return;
        }
        kind = Kind.VALUES;
      }
      items.add(value);
    }

    private static Kind markedKind(TreeValue first) {
      if (!(first instanceof Token token)) {
        return null;
      }
      return switch (token.raw()) {
        case "i" -> Kind.INTEGERS;
        case "o" -> Kind.OIDS;
        case "x" -> Kind.TRANSACTION_IDS;
        case "b" -> Kind.BITMAPSET;
        default -> null;
      };
    }

    @Override
    public TreeValue finish() {
      return kind == null ? NodeList.EMPTY : new NodeList(kind, items);
    }
  }

  private final class NodeFrame implements Frame {
    private final int start;
    private final List<String> names = new ArrayList<>();
    private final List<TreeValue> values = new ArrayList<>();
    private String name;
    private String field;
    private TreeValue value;
    private List<TreeValue> more;

    NodeFrame(int start) {
      this.start = start;
    }

    @Override
    public void add(TreeValue part) {
      if (name == null) {
        if (!(part instanceof Token token)) {
          throw TreeErrors.malformed(source, start, "expected the name of a node");
        }
        name = token.raw();
      } else if (part instanceof Token token
          && token.isFieldName()
          && (field == null || value != null)) {
        // A field's first value may itself begin with a colon: PostgreSQL does not escape it.
        endField();
        field = token.fieldName();
      } else if (value == null) {
        value = part;
      } else {
        if (more == null) {
          more = new ArrayList<>();
          more.add(value);
        }
        more.add(part);
      }
    }

    private void endField() {
      if (field == null && value == null) {
        return;
      }
      if (value == null) {
        throw TreeErrors.malformed(source, start, "field \"" + field + "\" has no value");
      }
      names.add(field == null ? "" : field);
      values.add(more == null ? value : new TokenRun(more));
      field = null;
      value = null;
      more = null;
    }

    @Override
    public TreeValue finish() {
      if (name == null) {
        throw TreeErrors.malformed(source, start, "node has no name");
      }
      endField();
      return new Node(name, names, values);
    }
  }
}
