package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.SealedGrant;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.Engines;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.store.StoreFault;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The routes that an importer goes through: finding an import, asking for the green light, running
/// it, and proving it.
final class ImportRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// States that somebody of the pipeline team led to, and said why.
  private static final Set<ImportState> DECIDED =
      EnumSet.of(ImportState.CHANGES_REQUESTED, ImportState.DECLINED);

  private final ControlDesk desk;
  private final Engines engines;
  private final Access access;
  private final StoreRoutes stores;
  private final GovernorRoutes governor;
  private final AppsRoutes apps;

  ImportRoutes(
      ControlDesk desk,
      Engines engines,
      Access access,
      StoreRoutes stores,
      GovernorRoutes governor,
      AppsRoutes apps) {
    this.desk = desk;
    this.engines = engines;
    this.access = access;
    this.stores = stores;
    this.governor = governor;
    this.apps = apps;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .post("/imports/find", answers.document(this::findImport))
        .post("/imports", answers.document(this::submit))
        .get("/imports", answers.document(this::listImports))
        .get("/imports/{import}", answers.document(this::getImport))
        .get("/imports/{import}/audit", answers.document(this::audit))
        .post("/imports/{import}/run", answers.document(this::run))
        .get("/imports/{import}/grant", answers.document(this::grant))
        .post("/imports/{import}/complete", answers.document(this::complete))
        .put("/imports/{import}/checkpoint", answers.document(this::putCheckpoint))
        .get("/imports/{import}/checkpoint", answers.document(this::getCheckpoint))
        .put("/imports/{import}/verification", answers.document(this::putVerification))
        .get("/imports/{import}/merges", answers.document(this::merges))
        .get("/imports/{import}/observed/{what}", answers.lines(this::observed));
  }

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
    answer.set("import", found.isPresent() ? document(found.get()) : JSON.createObjectNode());
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
    return Documents.audit(
        desk.control().trail().of(Subject.ofImport(record(request, caller).number())));
  }

  private JsonNode run(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    engines.warm();
    int number = record(request, caller).number();
    SealedGrant.Shown shown = Documents.shown(Answers.body(request));
    return Documents.run(done(desk.start(number, shown, caller.actor()), 3));
  }

  private JsonNode grant(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    ImportRecord record = record(request, caller);
    SealedGrant grant =
        desk.control()
            .imports()
            .sealedGrant(record.number())
            .orElseThrow(() ->
                new Refusal(
                    409,
                    3,
                    "import " + record.number() + " has no grant in force",
                    record.state().next()));
    return JSON.readTree(grant.toJson().utf8());
  }

  private JsonNode complete(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    return execute(request, caller, new Command.Complete());
  }

  private JsonNode putCheckpoint(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    ImportRecord record = record(request, caller);
    JsonNode body = Answers.body(request);
    done(
        desk.keepCheckpoint(
            record,
            JsonBytes.of(body.path("checkpoint").toString()),
            body.path("wall_seconds").asDouble(),
            body.path("events_per_second").asDouble()),
        3);
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

  /// The import that a request names, if the caller may see it.
  ImportRecord record(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
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

  /// An import as every route answers it.
  JsonNode document(ImportRecord record) throws ControlFault {
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
    decidedBecause(record).ifPresent(why -> document.put("decided_because", why));
    return document;
  }

  /// What the pipeline team said when it last decided, if that still stands.
  private Optional<String> decidedBecause(ImportRecord record) throws ControlFault {
    if (!DECIDED.contains(record.state())) {
      return Optional.empty();
    }
    String state = record.state().key();
    return desk.control().trail().of(Subject.ofImport(record.number())).reversed().stream()
        .filter(entry -> entry.to().equals(state) && !entry.from().equals(state))
        .findFirst()
        .map(TrailEntry::why);
  }

  static <T> T done(Outcome<T> outcome, int exitCode) throws Refusal {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(String what, String next) ->
          throw new Refusal(409, exitCode, what, next);
    };
  }
}
