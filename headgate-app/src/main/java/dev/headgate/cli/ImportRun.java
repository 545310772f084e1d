package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Grant;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.GrantToken;
import dev.headgate.admit.RejectBudget;
import dev.headgate.admit.Window;
import dev.headgate.assess.PairsReader;
import dev.headgate.assess.RepeatsReader;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.send.Accounts;
import dev.headgate.send.Checkpoint;
import dev.headgate.send.ExportReader;
import dev.headgate.send.Importer;
import dev.headgate.send.Place;
import dev.headgate.send.Progress;
import dev.headgate.send.http.HttpBatchSender;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.verify.Manifest;
import dev.headgate.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One run of an import that has its green light: sends what is left, waits until it is stored, and
/// proves it.
final class ImportRun {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  /// How long the pipeline may store nothing before the import pauses.
  private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(2);

  private final Connection connection;
  private final Reading reading;
  private final ImportFolder folder;
  private final JsonNode record;
  private final Screen screen;
  private final RunClock clock;
  private final String path;

  ImportRun(
      Connection connection,
      Reading reading,
      ImportFolder folder,
      JsonNode record,
      Screen screen,
      RunClock clock) {
    this.connection = connection;
    this.reading = reading;
    this.folder = folder;
    this.record = record;
    this.screen = screen;
    this.clock = clock;
    this.path = "/api/v1/imports/" + record.path("import").asInt();
  }

  /// Sends to the end of the export, or ends the command at a pause.
  ///
  /// @param sealed the grant that it goes by, if it was named
  void send(RejectBudget rejectBudget, Optional<JsonNode> sealed)
      throws IOException, SourceFault, InterruptedException {
    PipelineClient client = connection.client();
    JsonNode run = client.post(path + "/run", shown(sealed));
    Checkpoint from = checkpoint(run, contentOf(turns()));
    awaitReady(client);

    Importer importer = importer(run, from, rejectBudget);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = stopOnSignal(importer, done);
    Thread watcher = watch(importer, done);
    Importer.Outcome outcome;
    try (RepeatsReader repeats = new RepeatsReader(folder.repeats());
        PairsReader pairs = new PairsReader(folder.pairs());
        Accounts accounts =
            Accounts.open(folder.path(), from, part -> reading.export().parts().get(part).name());
        ExportReader reader = reader(repeats, pairs, from.place())) {
      clock.reach(RunClock.Mark.BEGUN);
      outcome = importer.run(reader, accounts, from.read().events());
      if (outcome instanceof Importer.Stopped) {
        screen.say("headgate: stopping: what was sent is accounted for");
      }
    } finally {
      done.countDown();
      watcher.join();
      forget(hook);
    }
    switch (outcome) {
      case Importer.Finished _ -> {
        clock.reach(RunClock.Mark.SENT);
        awaitStored(client);
        clock.reach(RunClock.Mark.STORED);
        client.post(path + "/complete", Screen.object());
      }
      case Importer.Paused(String reason, String next, Checkpoint _) -> {
        pause(client, reason);
        throw new CommandStop(ExitCode.PAUSED, "paused: " + reason, where(), next);
      }
      case Importer.Stopped _ ->
          throw new CommandStop(
              ExitCode.INTERRUPTED,
              "interrupted",
              where(),
              "Run the same command again: it goes on where it stopped.");
    }
  }

  /// Proves what was sent, in this run and those before.
  Verification verify() throws IOException {
    JsonNode kept = connection.client().get(path + "/checkpoint").path("checkpoint");
    try {
      Checkpoint checkpoint = Checkpoint.of(JsonBytes.of(kept.toString()));
      Manifest manifest =
          new Manifest(folder.path().resolve(Accounts.MANIFEST), checkpoint.manifestBytes());
      Verification verification = Proof.of(connection, record, manifest, checkpoint.read(), screen);
      clock.reach(RunClock.Mark.PROVED);
      return verification;
    } catch (MalformedJson e) {
      throw new IOException("the checkpoint is not readable: " + e.getMessage(), e);
    }
  }

  /// Reads the export against its pins, in the order of sending.
  ExportReader reader(RepeatsReader repeats, PairsReader pairs, Place from) throws IOException {
    return new ExportReader(turns(), reading.readers(), reading.format(), repeats, pairs, from);
  }

