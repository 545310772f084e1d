package dev.headgate.standalone;

import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.kafka.EmbeddedBroker;
import dev.headgate.store.Loop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// The embedded broker, and a fault that tests put in: as long as the file `stop-broker` lies in
/// the data directory, the broker is stopped, and then it starts again where it was. Off unless the
/// environment says `HEADGATE_STOPPABLE_BROKER=yes`.
final class StoppableBroker implements AutoCloseable {
  static final String VARIABLE = "HEADGATE_STOPPABLE_BROKER";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Path stop;
  private final Consumer<String> remarks;
  private final Loop watch = new Loop("headgate-broker-watch", this::watch);
  private EmbeddedBroker broker;
  private boolean running = true;
  private boolean told;

  private StoppableBroker(EmbeddedBroker broker, Path folder, Consumer<String> remarks) {
    this.broker = broker;
    this.stop = folder.resolve("stop-broker");
    this.remarks = remarks;
  }

  static StoppableBroker start(DataDirectory directory, Consumer<String> remarks) throws LogFault {
    EmbeddedBroker broker = EmbeddedBroker.start(directory.logFolder());
    StoppableBroker stoppable = new StoppableBroker(broker, directory.folder(), remarks);
    if ("yes".equals(System.getenv(VARIABLE))) {
      stoppable.watch.start();
    }
    return stoppable;
  }

  synchronized String bootstrap() {
    return broker.bootstrap();
  }

  private void watch() {
    while (!watch.closed()) {
      watch.pause(BETWEEN_LOOKS);
      try {
        lookAgain();
        told = false;
      } catch (LogFault e) {
        if (!told) {
          remarks.accept("the broker does not start again: " + e.getMessage());
        }
        told = true;
      }
    }
  }

  private synchronized void lookAgain() throws LogFault {
    boolean stopped = Files.exists(stop);
    if (stopped && running) {
      broker.close();
      running = false;
    } else if (!stopped && !running) {
      broker = broker.startAgain();
      running = true;
    }
  }

  @Override
  public void close() {
    watch.close();
    synchronized (this) {
      if (running) {
        broker.close();
      }
    }
  }
}
