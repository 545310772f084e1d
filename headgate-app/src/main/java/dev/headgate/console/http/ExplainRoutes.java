package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.headgate.admit.Project;
import dev.headgate.console.Engines;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.PropertyRegister;
import dev.headgate.identity.Stamp;
import dev.headgate.store.Conflict;
import dev.headgate.store.Conflicts;
import dev.headgate.store.EventTrace;
import dev.headgate.store.MergeWarning;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonHistory;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.StoreFault;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Why a person, or an event, is as it is.
final class ExplainRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engines engines;

  ExplainRoutes(Engines engines) {
    this.engines = engines;
  }

  /// ```
  /// {"person_id", "is_identified", "created_at", "named_by",
  ///  "distinct_ids":[{"distinct_id", "first_seen", "first_personless", "keys", "full"}],
  ///  "merges":[{"timestamp","uuid","kind","into","other","import","outcome","warning"}],
  ///  "properties":[{"key","value","how","distinct_id","timestamp","uuid"}]}
  /// ```
  ///
  /// `keys` are the property keys that the id has written; `full` if there are as many as an id may
  /// have, and more were perhaps not kept. `first_seen` is `{"timestamp","uuid"}` or null; `import`
  /// null for live traffic; `warning` null where there is nothing to warn of; `value` missing where
  /// the key was unset.
  JsonNode person(Project project, DistinctId id) throws StoreFault, Refusal {
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      return person(persons, project, id);
    }
  }

  /// The same, by the person's own id.
  JsonNode person(Project project, EventId person) throws StoreFault, Refusal {
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      return person(persons, project, StoreRoutes.named(persons, project, person));
    }
  }

  private static JsonNode person(PersonSnapshot persons, Project project, DistinctId id)
      throws StoreFault, Refusal {
    Optional<PersonHistory> history = persons.history(project.id(), id);
    if (history.isEmpty()) {
      throw new Refusal(
          404,
          2,
          "no person has the distinct_id " + id.value(),
          "headgate export persons lists those there are; --project names another project");
    }
    PersonHistory person = history.get();
    ObjectNode answer = JSON.createObjectNode();
    answer
        .put("person_id", person.person().id().toString())
        .put("is_identified", person.person().identified())
        .put("created_at", EventTime.format(person.person().createdAtMicros()))
        .put("named_by", person.survivor().value());
    ArrayNode ids = answer.putArray("distinct_ids");
    for (PersonHistory.Member member : person.ids()) {
      ObjectNode each = ids.addObject().put("distinct_id", member.id().value());
      stamp(each, "first_seen", member.sightings().seen());
      stamp(each, "first_personless", member.sightings().personless());
      each.put("keys", member.keys()).put("full", member.full());
    }
    ArrayNode merges = answer.putArray("merges");
    person.merges().forEach(merge -> merge(merges.addObject(), merge));
    ArrayNode properties = answer.putArray("properties");
    person.properties().forEach((key, origin) -> property(properties.addObject(), key, origin));
    return answer;
  }

  private static void stamp(ObjectNode into, String name, @Nullable Stamp stamp) {
    if (stamp == null) {
      into.putNull(name);
    } else {
      stamp(into.putObject(name), stamp);
    }
  }

  private static ObjectNode stamp(ObjectNode into, Stamp stamp) {
    return into.put("timestamp", EventTime.format(stamp.timestampMicros()))
        .put("uuid", stamp.uuid().toString());
  }

  private static void merge(ObjectNode into, PersonHistory.Merge merge) {
    stamp(into, merge.asked().at());
    switch (merge.asked()) {
      case PersonFacts.Asked asked -> {
        MergeFact fact = asked.fact();
        into.put("kind", name(fact.kind()))
            .put("into", fact.into().value())
            .put("other", fact.other().value());
      }
      case PersonFacts.Illegal illegal -> {
        MergeRefusal refusal = illegal.refusal();
        into.put("kind", name(refusal.kind()))
            .put("into", refusal.into().value())
            .put("other", refusal.otherId());
      }
    }
    importNumber(into, merge.asked().importNumber());
    into.put("outcome", outcome(merge))
        .put("warning", MergeWarning.of(merge).map(MergeWarning::key).orElse(null));
  }

  private static String name(MergeKind kind) {
    return "$" + kind.name().toLowerCase(Locale.ROOT);
  }

  private static String outcome(PersonHistory.Merge merge) {
    boolean legal = merge.outcome().isPresent();
    boolean same =
        merge.asked() instanceof PersonFacts.Illegal illegal
            && illegal.refusal().reason() == MergeRefusal.Reason.SAME_DISTINCT_ID;
    return legal
        ? merge.outcome().get().name().toLowerCase(Locale.ROOT)
        : same ? "nothing_to_do" : "refused";
  }

  private static void property(ObjectNode into, String key, PersonHistory.Origin origin) {
    PropertyRegister register = origin.register();
    into.put("key", key);
    if (register.kind() != PropertyRegister.Kind.UNSET) {
      into.putRawValue("value", new RawValue(register.value().toString()));
    }
    into.put("how", "$" + register.kind().name().toLowerCase(Locale.ROOT))
        .put("distinct_id", origin.writer().value());
    stamp(into, register.at());
  }

  /// ```
  /// {"counts":{"cannot_merge_already_identified":2, "conflicting_events":1},
  ///  "warnings":[as the merges of a person], "next":"2024-..Z,0190..." | null,
  ///  "conflicts":[as of an event, with "uuid"]}
  /// ```
  ///
  /// `next` is where the page after this one begins. Conflicts come with the first page, as many as
  /// a page has, by uuid; they are counted by uuid and who brought them.
  JsonNode warnings(Project project, MergeWarnings.Question question) throws StoreFault {
    MergeWarnings warnings;
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      warnings = persons.warnings(project.id(), question);
    }
    Conflicts conflicts =
        engines
            .events()
            .conflicts(
                project.id(),
                question.importNumber(),
                question.after().isPresent() ? 0 : question.most());
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode counts = answer.putObject("counts");
    warnings.counts().forEach((warning, count) -> counts.put(warning.key(), count));
    if (conflicts.uuids() > 0) {
      counts.put("conflicting_events", conflicts.uuids());
    }
    ArrayNode page = answer.putArray("warnings");
    warnings.page().forEach(merge -> merge(page.addObject(), merge));
    boolean full = warnings.page().size() == question.most();
    answer.put("next", full ? cursor(warnings.page().getLast().asked().at()) : null);
    ArrayNode list = answer.putArray("conflicts");
    conflicts
        .first()
        .forEach(each -> conflict(list.addObject().put("uuid", each.uuid().toString()), each));
    return answer;
  }

  private static String cursor(Stamp at) {
    return EventTime.format(at.timestampMicros()) + "," + at.uuid();
  }

  /// What {@link #warnings} answered as `next`.
  static Optional<Stamp> stampOf(String cursor) {
    int comma = cursor.indexOf(',');
    OptionalLong micros =
        comma < 0 ? OptionalLong.empty() : EventTime.parse(cursor.substring(0, comma));
    return micros.isEmpty()
        ? Optional.empty()
        : EventId.parse(cursor.substring(comma + 1))
            .map(uuid -> new Stamp(micros.getAsLong(), uuid));
  }

  private static void importNumber(ObjectNode into, int number) {
    number(into, "import", number);
  }

  private static void number(ObjectNode into, String name, int number) {
    if (number == 0) {
      into.putNull(name);
    } else {
      into.put(name, number);
    }
  }

  private static void conflict(ObjectNode into, Conflict conflict) {
    importNumber(into, conflict.importNumber());
    number(into, "holder", conflict.holder());
    into.put("copies", conflict.copies())
        .put("event", conflict.event())
        .put("distinct_id", conflict.distinctId().value())
        .put("timestamp", EventTime.format(conflict.timestampMicros()));
    ArrayNode differs = into.putArray("differs");
    conflict.differs().forEach(differs::add);
  }

  /// ```
  /// {"uuid", "event":{"event","distinct_id","timestamp","properties","person_id","import"} | null,
  ///  "deduplicated":[{"import","holder"}], "dropped":[{"import","by"}],
  ///  "conflicts":[{"import","holder","copies","event","distinct_id","timestamp","differs":["event"]}]}
  /// ```
  ///
  /// Conflicts are other events that came under the same uuid and are not stored: so many copies,
  /// of which the first is told.
  JsonNode event(Project project, EventId uuid) throws StoreFault, Refusal {
    EventTrace trace = engines.events().trace(project.id(), uuid);
    if (trace.stored().isEmpty() && trace.broughtAgain().isEmpty() && trace.dropped().isEmpty()) {
      throw new Refusal(
          404,
          2,
          "nothing is known of an event " + uuid,
          "was it rejected? rejects.jsonl of its import names lines, and why; headgate preview"
              + " shows the uuids an export gets");
    }
    ObjectNode answer = JSON.createObjectNode().put("uuid", uuid.toString());
    answer.putNull("event");
    if (trace.stored().isPresent()) {
      Event event = trace.stored().get().event();
      ObjectNode stored =
          answer
              .putObject("event")
              .put("event", event.name())
              .put("distinct_id", event.distinctId().value())
              .put("timestamp", EventTime.format(event.timestampMicros()));
      stored.putRawValue("properties", new RawValue(event.properties().toString()));
      stored.put(
          "person_id", engines.persons().personOf(project.id(), event.distinctId()).toString());
      importNumber(stored, trace.stored().get().importNumber());
    }
    ArrayNode deduplicated = answer.putArray("deduplicated");
    trace
        .broughtAgain()
        .forEach(
            (by, holder) -> number(deduplicated.addObject().put("import", by), "holder", holder));
    ArrayNode dropped = answer.putArray("dropped");
    trace.dropped().forEach((by, app) -> dropped.addObject().put("import", by).put("by", app));
    ArrayNode conflicts = answer.putArray("conflicts");
    trace.conflicts().forEach(each -> conflict(conflicts.addObject(), each));
    return answer;
  }
}
