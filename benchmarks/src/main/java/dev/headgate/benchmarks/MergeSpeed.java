package dev.headgate.benchmarks;

import dev.headgate.event.Event;
import dev.headgate.event.ProjectId;
import dev.headgate.store.FactCollector;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import dev.headgate.store.Worker;
import dev.headgate.store.postgresql.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How the two sides take events, and how long each needs.
final class MergeSpeed {
  /// Events of a segment: what the worker stores at once, while it has plenty to store.
  static final int SEGMENT = Worker.Cut.DEFAULT.events();

  private MergeSpeed() {}

  /// A merge an event, each a transaction; events of one person on one connection.
  static double byTransactions(PostgresUrl schema, List<Event> merges, int connections)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      long started = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int share = i;
        ends.add(
            threads.submit(() -> {
              try (Connection connection = MergeServer.connect(schema);
                  TransactionPerMerge merging = new TransactionPerMerge(connection)) {
                for (Event event : merges) {
                  if (Math.floorMod(event.distinctId().hashCode(), connections) == share) {
                    merge(merging, event);
                  }
                }
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return merges.size() / seconds(started);
    }
  }

  private static void merge(TransactionPerMerge merging, Event event) throws SQLException {
    String json = event.properties().toString();
    int from = json.indexOf("device-");
    String other = json.substring(from, json.indexOf('"', from));
    String set = json.substring(json.indexOf("{\"plan"), json.length() - 1);
    merging.merge(event.distinctId().value(), other, set, event.timestampMicros());
  }

  /// What Headgate needed, in seconds.
  ///
  /// @param facts until all facts were stored
  /// @param persons from then on until all persons were computed
  record Took(double facts, double persons) {
    double all() {
      return facts + persons;
    }
  }

  /// Stores events as the worker does: what a segment says is read from its events while the one
  /// before is stored.
  ///
  /// @param foldEach whether persons are computed after each segment, and not only at the end
  static Took bySegments(PersonStore store, List<Event> events, int segment, boolean foldEach)
      throws StoreFault, InterruptedException {
    try (ExecutorService storing = Executors.newSingleThreadExecutor()) {
      long started = System.nanoTime();
      FactCollector collector = new FactCollector();
      Future<?> stored = CompletableFuture.completedFuture(true);
      for (int from = 0; from < events.size(); from += segment) {
        for (Event event : events.subList(from, Math.min(events.size(), from + segment))) {
          collector.add(ProjectId.DEFAULT, 1, event);
        }
        PersonFacts facts = collector.take();
        await(stored);
        stored =
            storing.submit(() -> {
              store.apply(facts, Map.of());
              if (foldEach) {
                store.fold();
              }
              return null;
            });
      }
      await(stored);
      double facts = seconds(started);
      store.fold();
      return new Took(facts, seconds(started) - facts);
    }
  }

  private static void await(Future<?> stored) throws StoreFault, InterruptedException {
    try {
      stored.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreFault fault) {
        throw fault;
      }
      throw new IllegalStateException(e);
    }
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
