package dev.headgate.store.sqlite;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Stamp;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How values stand in columns.
final class FactRows {
  /// The columns {@link #fact} reads, in its order.
  static final String FACT_COLUMNS = "at, uuid, into_id, other_id, kind";

  /// The legal merges of an id; parameters: project, distinct_id. Without statistics SQLite would
  /// take the primary key, and read every merge of the project.
  static final String BY_INTO =
      "INDEXED BY merges_by_into WHERE reason IS NULL AND project = ? AND into_id = ?";

  static final String BY_OTHER =
      "INDEXED BY merges_by_other WHERE reason IS NULL AND project = ? AND other_id = ?";

  private FactRows() {}

  static MergeFact fact(ResultSet row) throws SQLException {
    return new MergeFact(
        new Stamp(row.getLong(1), uuid(row.getBytes(2))),
        new DistinctId(row.getString(3)),
        new DistinctId(row.getString(4)),
        MergeKind.valueOf(row.getString(5)));
  }

  /// What stands for an outcome; nothing for the usual one.
  static @Nullable String status(MergeOutcome outcome) {
    return outcome == MergeOutcome.JOINED ? null : outcome.name();
  }

  /// What became of a legal merge, once it is folded.
  static MergeOutcome outcome(@Nullable String status) {
    return status == null ? MergeOutcome.JOINED : MergeOutcome.valueOf(status);
  }

  /// 16 bytes, in the order in which uuids are compared.
  static byte[] bytes(EventId uuid) {
    return ByteBuffer.allocate(16).putLong(uuid.high()).putLong(uuid.low()).array();
  }

  static EventId uuid(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new EventId(in.getLong(), in.getLong());
  }
}
