package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Flood;
import dev.headgate.admit.FloodDecision;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailEntry;
import dev.headgate.console.Flooding;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Floods: who, what, since when, how much, and what to do about them. For the pipeline team.
final class FloodRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Flooding flooding;
  private final Projects projects;
  private final Trail trail;
  private final Access access;

  FloodRoutes(Flooding flooding, Projects projects, Trail trail, Access access) {
    this.flooding = flooding;
    this.projects = projects;
    this.trail = trail;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/floods", answers.document(this::list))
        .get("/floods/{flood}/audit", answers.document(this::audit))
        .post("/floods/{flood}/decision", answers.document(this::decide));
  }

  private JsonNode list(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "the list of floods");
    ObjectNode answer = JSON.createObjectNode();
    answer
        .put("waiting_events", flooding.waitingEvents())
        .put("budget_events", flooding.budgetEvents());
    ArrayNode list = answer.putArray("floods");
    for (Flood flood : flooding.floods()) {
      list.add(document(flood));
    }
    return answer;
  }

  private JsonNode audit(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "the audit of a flood");
    return Documents.audit(steps(number(request)));
  }

  /// What happened to a flood; something did to each.
  private List<TrailEntry> steps(int number) throws Refusal, ControlFault {
    List<TrailEntry> steps = trail.of(Subject.ofFlood(number));
    if (steps.isEmpty()) {
      throw noFlood(Integer.toString(number));
    }
    return steps;
  }

  /// Takes `{"decision":"admit"|"slow"|"end","reason","events_per_second"}`; the last of `slow`.
  private JsonNode decide(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "deciding about a flood");
    JsonNode body = Answers.body(request);
    JsonNode rate = body.path("events_per_second");
    FloodDecision decision =
        switch (FloodDecision.of(
            body.path("decision").asText(),
            rate.isNumber() ? Optional.of(rate.asDouble()) : Optional.empty(),
            body.path("reason").asText())) {
          case Outcome.Done<FloodDecision>(FloodDecision value) -> value;
          case Outcome.Refused<FloodDecision>(String what, String next) ->
              throw new Refusal(400, 2, what, next);
        };
    int number = number(request);
    steps(number);
    return switch (flooding.decide(number, decision, caller.actor())) {
      case Outcome.Done<Flood>(Flood flood) -> document(flood);
      case Outcome.Refused<Flood>(String what, String next) ->
          throw new Refusal(409, 3, what, next);
    };
  }

  private static int number(ServerRequest request) throws Refusal {
    String number = Answers.parameter(request, "flood");
    if (!number.matches("\\d{1,9}")) {
      throw noFlood(number);
    }
    return Integer.parseInt(number);
  }

  private static Refusal noFlood(String number) {
    return new Refusal(
        404, 2, "there is no flood " + number, "headgate floods lists those there are");
  }

  private ObjectNode document(Flood flood) {
    ObjectNode document =
        JSON.createObjectNode()
            .put("flood", flood.number())
            .put("project", projectName(flood))
            .put("address", flood.origin().address())
            .put("client", flood.origin().client())
            .put("since", flood.since().toString())
            .put("until", flood.until().map(Instant::toString).orElse(null))
            .put("state", flood.state().key());
    if (flood.drainPerSecond() > 0) {
      document.put("events_per_second", flood.drainPerSecond());
    } else {
      document.putNull("events_per_second");
    }
    return document
        .put("usual_per_second", flood.amount().usualPerSecond())
        .put("peak_per_second", flood.amount().peakPerSecond())
        .put("distinct_ids", flood.amount().manyIds() ? "many" : "few")
        .put("requests", flood.amount().requests())
        .put("diverted_events", flood.amount().events())
        .put("refused_requests", flood.amount().refused());
  }

  private String projectName(Flood flood) {
    return projects.list().stream()
        .filter(project -> project.id().equals(flood.origin().project()))
        .map(Project::name)
        .findFirst()
        .orElse("");
  }
}
