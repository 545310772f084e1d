package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.EventTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of Mixpanel and Amplitude, with the events that another import makes of them. What is
/// deliberately otherwise here is named, and the rest of such a case is compared all the same.
@EnabledIfEnvironmentVariable(named = "HEADGATE_TEST_DATA", matches = ".+")
class TransformCasesDataIT {
  private static final int CASES = 52;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Cases that ask for what the other import can be told to do, and this one cannot.
  private static final Map<String, String> OPTIONS_OF_THE_OTHER =
      Map.of(
          "mixpanel_timestamp_offset", "times are taken as they are, never shifted",
          "mixpanel_import_events_off_emits_nothing", "events are always imported");

  /// What was asserted is half-way there: the values read, or what makes an identify event. Here
  /// they show in the event: a value is kept as it stands, a blank id makes no pair.
  private static final Set<String> KEPT_AS_THEY_STAND =
      Set.of("is_attribution_event", "data.user_properties_updated");

  /// Made for groups, which Headgate does not keep: the groups of an event and their properties
  /// stay with it.
  private static final String GROUP_IDENTIFY = "$groupidentify";

  @TempDir Path folder;

  record Case(JsonNode json) {
    String name() {
      return json.path("name").asText();
    }

    boolean wants(String option) {
      return json.path("options").path(option).asBoolean();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Stream<Case> cases() throws IOException {
    Path file = Path.of(System.getenv("HEADGATE_TEST_DATA"), "cases", "transform-cases.jsonl");
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      cases.add(new Case(JSON.readTree(line)));
    }
    assertThat(cases).hasSize(CASES);
    assertThat(cases).extracting(Case::name).containsAll(OPTIONS_OF_THE_OTHER.keySet());
    return cases.stream().filter(each -> !OPTIONS_OF_THE_OTHER.containsKey(each.name()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordsBecomeTheEventsExpected(Case example) throws IOException {
    JsonNode expected = example.json.path("expected");
    List<JsonNode> lines = new ArrayList<>();
    example.json.path("previous_inputs").forEach(lines::add);
    lines.add(example.json.path("input"));
    if (expected.path("error").asText().equals("cannot be empty")) {
      lines.replaceAll(line -> ((ObjectNode) line.deepCopy()).put("event_type", "e"));
    }
    JsonNode preview = preview(example, lines);
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode entry : preview.path("events")) {
      if (entry.path("line").asInt() == lines.size()) {
        events.add(entry.path("event"));
      }
    }
    if (expected.has("parsed_field")) {
      assertKept(events, example);
    } else if (expected.path("error").asText().equals("cannot be empty")) {
      assertThat(events).extracting(event -> event.path("event").asText()).containsExactly("e");
    } else if (expected.has("error")) {
      assertThat(events).isEmpty();
      assertThat(preview.path("rejects")).hasSize(1);
    } else {
      compare(events, expected, example);
    }
  }

  private JsonNode preview(Case example, List<JsonNode> lines) throws IOException {
    StringBuilder content = new StringBuilder();
    lines.forEach(line -> content.append(line).append('\n'));
    Path file = Files.writeString(folder.resolve("export.json"), content);
    String format = example.json.path("format").asText();
    Ran ran = Ran.headgate("preview", file, "--format", format, "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.json();
  }

  private static void assertKept(List<JsonNode> events, Case example) {
    assertThat(events).hasSize(1);
    String field = example.json.path("expected").path("parsed_field").fieldNames().next();
    assertThat(KEPT_AS_THEY_STAND).contains(field);
    String top = field.split("\\.", -1)[0];
    JsonNode given = example.json.path("input").path(top);
    assertThat(events.getFirst().path("properties").path("$amplitude_" + top))
        .isEqualTo(given.isNull() ? JSON.missingNode() : given);
  }

  private static void compare(List<JsonNode> all, JsonNode expected, Case example) {
    boolean identifies = example.wants("generate_identify_events");
    boolean onlyIdentifies = !example.json.path("options").path("import_events").asBoolean(true);
    List<JsonNode> events =
        all.stream()
            .filter(event ->
                event.path("event").asText().equals("$identify") ? identifies : !onlyIdentifies)
            .toList();
    List<JsonNode> wanted =
        StreamSupport.stream(expected.spliterator(), false)
            .filter(event -> !event.path("event").asText().equals(GROUP_IDENTIFY))
            .toList();
    assertThat(events).as("%s", events).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      compare(events.get(i), wanted.get(i), example.json.path("input"));
    }
  }

  private static void compare(JsonNode event, JsonNode expected, JsonNode input) {
    JsonNode properties = event.path("properties");
    expected
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          switch (entry.getKey()) {
            case "event", "distinct_id", "uuid" ->
                assertThat(event.path(entry.getKey())).isEqualTo(value);
            case "distinct_id_matches" ->
                assertThat(event.path("distinct_id").asText()).matches(value.asText());
            case "uuid_matches" -> assertThat(event.path("uuid").asText()).matches(value.asText());
            case "timestamp" ->
                assertThat(EventTime.parse(event.path("timestamp").asText()))
                    .isEqualTo(EventTime.parse(value.asText()));
            case "properties_contain" -> assertContains(properties, value);
            case "properties_absent" ->
                value.forEach(name -> assertThat(properties.has(name.asText())).isFalse());
            case "set", "set_contains" -> assertSet(properties.path("$set"), value);
            case "set_once" -> assertSet(properties.path("$set_once"), value);
            case "ip" -> assertIp(properties, value, input);
            // What the other import writes beside an event into its log.
            case "captured" -> {}
            default -> throw new AssertionError("not compared: " + entry.getKey());
          }
        });
  }

  /// The import that an event belongs to is kept beside it, not as its property.
  private static void assertContains(JsonNode properties, JsonNode expected) {
    expected
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("$import_job_id")) {
            assertThat(properties.path(entry.getKey()))
                .as(entry.getKey())
                .isEqualTo(entry.getValue());
          }
        });
  }

  private static void assertSet(JsonNode set, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(set.isMissingNode()).isTrue();
    } else {
      assertContains(set, expected);
    }
  }

  /// Where a record has no address the other import writes its own, 127.0.0.1; here it has none.
  private static void assertIp(JsonNode properties, JsonNode ip, JsonNode input) {
    if (input.has("ip_address")) {
      assertThat(properties.path("$ip")).isEqualTo(ip);
    } else {
      assertThat(properties.has("$ip")).isFalse();
    }
  }
}
