package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes of an event depends on the event alone.
class AppChainPropertyTest {
  private static final String APPS =
      """
        - {name: d, kind: drop, events: [a], when: 'properties[?"n"].orValue(0) > 5', on_error: drop}
        - {name: h, kind: hash, properties: [s, o.s], on_error: set_aside}
        - {name: r, kind: rename, from: n, to: o.n}
        - {name: c, kind: set, property: twice, expression: properties.o.n * 2}
        - {name: m, kind: mask, properties: [t], keep_first: 1}
        - {name: g, kind: geoip, database: x.mmdb}
      """;

  private static final List<String> VALUES =
      List.of(
          "1", "7", "2.5", "\"x\"", "\"192.0.2.1\"", "null", "true", "[1]", "{\"s\":\"y\"}", "{}");

  private static Event event(Random random, int number) {
    StringBuilder properties = new StringBuilder("{");
    for (String name : List.of("n", "s", "o", "t", "$ip")) {
      if (random.nextInt(3) > 0) {
        properties
            .append(properties.length() > 1 ? "," : "")
            .append("\"" + name + "\":")
            .append(VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return new Event(
        new EventId(7, number),
        random.nextBoolean() ? "a" : "b",
        new DistinctId("u" + random.nextInt(5)),
        number,
        JsonBytes.of(properties.append("}").toString()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neitherOrderNorGroupingNorRepetitionChangesAResult(long seed) {
    Random random = new Random(Long.getLong("seed", seed));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(event(random, i));
    }
    Map<EventId, AppChain.Result> expected = new HashMap<>();
    for (Event each : events) {
      expected.put(each.uuid(), new AppsForTest(APPS).chain().apply(each));
    }
    assertThat(expected.values().stream().map(Object::getClass).distinct())
        .as("seed %d shows all that can come of an event", seed)
        .hasSize(3);
    for (int round = 0; round < 5; round++) {
      List<Event> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, random.nextInt(events.size())));
      Collections.shuffle(shuffled, random);
      AppChain chain = new AppsForTest(APPS).chain();
      for (Event each : shuffled) {
        if (random.nextInt(300) == 0) {
          chain = new AppsForTest(APPS).chain();
        }
        AppChain.Result result = chain.apply(each);
        assertThat(result).as("seed %d, %s", seed, each).isEqualTo(expected.get(each.uuid()));
        if (result instanceof AppChain.Kept(Event after)) {
          assertThat(after.uuid()).isEqualTo(each.uuid());
          assertThat(after.name()).isEqualTo(each.name());
          assertThat(after.distinctId()).isEqualTo(each.distinctId());
          assertThat(after.timestampMicros()).isEqualTo(each.timestampMicros());
        }
      }
    }
  }
}
