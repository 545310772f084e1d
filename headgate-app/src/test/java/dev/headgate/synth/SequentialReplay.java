package dev.headgate.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.NamedIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who is who, by reading lines of history: a slow processor that takes every event once, in order
/// of (time, uuid), and does what the rules of a PostHog-compatible pipeline say, one after
/// another, with Headgate's differences. It shares nothing with the generator.
final class SequentialReplay {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
  private static final Set<String> AUTOMATIC =
      Set.of(
          ("$app_build $app_name $app_namespace $app_version $browser $browser_version $device_type"
                  + " $current_url $pathname $os $os_version $referring_domain $referrer"
                  + " $screen_height $screen_width $viewport_height $viewport_width"
                  + " $raw_user_agent utm_source utm_medium utm_campaign utm_content utm_name"
                  + " utm_term gclid")
              .split(" "));
  private static final Set<String> ILLEGAL_IN_ANY_CASE =
      Set.of(
          "anonymous guest distinctid distinct_id id not_authenticated email undefined true false"
              .split(" "));
  private static final Set<String> ILLEGAL =
      Set.of("[object Object]", "NaN", "None", "none", "null", "0", "undefined");

  private record Occurrence(long micros, EventId uuid, JsonNode event) {}

  private static final class Human {
    final String firstId;
    final Set<String> ids = new TreeSet<>(BY_CODE_POINT);
    final Map<String, JsonNode> properties = new TreeMap<>();
    final Set<String> tombstones = new HashSet<>();
    long createdMicros = Long.MAX_VALUE;
    boolean identified;

    Human(String firstId) {
      this.firstId = firstId;
    }
  }

  private final Map<String, Human> byId = new HashMap<>();
  private final Set<String> personless = new HashSet<>();
  final Map<String, Integer> outcomes = new TreeMap<>();

  /// @param lines of the format `events`, in any order; one uuid counts once
  SequentialReplay(Collection<byte[]> lines) throws Exception {
    List<Occurrence> all = new ArrayList<>();
    Set<EventId> uuids = new HashSet<>();
    long serial = 0;
    for (byte[] line : lines) {
      JsonNode event = JSON.readTree(line);
      EventId uuid =
          event.has("uuid")
              ? EventId.parse(event.get("uuid").asText()).orElseThrow()
              : new EventId(0, serial++);
      if (uuids.add(uuid)) {
        long micros = EventTime.parse(event.get("timestamp").asText()).orElseThrow();
        all.add(new Occurrence(micros, uuid, event));
      }
    }
    all.sort(Comparator.comparingLong(Occurrence::micros).thenComparing(Occurrence::uuid));
    for (Occurrence each : all) {
      read(each);
    }
  }

  private void read(Occurrence occurrence) {
    JsonNode event = occurrence.event;
    JsonNode properties = event.get("properties");
    String name = event.get("event").asText();
    String id = event.get("distinct_id").asText();
    boolean isPersonless =
        properties.has("$process_person_profile")
            && properties.get("$process_person_profile").isBoolean()
            && !properties.get("$process_person_profile").asBoolean();
    if (isPersonless) {
      personless.add(id);
      if (otherId(name, properties) != null) {
        count("illegal");
      }
      return;
    }
    String other = otherId(name, properties);
    boolean identifies = false;
    if (other != null) {
      identifies = merge(name, id, other);
    }
    Human human = byId.computeIfAbsent(id, this::create);
    human.createdMicros = Math.min(human.createdMicros, occurrence.micros);
    human.identified |= identifies;
    if (!name.equals("$exception") && !name.equals("$$heatmap")) {
      update(human, properties);
    }
  }

  private static @Nullable String otherId(String name, JsonNode properties) {
    return switch (name) {
      case "$identify" ->
          properties.has("$anon_distinct_id") ? properties.get("$anon_distinct_id").asText() : null;
      case "$create_alias", "$merge_dangerously" ->
          properties.has("alias") && !properties.get("alias").asText().isEmpty()
              ? properties.get("alias").asText()
              : null;
      default -> null;
    };
  }

  private static boolean illegal(String id) {
    return id.isBlank()
        || ILLEGAL.contains(id)
        || ILLEGAL_IN_ANY_CASE.contains(id.toLowerCase(Locale.ROOT));
  }

  /// Whether the event leaves its id's person identified.
  private boolean merge(String name, String into, String other) {
    if (into.equals(other) || illegal(into) || illegal(other)) {
      count("illegal");
      return false;
    }
    Human mine = byId.get(into);
    Human theirs = byId.get(other);
    if (mine == null && theirs == null) {
      boolean otherFirst = personless.contains(other) && !personless.contains(into);
      Human made = create(otherFirst ? other : into);
      add(made, into);
      add(made, other);
      count("joined");
    } else if (theirs == null) {
      add(Objects.requireNonNull(mine), other);
      count("joined");
    } else if (mine == null) {
      add(theirs, into);
      count("joined");
    } else if (mine == theirs) {
      count("already_one");
    } else if (theirs.identified && !name.equals("$merge_dangerously")) {
      count("refused");
    } else {
      join(mine, theirs);
      count("joined");
    }
    return true;
  }

  private void join(Human into, Human other) {
    for (String id : other.ids) {
      add(into, id);
    }
    into.createdMicros = Math.min(into.createdMicros, other.createdMicros);
    other.properties.forEach(into.properties::putIfAbsent);
    into.tombstones.addAll(other.tombstones);
    into.tombstones.removeAll(into.properties.keySet());
  }

  private Human create(String firstId) {
    Human human = new Human(firstId);
    human.ids.add(firstId);
    return human;
  }

  private void add(Human human, String id) {
    human.ids.add(id);
    byId.put(id, human);
  }

  private static void update(Human human, JsonNode event) {
    Map<String, JsonNode> set = new HashMap<>();
    Map<String, JsonNode> once = new HashMap<>();
    event.path("$set").properties().forEach(e -> set.put(e.getKey(), e.getValue()));
    event.path("$set_once").properties().forEach(e -> once.put(e.getKey(), e.getValue()));
    for (Map.Entry<String, JsonNode> property : event.properties()) {
      String key = property.getKey();
      if (AUTOMATIC.contains(key)) {
        set.putIfAbsent(key, property.getValue());
        once.putIfAbsent("$initial_" + key.replace("$", ""), property.getValue());
      }
    }
    once.forEach((key, value) -> {
      if (!human.tombstones.contains(key)) {
        human.properties.putIfAbsent(key, value);
      }
    });
    human.properties.putAll(set);
    human.tombstones.removeAll(set.keySet());
    for (JsonNode key : event.path("$unset")) {
      human.properties.remove(key.asText());
      human.tombstones.add(key.asText());
    }
  }

  private void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /// As `export persons` writes them.
  List<String> persons() throws Exception {
    NamedIds ids =
        new NamedIds(EventId.parse("932979b4-65c3-4424-8467-0b66ec27bc22").orElseThrow());
    Map<String, String> lines = new TreeMap<>(BY_CODE_POINT);
    for (Human human : new LinkedHashSet<>(byId.values())) {
      EventId id = ids.of(("1:" + human.firstId).getBytes(StandardCharsets.UTF_8));
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("person_id", id.toString());
      line.put("distinct_ids", human.ids);
      line.put("is_identified", human.identified);
      line.put("created_at", EventTime.format(human.createdMicros));
      line.put("properties", human.properties);
      lines.put(human.ids.iterator().next(), JSON.writeValueAsString(line));
    }
    return List.copyOf(lines.values());
  }
}
