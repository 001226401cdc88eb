// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/**
 * A data file that a statement sees, and what is deleted from it.
 *
 * <p>Immutable; to be treated as such: neither the files nor the positions may be changed.
 *
 * @param file the data file; its bounds and counts are there where the table keeps them
 * @param deletes committed delete files that apply to it (position and equality deletes, deletion
 *     vectors); where a deletion vector is among them it is the only position delete
 * @param removed positions of rows that this transaction has removed; null where there are none.
 *     They come on top of {@code deletes}, and may repeat rows deleted there
 */
public record LiveFile(DataFile file, List<DeleteFile> deletes, PositionDeleteIndex removed) {}
