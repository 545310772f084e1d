package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Project;
import dev.headgate.console.CalendarDesk;
import dev.headgate.console.Clients;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.Engines;
import dev.headgate.console.Flooding;
import dev.headgate.console.Governing;
import dev.headgate.console.KnownKeys;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.console.ProjectApps;
import dev.headgate.console.Telling;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectToken;
import dev.headgate.identity.Stamp;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.StoreFault;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// `/api/v1`: projects and what is stored of them; the rest of it has classes of its own. Every
/// answer that is no success is `{"error":{"what","where","next","exit_code"}}`.
public final class ApiRoutes implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int USUAL_PAGE = 100;
  private static final int MOST_ON_A_PAGE = 10_000;

  private final ControlDesk desk;
  private final Access access;
  private final Answers answers;
  private final StoreRoutes stores;
  private final ExplainRoutes explain;
  private final PipelineRoutes pipeline;
  private final LoadTestRoutes loadTests;
  private final FloodRoutes floods;
  private final AppsRoutes apps;
  private final ImportRoutes imports;
  private final DecisionRoutes decisions;
  private final AuditRoutes audit;
  private final CalendarRoutes calendar;
  private final TellRoutes tell;
  private final RulesRoutes rules;
  private final TeamRoutes team;

  public ApiRoutes(
      ControlDesk desk,
      LoadTestDesk loadTests,
      CalendarDesk calendarDesk,
      Engines engines,
      Governing governing,
      Flooding flooding,
      Telling telling,
      ProjectApps projectApps,
      Clients clients,
      KnownKeys keys) {
    this.desk = desk;
    this.access = new Access(desk.control().projects(), keys);
    this.answers = new Answers(access);
    this.stores = new StoreRoutes(engines);
    this.explain = new ExplainRoutes(engines);
    GovernorRoutes governor = new GovernorRoutes(governing);
    this.apps = new AppsRoutes(projectApps, access);
    this.imports = new ImportRoutes(desk, engines, access, stores, governor, apps);
    this.calendar = new CalendarRoutes(calendarDesk, desk.control().imports(), access);
    this.decisions = new DecisionRoutes(desk, access, imports);
    this.pipeline =
        new PipelineRoutes(engines, desk.control().projects(), clients, access, governor);
    this.loadTests =
        new LoadTestRoutes(
            loadTests,
            desk.control().projects(),
            engines,
            governing,
            desk.control().trail(),
            access);
    this.floods =
        new FloodRoutes(flooding, desk.control().projects(), desk.control().trail(), access);
    this.audit = new AuditRoutes(desk.control().trail(), access);
    this.tell = new TellRoutes(telling, access);
    this.rules = new RulesRoutes(desk.pastRequests(), access);
    this.team = new TeamRoutes(desk.control().team(), access);
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
        .get("/projects/{project}/explain/person", answers.document(this::explainPerson))
        .get("/projects/{project}/explain/event/{uuid}", answers.document(this::explainEvent))
        .get("/projects/{project}/warnings", answers.document(this::warnings));
    imports.routing(rules, answers);
    decisions.routing(rules, answers);
    pipeline.routing(rules, answers);
    loadTests.routing(rules, answers);
    floods.routing(rules, answers);
    apps.routing(rules, answers);
    audit.routing(rules, answers);
    calendar.routing(rules, answers);
    tell.routing(rules, answers);
    this.rules.routing(rules, answers);
    team.routing(rules, answers);
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
        ImportRoutes.done(desk.control().projects().add(body.path("name").asText(), token), 2));
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
}
