package dev.headgate.send;

import dev.headgate.event.JsonBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Carries one batch to capture until every event of it is either durable there or known to be
/// unacceptable: waits when told to, and halves a request that is refused until the event at fault
/// stands alone.
final class Delivery {

  /// How it ended.
  sealed interface Result {}

  /// @param refused events capture will never take, each with its reason
  record Done(List<Refused> refused) implements Result {}

  record Paused(String reason, String next) implements Result {}

  record Refused(Batch.Sent event, String reason) {}

  private final BatchSender sender;
  private final Compression compression;
  private final Sleeper sleeper;
  private final Listener listener;

  /// Is told what the pipeline has to say to the import.
  interface Listener {
    /// A request has to be sent again because something went wrong.
    void retried();

    /// The pipeline asks for a wait.
    ///
    /// @param factor as {@link #paced}, where the pipeline waits for live traffic
    void heldBack(Duration wait, OptionalDouble factor);

    /// The pipeline holds the import to a factor on its envelope, or to 1 no longer does.
    void paced(double factor);
  }

  Delivery(BatchSender sender, Compression compression, Sleeper sleeper, Listener listener) {
    this.sender = sender;
    this.compression = compression;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  Result deliver(Batch batch) throws InterruptedException {
    List<Refused> refused = new ArrayList<>();
    List<List<Batch.Sent>> open = new ArrayList<>();
    if (!batch.events().isEmpty()) {
      open.add(batch.events());
    }
    while (!open.isEmpty()) {
      List<Batch.Sent> some = open.removeLast();
      switch (untilSettled(batch.body(some))) {
        case Taken() -> {}
        case NotTaken(String reason) -> {
          if (some.size() == 1) {
            refused.add(new Refused(some.getFirst(), reason));
          } else {
            int half = some.size() / 2;
            open.add(some.subList(half, some.size()));
            open.add(some.subList(0, half));
          }
        }
        case GivenUp(Paused paused) -> {
          return paused;
        }
      }
    }
    return new Done(refused);
  }

  /// How one request ended.
  private sealed interface Settled {}

  private record Taken() implements Settled {}

  private record NotTaken(String reason) implements Settled {}

  private record GivenUp(Paused paused) implements Settled {}

  private Settled untilSettled(JsonBytes body) throws InterruptedException {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Answer answer = compression.timed(body, gzip -> sender.post(body, gzip));
      switch (answer) {
        case Answer.Accepted(double factor) -> {
          listener.paced(factor);
          return new Taken();
        }
        case Answer.Unacceptable(String reason) -> {
          return new NotTaken(reason);
        }
        case Answer.Unsettled unsettled -> {
          switch (Backoff.advise(unsettled, attempt, waited)) {
            case Backoff.Wait(Duration duration) -> {
              if (unsettled instanceof Answer.HeldBack(_, _, OptionalDouble factor)) {
                listener.heldBack(duration, factor);
              } else {
                listener.retried();
              }
              sleeper.sleep(duration);
              waited = waited.plus(duration);
            }
            case Backoff.Pause(String reason, String next) -> {
              return new GivenUp(new Paused(reason, next));
            }
          }
        }
      }
    }
  }
}
