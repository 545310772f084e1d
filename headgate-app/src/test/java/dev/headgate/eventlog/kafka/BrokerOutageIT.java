package dev.headgate.eventlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.Await;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.eventlog.spool.SpooledEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that is stopped under live load, and starts again where it was.
class BrokerOutageIT {
  private static final ProjectToken TOKEN = new ProjectToken("phc_outage");
  private static final int CLIENTS = 4;

  @TempDir Path folder;
  private final AtomicInteger appended = new AtomicInteger();
  private volatile boolean over;

  /// Appends one event after the other of an id of its own, and answers how many; a fault is one of
  /// the test.
  private int append(EventLog log, String id) throws Exception {
    int number = 0;
    while (!over) {
      log.append(Lane.LIVE, TOKEN, List.of(CapturedEvents.of(id, number++)));
      appended.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(5); // slower than the spool is handed on, or it would never end
    }
    return number;
  }

  @Test
  void nothingIsRefusedOrLostAndTheOrderOfAnIdIsKept() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("log"));
    List<String> remarks = new CopyOnWriteArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    try (EventLog kafka = KafkaEventLog.open(broker.bootstrap(), 4, InstantSource.system());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      try (SpooledEventLog log =
          SpooledEventLog.open(
              kafka,
              folder.resolve("spool"),
              64 << 20,
              Duration.ofMillis(500),
              InstantSource.system(),
              remarks::add)) {
        List<Future<Integer>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          String id = "client-" + client;
          running.add(clients.submit(() -> append(log, id)));
        }
        Await.until("the first events", () -> appended.get() > 50);
        broker.close();
        Await.until("a spool", () -> log.spooledBytes() > 0);
        int before = appended.get();
        Await.until("more of it", () -> appended.get() > before + 500);
        broker = broker.startAgain();
        Await.until("the end of the spool", () -> log.drained() > 500 && log.spooledBytes() == 0);
        int after = appended.get();
        Await.until("events beside it", () -> appended.get() > after + 50);
        over = true;
        for (Future<Integer> each : running) {
          numbers.add(each.get());
        }
        Await.until("an empty spool", () -> log.spooledBytes() == 0);
      }
      Map<String, Set<String>> inOrder = inOrder(kafka);
      for (int client = 0; client < CLIENTS; client++) {
        String id = "client-" + client;
        List<String> wanted = new ArrayList<>();
        for (int number = 0; number < numbers.get(client); number++) {
          wanted.add(CapturedEvents.of(id, number).event().uuid().toString());
        }
        assertThat(new ArrayList<>(inOrder.getOrDefault(id, Set.of())))
            .as("%s, %s", id, remarks)
            .isEqualTo(wanted);
      }
    } finally {
      broker.close();
    }
  }

  /// The uuids of each id as they come out of the log, each where it came first.
  private static Map<String, Set<String>> inOrder(EventLog log) throws Exception {
    Map<String, Set<String>> uuids = new HashMap<>();
    try (LogReader reader = log.reader(Map.of())) {
      Map<Partition, Long> left = new HashMap<>(log.endOffsets());
      left.values().removeIf(end -> end == 0);
      while (!left.isEmpty()) {
        for (LoggedEvent each : reader.poll(Duration.ofMillis(200))) {
          uuids
              .computeIfAbsent(
                  each.captured().event().distinctId().value(), _ -> new LinkedHashSet<>())
              .add(each.captured().event().uuid().toString());
          left.remove(each.partition(), each.offset() + 1);
        }
      }
    }
    return uuids;
  }
}
