package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.TellSetting;
import dev.headgate.console.Telling;
import dev.headgate.tell.BadTargetsFile;
import dev.headgate.tell.Delivery;
import dev.headgate.tell.Progress;
import dev.headgate.tell.Standing;
import dev.headgate.tell.Target;
import dev.headgate.tell.Targets;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Whom the pipeline tells what: setting it, how far each target is, telling again. For the
/// pipeline team.
final class TellRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Telling telling;
  private final Access access;

  TellRoutes(Telling telling, Access access) {
    this.telling = telling;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/tell", answers.document(this::get))
        .put("/tell", answers.document(this::put))
        .post("/tell/{target}/replay", answers.document(this::replay))
        .post("/tell/{target}/test", answers.document(this::test));
  }

  /// ```
  /// {"definition","at","by","role","why",
  ///  "targets":[{"target","way","to","quiet_until","alerts":{"place","waiting","failures","error","next_try"},
  ///    "notes":{the same}}]}
  /// ```
  ///
  /// Nothing of what is secret. `at` to `why` are null where nothing was ever set.
  private JsonNode get(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "whom the pipeline tells");
    return document();
  }

  private ObjectNode document() throws ControlFault {
    Optional<TellSetting> setting = telling.setting();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("definition", setting.map(TellSetting::definition).orElse("targets: []\n"))
            .put("at", setting.map(set -> set.at().toString()).orElse(null))
            .put("by", setting.map(set -> set.by().name()).orElse(null))
            .put("role", setting.map(set -> set.by().role().key()).orElse(null))
            .put("why", setting.map(TellSetting::why).orElse(null));
    ArrayNode targets = answer.putArray("targets");
    Instant now = telling.now();
    telling.standings().forEach(standing -> targets.add(document(standing, now)));
    return answer;
  }

  private static ObjectNode document(Standing standing, Instant now) {
    Target target = standing.target();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("target", target.name())
            .put(
                "way",
                switch (target.way()) {
                  case Target.Webhook _ -> "webhook";
                  case Target.Mail _ -> "mail";
                })
            .put("to", target.way().shown())
            .put("quiet_until", standing.quietUntil(now).map(Instant::toString).orElse(null));
    answer.set("alerts", document(standing.alerts()));
    answer.set("notes", document(standing.notes()));
    return answer;
  }

  private static ObjectNode document(Progress progress) {
    return JSON.createObjectNode()
        .put("place", progress.place())
        .put("waiting", progress.waiting())
        .put("failures", progress.failures())
        .put("error", progress.error())
        .put("next_try", progress.nextTry().map(Instant::toString).orElse(null));
  }

  /// Takes the file itself, YAML or JSON; parameter `reason`. The answer is that of {@link #get}
  /// with `"secrets":{TARGET:SECRET}`: those that were made now, which nothing shows again.
  private JsonNode put(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "setting whom the pipeline tells");
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    if (body.length > Targets.MAX_CHARACTERS) {
      throw Refusal.ofBody(
          413, "a file of targets has at most " + Targets.MAX_CHARACTERS + " bytes", "");
    }
    try {
      Map<String, String> made =
          telling.put(
              new String(body, StandardCharsets.UTF_8),
              caller.actor(),
              request.query().first("reason").orElse(""));
      ObjectNode answer = document();
      ObjectNode secrets = answer.putObject("secrets");
      made.forEach(secrets::put);
      return answer;
    } catch (BadTargetsFile e) {
      throw Refusal.ofBody(
          400, String.valueOf(e.getMessage()), "correct the file, then set it again");
    }
  }

  /// Takes `{"from"}`, the number of the first entry of the audit that is told again.
  private JsonNode replay(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "telling again");
    String target = target(request);
    JsonNode from = Answers.body(request).path("from");
    if (!from.canConvertToLong() || from.asLong() < 1) {
      throw new Refusal(
          400, 2, "from is no number of an entry", "headgate audit list numbers them");
    }
    return switch (telling.replay(target, from.asLong())) {
      case Outcome.Done<Standing>(Standing standing) -> document(standing, telling.now());
      case Outcome.Refused<Standing>(String what, String next) ->
          throw new Refusal(409, 2, what, next);
    };
  }

  /// Tries at once: `{"delivered":true|false,"error"}`.
  private JsonNode test(ServerRequest request, Access.Caller caller) throws Refusal, IOException {
    access.teamOnly(caller, "trying a target");
    try {
      return switch (telling.test(target(request), caller.actor())) {
        case Outcome.Done<Delivery>(Delivery delivery) -> document(delivery);
        case Outcome.Refused<Delivery>(String what, String next) ->
            throw new Refusal(409, 2, what, next);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the pipeline stops");
    }
  }

  private static ObjectNode document(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Made _ -> JSON.createObjectNode().put("delivered", true).put("error", "");
      case Delivery.Failed(String what) ->
          JSON.createObjectNode().put("delivered", false).put("error", what);
    };
  }

  private String target(ServerRequest request) throws Refusal {
    String name = Answers.parameter(request, "target");
    if (telling.standings().stream().noneMatch(each -> each.target().name().equals(name))) {
      throw new Refusal(404, 2, "there is no target " + name, "headgate tell list names them");
    }
    return name;
  }
}
