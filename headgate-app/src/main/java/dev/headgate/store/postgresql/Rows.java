package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How values stand in columns, and in the arrays that a batch is sent as.
final class Rows {
  /// The columns {@link #fact} reads, in its order.
  static final String FACT_COLUMNS = "at, uuid, into_id, other_id, kind";

  /// Ids in one statement.
  private static final int SLICE = 5_000;

  private Rows() {}

  /// What stands in `status` for what became of a legal merge.
  static @Nullable String status(MergeOutcome outcome) {
    return outcome == MergeOutcome.JOINED ? null : outcome.name();
  }

  static MergeOutcome outcome(@Nullable String status) {
    return status == null ? MergeOutcome.JOINED : MergeOutcome.valueOf(status);
  }

  static MergeFact fact(ResultSet row) throws SQLException {
    return new MergeFact(
        new Stamp(row.getLong(1), eventId(row, 2)),
        new DistinctId(row.getString(3)),
        new DistinctId(row.getString(4)),
        MergeKind.valueOf(row.getString(5)));
  }

  static UUID uuid(EventId id) {
    return new UUID(id.high(), id.low());
  }

  static EventId eventId(ResultSet row, int column) throws SQLException {
    UUID uuid = row.getObject(column, UUID.class);
    return new EventId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// The order in which ids are written: any, as long as it is everybody's.
  static int inOrder(DistinctId a, DistinctId b) {
    return a.value().compareTo(b.value());
  }

  /// Those of one statement each, in their order.
  static List<List<DistinctId>> slices(List<DistinctId> ids) {
    return IntStream.iterate(0, from -> from < ids.size(), from -> from + SLICE)
        .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + SLICE)))
        .toList();
  }

  static void setIds(PreparedStatement statement, int place, Collection<DistinctId> ids)
      throws SQLException {
    String[] texts = new String[ids.size()];
    int next = 0;
    for (DistinctId id : ids) {
      texts[next++] = id.value();
    }
    statement.setArray(place, statement.getConnection().createArrayOf("text", texts));
  }

  static Map<Partition, Long> offsets(Connection connection) throws SQLException {
    Map<Partition, Long> offsets = new HashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT lane, number, next_offset FROM positions");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        offsets.put(new Partition(Lane.valueOf(row.getString(1)), row.getInt(2)), row.getLong(3));
      }
    }
    return offsets;
  }
}
