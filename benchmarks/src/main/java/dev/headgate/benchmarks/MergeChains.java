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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A long chain of merges, one person in the end, at three sizes. Each merge joins what the next
/// older one will join further, and the oldest comes last: so the component grows from its young
/// end to its old one.
final class MergeChains {
  private static final int SEGMENT = 5_000;

  private MergeChains() {}

  static void measure(MergeServer server, Path folder, int longest) throws Exception {
    System.out.println("a chain of merges, one component, oldest last:");
    for (int length : new int[] {longest / 4, longest / 2, longest}) {
      List<Event> oldestLast = oldestLast(length);
      for (boolean foldEach : new boolean[] {false, true}) {
        PostgresUrl schema = server.schema();
        double took = seconds(PostgresPersonStore.open(schema), oldestLast, foldEach);
        print("PostgreSQL", length, foldEach, took, MergeServer.bytes(schema));
        MergeServer.drop(schema);
        Path file = folder.resolve("chain-" + length + foldEach + ".db");
        took = seconds(SqlitePersonStore.open(file), oldestLast, foldEach);
        print("SQLite", length, foldEach, took, Files.size(file));
      }
    }
  }

  private static void print(String store, int length, boolean foldEach, double took, long bytes) {
    System.out.printf(
        "  %-10s %,7d facts, folded %-19s %6.2f s, %4.0f us and %4d bytes a fact%n",
        store,
        length,
        foldEach ? "after each %,d:".formatted(SEGMENT) : "once:",
        took,
        took * 1e6 / length,
        bytes / length);
  }

  private static List<Event> oldestLast(int length) {
    Random random = new Random(length);
    List<Event> events = new ArrayList<>(length);
    for (int i = length - 1; i >= 0; i--) {
      events.add(MergeHistory.bare("c" + i, "c" + (i + 1), i * 1_000_000L, random));
    }
    return events;
  }

  private static double seconds(PersonStore store, List<Event> events, boolean foldEach)
      throws StoreFault, InterruptedException {
    try (store) {
      double took = MergeSpeed.bySegments(store, events, SEGMENT, foldEach).all();
      int[] found = {0, 0};
      store.forEachPerson(
          ProjectId.DEFAULT,
          person -> {
            found[0]++;
            found[1] = person.distinctIds().size();
          });
      if (found[0] != 1 || found[1] != events.size() + 1) {
        throw new IllegalStateException("the chain is not one person: " + Arrays.toString(found));
      }
      return took;
    }
  }
}
