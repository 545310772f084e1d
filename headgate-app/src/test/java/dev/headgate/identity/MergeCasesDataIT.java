package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.StorableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Histories whose persons were asserted elsewhere, by tests of the pipeline we are compatible
/// with. Each is folded in the order given and in shuffles.
@EnabledIfEnvironmentVariable(named = "HEADGATE_TEST_DATA", matches = ".+")
class MergeCasesDataIT {
  private static final int SHUFFLES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  record Case(String name, JsonNode events, JsonNode expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    Path file = Path.of(System.getenv("HEADGATE_TEST_DATA"), "cases", "merge-cases.jsonl");
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode all = JSON.readTree(line);
      JsonNode postable = all.path("events_only");
      if (postable.isObject()) {
        cases.add(
            new Case(
                all.path("name").asText(), postable.path("events"), postable.path("expected")));
      }
    }
    assertThat(cases).hasSizeGreaterThan(40);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inAnyOrderTheAssertedPersonsComeOut(Case example) throws IOException {
    List<EventFacts> events = new ArrayList<>();
    for (JsonNode event : example.events) {
      events.add(EventFacts.of(event(event, events.size() + 1)));
    }
    check(example, ShuffledFold.inOrder(events));
    for (int seed = 0; seed < SHUFFLES; seed++) {
      List<EventFacts> shuffled = new ArrayList<>(events);
      Collections.shuffle(shuffled, new Random(seed));
      check(example, ShuffledFold.of(shuffled, new Random(seed)));
    }
  }

  private static Event event(JsonNode event, int number) {
    return new Event(
        new EventId(0, number),
        event.path("event").asText(),
        DistinctId.of(event.path("distinct_id").asText()).orElseThrow(),
        EventTime.parse(event.path("timestamp").asText()).orElseThrow(),
        StorableJson.of(JsonBytes.of(event.path("properties").toString())));
  }

  private static void check(Case example, ShuffledFold fold) throws IOException {
    Set<Person> persons = fold.persons(ProjectId.DEFAULT, Fold.DEFAULT_ID_LIMIT);
    Map<Set<String>, Person> byIds = new HashMap<>();
    persons.forEach(person -> byIds.put(ids(person), person));
    Map<Set<String>, JsonNode> expected = new HashMap<>();
    for (JsonNode person : example.expected.path("persons")) {
      Set<String> ids = new HashSet<>();
      person.path("distinct_ids").forEach(id -> ids.add(id.asText()));
      expected.put(ids, person);
    }
    assertThat(byIds.keySet()).as(example.name).isEqualTo(expected.keySet());
    for (Map.Entry<Set<String>, Person> found : byIds.entrySet()) {
      JsonNode asserted = expected.getOrDefault(found.getKey(), MissingNode.getInstance());
      check(example.name, asserted, found.getValue());
    }
    checkWarnings(example, fold);
  }

  private static Set<String> ids(Person person) {
    Set<String> ids = new HashSet<>();
    person.distinctIds().forEach(id -> ids.add(id.value()));
    return ids;
  }

  private static void check(String name, JsonNode expected, Person found) throws IOException {
    if (expected.has("is_identified")) {
      assertThat(found.identified())
          .as("%s: is_identified", name)
          .isEqualTo(expected.path("is_identified").asBoolean());
    }
    if (expected.has("created_at")) {
      assertThat(found.createdAtMicros())
          .as("%s: created_at", name)
          .isEqualTo(EventTime.parse(expected.path("created_at").asText()).orElseThrow());
    }
    if (expected.has("properties")) {
      JsonNode wanted = expected.path("properties");
      Map<String, JsonNode> compared = new TreeMap<>();
      for (Map.Entry<String, JsonBytes> property : found.properties().entrySet()) {
        if (!property.getKey().startsWith("$") || wanted.has(property.getKey())) {
          compared.put(property.getKey(), JSON.readTree(property.getValue().utf8()));
        }
      }
      Map<String, JsonNode> all = new TreeMap<>();
      wanted.properties().forEach(property -> all.put(property.getKey(), property.getValue()));
      assertThat(compared).as("%s: properties", name).isEqualTo(all);
    }
  }

  private static void checkWarnings(Case example, ShuffledFold fold) {
    if (!example.expected.has("warnings")) {
      return;
    }
    List<String> wanted = new ArrayList<>();
    example.expected.path("warnings").forEach(warning -> wanted.add(warning.path("type").asText()));
    assertThat(fold.warnings(Fold.DEFAULT_ID_LIMIT))
        .as("%s: warnings", example.name)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }
}
