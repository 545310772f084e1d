package dev.headgate.synth;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.NamedIds;
import dev.headgate.event.ProjectId;
import dev.headgate.json.JsonOutput;
import dev.headgate.spill.ExternalSort;
import dev.headgate.synth.Register.PersonKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the persons a history ends in as `export persons` does: one compact JSON object a line,
/// sorted by smallest distinct_id, ids and property keys sorted too, all by code point.
///
/// Sorted outside memory, one row a person:
///
/// ```
/// smallest distinct_id, UTF-8, padded with NUL | user | which of the user's persons
/// 44 bytes                                     | 4    | 1
/// ```
final class ExpectedPersons {
  private static final EventId NAMESPACE = new EventId(0x932979b465c34424L, 0x84670b66ec27bc22L);
  private static final int SORT_MEMORY_BYTES = 16 << 20;
  private static final int ROW_BYTES = UserIds.MAX_BYTES + 5;

  private final List<PersonKey> keys;
  private final People people;
  private final UserIds ids;
  private final PropertyValues values;
  private final NamedIds personIds = new NamedIds(NAMESPACE);
  private final byte[] project =
      (ProjectId.DEFAULT.number() + ":").getBytes(StandardCharsets.US_ASCII);

  ExpectedPersons(HistoryGenerator generator, SynthFormat format) {
    keys = PersonKey.sorted().stream().filter(key -> format.carries(key.key())).toList();
    people = generator.people();
    ids = generator.ids();
    values = generator.values();
  }

  void write(Path scratch, LineSink sink) throws IOException {
    try (ExternalSort sort = new ExternalSort(scratch, "persons", ROW_BYTES, SORT_MEMORY_BYTES)) {
      for (int user = 0; user < people.users(); user++) {
        addTo(sort, user, 1);
        addTo(sort, user, 2);
      }
      JsonOutput line = new JsonOutput(4 << 10);
      try (ExternalSort.Sorted sorted = sort.sorted()) {
        while (sorted.next()) {
          ByteBuffer row = ByteBuffer.wrap(sorted.row());
          line.clear();
          person(row.getInt(UserIds.MAX_BYTES), row.get(UserIds.MAX_BYTES + 4), line);
          sink.line(line.buffer(), 0, line.length());
        }
      }
    }
  }

  private void addTo(ExternalSort sort, int user, int which) throws IOException {
    List<byte[]> own = idsOf(user, which);
    if (own.isEmpty()) {
      return;
    }
    byte[] row = Arrays.copyOf(own.getFirst(), ROW_BYTES);
    ByteBuffer.wrap(row).putInt(UserIds.MAX_BYTES, user).put(UserIds.MAX_BYTES + 4, (byte) which);
    sort.add(row);
  }

  /// Sorted.
  private List<byte[]> idsOf(int user, int which) {
    List<byte[]> own = new ArrayList<>();
    for (IdSlot slot : IdSlot.values()) {
      if (people.which(user, slot) == which) {
        own.add(ids.utf8(user, slot));
      }
    }
    own.sort(Arrays::compareUnsigned);
    return own;
  }

  private void person(int user, int which, JsonOutput out) {
    PersonRows rows = people.rows();
    int row = people.row(user, which);
    EventId personId = personIds.of(project, ids.utf8(user, rows.firstSlot(row)));
    out.ascii("{\"person_id\":\"").bytes(personId.ascii()).ascii("\",\"distinct_ids\":[");
    String separator = "\"";
    for (byte[] id : idsOf(user, which)) {
      out.ascii(separator).bytes(id).ascii("\"");
      separator = ",\"";
    }
    out.ascii("],\"is_identified\":").ascii(rows.identified(row) ? "true" : "false");
    out.ascii(",\"created_at\":\"")
        .ascii(EventTime.format(rows.createdMicros(row)))
        .ascii("\",\"properties\":{");
    int empty = out.length();
    for (PersonKey key : keys) {
      if (rows.hasValue(row, key.register())) {
        out.ascii("\"").ascii(key.name()).ascii("\":");
        values.write(key.key(), user, rows.get(row, key.register()), out);
        out.ascii(",");
      }
    }
    out.truncate(Math.max(empty, out.length() - 1));
    out.ascii("}}");
  }
}
