package dev.headgate.eventlog.kafka;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A process that appends to a log of its own until it is killed, and prints how many events have
/// been acknowledged.
final class BrokerToKill {
  static final ProjectToken TOKEN = new ProjectToken("phc_kill");

  private BrokerToKill() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
    EventLog log = KafkaEventLog.open(broker.bootstrap(), 2, InstantSource.system());
    for (int from = 0; from < 1_000_000; from += 100) {
      List<CapturedEvent> events = new ArrayList<>();
      for (int number = from; number < from + 100; number++) {
        events.add(CapturedEvents.of("person " + number % 10, number));
      }
      log.append(Lane.HISTORICAL, TOKEN, events);
      System.out.println(from + 100);
    }
  }
}
