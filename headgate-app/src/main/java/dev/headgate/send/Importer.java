package dev.headgate.send;

import dev.headgate.admit.Grant;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Pacer;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Sends a pinned export under an active grant: one thread reads and batches, a few requests are in
/// flight at once, each waits for its permits, and the checkpoint follows what is accounted for.
///
/// There is no way to run it without a {@link Grant.Active}.
public final class Importer {

  /// How a run ended.
  public sealed interface Outcome {}

  /// Everything read is accounted for.
  public record Finished(Checkpoint checkpoint) implements Outcome {}

  /// It stopped where it can go on.
  public record Paused(String reason, String next, Checkpoint checkpoint) implements Outcome {}

  /// Somebody asked it to stop.
  public record Stopped(Checkpoint checkpoint) implements Outcome {}

  /// Keeps a checkpoint where it outlives this process.
  @FunctionalInterface
  public interface CheckpointKeeper {
    /// Keeps it.
    ///
    /// @throws IOException if it could not be kept
    void keep(Checkpoint checkpoint) throws IOException;
  }

  /// What a run needs beside the grant.
  ///
  /// @param lanes see {@link InFlight}
  /// @param records of the export, for progress and the reject budget
  /// @param mostRejects how many records may be rejected before the import pauses
  /// @param sending called before each batch is handed to a lane
  public record Settings(
      String projectToken, int lanes, long records, long mostRejects, Runnable sending) {}

  /// Batches read but not entered, at most: bounds memory while one of them has to be sent again.
  private static final int MOST_AHEAD = 48;

  private final Grant.Active grant;
  private final Settings settings;
  private final BatchSender sender;
  private final CheckpointKeeper keeper;
  private final Sleeper sleeper;
  private final LongSupplier nanoTime;
  private final Compression compression;
  private final JsonBytes head;
  private final JsonOutput scratch = new JsonOutput(1 << 20);
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong dispatched = new AtomicLong();

  /// Until when the pipeline has asked to wait, since the start of sending.
  private final AtomicLong heldUntilNanos = new AtomicLong();

  /// That the pipeline holds the import to now.
  private volatile double factor = 1;

  private volatile Optional<Paused> pause = Optional.empty();
  private volatile boolean stopping;
  private volatile long startedNanos;
  private volatile Optional<Accounts> accounts = Optional.empty();

  public Importer(
      Grant.Active grant,
      Settings settings,
      BatchSender sender,
      CheckpointKeeper keeper,
      Sleeper sleeper,
      LongSupplier nanoTime) {
    this.grant = grant;
    this.settings = settings;
    this.sender = sender;
    this.keeper = keeper;
    this.sleeper = sleeper;
    this.nanoTime = nanoTime;
    this.compression = new Compression(nanoTime);
    this.head = Batch.head(settings.projectToken());
  }

  /// Asks a run to end after the requests in flight.
  public void stop() {
    stopping = true;
  }

