package dev.headgate.benchmarks;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.store.FactCollector;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import dev.headgate.store.Worker;
import dev.headgate.store.postgresql.PostgresPersonStore;
import dev.headgate.store.postgresql.PostgresUrl;
import dev.headgate.store.sqlite.SqlitePersonStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What merging costs: one transaction per merge, as the field does it, beside Headgate's batches,
/// on one PostgreSQL with its usual settings (`fsync` included); then a long chain of merges,
/// oldest last.
///
/// ```
/// scripts/benchmark Merging --facts 200000 --persons 100000 --chain 50000 --by-transaction 40000
/// ```
public final class Merging {
  /// Events of a segment: what the worker stores at once, while it has plenty to store.
  private static final int SEGMENT = Worker.Cut.DEFAULT.events();

  private static final int SMALL_BATCH = 20_000;
  private static final long SEED = 20_261_124;
  private static final int CONNECTIONS = 8;

  private final Path scripts;
  private final Path folder;
  private final Path cluster;
  private int schemas;

  private Merging(Path home, Path folder, Path cluster) {
    this.scripts = home.resolve("scripts");
    this.folder = folder;
    this.cluster = cluster;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    int facts = number(words, "--facts", 200_000);
    int persons = number(words, "--persons", facts / 2);
    int chain = number(words, "--chain", 50_000);
    int byTransaction = number(words, "--by-transaction", Math.min(facts, 40_000));
    Path headgate = Path.of(words.get(words.indexOf("--headgate") + 1)).toRealPath();
    Path folder = Files.createTempDirectory("headgate-merging");
    Path cluster = Files.createTempDirectory("headgate-merging-postgresql");
    Merging benchmark = new Merging(headgate.resolveSibling("."), folder, cluster);
    try {
      String url = benchmark.server("start");
      try {
        benchmark.compare(url, facts, persons, byTransaction);
        benchmark.chains(url, chain);
      } finally {
        benchmark.server("stop");
      }
    } finally {
      ChildProcess.run(
          List.of("rm", "-rf", folder.toString(), cluster.toString()), Path.of("/tmp"));
    }
  }

  private static int number(List<String> words, String option, int otherwise) {
    int at = words.indexOf(option);
    return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
  }

  private String server(String verb) throws IOException, InterruptedException {
    return ChildProcess.run(
            List.of(scripts.resolve("postgresql").toString(), verb, cluster.toString()),
            Path.of("/tmp"))
        .output()
        .strip();
  }

