package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.console.ControlDesk;
import dev.headgate.json.MalformedJson;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/// What people say of an import: the answers of those who want it in, and the decisions of the
/// pipeline team, before it runs and while it does.
final class DecisionRoutes {
  private final ControlDesk desk;
  private final Access access;
  private final ImportRoutes imports;

  DecisionRoutes(ControlDesk desk, Access access, ImportRoutes imports) {
    this.desk = desk;
    this.access = access;
    this.imports = imports;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .put("/imports/{import}/answers", answers.document(this::answer))
        .get("/imports/{import}/notice", answers.document(this::notice))
        .post("/imports/{import}/acknowledge", answers.document(this::acknowledge))
        .post("/imports/{import}/green-light", answers.document(this::greenLight))
        .post(
            "/imports/{import}/request-changes",
            answers.document(team("asking for changes", Command.RequestChanges::new)))
        .post(
            "/imports/{import}/decline", answers.document(team("declining", Command.Decline::new)))
        .post(
            "/imports/{import}/revoke",
            answers.document(team("taking a green light back", Command.Revoke::new)))
        .post("/imports/{import}/amend", answers.document(this::amend))
        .post("/imports/{import}/cancel", answers.document(step("cancelling", Command.Cancel::new)))
        .post("/imports/{import}/pause", answers.document(step("pausing", Command.Pause::new)))
        .post("/imports/{import}/resume", answers.document(step("resuming", Command.Resume::new)));
  }

  private JsonNode answer(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    int number = imports.record(request, caller).number();
    return imports.document(
        ImportRoutes.done(
            desk.answer(number, Documents.answers(Answers.body(request)), caller.actor()), 3));
  }

  private JsonNode notice(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson {
    ImportRecord record = imports.record(request, caller);
    return Documents.notice(
        desk.notice(record)
            .orElseThrow(() ->
                new Refusal(
                    409,
                    3,
                    "import " + record.number() + " has no green light, so there is no notice",
                    record.state().next())));
  }

  private JsonNode acknowledge(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    return execute(request, caller, new Command.Acknowledge());
  }

  private JsonNode greenLight(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    access.teamOnly(caller, "the green light");
    ImportRecord record = imports.record(request, caller);
    JsonNode body = Answers.body(request);
    ControlDesk.Terms terms = terms(body);
    return imports.document(
        ImportRoutes.done(
            desk.greenLight(record.number(), reason(body, "a green light"), terms, caller.actor()),
            3));
  }

  private JsonNode amend(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson, IOException {
    access.teamOnly(caller, "amending what was agreed");
    int number = imports.record(request, caller).number();
    JsonNode body = Answers.body(request);
    return imports.document(
        ImportRoutes.done(
            desk.amend(number, reason(body, "amending"), terms(body), caller.actor()), 3));
  }

  /// A step that only the pipeline team takes, and that has a reason.
  private Answers.Answering team(String what, Function<String, Command> command) {
    return (request, caller) -> {
      access.teamOnly(caller, what);
      return execute(request, caller, command.apply(reason(Answers.body(request), what)));
    };
  }

  /// A step that anybody may take; what the pipeline team does has a reason.
  private Answers.Answering step(String what, Function<String, Command> command) {
    return (request, caller) -> {
      JsonNode body = Answers.body(request);
      String reason = caller.isTeam() ? reason(body, what) : body.path("reason").asText().strip();
      return execute(request, caller, command.apply(reason));
    };
  }

  private JsonNode execute(ServerRequest request, Access.Caller caller, Command command)
      throws Refusal, ControlFault {
    int number = imports.record(request, caller).number();
    return imports.document(ImportRoutes.done(desk.execute(number, command, caller.actor()), 3));
  }

  private static String reason(JsonNode body, String what) throws Refusal {
    String reason = body.path("reason").asText().strip();
    if (reason.isEmpty()) {
      throw new Refusal(400, 2, what + " needs a reason", "say why; it is kept in the audit");
    }
    return reason;
  }

  private static ControlDesk.Terms terms(JsonNode body) throws Refusal {
    Map<String, String> overrides = new HashMap<>();
    for (JsonNode override : body.path("overrides")) {
      overrides.put(override.path("rule").asText(), override.path("reason").asText().strip());
    }
    double peak = body.path("peak_per_second").asDouble();
    int batch = body.path("batch_events").asInt();
    try {
      return new ControlDesk.Terms(
          time(body, "from"),
          time(body, "to"),
          body.has("peak_per_second") ? OptionalDouble.of(peak) : OptionalDouble.empty(),
          body.has("batch_events") ? OptionalInt.of(batch) : OptionalInt.empty(),
          overrides);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, 2, String.valueOf(e.getMessage()), "");
    }
  }

  private static Optional<Instant> time(JsonNode body, String name) throws Refusal {
    String text = body.path(name).asText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new Refusal(400, 2, name + " is " + text, "it is a time such as 2026-12-01T08:00:00Z");
    }
  }
}
