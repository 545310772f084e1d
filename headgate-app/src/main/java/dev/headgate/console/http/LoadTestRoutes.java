package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.FindingJson;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.admit.LoadTestState;
import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.console.Engines;
import dev.headgate.console.Governing;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.Partition;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Moment;
import dev.headgate.store.StoreFault;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Load tests: their requests, green lights, runs and stop orders, and what is stored of them.
final class LoadTestRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoadTestDesk desk;
  private final Projects projects;
  private final Engines engines;
  private final Governing governing;
  private final Trail trail;
  private final Access access;

  LoadTestRoutes(
      LoadTestDesk desk,
      Projects projects,
      Engines engines,
      Governing governing,
      Trail trail,
      Access access) {
    this.desk = desk;
    this.projects = projects;
    this.engines = engines;
    this.governing = governing;
    this.trail = trail;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/load-tests", answers.document(this::list))
        .post("/load-tests", answers.document(this::submit))
        .get("/load-tests/{load_test}", answers.document(this::get))
        .get("/load-tests/{load_test}/audit", answers.document(this::audit))
        .post("/load-tests/{load_test}/green-light", answers.document(this::greenLight))
        .post("/load-tests/{load_test}/decline", answers.document(step(LoadTestStep.DECLINE)))
        .post("/load-tests/{load_test}/cancel", answers.document(step(LoadTestStep.CANCEL)))
        .post("/load-tests/{load_test}/start", answers.document(this::start))
        .put("/load-tests/{load_test}/progress", answers.document(this::progress))
        .post("/load-tests/{load_test}/stop", answers.document(step(LoadTestStep.STOP)))
        .post("/load-tests/{load_test}/complete", answers.document(step(LoadTestStep.COMPLETE)))
        .put("/load-tests/{load_test}/result", answers.document(this::putResult))
        .get("/load-tests/{load_test}/stored", answers.document(this::stored))
        .post("/load-tests/{load_test}/remove", answers.document(this::remove));
  }

  private JsonNode list(ServerRequest request, Access.Caller caller) throws ControlFault {
    ObjectNode answer = JSON.createObjectNode();
    var list = answer.putArray("load_tests");
    for (LoadTestRecord record : desk.loadTests().list()) {
      if (sees(caller, record)) {
        list.add(document(record));
      }
    }
    return answer;
  }

  private JsonNode submit(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    JsonNode body = Answers.body(request);
    Project project = access.project(caller, body.path("project").asText());
    JsonBytes plan = JsonBytes.of(body.path("plan").toString());
    return document(desk.submit(project, plan, caller.actor()));
  }

  private JsonNode get(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    LoadTestRecord record = record(request, caller);
    ObjectNode document = document(record);
    record.result().ifPresent(result -> document.set("result", tree(result)));
    return document;
  }

  private JsonNode audit(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    return Documents.audit(trail.of(Subject.ofLoadTest(record(request, caller).number())));
  }

  private JsonNode greenLight(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    access.teamOnly(caller, "the green light");
    return document(
        done(desk.greenLight(record(request, caller), reason(request), caller.actor())));
  }

  private Answers.Answering step(LoadTestStep step) {
    return (request, caller) -> {
      int number = record(request, caller).number();
      return document(done(desk.execute(number, step, reason(request), caller.actor())));
    };
  }

  private JsonNode start(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson {
    int number = record(request, caller).number();
    if (!engines.ready()) {
      engines.warm();
      throw new Refusal(503, 4, "the log is starting", "try again in a few seconds");
    }
    LoadTestDesk.Started started = done(desk.start(number, caller.actor()));
    return document(started.record()).put("grant", started.token().header());
  }

  /// Its sender says that it is there, and hears how it stands and what the pipeline feels.
  private JsonNode progress(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    LoadTestRecord record = record(request, caller);
    desk.heard(record.number());
    ObjectNode answer = JSON.createObjectNode();
    answer.put("state", record.state().key()).put("why", record.why());
    Optional<Moment> now = governing.latest();
    if (now.isPresent()) {
      answer
          .put("live_per_second", now.get().signals().livePerSecond())
          .put("live_p99_seconds", now.get().signals().captureLatency().toNanos() / 1e9)
          .put("pressure", now.get().decision().pressure());
    }
    return answer;
  }

  private JsonNode putResult(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    desk.loadTests()
        .putResult(
            record(request, caller).number(), JsonBytes.of(Answers.body(request).toString()));
    return JSON.createObjectNode();
  }

  /// `{"stored","uuid_sum_high","uuid_sum_low","waiting"}`: as long as something waits in the log,
  /// more of it may come.
  private JsonNode stored(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, StoreFault, LogFault {
    LoadTestRecord record = record(request, caller);
    long waiting = waiting();
    UuidSum sum = engines.events().ofLoadTest(record.project(), record.number());
    return JSON.createObjectNode()
        .put("stored", sum.count())
        .put("uuid_sum_high", Long.toString(sum.high()))
        .put("uuid_sum_low", Long.toString(sum.low()))
        .put("waiting", waiting);
  }

  /// About how many events of load tests are in the log and not stored.
  private long waiting() throws LogFault {
    if (!engines.ready()) {
      return 0;
    }
    long records = 0;
    Map<Partition, Long> committed = engines.committed();
    for (Map.Entry<Partition, Long> end : engines.end(Lane.LOAD_TEST).entrySet()) {
      records += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return engines.eventsIn(Lane.LOAD_TEST, records);
  }

  private JsonNode remove(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, StoreFault, LogFault, IOException {
    LoadTestRecord record = record(request, caller);
    if (!engines.ready()) {
      engines.warm();
      throw new Refusal(
          503,
          4,
          "the log is starting: it may hold events to be removed",
          "try again in a few seconds");
    }
    if (waiting() > 0 && record.state() != LoadTestState.REMOVED) {
      throw new Refusal(
          409, 4, "events of load tests are still being stored", "try again in a few seconds");
    }
    long stored = engines.events().ofLoadTest(record.project(), record.number()).count();
    LoadTestRecord removed =
        done(desk.execute(record.number(), LoadTestStep.REMOVE, reason(request), caller.actor()));
    engines.events().removeLoadTest(removed.number());
    return document(removed).put("removed", stored);
  }

  private LoadTestRecord record(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    String text = Answers.parameter(request, "load_test");
    Optional<LoadTestRecord> found =
        text.matches("[0-9]{1,9}")
            ? desk.loadTests().find(Integer.parseInt(text)).filter(each -> sees(caller, each))
            : Optional.empty();
    return found.orElseThrow(() ->
        new Refusal(404, 2, "there is no load test " + text, "headgate load-test list names them"));
  }

  private boolean sees(Access.Caller caller, LoadTestRecord record) {
    return caller.own().map(mine -> mine.id().equals(record.project())).orElse(true);
  }

  private static String reason(ServerRequest request) throws IOException {
    return Answers.body(request).path("reason").asText();
  }

  private static <T> T done(Outcome<T> outcome) throws Refusal {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(String what, String next) -> throw new Refusal(409, 3, what, next);
    };
  }

  private ObjectNode document(LoadTestRecord record) {
    ObjectNode document = JSON.createObjectNode();
    document
        .put("load_test", record.number())
        .put(
            "project",
            projects.list().stream()
                .filter(each -> each.id().equals(record.project()))
                .map(Project::name)
                .findFirst()
                .orElse(""))
        .put("state", record.state().key())
        .put("why", record.why())
        .put("next", record.state().next())
        .put("created_at", record.createdAt().toString());
    record.startedAt().ifPresent(at -> document.put("started_at", at.toString()));
    document.set("plan", tree(record.plan()));
    document.set("findings", tree(FindingJson.write(record.findings())));
    record
        .terms()
        .ifPresent(terms ->
            document
                .putObject("window")
                .put("from", terms.window().from().toString())
                .put("to", terms.window().to().toString()));
    return document;
  }

  private static JsonNode tree(JsonBytes json) {
    try {
      return JSON.readTree(json.utf8());
    } catch (IOException e) {
      throw new IllegalStateException("we wrote this JSON ourselves", e);
    }
  }
}
