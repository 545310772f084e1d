package dev.headgate.assess;

import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.event.IllegalIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What is counted of the events' distinct ids: how many events each has, and those that look like
/// no person.
final class IdTally implements AutoCloseable {
  private static final String ZERO_UUID = "00000000-0000-0000-0000-000000000000";

  /// The domains that RFC 2606 and RFC 6761 keep for examples and tests.
  private static final Set<String> EXAMPLE_DOMAINS =
      Set.of("example.com", "example.org", "example.net", "localhost", "test.com");

  private static final List<String> EXAMPLE_ENDS =
      List.of(".example", ".test", ".invalid", ".localhost");

  private final KeyTally counts;
  private final Examples illegal = new Examples();
  private final Examples zeroUuids = new Examples();
  private final Examples testAddresses = new Examples();

  IdTally(Path folder, int memoryBytes) {
    counts = new KeyTally(folder, "ids", memoryBytes);
  }

  void add(String id, int part, long line) throws IOException {
    counts.add(id);
    if (IllegalIds.isIllegal(id)) {
      illegal.add(part, line);
    } else if (id.length() == ZERO_UUID.length() && id.charAt(0) == '0' && id.equals(ZERO_UUID)) {
      zeroUuids.add(part, line);
    } else {
      int at = id.indexOf('@');
      if (at > 0 && isTestAddress(id, at)) {
        testAddresses.add(part, line);
      }
    }
  }

  /// An event of an id that stands in no record.
  void add(String id) throws IOException {
    counts.add(id);
  }

  /// `test@...`, `test+7@...`, `test.user@...`, and whatever is at a domain for examples.
  static boolean isTestAddress(String id, int at) {
    if (id.regionMatches(true, 0, "test", 0, 4)
        && (at == 4 || "+.-_".indexOf(id.charAt(4)) >= 0 || isNumber(id, 4, at))) {
      return true;
    }
    int domain = id.length() - at - 1;
    char last = domain == 0 ? ' ' : Character.toLowerCase(id.charAt(id.length() - 1));
    if ("megtd".indexOf(last) < 0) {
      return false;
    }
    String lower = id.substring(at + 1).toLowerCase(Locale.ROOT);
    return EXAMPLE_DOMAINS.contains(lower) || EXAMPLE_ENDS.stream().anyMatch(lower::endsWith);
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  void absorb(IdTally other) {
    counts.absorb(other.counts);
    illegal.absorb(other.illegal);
    zeroUuids.absorb(other.zeroUuids);
    testAddresses.absorb(other.testAddresses);
  }

  /// Called once, after the last {@link #add}.
  KeyTally.Ranking rank(int most) throws IOException {
    return counts.rank(most);
  }

  static List<IdCount> shares(KeyTally.Ranking ranking, long events) {
    return ranking.top().stream()
        .map(id -> new IdCount(id.key(), id.count(), (double) id.count() / events))
        .toList();
  }

  Examples illegal() {
    return illegal;
  }

  Examples zeroUuids() {
    return zeroUuids;
  }

  Examples testAddresses() {
    return testAddresses;
  }

  @Override
  public void close() throws IOException {
    counts.close();
  }
}
