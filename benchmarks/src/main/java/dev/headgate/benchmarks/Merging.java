package dev.headgate.benchmarks;

import dev.headgate.event.Event;
import dev.headgate.event.ProjectId;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import dev.headgate.store.postgresql.PostgresPersonStore;
import dev.headgate.store.postgresql.PostgresUrl;
import dev.headgate.store.sqlite.SqlitePersonStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What merging costs: one transaction per merge, as the field does it, beside Headgate's batches,
/// on one PostgreSQL with its usual settings (`fsync` included); then a long chain of merges,
/// oldest last.
///
/// ```
/// scripts/benchmark Merging --facts 200000 --persons 100000 --chain 50000 --by-transaction 40000
/// ```
///
/// Two histories ({@link MergeHistory}): ids that nobody has seen, and persons that are there
/// already, which is the case a merge is for. What happened before the merges is prepared on both
/// sides and not measured; nor is a smaller history that both sides run first, a few times, in
/// schemas that are thrown away. As long as the JVM compiles, it takes the processor from both.
public final class Merging {
  private static final int SMALL_SEGMENT = 20_000;
  private static final int CONNECTIONS = 8;
  private static final int WARM_UP_SHARE = 4;
  private static final int WARM_UPS = 3;

  private final MergeServer server;
  private final Path folder;
  private final int byTransaction;
  private int files;

  private Merging(MergeServer server, Path folder, int byTransaction) {
    this.server = server;
    this.folder = folder;
    this.byTransaction = byTransaction;
  }

  public static void main(String[] arguments) throws Exception {
    int facts = number(arguments, "--facts", 200_000);
    int persons = number(arguments, "--persons", facts / 2);
    int chain = number(arguments, "--chain", 50_000);
    int byTransaction = number(arguments, "--by-transaction", Math.min(facts, 40_000));
    String histories = EndToEnd.option(arguments, "--histories", "new,known");
    Path headgate = Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toRealPath();
    Path folder = Files.createTempDirectory("headgate-merging");
    try (MergeServer server = MergeServer.start(headgate.resolveSibling("."), folder)) {
      Merging benchmark = new Merging(server, folder, byTransaction);
      if (histories.contains("new")) {
        benchmark.warmUp(
            MergeHistory.newIds(facts / WARM_UP_SHARE, Math.max(1, persons / WARM_UP_SHARE)));
        benchmark.compare(MergeHistory.newIds(facts, persons));
      }
      if (histories.contains("known")) {
        benchmark.warmUp(
            MergeHistory.knownPersons(facts / WARM_UP_SHARE, Math.max(1, persons / WARM_UP_SHARE)));
        benchmark.compare(MergeHistory.knownPersons(facts, persons));
      }
      if (chain > 0) {
        MergeChains.measure(server, folder, chain);
      }
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private static int number(String[] arguments, String option, int otherwise) {
    return Integer.parseInt(EndToEnd.option(arguments, option, Integer.toString(otherwise)));
  }

  private void warmUp(MergeHistory history) throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      byTransactions(history, history.merges(), CONNECTIONS);
      MergeServer.drop(segments(history, history.merges(), MergeSpeed.SEGMENT, false).schema());
      MergeServer.drop(segments(history, history.shuffled(), SMALL_SEGMENT, true).schema());
    }
  }

  private void compare(MergeHistory history) throws Exception {
    List<Event> merges = history.merges();
    System.out.printf(
        "%s: %,d merge facts, %,d events before them%n",
        history.name(), merges.size(), history.before().size());
    List<Event> first = merges.subList(0, Math.min(merges.size(), byTransaction));
    Rate one = byTransactions(history, first, 1);
    Rate many = byTransactions(history, first, CONNECTIONS);
    System.out.printf("a transaction per merge (the first %,d of them):%n", first.size());
    print("1 connection", one);
    print(CONNECTIONS + " connections", many);
    System.out.printf(
        "Headgate, segments of %,d, folded at the end, as an import does:%n", MergeSpeed.SEGMENT);
    Stored inOrder = segments(history, merges, MergeSpeed.SEGMENT, false);
    print("in time order", inOrder.rate, one, many);
    Stored shuffled = segments(history, history.shuffled(), MergeSpeed.SEGMENT, false);
    print("shuffled", shuffled.rate, one, many);
    print("SQLite, in order", sqlite(history, merges), one, many);
    print("SQLite, shuffled", sqlite(history, history.shuffled()), one, many);
    System.out.printf("Headgate, batches of %,d, folded after each:%n", SMALL_SEGMENT);
    Stored small = segments(history, merges, SMALL_SEGMENT, true);
    print("in time order", small.rate, one, many);
    Stored smallShuffled = segments(history, history.shuffled(), SMALL_SEGMENT, true);
    print("shuffled", smallShuffled.rate, one, many);
    for (Stored other : List.of(shuffled, small, smallShuffled)) {
      requireSamePersons(inOrder.schema, other.schema);
      MergeServer.drop(other.schema);
    }
    MergeServer.drop(inOrder.schema);
    System.out.println("persons of all four: the same");
  }

