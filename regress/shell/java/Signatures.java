// SPDX-License-Identifier: Apache-2.0
import java.lang.reflect.Method;
import java.util.List;

/** Prints the signatures on the list of what means the same in DuckDB, one a line. */
public final class Signatures {

  private Signatures() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> list = Class.forName("io.icebridge.pushdown.duckdb.AllowList");
    Method signatures = list.getDeclaredMethod("signatures");
    signatures.setAccessible(true);
    for (Object signature : (List<?>) signatures.invoke(null)) {
      System.out.println(signature);
    }
  }
}
