package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.console.Clients;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.Engines;
import dev.headgate.console.Flooding;
import dev.headgate.console.Governing;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.console.ProjectApps;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.identity.Stamp;
import dev.headgate.json.MalformedJson;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.StoreFault;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// `/api/v1`: projects, imports with their requests, grants and checkpoints, and what is stored.
/// Every answer that is no success is `{"error":{"what","where","next","exit_code"}}`.
public final class ApiRoutes implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int USUAL_PAGE = 100;
  private static final int MOST_ON_A_PAGE = 10_000;

  private final ControlDesk desk;
  private final Engines engines;
  private final Access access;
  private final Answers answers;
  private final StoreRoutes stores;
  private final ExplainRoutes explain;
  private final GovernorRoutes governor;
  private final PipelineRoutes pipeline;
  private final LoadTestRoutes loadTests;
  private final FloodRoutes floods;
  private final AppsRoutes apps;

  public ApiRoutes(
      ControlDesk desk,
      LoadTestDesk loadTests,
      Engines engines,
      Governing governing,
      Flooding flooding,
      ProjectApps projectApps,
      Clients clients,
      String pipelineKey) {
    this.desk = desk;
    this.engines = engines;
    this.access = new Access(desk.control().projects(), pipelineKey);
    this.answers = new Answers(access);
    this.stores = new StoreRoutes(engines);
    this.explain = new ExplainRoutes(engines);
    this.governor = new GovernorRoutes(governing);
    this.apps = new AppsRoutes(projectApps, access);
    this.pipeline =
        new PipelineRoutes(engines, desk.control().projects(), clients, access, governor);
    this.loadTests =
        new LoadTestRoutes(loadTests, desk.control().projects(), engines, governing, access);
    this.floods = new FloodRoutes(flooding, desk.control().projects(), access);
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/projects", answers.document(this::listProjects))
        .post("/projects", answers.document(this::addProject))
        .get("/projects/{project}/export/events", answers.lines(this::events))
        .get("/projects/{project}/export/persons", answers.lines(this::persons))
        .get("/projects/{project}/persons", answers.document(this::personPage))
        .get("/projects/{project}/persons/{person}", answers.document(this::person))
        .get(
            "/projects/{project}/persons/{person}/explain",
            answers.document(this::explainPersonById))
        .post("/imports/find", answers.document(this::findImport))
        .get("/projects/{project}/explain/person", answers.document(this::explainPerson))
        .get("/projects/{project}/explain/event/{uuid}", answers.document(this::explainEvent))
        .get("/projects/{project}/warnings", answers.document(this::warnings))
        .post("/imports", answers.document(this::submit))
        .get("/imports", answers.document(this::listImports))
        .get("/imports/{import}", answers.document(this::getImport))
        .get("/imports/{import}/audit", answers.document(this::audit))
        .post("/imports/{import}/green-light", answers.document(this::greenLight))
        .post("/imports/{import}/decline", answers.document(this::decline))
        .post("/imports/{import}/cancel", answers.document(this::cancel))
        .post("/imports/{import}/run", answers.document(this::run))
        .post("/imports/{import}/pause", answers.document(this::pause))
        .post("/imports/{import}/complete", answers.document(this::complete))
        .put("/imports/{import}/checkpoint", answers.document(this::putCheckpoint))
        .get("/imports/{import}/checkpoint", answers.document(this::getCheckpoint))
        .put("/imports/{import}/verification", answers.document(this::putVerification))
        .get("/imports/{import}/merges", answers.document(this::merges))
        .get("/imports/{import}/observed/{what}", answers.lines(this::observed));
    pipeline.routing(rules, answers);
    loadTests.routing(rules, answers);
    floods.routing(rules, answers);
    apps.routing(rules, answers);
  }

  // Projects.

  private JsonNode listProjects(ServerRequest request, Access.Caller caller) {
    ObjectNode answer = JSON.createObjectNode();
    var list = answer.putArray("projects");
    for (Project project : desk.control().projects().list()) {
      if (caller.sees(project)) {
        list.add(Documents.project(project));
      }
    }
    return answer;
  }

  private JsonNode addProject(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "adding a project");
    JsonNode body = Answers.body(request);
    Optional<ProjectToken> token =
        Optional.ofNullable(body.path("token").textValue()).map(ProjectToken::new);
    return Documents.project(
        done(desk.control().projects().add(body.path("name").asText(), token), 2));
  }

  private void events(ServerRequest request, Access.Caller caller, LineOutput out)
      throws Refusal, StoreFault {
    stores.events(access.project(caller, Answers.parameter(request, "project")), out);
  }

  private void persons(ServerRequest request, Access.Caller caller, LineOutput out)
      throws Refusal, StoreFault {
    stores.persons(access.project(caller, Answers.parameter(request, "project")), out);
  }

  /// Parameters: `distinct_id`, for its person alone; else `after` (the page before's `next`) and
  /// `limit`.
  private JsonNode personPage(ServerRequest request, Access.Caller caller)
      throws Refusal, StoreFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    if (request.query().contains("distinct_id")) {
      return stores.personWith(project, distinctId(request, "distinct_id"));
    }
    int most = number(request, "limit", 1, MOST_ON_A_PAGE).orElse(USUAL_PAGE);
    Optional<DistinctId> after =
        request.query().contains("after")
            ? Optional.of(distinctId(request, "after"))
            : Optional.empty();
    return stores.personPage(project, after, most);
  }

  private static DistinctId distinctId(ServerRequest request, String name) throws Refusal {
    return request
        .query()
        .first(name)
        .asOptional()
        .flatMap(DistinctId::of)
        .orElseThrow(() -> new Refusal(400, 2, name + " is no distinct_id", ""));
  }

  private JsonNode person(ServerRequest request, Access.Caller caller) throws Refusal, StoreFault {
    return stores.person(
        access.project(caller, Answers.parameter(request, "project")), uuid(request, "person"));
  }

  private JsonNode explainPersonById(ServerRequest request, Access.Caller caller)
      throws Refusal, StoreFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    return explain.person(project, uuid(request, "person"));
  }

  private static EventId uuid(ServerRequest request, String name) throws Refusal {
    String text = Answers.parameter(request, name);
    return EventId.parse(text)
        .orElseThrow(() ->
            new Refusal(
                400, 2, text + " is no uuid", "a uuid is 32 hexadecimal digits with hyphens"));
  }

  private JsonNode explainPerson(ServerRequest request, Access.Caller caller)
      throws Refusal, StoreFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    return explain.person(project, distinctId(request, "distinct_id"));
  }

  private JsonNode explainEvent(ServerRequest request, Access.Caller caller)
      throws Refusal, StoreFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    return explain.event(project, uuid(request, "uuid"));
  }

  /// Parameters: `import` (0 is live traffic), `after` (the page before's `next`), `limit`.
  private JsonNode warnings(ServerRequest request, Access.Caller caller)
      throws Refusal, StoreFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    Optional<Integer> number = number(request, "import", 0, Integer.MAX_VALUE);
    int most = number(request, "limit", 1, MOST_ON_A_PAGE).orElse(USUAL_PAGE);
    Optional<String> after = request.query().first("after").asOptional();
    Optional<Stamp> stamp = after.flatMap(ExplainRoutes::stampOf);
    if (after.isPresent() && stamp.isEmpty()) {
      throw new Refusal(400, 2, "after is not what a page answered as next", "");
    }
    OptionalInt ofImport = number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    return explain.warnings(project, new MergeWarnings.Question(ofImport, stamp, most));
  }

  private static Optional<Integer> number(ServerRequest request, String name, int least, int most)
      throws Refusal {
    Optional<String> text = request.query().first(name).asOptional();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Said below, with what it should be.
    }
    throw new Refusal(
        400, 2, name + " is " + text.get(), "it is a number from " + least + " to " + most);
  }

  // Imports.

  private JsonNode findImport(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    JsonNode body = Answers.body(request);
    Project project = access.project(caller, body.path("project").asText());
    ObjectNode answer = JSON.createObjectNode();
    Optional<ImportRecord> found =
        desk.control()
            .imports()
            .findByFiles(
                project.id(),
                Documents.fingerprints(body.path("files")),
                body.path("mapping_digest").asText());
    answer.set("import", found.map(this::document).orElse(JSON.createObjectNode()));
    return answer;
  }

  private JsonNode submit(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    JsonNode body = Answers.body(request);
    Project project = access.project(caller, body.path("project").asText());
    return document(done(desk.submit(Documents.submission(body, project), caller.actor()), 3));
  }

  private JsonNode listImports(ServerRequest request, Access.Caller caller) throws ControlFault {
    ObjectNode answer = JSON.createObjectNode();
    var list = answer.putArray("imports");
    for (ImportRecord record : desk.control().imports().list()) {
      if (sees(caller).test(record)) {
        list.add(document(record));
      }
    }
    return answer;
  }

  private JsonNode getImport(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    return document(record(request, caller));
  }

  private JsonNode audit(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    ObjectNode answer = JSON.createObjectNode();
    var list = answer.putArray("audit");
    for (var entry : desk.control().imports().audit(record(request, caller).number())) {
      list.add(Documents.audit(entry));
    }
    return answer;
  }

  private JsonNode greenLight(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    access.teamOnly(caller, "the green light");
    int number = record(request, caller).number();
    return document(
        done(
            desk.greenLight(number, Answers.body(request).path("reason").asText(), caller.actor()),
            3));
  }

  private JsonNode decline(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "declining");
    return execute(request, caller, new Command.Decline(reason(request)));
  }

  private JsonNode cancel(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    return execute(request, caller, new Command.Cancel(reason(request)));
  }

  private JsonNode run(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson {
    engines.warm();
    int number = record(request, caller).number();
    return Documents.run(done(desk.start(number, caller.actor()), 3));
  }

  private JsonNode pause(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    return execute(request, caller, new Command.Pause(reason(request)));
  }

  private JsonNode complete(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    return execute(request, caller, new Command.Complete());
  }

  private JsonNode putCheckpoint(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    JsonNode body = Answers.body(request);
    desk.control()
        .imports()
        .putCheckpoint(
            record(request, caller).number(),
            JsonBytes.of(body.path("checkpoint").toString()),
            body.path("wall_seconds").asDouble(),
            body.path("events_per_second").asDouble());
    return JSON.createObjectNode();
  }

  private JsonNode getCheckpoint(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    ObjectNode answer = JSON.createObjectNode();
    Optional<JsonBytes> checkpoint =
        desk.control().imports().checkpoint(record(request, caller).number());
    if (checkpoint.isPresent()) {
      answer.set("checkpoint", JSON.readTree(checkpoint.get().utf8()));
    }
    return answer;
  }

  private JsonNode putVerification(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    JsonNode body = Answers.body(request);
    return execute(
        request,
        caller,
        new Command.RecordVerification(
            body.path("verified").asBoolean(), JsonBytes.of(body.toString())));
  }

  private JsonNode merges(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, StoreFault {
    return stores.merges(record(request, caller));
  }

  private void observed(ServerRequest request, Access.Caller caller, LineOutput out)
      throws Refusal, ControlFault, StoreFault {
    ImportRecord record = record(request, caller);
    String what = Answers.parameter(request, "what");
    if (!stores.observed(record, what, prefix(request, "first"), prefix(request, "last"), out)) {
      throw new Refusal(404, 2, "nothing is observed as " + what, "");
    }
  }

  private static int prefix(ServerRequest request, String name) throws Refusal {
    String text = request.query().first(name).orElse("0");
    if (!text.matches("\\d{1,5}")) {
      throw new Refusal(400, 2, name + " is a number from 0 to 65535, not " + text, "");
    }
    return Integer.parseInt(text);
  }

  private JsonNode execute(ServerRequest request, Access.Caller caller, Command command)
      throws Refusal, ControlFault {
    return document(
        done(desk.execute(record(request, caller).number(), command, caller.actor()), 3));
  }

  private static String reason(ServerRequest request) throws IOException {
    return Answers.body(request).path("reason").asText();
  }

  private ImportRecord record(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    String number = Answers.parameter(request, "import");
    if (!number.matches("\\d{1,9}")) {
      throw new Refusal(404, 2, number + " is no import's number", "headgate import names it");
    }
    return desk.control()
        .imports()
        .find(Integer.parseInt(number))
        .filter(sees(caller))
        .orElseThrow(() ->
            new Refusal(
                404, 2, "there is no import " + number + " here", "is it the right --data?"));
  }

  private Predicate<ImportRecord> sees(Access.Caller caller) {
    return record ->
        caller.own().map(project -> project.id().equals(record.project())).orElse(true);
  }

  private JsonNode document(ImportRecord record) {
    List<Project> projects = desk.control().projects().list();
    String name =
        projects.stream()
            .filter(project -> project.id().equals(record.project()))
            .map(Project::name)
            .findFirst()
            .orElse("");
    ObjectNode document = Documents.importRecord(record, name);
    document.set("pace", governor.pace(record.number()));
    document.set("apps", apps.ofImport(record));
    return document;
  }

  private static <T> T done(Outcome<T> outcome, int exitCode) throws Refusal {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(String what, String next) ->
          throw new Refusal(409, exitCode, what, next);
    };
  }
}
