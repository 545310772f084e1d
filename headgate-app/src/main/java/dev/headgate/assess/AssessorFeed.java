package dev.headgate.assess;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat.RecordDecoder;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Has records decoded and counted by several {@link Assessor}s, each on a thread of its own: one
/// thread cuts an export into records, and whoever is free takes the next stretch of them. What
/// comes out does not depend on who took which.
///
/// ```
/// reader      cut 4      | cut 5      | cut 6
/// assessor 0  decode, count 1     | decode, count 3 ...
/// assessor 1        decode, count 2     | decode, count 4 ...
/// ```
///
/// Memory is bounded by one stretch for each assessor and two more, each of 1 MiB and one record;
/// of one that is counted only its rejects are kept until they are told. A fault of an assessor is
/// thrown by a later call. For one thread.
public final class AssessorFeed implements AutoCloseable {
  private static final int STRETCH_RECORDS = 1_024;
  private static final int STRETCH_BYTES = 1 << 20;

  private final Rejects rejects;
  private final List<Hand> hands;
  private final BlockingQueue<Hand> free;
  private final ExecutorService threads;
  private final Deque<Future<Stretch>> waiting = new ArrayDeque<>();
  private List<RawRecord> stretch = new ArrayList<>(STRETCH_RECORDS);
  private int stretchBytes;
  private @Nullable StartedPart part;
  private TimeOrder order = TimeOrder.NONE;

  /// Told of each record that was rejected, in their order.
  public interface Rejects {
    /// A record was rejected.
    ///
    /// @param part the part's name
    void rejected(String part, RawRecord record, Decoded.Rejected verdict) throws IOException;
  }

  /// Makes a decoder for one thread, for the records of one part.
  public interface Decoders {
    RecordDecoder make() throws SourceFault;
  }

  private record StartedPart(int index, String name, long packedBytes) {}

  private record Reject(RawRecord record, Decoded.Rejected verdict) {}

  private record Stretch(TimeOrder order, List<Reject> rejects) {}

  /// @param assessors of one assessment, at least one, each with a folder of its own; they are
  ///   closed with this
  public AssessorFeed(List<Assessor> assessors, Rejects rejects) {
    this.rejects = rejects;
    this.hands = assessors.stream().map(Hand::new).toList();
    this.free = new LinkedBlockingQueue<>(hands);
    this.threads =
        Executors.newFixedThreadPool(
            hands.size(), Thread.ofPlatform().name("headgate-assessor-", 0).daemon().factory());
  }

  /// Starts a part; the one before has ended.
  ///
  /// @param packedBytes bytes as the part lies there
  public void startPart(int index, String name, long packedBytes, Decoders decoders)
      throws SourceFault {
    if (part != null) {
      throw new IllegalStateException("end " + part.name + " first");
    }
    for (Hand hand : hands) {
      hand.decoder = decoders.make();
    }
    part = new StartedPart(index, name, packedBytes);
    order = TimeOrder.NONE;
  }

  public void add(RawRecord record) throws IOException {
    stretch.add(record);
    stretchBytes += record.bytes().length;
    if (stretch.size() == STRETCH_RECORDS || stretchBytes >= STRETCH_BYTES) {
      hand();
    }
  }

  /// Waits until all records are counted, and ends the part.
  ///
  /// @param lines all lines of the part: header, blank lines and lines of records
  public void endPart(ContentPin pin, long lines) throws IOException {
    StartedPart ended = started();
    if (!stretch.isEmpty()) {
      hand();
    }
    while (!waiting.isEmpty()) {
      await(waiting.remove());
    }
    hands
        .getFirst()
        .assessor
        .endPart(ended.index, ended.name, ended.packedBytes, pin, lines, order);
    part = null;
  }

  /// Sums up, after the last part: see {@link Assessor#finish}.
  public Assessed finish(Path repeatsFile, Path pairsFile, Path sketchFile) throws IOException {
    if (part != null) {
      throw new IllegalStateException("end " + part.name + " first");
    }
    Assessor first = hands.getFirst().assessor;
    for (Hand other : hands.subList(1, hands.size())) {
      first.absorb(other.assessor);
    }
    return first.finish(repeatsFile, pairsFile, sketchFile);
  }

  private StartedPart started() {
    if (part == null) {
      throw new IllegalStateException("start a part first");
    }
    return part;
  }

  private void hand() throws IOException {
    while (waiting.size() > hands.size()) {
      await(waiting.remove());
    }
    StartedPart of = started();
    List<RawRecord> handed = stretch;
    waiting.add(
        threads.submit(() -> {
          Hand hand = free.take();
          Stretch counted = hand.count(of, handed);
          free.add(hand);
          return counted;
        }));
    stretch = new ArrayList<>(STRETCH_RECORDS);
    stretchBytes = 0;
  }

  private void await(Future<Stretch> counting) throws IOException {
    try {
      Stretch counted = counting.get();
      order = order.then(counted.order);
      for (Reject reject : counted.rejects) {
        rejects.rejected(started().name, reject.record, reject.verdict);
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException fault -> throw fault;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while assessing", e);
    }
  }

  /// Ends the threads; what they have not counted by then is given up.
  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    threads.close();
    IOException failed = null;
    for (Hand hand : hands) {
      try {
        hand.assessor.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /// An assessor and what decodes for it; of one thread at a time.
  private static final class Hand {
    private final Assessor assessor;

    /// For the part that was started.
    private @Nullable RecordDecoder decoder;

    Hand(Assessor assessor) {
      this.assessor = assessor;
    }

    Stretch count(StartedPart part, List<RawRecord> records) throws IOException {
      RecordDecoder ofPart = Objects.requireNonNull(decoder);
      assessor.startPart(part.index, part.name, part.packedBytes);
      List<Reject> rejects = new ArrayList<>();
      for (RawRecord record : records) {
        Decoded decoded = ofPart.decode(record);
        assessor.add(record, decoded);
        if (decoded instanceof Decoded.Rejected verdict) {
          rejects.add(new Reject(record, verdict));
        }
      }
      return new Stretch(assessor.leavePart(), rejects);
    }
  }
}
