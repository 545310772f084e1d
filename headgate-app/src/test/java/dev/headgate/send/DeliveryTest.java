package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final List<Duration> slept = new ArrayList<>();
  private final Set<String> taken = new TreeSet<>();
  private final AtomicInteger retries = new AtomicInteger();
  private final List<Duration> held = new ArrayList<>();
  private final List<Double> factors = new ArrayList<>();

  private static Batch batch(int count) {
    Batch.Builder builder =
        new Batch.Builder(new JsonOutput(16), Batch.head("token"), count, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      Event event =
          new Event(new EventId(0, i), "e" + i, new DistinctId("u"), 0, JsonBytes.EMPTY_OBJECT);
      RawRecord raw = new RawRecord(new Position(0, i + 1L, 10L * i, 9), 1, new byte[9], false);
      builder.add(new ReadRecord.Makes(raw, List.of(event)));
    }
    return builder.build(0, new Place(0, 10L * count, count + 1L));
  }

  private Delivery through(BatchSender sender) {
    return new Delivery(
        sender,
        new Compression(() -> 0),
        slept::add,
        new Delivery.Listener() {
          @Override
          public void retried() {
            retries.incrementAndGet();
          }

          @Override
          public void heldBack(Duration wait, OptionalDouble factor) {
            held.add(wait);
            factor.ifPresent(factors::add);
          }

          @Override
          public void paced(double factor) {
            factors.add(factor);
          }
        });
  }

  /// Also checks that each request is well-formed and whole.
  private static Set<String> namesIn(JsonBytes body) {
    try {
      assertThat(JsonMembers.find(body, "api_key")).contains(JsonBytes.of("\"token\""));
    } catch (MalformedJson e) {
      throw new AssertionError(body.toString(), e);
    }
    return java.util.regex.Pattern.compile("\"event\":\"(e\\d+)\"")
        .matcher(body.toString())
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theEventsAtFaultAreFoundAndAllOthersAreTaken() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      taken.clear();
      int count = 1 + random.nextInt(200);
      Set<String> bad = new TreeSet<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        bad.add("e" + random.nextInt(count));
      }
      BatchSender gate =
          (body, _) -> {
            Set<String> names = namesIn(body);
            if (names.stream().anyMatch(bad::contains)) {
              return new Answer.Unacceptable("bad");
            }
            taken.addAll(names);
            return new Answer.Accepted();
          };
      Delivery.Result result = through(gate).deliver(batch(count));
      assertThat(result).as("seed %d", seed).isInstanceOf(Delivery.Done.class);
      assertThat(
              ((Delivery.Done) result)
                  .refused().stream().map(refused -> refused.event().event().name()))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(bad);
      Set<String> all =
          IntStream.range(0, count).mapToObj(i -> "e" + i).collect(Collectors.toSet());
      all.removeAll(bad);
      assertThat(taken).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void whatIsToComeLaterIsSentAgainAfterTheWaitAskedFor() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BatchSender busyTwice =
        (_, _) ->
            calls.incrementAndGet() <= 2
                ? new Answer.Later("busy", Optional.of(Duration.ofMillis(30)))
                : new Answer.Accepted();
    assertThat(through(busyTwice).deliver(batch(3))).isEqualTo(new Delivery.Done(List.of()));
    assertThat(slept).containsExactly(Duration.ofMillis(30), Duration.ofMillis(30));
    assertThat(retries).hasValue(2);
  }

  @Test
  void aWaitThatThePipelineAsksForIsNoRetry() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BatchSender fullAHundredTimes =
        (_, _) ->
            calls.incrementAndGet() <= 100
                ? new Answer.HeldBack("full", Optional.of(Duration.ofMillis(250)))
                : new Answer.Accepted();
    assertThat(through(fullAHundredTimes).deliver(batch(3)))
        .isEqualTo(new Delivery.Done(List.of()));
    assertThat(held).hasSize(100).containsOnly(Duration.ofMillis(250));
    assertThat(retries).hasValue(0);
  }

  @Test
  void howFastItMayBeIsHeardWithEachAnswer() throws Exception {
    Deque<Answer> answers =
        new ArrayDeque<>(
            List.of(
                new Answer.Accepted(0.25),
                new Answer.HeldBack("full", Optional.of(Duration.ofMillis(250))),
                new Answer.HeldBack(
                    "ahead", Optional.of(Duration.ofMillis(90)), OptionalDouble.of(0.1)),
                new Answer.Accepted()));
    Delivery delivery = through((_, _) -> answers.removeFirst());
    delivery.deliver(batch(3));
    delivery.deliver(batch(3));
    assertThat(factors).containsExactly(0.25, 0.1, 1.0);
  }

  @Test
  void aDenialPauses() throws Exception {
    assertThat(through((_, _) -> new Answer.Denied(403, "over")).deliver(batch(3)))
        .isInstanceOf(Delivery.Paused.class);
  }

  @Test
  void nothingToSendIsDone() throws Exception {
    BatchSender never =
        (_, _) -> {
          throw new AssertionError("sent nothing");
        };
    assertThat(through(never).deliver(batch(0))).isEqualTo(new Delivery.Done(List.of()));
  }
}