  private void compare(String url, int facts, int persons, int byTransaction) throws Exception {
    List<Event> inOrder = identifies(facts, persons);
    List<Event> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(SEED));
    System.out.printf("%,d merge facts over %,d persons%n", facts, persons);
    double one = perTransaction(url, inOrder.subList(0, byTransaction), 1);
    double many = perTransaction(url, inOrder.subList(0, byTransaction), CONNECTIONS);
    System.out.printf(
        "a transaction per merge, 1 connection   %,10.0f merges/s (the first %,d)%n",
        one, byTransaction);
    System.out.printf(
        "a transaction per merge, %d connections  %,10.0f merges/s%n", CONNECTIONS, many);
    Rates rates = new Rates(one, many);
    System.out.printf(
        "Headgate, segments of %,d, folded at the end, as an import does:%n", SEGMENT);
    PostgresUrl first = schema(url);
    PostgresUrl second = schema(url);
    rates.print("in time order", segments(PostgresPersonStore.open(first), inOrder));
    rates.print("shuffled", segments(PostgresPersonStore.open(second), shuffled));
    requireSamePersons(first, second);
    rates.print(
        "SQLite, in order", segments(SqlitePersonStore.open(folder.resolve("a.db")), inOrder));
    rates.print(
        "SQLite, shuffled", segments(SqlitePersonStore.open(folder.resolve("b.db")), shuffled));
    System.out.printf("Headgate, batches of %,d, folded after each:%n", SMALL_BATCH);
    PostgresUrl third = schema(url);
    PostgresUrl fourth = schema(url);
    rates.print("in time order", small(PostgresPersonStore.open(third), inOrder));
    rates.print("shuffled", small(PostgresPersonStore.open(fourth), shuffled));
    requireSamePersons(first, third);
    requireSamePersons(first, fourth);
    System.out.println("persons of all four: the same");
  }

  /// Merges a second of a transaction each, to be compared with.
  private record Rates(double one, double many) {
    void print(String name, double rate) {
      System.out.printf(
          "  %-26s %,10.0f merges/s: %.1f times 1 connection, %.1f times %d%n",
          name, rate, rate / one, rate / many, CONNECTIONS);
    }
  }

  private static double segments(PersonStore store, List<Event> events) throws StoreFault {
    return batches(store, events, SEGMENT, false);
  }

  private static double small(PersonStore store, List<Event> events) throws StoreFault {
    return batches(store, events, SMALL_BATCH, true);
  }

  /// A person signs in on several devices, one after the other, at random times.
  private static List<Event> identifies(int facts, int persons) {
    Random random = new Random(SEED);
    List<Event> events = new ArrayList<>(facts);
    for (int i = 0; i < facts; i++) {
      int person = i % persons;
      String properties =
          "{\"$anon_distinct_id\":\"device-%d-%d\",\"$set\":{\"plan\":\"p%d\",\"seats\":%d}}"
              .formatted(person, i / persons, random.nextInt(5), random.nextInt(100));
      events.add(event("user-" + person, random.nextInt(1 << 30) * 1_000L, properties, random));
    }
    events.sort((a, b) -> Long.compare(a.timestampMicros(), b.timestampMicros()));
    return events;
  }

  private static Event event(String id, long micros, String properties, Random random) {
    return new Event(
        new EventId(random.nextLong(), random.nextLong()),
        "$identify",
        new DistinctId(id),
        micros,
        JsonBytes.of(properties));
  }

  private double perTransaction(String url, List<Event> events, int connections)
      throws SQLException, InterruptedException, java.util.concurrent.ExecutionException {
    PostgresUrl schema = schema(url);
    try (Connection connection = connect(schema)) {
      TransactionPerMerge.makeTables(connection);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      long started = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int share = i;
        ends.add(
            threads.submit(() -> {
              try (TransactionPerMerge merging = new TransactionPerMerge(connect(schema))) {
                for (Event event : events) {
                  if (Math.floorMod(event.distinctId().hashCode(), connections) == share) {
                    String json = event.properties().toString();
                    int from = json.indexOf("device-");
                    String other = json.substring(from, json.indexOf('"', from));
                    String set = json.substring(json.indexOf("{\"plan"), json.length() - 1);
                    merging.merge(event.distinctId().value(), other, set, event.timestampMicros());
                  }
                }
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return events.size() / seconds(started);
    }
  }

  private static double batches(PersonStore store, List<Event> events, int batch, boolean foldEach)
      throws StoreFault {
    try (store) {
      long started = System.nanoTime();
      FactCollector collector = new FactCollector();
      for (int from = 0; from < events.size(); from += batch) {
        for (Event event : events.subList(from, Math.min(events.size(), from + batch))) {
          collector.add(ProjectId.DEFAULT, 1, event);
        }
        store.apply(collector.take(), Map.of());
        if (foldEach) {
          store.fold();
        }
      }
      double applied = seconds(started);
      store.fold();
      double all = seconds(started);
      if (!foldEach) {
        System.out.printf("  (facts %.1f s, persons %.1f s)%n", applied, all - applied);
      }
      return events.size() / all;
    }
  }

  private static void requireSamePersons(PostgresUrl first, PostgresUrl second) throws StoreFault {
    List<List<Integer>> hashes = new ArrayList<>();
    for (PostgresUrl url : List.of(first, second)) {
      List<Integer> ofOne = new ArrayList<>();
      try (PersonStore store = PostgresPersonStore.open(url)) {
        store.forEachPerson(ProjectId.DEFAULT, person -> ofOne.add(person.hashCode()));
      }
      hashes.add(ofOne);
    }
    if (!hashes.getFirst().equals(hashes.getLast())) {
      throw new IllegalStateException("the persons depend on the order");
    }
  }

  /// Each merge joins what the next older one will join further, so the component grows from its
  /// young end to its old one.
  private void chains(String url, int longest) throws Exception {
    System.out.println("a chain of merges, one component, oldest last:");
    for (int length : new int[] {longest / 4, longest / 2, longest}) {
      List<Event> oldestLast = new ArrayList<>();
      Random random = new Random(SEED);
      for (int i = length - 1; i >= 0; i--) {
        oldestLast.add(
            event("c" + i, i * 1_000_000L, "{\"$anon_distinct_id\":\"c" + (i + 1) + "\"}", random));
      }
      for (boolean foldEach : new boolean[] {false, true}) {
        PostgresUrl schema = schema(url);
        Duration took = chain(PostgresPersonStore.open(schema), oldestLast, foldEach);
        System.out.printf(
            "  PostgreSQL %,7d facts, folded %-17s %6.2f s, %4.0f us and %4d bytes a fact%n",
            length,
            foldEach ? "after each batch:" : "once:",
            took.toNanos() / 1e9,
            took.toNanos() / 1e3 / length,
            bytes(schema) / length);
      }
      Path file = folder.resolve("chain-" + length + ".db");
      Duration took = chain(SqlitePersonStore.open(file), oldestLast, false);
      System.out.printf(
          "  SQLite     %,7d facts, folded once:             %6.2f s, %4.0f us and %4d bytes a fact%n",
          length, took.toNanos() / 1e9, took.toNanos() / 1e3 / length, Files.size(file) / length);
    }
  }

  private static Duration chain(PersonStore store, List<Event> events, boolean foldEach)
      throws StoreFault {
    try (store) {
      long started = System.nanoTime();
      FactCollector collector = new FactCollector();
      for (int from = 0; from < events.size(); from += SMALL_BATCH / 4) {
        for (Event event : events.subList(from, Math.min(events.size(), from + SMALL_BATCH / 4))) {
          collector.add(ProjectId.DEFAULT, 1, event);
        }
        store.apply(collector.take(), Map.of());
        if (foldEach) {
          store.fold();
        }
      }
      store.fold();
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      int[] ids = {0, 0};
      store.forEachPerson(
          ProjectId.DEFAULT,
          person -> {
            ids[0]++;
            ids[1] = person.distinctIds().size();
          });
      if (ids[0] != 1 || ids[1] != events.size() + 1) {
        throw new IllegalStateException("the chain is not one person: " + Arrays.toString(ids));
      }
      return took;
    }
  }

  private PostgresUrl schema(String url) throws SQLException {
    String name = "s" + ++schemas;
    try (Connection connection = connect(PostgresUrl.parse(url).orElseThrow());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
      connection.commit();
    }
    return PostgresUrl.parse(url + "?currentSchema=" + name).orElseThrow();
  }

  private long bytes(PostgresUrl schema) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT sum(pg_total_relation_size(oid)) FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'\
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Connection connect(PostgresUrl url) throws SQLException {
    Connection connection = DriverManager.getConnection(url.jdbc());
    connection.setAutoCommit(false);
    return connection;
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
