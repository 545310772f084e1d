package dev.headgate.standalone;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.LoadTestLedger;
import dev.headgate.admit.LoadTestPolicy;
import dev.headgate.admit.Policy;
import dev.headgate.admit.Project;
import dev.headgate.admit.Seal;
import dev.headgate.admit.sqlite.SqliteControlPlane;
import dev.headgate.apps.cel.CelExpressions;
import dev.headgate.calendar.jollyday.JollydayHolidays;
import dev.headgate.capture.Capture;
import dev.headgate.capture.http.CaptureLimits;
import dev.headgate.capture.http.CaptureService;
import dev.headgate.capture.http.ClientConfig;
import dev.headgate.console.CalendarDesk;
import dev.headgate.console.Clients;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.KnownKeys;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.console.http.ApiRoutes;
import dev.headgate.console.http.HealthRoutes;
import dev.headgate.console.http.MetricsRoute;
import dev.headgate.console.http.OpenApiRoute;
import dev.headgate.console.pages.Console;
import dev.headgate.console.pages.ConsoleService;
import dev.headgate.console.report.ConsoleReports;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.GatheredEventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.kafka.KafkaEventLog;
import dev.headgate.eventlog.spool.SpooledEventLog;
import dev.headgate.pace.Governor;
import dev.headgate.tell.http.Webhooks;
import dev.headgate.tell.mail.Mails;
import io.micrometer.core.instrument.MeterRegistry;
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

  private final DataDirectory.Held held;
  private final Keys keys;
  private final ControlPlane control;
  private final EmbeddedEngines engines;
  private final PlaceFiles placeFiles;
  private final SpooledEventLog log;
  private final GovernorLoop governor;
  private final FloodWatch floods;
  private final WindowWatch windows;
  private final Teller teller;
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
      WindowWatch windows,
      Teller teller,
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
    this.windows = windows;
    this.teller = teller;
    this.clients = clients;
    this.server = server;
  }

  /// Starts on a data directory that this process holds.
  public static EmbeddedPipeline start(
      DataDirectory.Held held, PipelineOptions options, HaltPoints haltPoints)
      throws IOException, KeysFault, TlsFault {
    DataDirectory directory = held.directory();
    InstantSource clock = InstantSource.system();
    RandomGenerator random = new SecureRandom();
    Keys keys = Keys.readOrMake(directory.keysFile(), options.projectToken(), random);
    ControlPlane control = controlPlane(directory, clock, random, keys);
    GrantLedger ledger = new GrantLedger(clock, GateLimit::new);
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
    LoadTestLedger loadTestLedger = new LoadTestLedger(clock, GateLimit::new);
    LoadTestDesk loadTests =
        new LoadTestDesk(
            control.loadTests(),
            loadTestLedger,
            LoadTestPolicy.EMBEDDED,
            ControlTexts.ofLoadTests(),
            clock);
    endLoadTestsOfBefore(loadTests);
    CapacityFile capacity = new CapacityFile(directory.capacityFile());
    CalendarDesk calendar =
        new CalendarDesk(
            control, capacity::current, new JollydayHolidays(), ControlTexts.ofImports(), clock);
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
    ControlDesk desk =
        new ControlDesk(
            control,
            ledger,
            Policy.standard(),
            new PlanSurroundings(capacity, engines, governor, options.targets()),
            engines.spreadIds(),
            apps,
            calendar,
            ControlTexts.ofImports(),
            options.eyes(),
            clock);
    FloodWatch floods = floods(control, options, pace, engines, clock);
    metrics.watch(floods);
    WindowWatch windows = new WindowWatch(control.imports(), desk::execute, clock);
    Teller teller = teller(control, metrics.registry(), haltPoints, clock, random);
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
    KnownKeys knownKeys = new KnownKeys(control.projects(), control.team(), keys.pipelineKey());
    Console console =
        new Console(
            desk,
            calendar,
            ControlTexts.ofImports(),
            knownKeys,
            ledger,
            governor,
            new ConsoleReports(),
            random,
            clock);
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
                            desk, loadTests, calendar, engines, governor, floods, teller, apps,
                            clients, knownKeys))
                    .register("/api", new OpenApiRoute())
                    .register(new ConsoleService(console))
                    .register(new HealthRoutes(engines))
                    .register(new MetricsRoute(metrics.registry(), metrics::refresh))
                    .register(new ClientConfig())
                    .register(capture),
            metrics.registry(),
            clock);
    EmbeddedPipeline pipeline =
        new EmbeddedPipeline(
            held,
            keys,
            control,
            engines,
            placeFiles,
            log,
            governor,
            floods,
            windows,
            teller,
            clients,
            server);
    governor.start();
    floods.start();
    windows.start();
    teller.start(options.publicUrl().orElse(server.url().toString()));
    held.announce(
        new ServerFile(
            pipeline.localUrl(), ProcessHandle.current().pid(), clock.instant(), VERSION));
    return pipeline;
  }

  private static FloodWatch floods(
      ControlPlane control,
      PipelineOptions options,
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

  private static Teller teller(
      ControlPlane control,
      MeterRegistry registry,
      HaltPoints haltPoints,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    try {
      return new Teller(
          control,
          new Webhooks(Webhooks.Limits.DEFAULT, clock),
          new Mails(Mails.Limits.DEFAULT),
          new TellMetrics(registry),
          () -> haltPoints.reach(HaltPoints.TOLD),
          clock,
          random);
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
    Seal seal = new Seal(keys.pipelineKey());
    try {
      ControlPlane control =
          SqliteControlPlane.open(
              directory.controlFile(),
              new HeadFile(directory.auditHeadFile(), seal),
              seal,
              clock,
              random);
      control
          .trail()
          .ends()
          .doubt()
          .ifPresent(
              doubt -> LOG.warn("the audit trail: {}. Next: headgate audit verify", doubt.what()));
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
    windows.close();
    teller.close();
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
