package dev.headgate.standalone;

import dev.headgate.admit.ArrivalLimit;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.LoadTestLedger;
import dev.headgate.admit.LoadTestPolicy;
import dev.headgate.admit.Policy;
import dev.headgate.admit.Project;
import dev.headgate.admit.sqlite.SqliteControlPlane;
import dev.headgate.apps.cel.CelExpressions;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.capture.Capture;
import dev.headgate.capture.http.CaptureLimits;
import dev.headgate.capture.http.CaptureService;
import dev.headgate.capture.http.ClientConfig;
import dev.headgate.console.Clients;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.console.http.ApiRoutes;
import dev.headgate.console.http.HealthRoutes;
import dev.headgate.console.http.MetricsRoute;
import dev.headgate.console.http.OpenApiRoute;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.GatheredEventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.kafka.KafkaEventLog;
import dev.headgate.eventlog.spool.SpooledEventLog;
import dev.headgate.json.MalformedJson;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.file.PlanText;
import dev.headgate.pace.ArrivalGate;
import dev.headgate.pace.FloodRule;
import dev.headgate.pace.Governor;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.json.PlanJson;
import dev.headgate.send.Checkpoint;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole pipeline in this process, on the embedded engines: the control plane and its API
/// answer at once, the engines when they are needed. Wiring, in reading order.
public final class EmbeddedPipeline implements AutoCloseable {
  public static final String VERSION = "0.1.0";
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPipeline.class);

  /// Most bytes of live events that wait in files while the log cannot be reached.
  private static final long SPOOL_BYTES = 256L << 20;

  /// How long the log may take for one request before live events go to files.
  private static final Duration LOG_SILENCE = Duration.ofSeconds(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /// How a pipeline is started.
  ///
  /// @param listener where it is reached
  /// @param mostConnections at one time
  /// @param projectToken of the project `default`, at the first start
  /// @param acceptUngrantedHistorical whether requests may say `historical_migration` without a
  ///   grant
  /// @param diskGuard below which free space nothing is taken; a share of the disk if not stated
  /// @param targets of what live traffic may feel of imports
  /// @param floodRule what is taken for a flood
  /// @param divertedEvents of floods that may wait in the log
  public record Options(
      Listener listener,
      int mostConnections,
      Optional<ProjectToken> projectToken,
      boolean acceptUngrantedHistorical,
      Optional<DiskGuard> diskGuard,
      Governor.Targets targets,
      FloodRule floodRule,
      long divertedEvents) {
    public static final long DIVERTED_EVENTS = FloodWatch.Options.BUDGET_EVENTS;

    /// On loopback, with the usual targets.
    ///
    /// @param port 0 for any free one
    public Options(
        int port,
        Optional<ProjectToken> projectToken,
        boolean acceptUngrantedHistorical,
        Optional<DiskGuard> diskGuard) {
      this(port, projectToken, acceptUngrantedHistorical, diskGuard, Governor.Targets.DEFAULT);
    }

    /// On loopback, with the usual rule of floods, and the usual room for them.
    ///
    /// @param port 0 for any free one
    public Options(
        int port,
        Optional<ProjectToken> projectToken,
        boolean acceptUngrantedHistorical,
        Optional<DiskGuard> diskGuard,
        Governor.Targets targets) {
      this(
          Listener.loopback(port),
          OpenFiles.mostConnections(),
          projectToken,
          acceptUngrantedHistorical,
          diskGuard,
          targets,
          FloodRule.DEFAULT,
          DIVERTED_EVENTS);
    }

    /// The same, reached elsewhere.
    public Options listening(Listener where, int connections) {
      return new Options(
          where,
          connections,
          projectToken,
          acceptUngrantedHistorical,
          diskGuard,
          targets,
          floodRule,
          divertedEvents);
    }

    /// The same, with another rule of floods and other room for them.
    public Options diverting(FloodRule rule, long events) {
      return new Options(
          listener,
          mostConnections,
          projectToken,
          acceptUngrantedHistorical,
          diskGuard,
          targets,
          rule,
          events);
    }

    /// Any free port, and what the environment says of the disk.
    public static Options standard() {
      return new Options(0, Optional.empty(), false, DiskWatch.statedInEnvironment());
    }
  }

  private final DataDirectory.Held held;
  private final Keys keys;
  private final ControlPlane control;
  private final EmbeddedEngines engines;
  private final PlaceFiles placeFiles;
  private final SpooledEventLog log;
  private final GovernorLoop governor;
  private final FloodWatch floods;
  private final Clients clients;
  private final GateServer server;

  private EmbeddedPipeline(
      DataDirectory.Held held,
      Keys keys,
      ControlPlane control,
      EmbeddedEngines engines,
      PlaceFiles placeFiles,
      SpooledEventLog log,
      GovernorLoop governor,
      FloodWatch floods,
      Clients clients,
      GateServer server) {
    this.held = held;
    this.keys = keys;
    this.control = control;
    this.engines = engines;
    this.placeFiles = placeFiles;
    this.log = log;
    this.governor = governor;
    this.floods = floods;
    this.clients = clients;
    this.server = server;
  }

  /// Starts on a data directory that this process holds.
  public static EmbeddedPipeline start(
      DataDirectory.Held held, Options options, HaltPoints haltPoints)
      throws IOException, KeysFault, TlsFault {
    DataDirectory directory = held.directory();
    InstantSource clock = InstantSource.system();
    RandomGenerator random = new SecureRandom();
    Keys keys = Keys.readOrMake(directory.keysFile(), options.projectToken(), random);
    ControlPlane control = controlPlane(directory, clock, random, keys);
    GrantLedger ledger = new GrantLedger(clock, EmbeddedPipeline::limit);
    DivertedPace pace = new DivertedPace(System::nanoTime);
    AppMetrics appMetrics = new AppMetrics(control.projects());
    PlaceFiles placeFiles = new PlaceFiles(directory.appsFolder());
    AppShelf apps =
        new AppShelf(
            control.apps(), new CelExpressions(), placeFiles, System::nanoTime, appMetrics::add);
    EmbeddedEngines engines =
        new EmbeddedEngines(
            directory,
            clock,
            haltPoints,
            !"off".equals(System.getenv(SpreadFile.VARIABLE)),
            pace,
            apps);
    ControlDesk desk =
        new ControlDesk(
            control,
            ledger,
            Policy.standard(),
            Capacity.EMBEDDED,
            engines.spreadIds(),
            apps,
            codec(),
            clock);
    LoadTestLedger loadTestLedger = new LoadTestLedger(clock, EmbeddedPipeline::limit);
    LoadTestDesk loadTests =
        new LoadTestDesk(
            control.loadTests(), loadTestLedger, LoadTestPolicy.EMBEDDED, loadTestCodec(), clock);
    endLoadTestsOfBefore(loadTests);
    Clients clients = new Clients(clock);
    DiskWatch disk = new DiskWatch(directory.folder(), options.diskGuard(), clock);
    Gate gate =
        new Gate(ledger, loadTestLedger, engines, disk, options.acceptUngrantedHistorical());
    SpooledEventLog log = spooled(engines.log(), directory, clock);
    PipelineMetrics metrics = new PipelineMetrics(engines, log, SPOOL_BYTES, control.projects());
    appMetrics.showIn(metrics.registry());
    Pulse pulse = new Pulse(engines, log::spooledFor, metrics.registry());
    GovernorLoop governor =
        new GovernorLoop(
            pulse,
            new Governor(options.targets()),
            ledger,
            new LoadTestGuard(loadTests, options.targets()),
            clock);
    metrics.watch(governor);
    FloodWatch floods = floods(control, options, pace, engines, clock);
    metrics.watch(floods);
    CaptureService capture =
        new CaptureService(
            new Capture(
                token -> control.projects().byToken(token).map(Project::id),
                gate,
                clock,
                random,
                KafkaEventLog.MAX_EVENT_BYTES,
                ProductRules.all()),
            log,
            CaptureLimits.defaults(),
            CaptureService.SILENCE,
            () -> haltPoints.reach(HaltPoints.AFTER_ACKNOWLEDGEMENT),
            floods,
            pulse);
    GateServer server =
        GateServer.start(
            options.listener(),
            Connections.Limits.of(options.mostConnections()),
            keys.pipelineKey(),
            routing ->
                routing
                    .register(
                        "/api/v1",
                        new ApiRoutes(
                            desk,
                            loadTests,
                            engines,
                            governor,
                            floods,
                            apps,
                            clients,
                            keys.pipelineKey()))
                    .register("/api", new OpenApiRoute())
                    .register(new HealthRoutes(engines))
                    .register(new MetricsRoute(metrics.registry(), metrics::refresh))
                    .register(new ClientConfig())
                    .register(capture),
            metrics.registry(),
            clock);
    EmbeddedPipeline pipeline =
        new EmbeddedPipeline(
            held, keys, control, engines, placeFiles, log, governor, floods, clients, server);
    governor.start();
    floods.start();
    held.announce(
        new ServerFile(
            pipeline.localUrl(), ProcessHandle.current().pid(), clock.instant(), VERSION));
    return pipeline;
  }

  private static FloodWatch floods(
      ControlPlane control,
      Options options,
      DivertedPace pace,
      EmbeddedEngines engines,
      InstantSource clock)
      throws IOException {
    try {
      return new FloodWatch(
          control.floods(),
          new FloodWatch.Options(options.floodRule(), options.divertedEvents()),
          pace,
          () -> engines.ready() ? engines.waiting(Lane.DIVERTED) : 0,
          clock,
          System::nanoTime);
    } catch (ControlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SpooledEventLog spooled(EventLog log, DataDirectory directory, InstantSource clock)
      throws IOException {
    try {
      return SpooledEventLog.open(
          new GatheredEventLog(log),
          directory.spoolFolder(),
          SPOOL_BYTES,
          LOG_SILENCE,
          clock,
          LOG::warn);
    } catch (LogFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ControlPlane controlPlane(
      DataDirectory directory, InstantSource clock, RandomGenerator random, Keys keys)
      throws IOException {
    try {
      ControlPlane control = SqliteControlPlane.open(directory.controlFile(), clock, random);
      control.projects().putDefault(keys.projectToken(), keys.customerKey());
      return control;
    } catch (ControlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void endLoadTestsOfBefore(LoadTestDesk loadTests) throws IOException {
    try {
      loadTests.endThoseOfBefore();
    } catch (ControlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static LoadTestDesk.Codec loadTestCodec() {
    return new LoadTestDesk.Codec() {
      @Override
      public LoadTestPlan plan(JsonBytes json) throws MalformedJson {
        return PlanText.read(json);
      }

      @Override
      public JsonBytes plan(LoadTestPlan plan) {
        return PlanText.write(plan);
      }
    };
  }

  private static ArrivalLimit limit(GrantTerms terms, long arrived) {
    ArrivalGate gate = new ArrivalGate(terms.envelope(), terms.batchEvents());
    return new ArrivalLimit() {
      @Override
      public Optional<Duration> tooEarlyBy(int events, Duration elapsed) {
        return switch (gate.arrive(events, elapsed)) {
          case ArrivalGate.Decision.Allowed _ -> Optional.empty();
          case ArrivalGate.Decision.TooEarly(Duration retryAfter) -> Optional.of(retryAfter);
          case ArrivalGate.Decision.TooMany _ -> Optional.of(Duration.ofSeconds(1));
        };
      }

      @Override
      public void slowTo(double factor, Duration elapsed) {
        gate.slowTo(factor, elapsed);
      }
    };
  }

  private static ControlDesk.Codec codec() {
    AssessmentJson assessments = new AssessmentJson();
    PlanJson plans = new PlanJson();
    return new ControlDesk.Codec() {
      @Override
      public Assessment assessment(JsonBytes json) throws MalformedJson {
        return assessments.read(json);
      }

      @Override
      public ImportPlan plan(JsonBytes json) throws MalformedJson {
        return plans.read(json);
      }

      @Override
      public JsonBytes plan(ImportPlan plan) {
        return plans.write(plan);
      }

      @Override
      public long events(JsonBytes checkpoint) throws MalformedJson {
        return Checkpoint.of(checkpoint).read().events();
      }
    };
  }

  /// Where clients find it.
  public URI url() {
    return server.url();
  }

  /// Where commands on this machine find it.
  public URI localUrl() {
    return server.localUrl();
  }

  public Keys keys() {
    return keys;
  }

  /// Starts log and worker and waits until events can be taken.
  public void startEngines() throws IOException, InterruptedException {
    engines.warm();
    while (!engines.ready()) {
      Optional<String> trouble = engines.trouble();
      if (trouble.isPresent()) {
        throw new IOException(trouble.get());
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /// Closes when no other process uses this pipeline any more.
  public void closeWhenUnused() {
    try {
      while (clients.any()) {
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /// Stops taking requests, then ends the engines after the segment at hand.
  @Override
  public void close() {
    server.close();
    governor.close();
    floods.close();
    log.close();
    engines.close();
    placeFiles.close();
    control.close();
    try {
      held.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
