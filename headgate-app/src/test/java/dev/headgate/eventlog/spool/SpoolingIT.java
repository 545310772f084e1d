package dev.headgate.eventlog.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.Await;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.MoodyLog;
import dev.headgate.eventlog.MoodyLog.Mood;
import dev.headgate.eventlog.memory.MemoryEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log behind that fails, is silent, takes and says it did not, and comes back.
class SpoolingIT {
  private static final ProjectToken TOKEN = new ProjectToken("phc_spool");
  private static final Duration SILENCE = Duration.ofMillis(300);

  @TempDir Path folder;

  private final MemoryEventLog memory = new MemoryEventLog(4);
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final MoodyLog behind = new MoodyLog(memory);

  @AfterEach
  void close() {
    memory.close();
  }

  private SpooledEventLog open(long maxBytes) throws LogFault {
    return SpooledEventLog.open(
        behind, folder, maxBytes, SILENCE, InstantSource.system(), remarks::add);
  }

  private static void append(EventLog log, String id, int number) throws LogFault {
    log.append(Lane.LIVE, TOKEN, List.of(CapturedEvents.of(id, number)));
  }

  private List<CapturedEvent> stored() throws LogFault {
    List<CapturedEvent> events = new ArrayList<>();
    try (LogReader reader = memory.reader(Map.of())) {
      List<LoggedEvent> some = reader.poll(Duration.ZERO);
      while (!some.isEmpty()) {
        some.forEach(each -> events.add(each.captured()));
        some = reader.poll(Duration.ZERO);
      }
    }
    return events;
  }

  private void awaitEmpty(SpooledEventLog log) throws Exception {
    Await.until("an empty spool", () -> remarks.contains("live events go to the log again"));
    assertThat(log.spooledBytes()).isZero();
  }

  @Test
  void eventsGoToFilesWhileTheLogFailsAndAreHandedOnInTheirOrder() throws Exception {
    try (SpooledEventLog log = open(1 << 20)) {
      append(log, "u", 1);
      behind.be(Mood.FAILING);
      for (int number = 2; number < 50; number++) {
        append(log, "u", number);
      }
      assertThat(stored()).hasSize(1);
      assertThat(log.spooledBytes()).isPositive();
      String notYet = "spooled events cannot be handed on yet: out of order";
      Await.until("a first try to hand them on", () -> remarks.contains(notYet));
      behind.be(Mood.WELL);
      append(log, "u", 50);
      awaitEmpty(log);
      append(log, "u", 51);
      List<CapturedEvent> wanted = new ArrayList<>();
      for (int number = 1; number <= 51; number++) {
        wanted.add(CapturedEvents.of("u", number));
      }
      assertThat(stored()).isEqualTo(wanted);
      assertThat(log.drained()).isEqualTo(49);
      assertThat(remarks)
          .containsExactly(
              "live events go to the spool: out of order",
              notYet,
              "live events go to the log again");
    }
  }

  @Test
  void whatIsInFilesIsHandedOnAfterACrash() throws Exception {
    behind.be(Mood.FAILING);
    try (SpooledEventLog log = open(1 << 20)) {
      append(log, "u", 1);
      append(log, "u", 2);
    }
    behind.be(Mood.WELL);
    try (SpooledEventLog log = open(1 << 20)) {
      append(log, "u", 3);
      awaitEmpty(log);
      assertThat(stored())
          .containsExactly(
              CapturedEvents.of("u", 1), CapturedEvents.of("u", 2), CapturedEvents.of("u", 3));
    }
  }

  @Test
  void aSilentLogHoldsUpNobodyForLong() throws Exception {
    try (SpooledEventLog log = open(1 << 20)) {
      behind.be(Mood.SILENT);
      append(log, "u", 1);
      append(log, "u", 2);
      assertThat(remarks).containsExactly("live events go to the spool: out of patience");
      assertThat(stored()).isEmpty();
      behind.be(Mood.WELL);
      awaitEmpty(log);
      assertThat(stored()).containsExactly(CapturedEvents.of("u", 1), CapturedEvents.of("u", 2));
    }
  }

  @Test
  void aFaultAfterTheLogHasTakenAnEventGivesItTwiceAndLosesNone() throws Exception {
    try (SpooledEventLog log = open(1 << 20)) {
      behind.be(Mood.TAKING_AND_FAILING);
      append(log, "u", 1);
      behind.be(Mood.WELL);
      awaitEmpty(log);
      assertThat(stored()).contains(CapturedEvents.of("u", 1)).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aFullSpoolRefusesUntilTheLogIsBack() throws Exception {
    try (SpooledEventLog log = open(4_000)) {
      behind.be(Mood.FAILING);
      int[] taken = {0};
      assertThatThrownBy(
              () -> {
                while (true) {
                  append(log, "u", taken[0]);
                  taken[0]++;
                }
              })
          .isInstanceOf(LogFault.class)
          .hasMessageContaining("its spool is full");
      assertThat(taken[0]).isBetween(4, 40);
      behind.be(Mood.WELL);
      awaitEmpty(log);
      assertThat(stored()).hasSize(taken[0]);
    }
  }

  @Test
  void aRequestWithoutAnEventIsNothingToWaitFor() throws Exception {
    try (SpooledEventLog log = open(1 << 20)) {
      behind.be(Mood.FAILING);
      log.append(Lane.LIVE, TOKEN, List.of());
      append(log, "u", 1);
      log.append(Lane.LIVE, TOKEN, List.of());
      behind.be(Mood.WELL);
      awaitEmpty(log);
      assertThat(stored()).containsExactly(CapturedEvents.of("u", 1));
    }
  }

  @Test
  void importsAreNotSpooled() throws Exception {
    try (SpooledEventLog log = open(1 << 20)) {
      behind.be(Mood.FAILING);
      assertThatThrownBy(
              () -> log.append(Lane.HISTORICAL, TOKEN, List.of(CapturedEvents.of("u", 1))))
          .isInstanceOf(LogFault.class);
      assertThat(log.spooledBytes()).isZero();
    }
  }

  @Test
  void whateverTheMoodsAllIsHandedOnAndEachWritersEventsInTheirOrder() throws Exception {
    int writers = 8;
    int each = 150;
    long seed = Long.getLong("seed", 20_261_126L);
    try (SpooledEventLog log = open(64 << 20);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String id = "writer " + writer;
        running.add(
            threads.submit(() -> {
              for (int number = 0; number < each; number++) {
                append(log, id, number);
              }
              return null;
            }));
      }
      Random random = new Random(seed);
      List<Mood> moods = List.of(Mood.WELL, Mood.FAILING, Mood.TAKING_AND_FAILING);
      while (running.stream().anyMatch(future -> !future.isDone())) {
        behind.be(moods.get(random.nextInt(moods.size())));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      }
      for (Future<?> future : running) {
        future.get();
      }
      behind.be(Mood.WELL);
      Await.until("all of it", () -> log.spooledBytes() == 0);
      Map<String, List<CapturedEvent>> byWriter = new HashMap<>();
      for (CapturedEvent event : stored()) {
        List<CapturedEvent> events =
            byWriter.computeIfAbsent(event.event().distinctId().value(), _ -> new ArrayList<>());
        if (!events.contains(event)) {
          events.add(event);
        }
      }
      for (int writer = 0; writer < writers; writer++) {
        String id = "writer " + writer;
        List<CapturedEvent> wanted = new ArrayList<>();
        for (int number = 0; number < each; number++) {
          wanted.add(CapturedEvents.of(id, number));
        }
        assertThat(byWriter.get(id)).as("%s, seed %d", id, seed).isEqualTo(wanted);
      }
    }
  }
}