  /// @param bytesWritten of write-ahead log, a merge; 0 if there is none
  private record Rate(double merges, long bytesWritten, String detail) {}

  private record Stored(PostgresUrl schema, Rate rate) {}

  private static void print(String name, Rate rate) {
    System.out.printf(
        "  %-18s %,8.0f merges/s, %,6d bytes of log a merge%n",
        name, rate.merges, rate.bytesWritten);
  }

  private static void print(String name, Rate rate, Rate one, Rate many) {
    System.out.printf(
        "  %-18s %,8.0f merges/s: %.1f times 1 connection, %.1f times %d (%s)%n",
        name,
        rate.merges,
        rate.merges / one.merges,
        rate.merges / many.merges,
        CONNECTIONS,
        rate.detail);
  }

  private Rate byTransactions(MergeHistory history, List<Event> merges, int connections)
      throws Exception {
    PostgresUrl schema = server.schema();
    try (Connection connection = MergeServer.connect(schema)) {
      TransactionPerMerge.makeTables(connection);
      TransactionPerMerge.addPersons(connection, history.before());
    }
    MergeServer.settle(schema);
    long written = MergeServer.written(schema);
    double rate = MergeSpeed.byTransactions(schema, merges, connections);
    written = MergeServer.written(schema) - written;
    MergeServer.drop(schema);
    return new Rate(rate, written / merges.size(), "");
  }

  private Stored segments(MergeHistory history, List<Event> merges, int segment, boolean foldEach)
      throws Exception {
    PostgresUrl schema = server.schema();
    try (PersonStore store = PostgresPersonStore.open(schema)) {
      MergeSpeed.bySegments(store, history.before(), MergeSpeed.SEGMENT, false);
      MergeServer.settle(schema);
      long written = MergeServer.written(schema);
      MergeSpeed.Took took = MergeSpeed.bySegments(store, merges, segment, foldEach);
      written = (MergeServer.written(schema) - written) / merges.size();
      String detail = detail(took) + ", %,d bytes of log a merge".formatted(written);
      return new Stored(schema, new Rate(merges.size() / took.all(), written, detail));
    }
  }

  private Rate sqlite(MergeHistory history, List<Event> merges) throws Exception {
    Path file = folder.resolve(++files + ".db");
    try (PersonStore store = SqlitePersonStore.open(file)) {
      MergeSpeed.bySegments(store, history.before(), MergeSpeed.SEGMENT, false);
      MergeSpeed.Took took = MergeSpeed.bySegments(store, merges, MergeSpeed.SEGMENT, false);
      return new Rate(merges.size() / took.all(), 0, detail(took));
    }
  }

  private static String detail(MergeSpeed.Took took) {
    return String.format(Locale.ROOT, "facts %.1f s, persons %.1f s", took.facts(), took.persons());
  }

  private static void requireSamePersons(PostgresUrl first, PostgresUrl second) throws StoreFault {
    if (!Arrays.equals(hashes(first), hashes(second))) {
      throw new IllegalStateException("the persons depend on the order");
    }
  }

  private static int[] hashes(PostgresUrl schema) throws StoreFault {
    int[] all = {0, 0};
    try (PersonStore store = PostgresPersonStore.open(schema)) {
      store.forEachPerson(
          ProjectId.DEFAULT,
          person -> {
            all[0]++;
            all[1] = 31 * all[1] + person.hashCode();
          });
    }
    return all;
  }
}
