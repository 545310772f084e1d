package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppsFileTest {
  private static List<AppDefinition> read(String text) throws BadAppsFile {
    return AppsFile.read(
        text,
        AppsForTest.EXPRESSIONS,
        path -> path.equals("here.mmdb") ? Optional.empty() : Optional.of("there is no file"));
  }

  /// What is said of a file with this second app, whose first key stands in line 3.
  private static void refused(String app, String... says) {
    String text = "apps:\n- {name: first, kind: drop, events: [x]}\n- " + app + "\n";
    assertThatExceptionOfType(BadAppsFile.class)
        .as(app)
        .isThrownBy(() -> read(text))
        .satisfies(fault -> assertThat(fault.getMessage()).contains(says));
  }

  @Test
  void everyKindInYaml() throws BadAppsFile {
    List<AppDefinition> apps =
        read(
            """
            # what our events go through
            apps:
              - name: no-noise
                kind: drop
                events: [heartbeat, debug]
                when: properties.n > 1
                on_error: set_aside
              - {name: a, kind: set, property: p, value: 1.50}
              - {name: b, kind: set, property: p, expression: "1 + 1"}
              - {name: c, kind: rename, from: p, to: q}
              - {name: d, kind: hash, properties: [email, $set.email]}
              - {name: e, kind: mask, properties: card, keep_last: 4}
              - {name: f, kind: geoip, database: here.mmdb}
            """);
    assertThat(apps)
        .extracting(AppDefinition::name)
        .containsExactly("no-noise", "a", "b", "c", "d", "e", "f");
    assertThat(apps.getFirst())
        .isEqualTo(
            new AppDefinition(
                "no-noise",
                new AppDefinition.Drop(),
                Set.of("heartbeat", "debug"),
                Optional.of("properties.n > 1"),
                OnError.SET_ASIDE));
    assertThat(apps.get(1).onError()).isEqualTo(OnError.PASS);
    assertThat(apps.getLast().work())
        .isEqualTo(new AppDefinition.GeoIp("here.mmdb", new PropertyPath("$ip"), false));
  }

  @Test
  void jsonIsReadAsWell() throws BadAppsFile {
    assertThat(read("{\"apps\":[{\"name\":\"d\",\"kind\":\"drop\",\"events\":[\"x\"]}]}"))
        .hasSize(1);
    assertThat(read("{\"apps\": []}")).isEmpty();
  }

  @Test
  void whatYamlTakesForTrueIsTrue() throws BadAppsFile {
    assertThat(
            read("apps: [{name: g, kind: geoip, database: here.mmdb, remove_address: yes}]")
                .getFirst()
                .work())
        .isEqualTo(new AppDefinition.GeoIp("here.mmdb", new PropertyPath("$ip"), true));
  }

  @Test
  void everyFaultNamesLineAppAndKey() {
    refused("{name: n, kind: dorp}", "line 3, app \"n\", key \"kind\"", "did you mean \"drop\"?");
    refused("{name: n, kind: drop}", "line 3, app \"n\", key \"kind\"", "every event");
    refused("{kind: drop, events: [x]}", "line 3, key \"name\": it is missing");
    refused("{name: first, kind: drop, events: [x]}", "has this name");
    refused("{name: 'a b', kind: drop, events: [x]}", "key \"name\"");
    refused(
        "name: n\n  kind: drop\n  event: [x]",
        "line 5, app \"n\", key \"event\"",
        "did you mean \"events\"?");
    refused("{name: n, kind: drop, events: x, on_error: skip}", "key \"on_error\"", "set_aside");
    refused("{name: n, kind: hash}", "key \"properties\": it is missing");
    refused("{name: n, kind: hash, properties: []}", "key \"properties\"");
    refused("{name: n, kind: mask, properties: [a], keep_last: -1}", "key \"keep_last\"");
    refused("{name: n, kind: set, property: a}", "either a \"value\" or an \"expression\"");
    refused("{name: n, kind: set, property: a, value: .inf}", "key \"value\"", "no number in JSON");
    refused("{name: n, kind: geoip, database: gone.mmdb}", "key \"database\": there is no file");
    refused("{name: n, kind: geoip, database: here.mmdb, remove_address: maybe}", "true or false");
    refused("{name: n, kind: drop, events: []}", "key \"events\": it has 1 to 1000 entries");
    refused("{name: n, kind: mask, properties: [a], keep_last: 1001}", "a number from 0 to 1000");
  }

  @Test
  void anExpressionThatDoesNotCompileIsNamedWithItsPlace() {
    refused(
        "{name: n, kind: drop, when: 'properties.x >'}",
        "line 3, app \"n\", key \"when\"",
        "does not compile, at character 15");
    refused("{name: n, kind: drop, when: 'event + 1'}", "key \"when\"", "at character 7");
    refused("{name: n, kind: drop, when: '1 + 1'}", "key \"when\"", "bool");
    refused(
        "{name: n, kind: set, property: a, expression: nothing}", "key \"expression\"", "nothing");
  }

  @Test
  void whatDecidesWhoIsWhoMayNotBeTouched() {
    refused("{name: n, kind: hash, properties: [distinct_id]}", "tear persons apart");
    refused("{name: n, kind: hash, properties: [$anon_distinct_id]}", "tear persons apart");
    refused("{name: n, kind: rename, from: a, to: $process_person_profile}", "key \"to\"");
    refused("{name: n, kind: mask, properties: [alias]}", "name with \"events\"");
    refused("{name: n, kind: mask, properties: [alias], events: [$create_alias]}", "alias");
    refused("{name: n, kind: set, property: $set, value: 1}", "such as $set.email");
    assertThat(
            new AppsForTest("  - {name: n, kind: mask, properties: [alias], events: [e]}")
                .properties("{\"alias\":\"x\"}"))
        .isEqualTo("{\"alias\":\"*\"}");
  }

  @Test
  void whatIsNoFileOfAppsIsSaidToBeNone() {
    for (String text :
        List.of("", "apps", "[]", "apps: 5", "{apps: [], more: 1}", "apps: [x]", "a: [")) {
      assertThatExceptionOfType(BadAppsFile.class)
          .as(text)
          .isThrownBy(() -> read(text))
          .withMessageStartingWith("line 1");
    }
  }
}
