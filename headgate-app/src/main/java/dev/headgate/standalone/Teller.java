package dev.headgate.standalone;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.Secret;
import dev.headgate.admit.TellPlace;
import dev.headgate.admit.TellSetting;
import dev.headgate.admit.TrailEntry;
import dev.headgate.console.Telling;
import dev.headgate.store.Loop;
import dev.headgate.tell.BadTargetsFile;
import dev.headgate.tell.Delivery;
import dev.headgate.tell.Message;
import dev.headgate.tell.Message.Kind;
import dev.headgate.tell.Messages;
import dev.headgate.tell.Outbox;
import dev.headgate.tell.Smtp;
import dev.headgate.tell.Standing;
import dev.headgate.tell.Target;
import dev.headgate.tell.Targets;
import dev.headgate.tell.WebhookSecret;
import dev.headgate.tell.file.TargetsFile;
import dev.headgate.tell.http.Webhooks;
import dev.headgate.tell.mail.Mails;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people what happens: looks at the audit trail twice a second, and tells each target what
/// it was not told yet.
///
/// The trail is the outbox, and a target's place in it is kept once the target has taken a message:
/// a process that is killed in between tells it again, under the same id. A target that has
/// something due gets a thread until it has nothing due any more, so that none waits for another;
/// requests to the pipeline never wait for any.
final class Teller implements Telling, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /// How long what is due when the pipeline stops may take before it is left for the next start.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final Duration LONGEST_END = Duration.ofSeconds(15);
  private static final String NEXT = "headgate tell list";

  private final ControlPlane control;
  private final Webhooks webhooks;
  private final Mails mails;
  private final TellMetrics metrics;
  private final Runnable beforeKeeping;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Messages messages;
  private final Outbox outbox;
  private final Loop loop = new Loop("headgate-tell", this::run);

  /// By name, in the order of the file. As everything below, changed under the lock of this object.
  private final Map<String, Standing> standings = new LinkedHashMap<>();

  private final Map<String, Thread> underWay = new HashMap<>();

  /// Number of the last entry that was looked at.
  private long seen;

  private Optional<Smtp> mailServer = Optional.empty();
  private String url = "";
  private boolean stopped;

  /// @param beforeKeeping called after a target has taken a message, before its place is kept
  /// @param random outside tests a `SecureRandom`
  Teller(
      ControlPlane control,
      Webhooks webhooks,
      Mails mails,
      TellMetrics metrics,
      Runnable beforeKeeping,
      InstantSource clock,
      RandomGenerator random)
      throws ControlFault {
    this.control = control;
    this.webhooks = webhooks;
    this.mails = mails;
    this.metrics = metrics;
    this.beforeKeeping = beforeKeeping;
    this.clock = clock;
    this.random = random;
    this.messages = new Messages(this::projectName);
    this.outbox = new Outbox(control.trail(), messages);
    takeUp();
  }

  private String projectName(long number) {
    return control.projects().list().stream()
        .filter(project -> project.id().number() == number)
        .map(Project::name)
        .findFirst()
        .orElse("");
  }

  /// @param publicUrl where people reach the pipeline
  void start(String publicUrl) {
    synchronized (this) {
      url = publicUrl.replaceAll("/+$", "");
    }
    loop.start();
  }

  /// Takes up what was set last, every target at its place.
  private synchronized void takeUp() throws ControlFault {
    Targets targets = Targets.NONE;
    Optional<TellSetting> setting = control.tell().setting();
    if (setting.isPresent()) {
      try {
        targets =
            TargetsFile.read(setting.get().definition(), projectNames())
                .with(setting.get().secrets());
      } catch (BadTargetsFile e) {
        LOG.error("nobody is told anything, for whom to tell cannot be read any more", e);
      }
    }
    takeUp(targets);
  }

  private void takeUp(Targets targets) throws ControlFault {
    seen = control.trail().ends().end().sequence();
    Map<String, TellPlace> places = control.tell().places();
    Map<String, Standing> found = new LinkedHashMap<>();
    for (Target target : targets.all()) {
      TellPlace place = places.getOrDefault(target.name(), new TellPlace(seen, seen));
      found.put(target.name(), outbox.standing(target, place.alerts(), place.notes(), seen));
    }
    standings.clear();
    standings.putAll(found);
    mailServer = targets.smtp();
    metrics.show(targets.names(), this::waiting);
  }

  private synchronized double waiting(String target) {
    Standing standing = standings.get(target);
    return standing == null ? 0 : (double) standing.alerts().waiting() + standing.notes().waiting();
  }

  private List<String> projectNames() {
    return control.projects().list().stream().map(Project::name).toList();
  }

  private void run() {
    while (!loop.closed()) {
      loop.pause(BETWEEN_LOOKS);
      try {
        look();
      } catch (ControlFault e) {
        LOG.warn("nobody is told anything for now: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("nobody is told anything for now", e);
      }
    }
  }

  private synchronized void look() throws ControlFault {
    if (standings.isEmpty()) {
      return;
    }
    for (List<TrailEntry> page = outbox.after(seen); !page.isEmpty(); page = outbox.after(seen)) {
      for (TrailEntry entry : page) {
        standings.replaceAll((_, standing) -> outbox.seen(standing, entry));
        seen = entry.sequence();
      }
    }
    for (Standing standing : standings.values()) {
      String name = standing.target().name();
      if (!underWay.containsKey(name) && outbox.due(standing, clock.instant()).isPresent()) {
        underWay.put(
            name,
            Thread.ofPlatform()
                .daemon()
                .name("headgate-tell-" + name)
                .start(() -> tellAllDue(name)));
      }
    }
  }

  /// Something that a target is told now.
  private record Due(Standing at, TrailEntry entry, Message message) {
    Kind kind() {
      return message.kind();
    }
  }

  private void tellAllDue(String name) {
    try {
      for (Optional<Due> due = due(name); due.isPresent(); due = due(name)) {
        Delivery delivery = deliver(due.get().at().target(), due.get().message());
        if (delivery instanceof Delivery.Made) {
          beforeKeeping.run();
        }
        settle(due.get(), delivery);
      }
    } catch (ControlFault e) {
      LOG.warn("target \"{}\" is told nothing for now: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      // The pipeline stops, and begins with this message when it starts again.
    } catch (RuntimeException e) {
      LOG.error("target \"{}\" is told nothing for now", name, e);
    } finally {
      synchronized (this) {
        underWay.remove(name);
      }
    }
  }

  private synchronized Optional<Due> due(String name) throws ControlFault {
    Standing standing = standings.get(name);
    if (standing == null || stopped) {
      return Optional.empty();
    }
    return outbox
        .due(standing, clock.instant())
        .map(entry -> new Due(standing, entry, messages.of(entry, url)));
  }

  private Delivery deliver(Target target, Message message) throws InterruptedException {
    String id = message.id(target.name());
    return switch (target.way()) {
      case Target.Webhook webhook -> webhooks.deliver(webhook, id, message);
      case Target.Mail mail ->
          mailServer()
              .map(server -> mails.deliver(server, mail, id, message))
              .orElseGet(() -> new Delivery.Failed("there is no mail server any more"));
    };
  }

  private synchronized Optional<Smtp> mailServer() {
    return mailServer;
  }

  /// Keeps what came of a try, unless the target was set anew or is told again meanwhile: then it
  /// is told this once more.
  private synchronized void settle(Due due, Delivery delivery) throws ControlFault {
    String name = due.at().target().name();
    Standing standing = standings.get(name);
    if (standing == null
        || !standing.target().equals(due.at().target())
        || standing.of(due.kind()).place() != due.at().of(due.kind()).place()) {
      return;
    }
    Standing after = standing.after(delivery, due.kind(), due.entry().sequence(), clock.instant());
    switch (delivery) {
      case Delivery.Made _ -> {
        control.tell().keep(name, place(after));
        if (standing.of(due.kind()).failures() > 0) {
          LOG.info("target \"{}\" takes what it is told again", name);
        }
      }
      case Delivery.Failed(String what) -> {
        metrics.failed(name);
        if (standing.of(due.kind()).failures() == 0) {
          LOG.warn(
              "target \"{}\" was not told of entry {}: {}; it is tried again. Next: {}",
              name,
              due.entry().sequence(),
              what,
              NEXT);
        }
      }
    }
    standings.put(name, after);
  }

  private static TellPlace place(Standing standing) {
    return new TellPlace(standing.alerts().place(), standing.notes().place());
  }

  @Override
  public Optional<TellSetting> setting() throws ControlFault {
    return control.tell().setting();
  }

  @Override
  public synchronized Map<String, String> put(String file, Actor by, String why)
      throws BadTargetsFile, ControlFault {
    Map<String, String> before =
        control.tell().setting().map(TellSetting::secrets).orElse(Map.of());
    Targets known = TargetsFile.read(file, projectNames()).with(before);
    Optional<String> unknown = known.unknown();
    if (unknown.isPresent()) {
      throw new BadTargetsFile(unknown.get(), 1);
    }
    Map<String, WebhookSecret> made = known.missing(() -> WebhookSecret.make(random));
    Targets targets = known.signedWith(made);
    control.tell().put(TargetsFile.write(targets), targets.secrets(), targets.names(), by, why);
    takeUp(targets);
    Map<String, String> shown = new TreeMap<>();
    made.forEach((name, secret) -> shown.put(name, secret.text()));
    return shown;
  }

  @Override
  public synchronized List<Standing> standings() {
    return new ArrayList<>(standings.values());
  }

  @Override
  public synchronized Outcome<Standing> replay(String target, long from) throws ControlFault {
    Standing standing = standings.get(target);
    long last = control.trail().ends().end().sequence();
    if (standing == null || from > last + 1) {
      return new Outcome.Refused<>(
          standing == null ? "there is no target " + target : "there is no entry " + from + " yet",
          standing == null ? NEXT : "the last is " + last);
    }
    TellPlace place = new TellPlace(from - 1, from - 1);
    control.tell().keep(target, place);
    Standing again = outbox.standing(standing.target(), place.alerts(), place.notes(), seen);
    standings.put(target, again);
    LOG.info("target \"{}\" is told everything from entry {} on again", target, from);
    return new Outcome.Done<>(again);
  }

  @Override
  public Outcome<Delivery> test(String target, Actor by) throws InterruptedException {
    Standing standing;
    Message trial;
    synchronized (this) {
      standing = standings.get(target);
      trial =
          Messages.trial(target, by.name(), clock.instant(), url, Secret.make("trial ", random));
    }
    return standing == null
        ? new Outcome.Refused<>("there is no target " + target, NEXT)
        : new Outcome.Done<>(deliver(standing.target(), trial));
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /// Tells what is due now, and breaks off what takes long: it is told again at the next start.
  @Override
  public void close() {
    loop.close();
    try {
      look();
      join(LAST_WORDS);
    } catch (ControlFault e) {
      LOG.warn("what happened last is told at the next start: {}", e.getMessage());
    }
    synchronized (this) {
      stopped = true;
      underWay.values().forEach(Thread::interrupt);
    }
    if (!join(LONGEST_END)) {
      LOG.warn("somebody is still being told something, {} s on", LONGEST_END.toSeconds());
    }
    webhooks.close();
  }

  /// Waits at most so long until nothing is under way.
  private boolean join(Duration most) {
    List<Thread> threads;
    synchronized (this) {
      threads = List.copyOf(underWay.values());
    }
    long deadline = System.nanoTime() + most.toNanos();
    boolean ended = true;
    try {
      for (Thread thread : threads) {
        ended &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }
}
