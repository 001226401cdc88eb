// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.engine.Engine;
import io.icebridge.tx.RowIds;
import io.icebridge.tx.TableChanges;
import io.icebridge.tx.TableView;
import java.util.function.Supplier;

/**
 * What the writers of one statement need.
 *
 * @param changes what the statement does to the table
 * @param view what it sees of it
 * @param latest all that the transaction has done to it by now, by whatever statement
 * @param rowIds the numbers of the table's rows in this transaction
 * @param nameMapped knows files without field ids
 */
record WriteContext(
    Engine engine,
    TableChanges changes,
    TableView view,
    Supplier<TableView> latest,
    RowIds rowIds,
    NameMappedFiles nameMapped) {}
