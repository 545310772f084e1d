package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.Await;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.memory.MemoryEventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheredEventLogTest extends EventLogContract {
  private static final ProjectToken TOKEN = new ProjectToken("phc_gathered");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemoryEventLog memory = new MemoryEventLog(4);
  private final MoodyLog moody = new MoodyLog(memory);
  private final Noting noting = new Noting(moody);
  private final GatheredEventLog log = new GatheredEventLog(noting);

  /// Notes how many events each append has, as it begins.
  private static final class Noting extends ForwardingEventLog {
    private final List<Integer> appends = Collections.synchronizedList(new ArrayList<>());

    Noting(EventLog log) {
      super(log);
    }

    @Override
    public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
        throws LogFault {
      appends.add(events.size());
      super.append(lane, token, events, patience);
    }
  }

  @Override
  protected EventLog log() {
    return log;
  }

  private static CapturedEvent event(long number) {
    return CapturedEvents.of("person " + number % 7, number);
  }

  /// A request of its own that is on its way: its thread waits for something.
  private FutureTask<Boolean> request(Lane lane, CapturedEvent event) throws Exception {
    return request(log, lane, event);
  }

  private static FutureTask<Boolean> request(EventLog log, Lane lane, CapturedEvent event)
      throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          log.append(lane, TOKEN, List.of(event), PATIENCE);
          return true;
        });
    Thread thread = Thread.ofPlatform().start(task);
    Await.until(
        "a request that waits",
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  private List<LoggedEvent> all(int events) throws LogFault {
    try (LogReader reader = memory.reader(java.util.Map.of())) {
      return read(reader, events);
    }
  }

  @Test
  void whoComesWhileOneIsAppendedGoesWithTheNext() throws Exception {
    moody.be(MoodyLog.Mood.SILENT);
    List<Future<Boolean>> requests = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      requests.add(request(Lane.LIVE, event(number)));
    }
    assertThat(noting.appends).containsExactly(1);
    moody.be(MoodyLog.Mood.WELL);
    for (Future<Boolean> request : requests) {
      assertThat(request.get()).isTrue();
    }
    assertThat(noting.appends).containsExactly(1, 9);
    assertThat(all(10)).hasSize(10);
  }

  @Test
  void aRequestThatComesAloneGoesAtOnce() throws LogFault {
    for (int number = 0; number < 3; number++) {
      log.append(Lane.LIVE, TOKEN, List.of(event(number)), PATIENCE);
    }
    assertThat(noting.appends).containsExactly(1, 1, 1);
  }

  @Test
  void importsAndLongRequestsAndOtherProjectsWaitForNobody() throws Exception {
    moody.be(MoodyLog.Mood.SILENT);
    List<Future<Boolean>> requests = new ArrayList<>();
    requests.add(request(Lane.LIVE, event(1)));
    requests.add(request(Lane.HISTORICAL, event(2)));
    requests.add(request(Lane.HISTORICAL, event(3)));
    String text = "x".repeat(70_000);
    requests.add(request(Lane.LIVE, CapturedEvents.of("a", 4, "{\"text\":\"" + text + "\"}")));
    requests.add(request(Lane.LOAD_TEST, event(5)));
    assertThat(noting.appends).containsExactly(1, 1, 1, 1, 1);
    moody.be(MoodyLog.Mood.WELL);
    for (Future<Boolean> request : requests) {
      assertThat(request.get()).isTrue();
    }
  }

  @Test
  void whatIsAFloodAwaitsMoreOfIt() throws Exception {
    GatheredEventLog patient = new GatheredEventLog(noting, Duration.ofSeconds(2));
    List<Future<Boolean>> requests = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      requests.add(request(patient, Lane.DIVERTED, event(number)));
    }
    for (Future<Boolean> request : requests) {
      assertThat(request.get()).isTrue();
    }
    assertThat(noting.appends).containsExactly(5);
  }

  @Test
  void aFullGroupOfAFloodWaitsNoLonger() throws Exception {
    GatheredEventLog patient = new GatheredEventLog(noting, Duration.ofHours(1));
    String text = "{\"text\":\"" + "x".repeat(40_000) + "\"}";
    List<Future<Boolean>> requests = new ArrayList<>();
    requests.add(request(patient, Lane.DIVERTED, CapturedEvents.of("a", 1, text)));
    patient.append(Lane.DIVERTED, TOKEN, List.of(CapturedEvents.of("a", 2, text)), PATIENCE);
    assertThat(requests.getFirst().get()).isTrue();
    assertThat(noting.appends).containsExactly(2);
  }

  @Test
  void aGroupThatIsFullIsLeftAlone() throws Exception {
    moody.be(MoodyLog.Mood.SILENT);
    String text = "{\"text\":\"" + "x".repeat(30_000) + "\"}";
    List<Future<Boolean>> requests = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      requests.add(request(Lane.LIVE, CapturedEvents.of("a", number, text)));
    }
    moody.be(MoodyLog.Mood.WELL);
    for (Future<Boolean> request : requests) {
      request.get();
    }
    assertThat(noting.appends).containsExactly(1, 3, 3, 1);
  }

  @Test
  void whoWaitsBehindAFaultFailsWithIt() throws Exception {
    moody.be(MoodyLog.Mood.SILENT);
    List<Future<Boolean>> requests = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      requests.add(request(Lane.LIVE, event(number)));
    }
    moody.be(MoodyLog.Mood.FAILING);
    for (Future<Boolean> request : requests) {
      assertThatThrownBy(request::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(LogFault.class)
          .hasMessageContaining("out of order");
    }
    assertThat(noting.appends).containsExactly(1);
    moody.be(MoodyLog.Mood.WELL);
    log.append(Lane.LIVE, TOKEN, List.of(event(9)), PATIENCE);
    assertThat(all(1)).hasSize(1);
  }

  @Test
  void anInterruptedRequestLeavesNobodyWaiting() throws Exception {
    moody.be(MoodyLog.Mood.SILENT);
    Future<Boolean> first = request(Lane.LIVE, event(1));
    FutureTask<Boolean> interrupted =
        new FutureTask<>(() -> {
          log.append(Lane.LIVE, TOKEN, List.of(event(2)), PATIENCE);
          return Thread.currentThread().isInterrupted();
        });
    Thread leader = Thread.ofPlatform().start(interrupted);
    Await.until("a leader that waits", () -> leader.getState() == Thread.State.WAITING);
    Future<Boolean> behind = request(Lane.LIVE, event(3));
    leader.interrupt();
    moody.be(MoodyLog.Mood.WELL);
    assertThat(first.get()).isTrue();
    assertThat(interrupted.get()).as("is told afterwards").isTrue();
    assertThat(behind.get()).isTrue();
    assertThat(all(3)).hasSize(3);
  }

  /// Many threads, and a log that fails at times: what was answered is there, once.
  @Test
  void everyRequestIsAnsweredForItself() throws Exception {
    long seed = Long.getLong("seed", 20_261_127);
    int threads = 16;
    int each = 200;
    EventLog failing =
        new ForwardingEventLog(memory) {
          private final SplittableRandom random = new SplittableRandom(seed);

          @Override
          public synchronized void append(
              Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
              throws LogFault {
            if (random.nextInt(10) == 0) {
              throw new LogFault("by chance");
            }
            super.append(lane, token, events, patience);
          }
        };
    GatheredEventLog gathered = new GatheredEventLog(failing);
    Set<EventId> answered = Collections.synchronizedSet(new HashSet<>());
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        long from = (long) thread * each;
        lanes.add(
            pool.submit(() -> {
              for (long number = from; number < from + each; number++) {
                CapturedEvent event = event(number);
                try {
                  gathered.append(Lane.LIVE, TOKEN, List.of(event), PATIENCE);
                  answered.add(event.event().uuid());
                } catch (LogFault e) {
                  assertThat(e).hasMessageContaining("by chance");
                }
              }
            }));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    }
    List<EventId> logged =
        all(answered.size()).stream().map(e -> e.captured().event().uuid()).toList();
    assertThat(logged).as("-Dseed=" + seed).containsExactlyInAnyOrderElementsOf(answered);
    assertThat(answered).as("-Dseed=" + seed).hasSizeBetween(1, threads * each - 1);
  }
}