  /// Sends from where the reader and the accounts stand to the end of the export, or to a pause.
  public Outcome run(ExportReader reader, Accounts into, long permitsUsed)
      throws SourceFault, IOException, InterruptedException {
    accounts = Optional.of(into);
    startedNanos = nanoTime.getAsLong();
    Pacing pacing = new Pacing(grant.terms().envelope(), permitsUsed);
    Delivery delivery = new Delivery(sender, compression, sleeper, pacing);
    InFlight inFlight = new InFlight(settings.lanes(), grant.terms().batchEvents());
    Checkpointing checkpointing;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      checkpointing = new Checkpointing(threads, () -> keeper.keep(into.force()), nanoTime);
      for (long number = 0; going(); number++) {
        Batch batch = nextBatch(reader, number, pacing.batchEvents());
        if (batch.records().isEmpty()) {
          break;
        }
        settings.sending().run();
        pacing.await(batch.events().size());
        into.awaitNear(number, MOST_AHEAD);
        int share = inFlight.enter(batch.events().size());
        dispatched.addAndGet(batch.events().size());
        var _ =
            threads.submit(() -> {
              try {
                carry(delivery, batch, into);
              } finally {
                inFlight.leave(share);
              }
            });
        checkpointing.keepIfDue();
        checkRejects(into);
      }
    }
    checkpointing.checkLast();
    Checkpoint last = into.force();
    keeper.keep(last);
    Optional<Paused> paused = pause;
    if (paused.isPresent()) {
      return new Paused(paused.get().reason(), paused.get().next(), last);
    }
    return stopping ? new Stopped(last) : new Finished(last);
  }

  private boolean going() {
    return !stopping && pause.isEmpty();
  }

  private Batch nextBatch(ExportReader reader, long number, int mostEvents)
      throws SourceFault, IOException {
    Batch.Builder builder =
        new Batch.Builder(scratch, head, mostEvents, grant.terms().batchBytes());
    while (!builder.full()) {
      Optional<ReadRecord> record = reader.next();
      if (record.isEmpty()) {
        break;
      }
      builder.add(record.get());
    }
    return builder.build(number, reader.place());
  }

  private void carry(Delivery delivery, Batch batch, Accounts into) {
    try {
      switch (delivery.deliver(batch)) {
        case Delivery.Done(var refused) -> into.land(batch, refused);
        case Delivery.Paused(String reason, String next) -> pauseFor(reason, next, into);
      }
    } catch (IOException e) {
      pauseFor(
          "the import's own files cannot be written: " + e.getMessage(),
          "Free disk space where the data directory is, then run the same command again.",
          into);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pauseFor(String reason, String next, Accounts into) {
    if (pause.isEmpty()) {
      pause = Optional.of(new Paused(reason, next, into.checkpoint()));
    }
  }

  private void checkRejects(Accounts into) {
    Checkpoint checkpoint = into.checkpoint();
    if (into.refusedByPipeline() > 0
        && checkpoint.read().rejectedTotal() > settings.mostRejects()) {
      pauseFor(
          checkpoint.read().rejectedTotal()
              + " records are rejected, more than the budget of "
              + settings.mostRejects(),
          "Look at rejects.jsonl; mend the export, or run again with a larger --reject-budget.",
          into);
    }
  }

  /// How the run stands now.
  public Progress progress() {
    Checkpoint checkpoint = accounts.map(Accounts::checkpoint).orElse(Checkpoint.start(""));
    Duration elapsed =
        accounts.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
    return new Progress(
        checkpoint.read().records(),
        settings.records(),
        dispatched.get(),
        elapsed,
        retries.get(),
        checkpoint.read().rejectedTotal(),
        stageAt(elapsed),
        compression.choice());
  }

  private String stageAt(Duration elapsed) {
    if (elapsed.toNanos() < heldUntilNanos.get()) {
      return "held back by the pipeline";
    }
    if (factor < 1) {
      return "slowed by the pipeline to " + Math.max(1, Math.round(factor * 100)) + " %";
    }
    Envelope envelope = grant.terms().envelope();
    Duration end = Duration.ZERO;
    int number = 1;
    for (var stage : envelope.stages()) {
      end = end.plus(stage.duration());
      if (elapsed.compareTo(end) < 0) {
        return "stage " + number + " of " + envelope.stages().size();
      }
      number++;
    }
    return "at " + Math.round(envelope.rateAt(elapsed)) + "/s";
  }

  /// Holds each batch until its permits are out, and hears how fast they may be.
  private final class Pacing implements Delivery.Listener {
    private final Pacer pacer;
    private final Duration already;

    /// Where the gate stands: before this, since the start, nothing more gets in.
    private final AtomicLong behindNanos = new AtomicLong();

    Pacing(Envelope envelope, long permitsUsed) {
      this.already = envelope.timeOf((double) permitsUsed);
      this.pacer = new Pacer(envelope);
    }

    /// So many that a second is made of many batches.
    int batchEvents() {
      return pacer.evenBatch(grant.terms().batchEvents(), elapsed());
    }

    private Duration elapsed() {
      return already.plusNanos(nanoTime.getAsLong() - startedNanos);
    }

    void await(int events) throws InterruptedException {
      if (events == 0) {
        return;
      }
      pacer.slowTo(factor, elapsed());
      pacer.holdUntil(already.plusNanos(behindNanos.get()));
      Duration delay = pacer.delayFor(events, elapsed());
      while (delay.isPositive() && going()) {
        sleeper.sleep(delay.compareTo(LONGEST_SLICE) > 0 ? LONGEST_SLICE : delay);
        pacer.slowTo(factor, elapsed());
        delay = pacer.delay(elapsed());
      }
    }

    @Override
    public void retried() {
      retries.incrementAndGet();
    }

    @Override
    public void heldBack(Duration wait, OptionalDouble to) {
      long until = nanoTime.getAsLong() - startedNanos + wait.toNanos();
      heldUntilNanos.accumulateAndGet(until, Math::max);
      if (to.isPresent()) {
        paced(to.getAsDouble());
        behindNanos.accumulateAndGet(until, Math::max);
      }
    }

    @Override
    public void paced(double to) {
      factor = to;
    }
  }

  /// So that a stop is heard soon.
  private static final Duration LONGEST_SLICE = Duration.ofMillis(200);
}
