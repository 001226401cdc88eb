// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Tells the recording script which signatures are on the allow-list. */
final class PrintSignatures {

  private PrintSignatures() {}

  public static void main(String[] arguments) {
    AllowList.signatures().forEach(System.out::println);
  }
}
