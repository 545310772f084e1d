package dev.headgate.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.AnswersFile;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportIdentity;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.KnownFile;
import dev.headgate.admit.NewImport;
import dev.headgate.admit.Notice;
import dev.headgate.admit.Project;
import dev.headgate.admit.Question;
import dev.headgate.admit.RejectBudget;
import dev.headgate.admit.SealedGrant;
import dev.headgate.admit.TrailEntry;
import dev.headgate.assess.RecordSketch;
import dev.headgate.console.ControlDesk;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.MalformedYaml;
import dev.headgate.pace.Stage;
import dev.headgate.plan.Wishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The documents of the API: values of the house as JSON, and requests as values.
final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  static ObjectNode project(Project project) {
    return JSON.createObjectNode()
        .put("project", project.name())
        .put("number", project.id().number())
        .put("token", project.token().value())
        .put("customer_key", project.customerKey());
  }

  static ObjectNode importRecord(ImportRecord record, String projectName) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("import", record.number())
            .put("project", projectName)
            .put("state", record.state().key())
            .put("created_at", record.createdAt().toString())
            .put("format", record.facts().format())
            .put("mapping_digest", record.identity().mappingDigest());
    node.put("next", record.next());
    ArrayNode sources = node.putArray("sources");
    record.facts().sources().forEach(sources::add);
    node.set("assessment", tree(record.facts().assessment()));
    record.request().ifPresent(request -> node.set("plan", tree(request.plan())));
    ObjectNode answers = node.putObject("answers");
    record.answers().texts().forEach((question, text) -> answers.put(question.key(), text));
    node.set("open_questions", questions(record.answers().open()));
    record.firstYes().ifPresent(yes -> node.set("first_yes", firstYes(yes)));
    record.terms().ifPresent(terms -> node.set("terms", terms(terms)));
    ArrayNode toAcknowledge = node.putArray("to_acknowledge");
    record.toAcknowledge().forEach(finding -> toAcknowledge.add(finding.rule()));
    node.set("findings", findings(record.findings()));
    record.verification().ifPresent(verification -> node.set("verification", tree(verification)));
    record.hold().ifPresent(hold -> node.put("paused_because", hold.reason()));
    node.putObject("timing")
        .put("wall_seconds", record.timing().wallSeconds())
        .put("events_per_second", record.timing().eventsPerSecond());
    return node;
  }

  private static ArrayNode questions(List<Question> questions) {
    ArrayNode list = JSON.createArrayNode();
    for (Question question : questions) {
      list.addObject()
          .put("key", question.key())
          .put("question", question.words())
          .put("form", question.form());
    }
    return list;
  }

  private static ObjectNode firstYes(FirstYes yes) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("by", yes.by())
            .put("at", yes.at().toString())
            .put("why", yes.why())
            .put("saw_digest", yes.restsOn());
    node.set("terms", terms(yes.terms()));
    ArrayNode overrides = node.putArray("overrides");
    yes.overrides()
        .forEach((rule, why) -> overrides.addObject().put("rule", rule).put("reason", why));
    return node;
  }

  private static ObjectNode terms(GrantTerms terms) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("from", terms.window().from().toString())
            .put("to", terms.window().to().toString())
            .put("peak_per_second", terms.envelope().peakPerSecond())
            .put("batch_events", terms.batchEvents());
    terms.mostPerSecond().ifPresent(most -> node.put("most_per_second", most));
    return node;
  }

  /// `{"import","project","rules":[],"acknowledged_by","acknowledged_at","spread_ids":[],
  /// "parts":[{"about","title","sentences":[]}]}`.
  static ObjectNode notice(Notice notice) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("import", notice.importNumber())
            .put("project", notice.project());
    ArrayNode rules = node.putArray("rules");
    notice.rules().forEach(rules::add);
    notice
        .acknowledgement()
        .ifPresent(read ->
            node.put("acknowledged_by", read.by().name())
                .put("acknowledged_at", read.at().toString()));
    ArrayNode spread = node.putArray("spread_ids");
    notice.spreadIds().forEach(spread::add);
    ArrayNode parts = node.putArray("parts");
    for (Notice.Part part : notice.parts()) {
      ArrayNode sentences =
          parts
              .addObject()
              .put("about", part.about())
              .put("title", part.title())
              .putArray("sentences");
      part.sentences().forEach(sentences::add);
    }
    return node;
  }

  static ArrayNode findings(List<Finding> findings) {
    ArrayNode list = JSON.createArrayNode();
    for (Finding finding : findings) {
      ObjectNode node =
          list.addObject()
              .put("rule", finding.rule())
              .put("level", finding.level().key())
              .put("evidence", finding.evidence())
              .put("resolve", finding.resolve());
      if (finding.toAcknowledge()) {
        node.put("to_acknowledge", true);
      }
      finding
          .overridden()
          .ifPresent(
              who -> node.put("overridden_by", who.by()).put("overridden_because", who.why()));
    }
    return list;
  }

  ///
  /// `{"audit":[{"sequence","at","by","role","address","step","from","to","why","saw","saw_digest"}]}`:
  /// `from` is null in the first.
  static ObjectNode audit(List<TrailEntry> entries) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("audit");
    for (TrailEntry entry : entries) {
      list.addObject()
          .put("sequence", entry.sequence())
          .put("at", entry.at().toString())
          .put("by", entry.actor())
          .put("role", entry.role())
          .put("address", entry.address())
          .put("step", entry.step())
          .put("from", entry.from().isEmpty() ? null : entry.from())
          .put("to", entry.to())
          .put("why", entry.why())
          .put("saw", entry.saw())
          .put("saw_digest", entry.sawDigest());
    }
    return answer;
  }

  static ObjectNode run(ControlDesk.Run run) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("grant", run.grant().token().header())
            .put("project_number", run.grant().project().number())
            .put("from", run.grant().terms().window().from().toString())
            .put("to", run.grant().terms().window().to().toString())
            .put("batch_events", run.grant().terms().batchEvents())
            .put("batch_bytes", run.grant().terms().batchBytes())
            .put("lanes", run.plan().lanes())
            .put("start_per_second", run.grant().terms().envelope().startPerSecond());
    ArrayNode stages = node.putArray("stages");
    for (Stage stage : run.grant().terms().envelope().stages()) {
      stages
          .addObject()
          .put("nanos", stage.duration().toNanos())
          .put("target_per_second", stage.targetPerSecond());
    }
    run.checkpoint().ifPresent(checkpoint -> node.set("checkpoint", tree(checkpoint)));
    return node;
  }

  /// `{"content":["digest"],"grant":{"grant":{},"seal":""}}`, each where it is shown.
  static SealedGrant.Shown shown(JsonNode body) throws MalformedJson {
    List<String> content = new ArrayList<>();
    body.path("content").forEach(digest -> content.add(digest.asText()));
    JsonNode grant = body.path("grant");
    return new SealedGrant.Shown(
        content,
        grant.isMissingNode() || grant.isNull()
            ? Optional.empty()
            : Optional.of(SealedGrant.read(JsonBytes.of(grant.toString()))));
  }

  static List<KnownFile.Fingerprint> fingerprints(JsonNode files) {
    List<KnownFile.Fingerprint> list = new ArrayList<>();
    for (JsonNode file : files) {
      list.add(fingerprint(file));
    }
    return list;
  }

  private static KnownFile.Fingerprint fingerprint(JsonNode file) {
    return new KnownFile.Fingerprint(
        file.path("path").asText(),
        file.path("size").asLong(),
        file.path("modified_micros").asLong());
  }

  static ControlDesk.Submission submission(JsonNode body, Project project) throws Refusal {
    List<KnownFile> files = new ArrayList<>();
    for (JsonNode file : body.path("files")) {
      files.add(new KnownFile(fingerprint(file), texts(file.path("content_digests"))));
    }
    Optional<RecordSketch> sketch =
        Optional.ofNullable(body.path("sketch").textValue())
            .map(text -> RecordSketch.ofBytes(Base64.getDecoder().decode(text)));
    return new ControlDesk.Submission(
        new NewImport(
            new ImportIdentity(
                project.id(),
                texts(body.path("content_digests")),
                body.path("mapping_digest").asText()),
            body.path("format").asText(),
            texts(body.path("sources")),
            JsonBytes.of(body.path("assessment").toString())),
        RejectBudget.parse(body.path("reject_budget").asText("0.001")),
        body.path("accept_truncated").asBoolean(),
        wishes(body),
        sketch,
        files,
        body.path("apps").isArray() ? Optional.of(texts(body.path("apps"))) : Optional.empty(),
        answers(body.path("answers")));
  }

  /// What people answered, `{}` or nothing where they did not.
  static GivenAnswers answers(JsonNode document) throws Refusal {
    try {
      return document.isMissingNode() ? GivenAnswers.NONE : AnswersFile.read(document.toString());
    } catch (MalformedYaml e) {
      throw new Refusal(400, 2, String.valueOf(e.getMessage()), "mend the answer");
    }
  }

  private static Wishes wishes(JsonNode body) {
    double peak = body.path("peak_per_second").asDouble(0);
    return peak > 0 ? Wishes.peak(peak) : Wishes.NONE;
  }

  private static List<String> texts(JsonNode array) {
    List<String> list = new ArrayList<>();
    array.forEach(text -> list.add(text.asText()));
    return list;
  }

  static JsonNode tree(JsonBytes json) {
    try {
      return JSON.readTree(json.utf8());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the control plane keeps JSON only", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