  private String where() {
    return "import " + record.path("import").asInt() + ", " + folder.path();
  }

  /// The parts in the order they are sent: by their first event, so that almost everything comes in
  /// the order it happened.
  private List<ExportReader.PinnedPart> turns() throws IOException {
    List<ContentPin> pins =
        folder
            .readPins()
            .orElseThrow(() -> new IOException("pins.json is missing in " + folder.path()));
    List<Part> parts = reading.export().parts();
    if (parts.size() != pins.size()) {
      throw new CommandStop(
          ExitCode.PAUSED,
          "the export has " + parts.size() + " files, it had " + pins.size() + " when assessed",
          where(),
          "Name the same files, or import the others in a run of their own.");
    }
    JsonNode sources = record.path("assessment").path("sources");
    List<ExportReader.PinnedPart> turns = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      turns.add(new ExportReader.PinnedPart(parts.get(i), pins.get(i)));
    }
    turns.sort(
        Comparator.comparing(
            turn -> sources.path(turn.part().index()).path("first_timestamp").asText("9999")));
    return turns;
  }

  /// What is about to be sent, and by which grant, if it was named.
  private ObjectNode shown(Optional<JsonNode> sealed) throws IOException {
    ObjectNode body = Screen.object();
    ArrayNode content = body.putArray("content");
    turns().forEach(turn -> content.add(turn.pin().contentDigest()));
    sealed.ifPresent(grant -> body.set("grant", grant));
    return body;
  }

  /// What a checkpoint's place is valid for: these bytes, read in this order, by this mapping.
  private String contentOf(List<ExportReader.PinnedPart> turns) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ExportReader.PinnedPart turn : turns) {
        String part = turn.part().index() + " " + turn.pin().contentDigest() + "\n";
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
      digest.update(reading.identity().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Where to go on: what the pipeline keeps, if it fits these bytes and the files here; else the
  /// beginning, and the store drops what it has.
  private Checkpoint checkpoint(JsonNode run, String content) throws IOException {
    Checkpoint start = Checkpoint.start(content);
    JsonNode kept = run.path("checkpoint");
    if (!kept.isObject()) {
      return start;
    }
    try {
      Checkpoint checkpoint = Checkpoint.of(JsonBytes.of(kept.toString()));
      boolean fits =
          checkpoint.content().equals(content) && Accounts.reach(folder.path(), checkpoint);
      return fits ? checkpoint : start;
    } catch (MalformedJson e) {
      throw new IOException("the checkpoint is not readable: " + e.getMessage(), e);
    }
  }

  private Importer importer(JsonNode run, Checkpoint from, RejectBudget rejectBudget) {
    Grant.Active grant = grant(run);
    JsonNode assessment = record.path("assessment");
    long records = assessment.path("records").asLong();
    Importer.Settings settings =
        new Importer.Settings(
            connection.projectToken(record.path("project").asText()),
            run.path("lanes").asInt(),
            records,
            rejectBudget.most(records),
            () -> connection.haltPoints().reach(HaltPoints.SENDING));
    double secondsBefore = record.path("timing").path("wall_seconds").asDouble();
    long startedNanos = System.nanoTime();
    Importer.CheckpointKeeper keeper =
        checkpoint -> {
          double seconds = (System.nanoTime() - startedNanos) / 1e9;
          double events = checkpoint.read().events() - from.read().events();
          ObjectNode body = Screen.object();
          body.set("checkpoint", Screen.tree(checkpoint.toJson().toString()));
          body.put("wall_seconds", secondsBefore + seconds);
          body.put("events_per_second", Math.round(events / Math.max(seconds, 0.001)));
          connection.client().put(path + "/checkpoint", body);
        };
    return new Importer(
        grant,
        settings,
        new HttpBatchSender(
            connection.client().server(),
            grant.token().header(),
            connection.client().trust(),
            Traceparent.told()),
        keeper,
        Thread::sleep,
        System::nanoTime);
  }

  private static Grant.Active grant(JsonNode run) {
    List<Stage> stages = new ArrayList<>();
    for (JsonNode stage : run.path("stages")) {
      stages.add(
          new Stage(
              Duration.ofNanos(stage.path("nanos").asLong()),
              stage.path("target_per_second").asDouble()));
    }
    return new Grant.Active(
        new ProjectId(run.path("project_number").asInt()),
        GrantToken.parse(run.path("grant").asText()).orElseThrow(),
        new GrantTerms(
            new Window(
                Instant.parse(run.path("from").asText()), Instant.parse(run.path("to").asText())),
            new Envelope(run.path("start_per_second").asDouble(), stages),
            run.path("batch_events").asInt(),
            run.path("batch_bytes").asInt()));
  }

  private void awaitReady(PipelineClient client) throws InterruptedException {
    long started = System.nanoTime();
    JsonNode answer = client.post("/api/v1/engines/warm", Screen.object());
    while (!answer.path("ready").asBoolean()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - started);
      if (waited.compareTo(LONGEST_STANDSTILL) > 0 || answer.has("trouble")) {
        throw new CommandStop(
            ExitCode.PAUSED,
            "the pipeline does not start: " + answer.path("trouble").asText("no word from it"),
            where(),
            "See what it printed, then run the same command again.");
      }
      screen.status("waiting for the log to start");
      Thread.sleep(BETWEEN_LOOKS);
      answer = client.post("/api/v1/engines/warm", Screen.object());
    }
  }

  /// Waits until everything sent is in the stores.
  private void awaitStored(PipelineClient client) throws InterruptedException {
    String barrier = client.get("/api/v1/log/barrier").path("barrier").asText();
    long smallest = Long.MAX_VALUE;
    long movedNanos = System.nanoTime();
    while (true) {
      JsonNode answer = client.get("/api/v1/log/lag?barrier=" + PipelineClient.encoded(barrier));
      long lag = answer.path("lag").asLong();
      if (lag == 0) {
        return;
      }
      if (lag < smallest) {
        smallest = lag;
        movedNanos = System.nanoTime();
      }
      String trouble = answer.path("trouble").asText("");
      Duration still = Duration.ofNanos(System.nanoTime() - movedNanos);
      if (still.compareTo(LONGEST_STANDSTILL) > 0) {
        String reason = "the pipeline stores nothing" + (trouble.isEmpty() ? "" : ": " + trouble);
        pause(client, reason);
        throw new CommandStop(
            ExitCode.PAUSED,
            "paused: " + reason,
            where(),
            "Mend it, then run the same command again.");
      }
      screen.status(
          "storing: %s events to go%s"
              .formatted(Words.count(lag), trouble.isEmpty() ? "" : " (" + trouble + ")"));
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private void pause(PipelineClient client, String reason) {
    try {
      client.post(path + "/pause", Screen.object().put("reason", reason));
    } catch (CommandStop unreachable) {
      // A pipeline that cannot be told is told by the next run: starting what is running goes on.
      screen.say("headgate: the pipeline was not told of the pause: " + unreachable.getMessage());
    }
  }

  /// Ctrl-C ends the run after the requests in flight; the process waits for that.
  private static Thread stopOnSignal(Importer importer, CountDownLatch done) {
    Thread hook =
        new Thread(
            () -> {
              importer.stop();
              try {
                boolean _ = done.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "headgate-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs right now.
    }
  }

  private Thread watch(Importer importer, CountDownLatch done) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            long before = 0;
            long beforeNanos = System.nanoTime();
            double rate = 0;
            while (!done.await(BETWEEN_LOOKS.toMillis() * 5, TimeUnit.MILLISECONDS)) {
              Progress progress = importer.progress();
              long now = System.nanoTime();
              double current =
                  (progress.dispatched() - before) * 1e9 / Math.max(1, now - beforeNanos);
              rate = rate == 0 ? current : 0.7 * rate + 0.3 * current;
              before = progress.dispatched();
              beforeNanos = now;
              screen.status(status(progress, rate));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static String status(Progress progress, double rate) {
    double share = progress.records() == 0 ? 1 : (double) progress.accounted() / progress.records();
    long left = progress.records() - progress.accounted();
    String eta = rate > 0 ? Words.duration(Duration.ofMillis(Math.round(left / rate * 1000))) : "-";
    return String.format(
        Locale.ROOT,
        "sending: %5.1f %%, %s events/s, %s left, retries %d, rejects %d, %s%s",
        share * 100,
        Words.count(Math.round(rate)),
        eta,
        progress.retries(),
        progress.rejected(),
        progress.stage(),
        progress.gzip().map(gzip -> gzip ? ", gzip" : ", plain").orElse(""));
  }
}
