package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Project;
import dev.headgate.console.Engines;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidSum;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
import dev.headgate.json.JsonOutput;
import dev.headgate.store.EventStore;
import dev.headgate.store.MergeCounts;
import dev.headgate.store.PersonPage;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.StoreFault;
import dev.headgate.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What is stored, as lines.
final class StoreRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engines engines;

  StoreRoutes(Engines engines) {
    this.engines = engines;
  }

  /// With the person that each event's distinct_id belongs to now; an id that no merge names is its
  /// own person.
  void events(Project project, LineOutput out) throws StoreFault {
    engines.follower().catchUp(project.id());
    Persons persons = new Persons();
    engines
        .events()
        .forEachPersonEvent(
            project.id(),
            each -> {
              DistinctId id = each.stored().event().distinctId();
              EventId person = each.person().orElseGet(() -> persons.idOf(project.id(), id));
              event(out.line(), each.stored(), person);
              out.endLine();
            });
  }

  private static void event(JsonOutput line, StoredEvent stored, EventId person) {
    line.ascii("{\"uuid\":\"")
        .bytes(stored.event().uuid().ascii())
        .ascii("\",\"event\":")
        .string(stored.event().name())
        .ascii(",\"distinct_id\":")
        .string(stored.event().distinctId().value())
        .ascii(",\"person_id\":\"")
        .bytes(person.ascii())
        .ascii("\",\"timestamp\":\"")
        .ascii(EventTime.format(stored.event().timestampMicros()))
        .ascii("\",\"properties\":")
        .raw(stored.event().properties())
        .ascii(",\"import\":");
    if (stored.importNumber() == 0) {
      line.ascii("null}");
    } else {
      line.number(stored.importNumber()).ascii("}");
    }
  }

  /// `{"persons":[as in the export], "next": the id after which the next page begins | null}`.
  JsonNode personPage(Project project, Optional<DistinctId> after, int most) throws StoreFault {
    PersonPage page;
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      page = persons.page(project.id(), after, most);
    }
    return document(page.persons(), page.next());
  }

  /// The same, of the one person that an id belongs to, if there is one.
  JsonNode personWith(Project project, DistinctId id) throws StoreFault {
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      return document(persons.person(project.id(), id).stream().toList(), Optional.empty());
    }
  }

  /// A person as in the export, by its own id.
  JsonNode person(Project project, EventId person) throws StoreFault, Refusal {
    try (PersonSnapshot persons = engines.persons().snapshot()) {
      DistinctId id = named(persons, project, person);
      return document(persons.person(project.id(), id).orElseThrow(() -> unknown(person)));
    }
  }

  /// The id that a person is named by.
  static DistinctId named(PersonSnapshot persons, Project project, EventId person)
      throws StoreFault, Refusal {
    return persons.namedBy(project.id(), person).orElseThrow(() -> unknown(person));
  }

  private static Refusal unknown(EventId person) {
    return new Refusal(
        404,
        2,
        "there is no person " + person,
        "its id changes when it is joined to another: ask by distinct_id");
  }

  private static JsonNode document(List<Person> persons, Optional<DistinctId> next) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("persons");
    persons.forEach(person -> list.add(document(person)));
    return answer.put("next", next.map(DistinctId::value).orElse(null));
  }

  private static JsonNode document(Person person) {
    JsonOutput out = new JsonOutput(1024);
    person(out, person);
    return new POJONode(new RawValue(new String(out.toByteArray(), StandardCharsets.UTF_8)));
  }

  void persons(Project project, LineOutput out) throws StoreFault {
    engines
        .persons()
        .forEachPerson(
            project.id(),
            person -> {
              person(out.line(), person);
              out.endLine();
            });
  }

  private static void person(JsonOutput line, Person person) {
    line.ascii("{\"person_id\":\"").bytes(person.id().ascii()).ascii("\",\"distinct_ids\":[");
    String separator = "";
    for (DistinctId id : person.distinctIds()) {
      line.ascii(separator).string(id.value());
      separator = ",";
    }
    line.ascii("],\"is_identified\":")
        .ascii(Boolean.toString(person.identified()))
        .ascii(",\"created_at\":\"")
        .ascii(EventTime.format(person.createdAtMicros()))
        .ascii("\",\"properties\":{");
    separator = "";
    for (var property : person.properties().entrySet()) {
      line.ascii(separator).string(property.getKey()).ascii(":").raw(property.getValue());
      separator = ",";
    }
    line.ascii("}}");
  }

  JsonNode merges(ImportRecord record) throws StoreFault {
    MergeCounts merges = engines.persons().merges(record.project(), record.number());
    return JSON.createObjectNode()
        .put("applied", merges.applied())
        .put("refused", merges.refused())
        .put("set_aside", merges.setAside());
  }

  /// Streams what an import left in the store; false if nothing goes by that name.
  boolean observed(ImportRecord record, String what, int first, int last, LineOutput out)
      throws StoreFault {
    EventStore events = engines.events();
    ProjectId project = record.project();
    int number = record.number();
    switch (what) {
      case "groups" ->
          events.forEachGroup(
              project,
              number,
              group -> {
                out.line()
                    .ascii("{\"day\":")
                    .number(group.epochDay())
                    .ascii(",\"event\":")
                    .string(group.event());
                sum(out, group.sum());
              });
      case "prefixes" ->
          events.forEachPrefix(
              project,
              number,
              one -> {
                out.line().ascii("{\"prefix\":").number(one.prefix());
                sum(out, one.sum());
              });
      case "events" ->
          events.forEachEventOfPrefixes(
              project,
              number,
              first,
              last,
              stored -> {
                out.line()
                    .ascii("{\"uuid\":\"")
                    .bytes(stored.event().uuid().ascii())
                    .ascii("\",\"event\":")
                    .string(stored.event().name())
                    .ascii(",\"distinct_id\":")
                    .string(stored.event().distinctId().value())
                    .ascii(",\"timestamp_micros\":")
                    .number(stored.event().timestampMicros())
                    .ascii("}");
                out.endLine();
              });
      case "deduplicated" ->
          events.forEachDeduplicated(
              project,
              number,
              uuid -> {
                out.line().ascii("{\"uuid\":\"").bytes(uuid.ascii()).ascii("\"}");
                out.endLine();
              });
      case "dropped" ->
          events.forEachDropped(
              project,
              number,
              dropped -> {
                out.line()
                    .ascii("{\"uuid\":\"")
                    .bytes(dropped.uuid().ascii())
                    .ascii("\",\"app\":")
                    .string(dropped.app())
                    .ascii("}");
                out.endLine();
              });
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void sum(LineOutput out, UuidSum sum) {
    out.line()
        .ascii(",\"count\":")
        .number(sum.count())
        .ascii(",\"high\":")
        .number(sum.high())
        .ascii(",\"low\":")
        .number(sum.low())
        .ascii("}");
    out.endLine();
  }
}
