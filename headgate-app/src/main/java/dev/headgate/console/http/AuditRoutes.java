package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailEnds;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.admit.TrailJson;
import dev.headgate.event.JsonBytes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The audit trail: its entries, its head, and what they rest on. For the pipeline team.
final class AuditRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1_000;
  private static final int MOST_LOST = 100;

  private final Trail trail;
  private final Access access;

  AuditRoutes(Trail trail, Access access) {
    this.trail = trail;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/audit", answers.document(this::list))
        .get("/audit/export", answers.lines(this::export))
        .get("/audit/head", answers.document(this::head))
        .post("/audit/head", answers.document(this::accept))
        .get("/audit/evidence", answers.document(this::lostEvidence))
        .get("/audit/evidence/{digest}", answers.document(this::evidence));
  }

  /// Parameters: `subject` (`import:3`, or a kind alone), `since`, `after` (the page before's
  /// `next`).
  private JsonNode list(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "the audit");
    List<TrailEntry> page = trail.entries(question(request));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("entries");
    for (TrailEntry entry : page) {
      list.add(JSON.readTree(TrailJson.write(entry).utf8()));
    }
    if (page.size() == PAGE) {
      answer.put("next", page.getLast().sequence());
    } else {
      answer.putNull("next");
    }
    return answer;
  }

  private static Trail.Question question(ServerRequest request) throws Refusal {
    Optional<String> subject = request.query().first("subject").asOptional();
    if (subject.isPresent() && !subject.get().matches("[a-z_]{1,40}(:\\d{1,9})?")) {
      throw new Refusal(
          400, 2, subject.get() + " is no subject", "such as import:3, or a kind alone: load_test");
    }
    String after = request.query().first("after").orElse("0");
    if (!after.matches("\\d{1,18}")) {
      throw new Refusal(400, 2, "after is not what a page answered as next", "");
    }
    return new Trail.Question(
        subject.map(text -> text.split(":", -1)[0]),
        subject
            .filter(text -> text.contains(":"))
            .map(text -> Long.parseLong(text.substring(text.indexOf(':') + 1))),
        since(request),
        Long.parseLong(after),
        PAGE);
  }

  private static Optional<Instant> since(ServerRequest request) throws Refusal {
    Optional<String> since = request.query().first("since").asOptional();
    try {
      return since.map(Instant::parse);
    } catch (DateTimeException e) {
      throw new Refusal(400, 2, since.orElse("") + " is no time", "such as 2026-11-27T12:00:00Z");
    }
  }

  private void export(ServerRequest request, Access.Caller caller, LineOutput out)
      throws Refusal, ControlFault {
    access.teamOnly(caller, "the audit");
    TrailHead head = TrailHead.NONE;
    List<TrailEntry> page;
    do {
      page = trail.entries(Trail.Question.all(head.sequence(), PAGE));
      for (TrailEntry entry : page) {
        out.line().raw(TrailJson.write(entry));
        out.endLine();
        head = entry.head();
      }
    } while (page.size() == PAGE);
    out.line().raw(TrailJson.write(head));
    out.endLine();
  }

  /// ```
  /// {"sequence","hash","standing":"same"|"one_behind"|"doubtful","kept":{"sequence","hash"},
  ///  "doubt":{"damage","first","last","what","next"}}
  /// ```
  private JsonNode head(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "the audit");
    TrailEnds ends = trail.ends();
    ObjectNode answer = JSON.createObjectNode();
    put(answer, ends.end()).put("standing", ends.standing().key());
    if (ends.kept() instanceof HeadPlace.Kept.At(TrailHead kept)) {
      put(answer.putObject("kept"), kept);
    } else {
      answer.putNull("kept");
    }
    ends.doubt()
        .ifPresentOrElse(
            doubt -> answer.set("doubt", document(doubt)), () -> answer.putNull("doubt"));
    return answer;
  }

  private static ObjectNode put(ObjectNode into, TrailHead head) {
    return into.put("sequence", head.sequence()).put("hash", head.hash());
  }

  private static ObjectNode document(Broken broken) {
    return JSON.createObjectNode()
        .put("damage", broken.damage().key())
        .put("first", broken.first())
        .put("last", broken.last())
        .put("what", broken.what())
        .put("next", broken.damage().next());
  }

  /// Takes `{"reason"}`.
  private JsonNode accept(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.teamOnly(caller, "accepting the trail as it stands");
    String reason = Answers.body(request).path("reason").asText();
    if (reason.isBlank()) {
      throw new Refusal(400, 2, "a reason is missing", "say why: it stands in the audit");
    }
    return switch (trail.accept(reason, caller.actor())) {
      case Outcome.Done<TrailEntry>(TrailEntry entry) ->
          JSON.readTree(TrailJson.write(entry).utf8());
      case Outcome.Refused<TrailEntry>(String what, String next) ->
          throw new Refusal(409, 3, what, next);
    };
  }

  private JsonNode lostEvidence(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    access.teamOnly(caller, "the audit");
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("lost");
    trail.lostEvidence(MOST_LOST).forEach(lost -> list.add(document(lost)));
    return answer;
  }

  /// `{"digest","document"}`: as a string, so that its bytes are those the digest is of.
  private JsonNode evidence(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    access.teamOnly(caller, "the audit");
    String digest = Answers.parameter(request, "digest");
    JsonBytes document =
        trail
            .evidence(digest)
            .orElseThrow(() ->
                new Refusal(
                    404,
                    2,
                    "no document has the digest " + digest,
                    "headgate audit list --json has each entry's saw_digest"));
    return JSON.createObjectNode().put("digest", digest).put("document", document.toString());
  }
}
