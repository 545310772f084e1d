package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.AppVersion;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Project;
import dev.headgate.apps.AppDefinition;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.AppsFile;
import dev.headgate.apps.BadAppsFile;
import dev.headgate.console.ProjectApps;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of a project's apps: what they are, what they were, what they did; and setting them.
final class AppsRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final AppMeter.Counts NOTHING = new AppMeter.Counts(0, 0, 0, 0, 0, "");

  private final ProjectApps apps;
  private final Access access;

  AppsRoutes(ProjectApps apps, Access access) {
    this.apps = apps;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/projects/{project}/apps", answers.document(this::list))
        .put("/projects/{project}/apps", answers.document(this::put));
  }

  /// Parameter `version`, for another than the last.
  ///
  /// ```
  /// {"project","version","definition",
  ///  "apps":[{"name","kind","events":[],"when","on_error","seen","changed","dropped","failed",
  ///    "nanos_per_event","last_failure"}],
  ///  "versions":[{"version","from","by","role","why"}]}
  /// ```
  private JsonNode list(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    Project project = access.project(caller, Answers.parameter(request, "project"));
    List<AppVersion> versions = apps.versions(project.id());
    Optional<String> asked = request.query().first("version").asOptional();
    int number = versions.size();
    if (asked.isPresent()) {
      if (!asked.get().matches("[1-9]\\d{0,8}")
          || Integer.parseInt(asked.get()) > versions.size()) {
        throw new Refusal(
            404,
            2,
            "there is no version " + asked.get() + " of the apps of " + project.name(),
            "headgate apps list names them");
      }
      number = Integer.parseInt(asked.get());
    }
    return document(project, versions, number);
  }

  private ObjectNode document(Project project, List<AppVersion> versions, int number)
      throws ControlFault {
    ObjectNode answer =
        JSON.createObjectNode().put("project", project.name()).put("version", number);
    answer.put("definition", number == 0 ? "" : versions.get(number - 1).definition());
    ArrayNode list = answer.putArray("apps");
    Map<String, AppMeter.Counts> counts = apps.counts(project.id());
    List<AppDefinition> defined =
        number == 0 ? List.of() : apps.definitions(versions.get(number - 1));
    for (AppDefinition app : defined) {
      ObjectNode one = list.addObject().put("name", app.name()).put("kind", app.work().kind());
      ArrayNode events = one.putArray("events");
      app.events().stream().sorted().forEach(events::add);
      one.put("when", app.when().orElse(null)).put("on_error", app.onError().key());
      counts(one, counts.getOrDefault(app.name(), NOTHING));
    }
    ArrayNode history = answer.putArray("versions");
    for (AppVersion version : versions) {
      history
          .addObject()
          .put("version", version.number())
          .put("from", version.from().toString())
          .put("by", version.by().name())
          .put("role", version.by().role().key())
          .put("why", version.why());
    }
    return answer;
  }

  private static void counts(ObjectNode into, AppMeter.Counts counts) {
    into.put("seen", counts.seen())
        .put("changed", counts.changed())
        .put("dropped", counts.dropped())
        .put("failed", counts.failed())
        .put("nanos_per_event", Math.round(counts.nanosPerEvent()))
        .put("last_failure", counts.lastFailure());
  }

  /// Takes the file itself, YAML or JSON; parameter `reason`.
  private JsonNode put(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "setting a project's apps");
    Project project = access.project(caller, Answers.parameter(request, "project"));
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    if (body.length > AppsFile.MAX_CHARACTERS) {
      throw Refusal.ofBody(
          413, "a file of apps has at most " + AppsFile.MAX_CHARACTERS + " bytes", "");
    }
    try {
      AppVersion set =
          apps.put(
              project.id(),
              new String(body, StandardCharsets.UTF_8),
              caller.actor(),
              request.query().first("reason").orElse(""));
      return document(project, apps.versions(project.id()), set.number());
    } catch (BadAppsFile e) {
      throw Refusal.ofBody(
          400, String.valueOf(e.getMessage()), "correct the file, then set it again");
    }
  }

  /// `{"version","names":[],"counts":[{"name", and what the app did with its events}]}`: counts
  /// since the pipeline was started.
  JsonNode ofImport(ImportRecord record) {
    ObjectNode answer = JSON.createObjectNode().put("version", record.apps().version());
    ArrayNode names = answer.putArray("names");
    record.apps().names().forEach(names::add);
    ArrayNode list = answer.putArray("counts");
    apps.countsOfImport(record.number())
        .forEach((name, counts) -> counts(list.addObject().put("name", name), counts));
    return answer;
  }
}
