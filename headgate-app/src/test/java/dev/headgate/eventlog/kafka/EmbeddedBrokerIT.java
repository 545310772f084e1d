package dev.headgate.eventlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final Duration RESTART = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedSurvivesAKillAndTwoRestartsOnOtherPorts() throws Exception {
    Path data = folder.resolve("kafka");
    // What a kill while formatting leaves behind.
    Files.createDirectories(folder.resolve("kafka.new"));
    Files.writeString(folder.resolve("kafka.new").resolve("bootstrap.checkpoint"), "half a file");
    int acknowledged = acknowledgedBeforeKill(data, 5_000);

    Map<Partition, Long> end;
    Instant start = Instant.now();
    try (EmbeddedBroker broker = EmbeddedBroker.start(data);
        EventLog log = KafkaEventLog.open(broker.bootstrap(), 2, InstantSource.system())) {
      assertThat(Duration.between(start, Instant.now())).isLessThan(RESTART);
      Set<Long> numbers = numbers(log, acknowledged);
      for (long number = 0; number < acknowledged; number++) {
        assertThat(numbers).contains(number);
      }
      log.append(Lane.LIVE, BrokerToKill.TOKEN, List.of(CapturedEvents.of("last", -1)));
      end = log.endOffsets();
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(data);
        EventLog log = KafkaEventLog.open(broker.bootstrap(), 2, InstantSource.system())) {
      assertThat(log.endOffsets()).isEqualTo(end);
      assertThat(numbers(log, acknowledged + 1)).contains(-1L, 0L, acknowledged - 1L);
    }
  }

  /// Starts a process with a broker on this folder and kills it, as `kill -9` does, while it
  /// appends.
  private static int acknowledgedBeforeKill(Path data, int atLeast) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerToKill.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      int acknowledged = 0;
      while (acknowledged < atLeast) {
        String line = out.readLine();
        assertThat(line).as("the process says how many are acknowledged").isNotNull();
        acknowledged = Integer.parseInt(line);
      }
      process.destroyForcibly().onExit().join();
      return acknowledged;
    }
  }

  private static Set<Long> numbers(EventLog log, int atLeast) throws LogFault {
    Set<Long> numbers = new HashSet<>();
    try (LogReader reader = log.reader(Map.of())) {
      List<LoggedEvent> events = reader.poll(Duration.ofSeconds(10));
      while (!events.isEmpty() || numbers.size() < atLeast) {
        assertThat(events).as("after %d of %d", numbers.size(), atLeast).isNotEmpty();
        events.forEach(each -> numbers.add(each.captured().event().uuid().low()));
        events = reader.poll(Duration.ofMillis(500));
      }
    }
    return numbers;
  }
}
