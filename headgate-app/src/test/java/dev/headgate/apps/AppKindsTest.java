package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What each kind does, on what it is for and on what it is not.
class AppKindsTest {
  private static String after(String app, String properties) {
    return new AppsForTest("  - " + app).properties(properties);
  }

  private static String failure(String app, String properties) {
    AppsForTest apps = new AppsForTest("  - " + app);
    assertThat(apps.properties(properties)).isEqualTo(properties);
    return apps.meters.values().iterator().next().counts().lastFailure();
  }

  @Test
  void dropByName() {
    AppsForTest apps = new AppsForTest("  - {name: d, kind: drop, events: [noise, debug]}");
    assertThat(apps.chain().apply(AppsForTest.event("debug", "{}")))
        .isEqualTo(new AppChain.DroppedBy("d"));
    assertThat(apps.chain().apply(AppsForTest.event("debugged", "{}")))
        .isInstanceOf(AppChain.Kept.class);
  }

  @Test
  void dropByCondition() {
    AppsForTest apps =
        new AppsForTest(
            "  - {name: d, kind: drop, when: '\"plan\" in properties && properties.plan == \"test\"'}");
    assertThat(apps.chain().apply(AppsForTest.event("e", "{\"plan\":\"test\"}")))
        .isEqualTo(new AppChain.DroppedBy("d"));
    assertThat(apps.properties("{\"plan\":\"pro\"}")).isEqualTo("{\"plan\":\"pro\"}");
    assertThat(apps.properties("{}")).isEqualTo("{}");
    assertThat(apps.counts("d").failed()).isZero();
  }

  @Test
  void aConditionIsOnlyAskedOfEventsOfTheNames() {
    AppsForTest apps =
        new AppsForTest("  - {name: d, kind: drop, events: [x], when: properties.gone == 1}");
    assertThat(apps.properties("{}")).isEqualTo("{}");
    assertThat(apps.counts("d").failed()).isZero();
  }

  @Test
  void setWritesAnyValueAndMakesTheWay() {
    assertThat(after("{name: s, kind: set, property: source, value: import}", "{\"a\":1}"))
        .isEqualTo("{\"a\":1,\"source\":\"import\"}");
    assertThat(
            after(
                "{name: s, kind: set, property: a, value: {n: 1.50, t: [true, null, '5']}}", "{}"))
        .isEqualTo("{\"a\":{\"n\":1.50,\"t\":[true,null,\"5\"]}}");
    assertThat(after("{name: s, kind: set, property: $set.plan, value: pro}", "{}"))
        .isEqualTo("{\"$set\":{\"plan\":\"pro\"}}");
    assertThat(
            after("{name: s, kind: set, property: a.b, value: 2}", "{\"a.b\":1,\"a\":{\"b\":1}}"))
        .isEqualTo("{\"a.b\":2,\"a\":{\"b\":1}}");
  }

  @Test
  void setFailsWhereNoObjectIsOnTheWay() {
    assertThat(failure("{name: s, kind: set, property: a.b, value: 2}", "{\"a\":1}"))
        .isEqualTo("on the way to a.b stands what is no object");
  }

  @Test
  void setComputes() {
    assertThat(
            after(
                "{name: s, kind: set, property: full, expression: 'properties.f + \" \" + properties.l'}",
                "{\"f\":\"Ada\",\"l\":\"L\\\"\"}"))
        .isEqualTo("{\"f\":\"Ada\",\"l\":\"L\\\"\",\"full\":\"Ada L\\\"\"}");
    assertThat(after("{name: s, kind: set, property: h, expression: timestamp.getHours()}", "{}"))
        .isEqualTo("{\"h\":4}");
    assertThat(after("{name: s, kind: set, property: n, expression: 'properties[?\"x\"]'}", "{}"))
        .as("no value, no change")
        .isEqualTo("{}");
    assertThat(
            after(
                "{name: s, kind: set, property: n, expression: 'properties[?\"x\"]'}",
                "{\"x\":{\"a\":[1,2.5,null]}}"))
        .isEqualTo("{\"x\":{\"a\":[1,2.5,null]},\"n\":{\"a\":[1,2.5,null]}}");
    assertThat(
            after(
                "{name: s, kind: set, property: who, expression: 'event + \" by \" + distinct_id'}",
                "{}"))
        .isEqualTo("{\"who\":\"e by u-1\"}");
  }

  @Test
  void anExpressionOfAPropertyThatIsNotThereFails() {
    assertThat(failure("{name: s, kind: set, property: n, expression: properties.x}", "{\"a\":1}"))
        .contains("ATTRIBUTE_NOT_FOUND");
  }

  @Test
  void renameMovesTheBytes() {
    assertThat(after("{name: r, kind: rename, from: a, to: b.c}", "{\"a\":1.10,\"z\":0}"))
        .isEqualTo("{\"z\":0,\"b\":{\"c\":1.10}}");
    assertThat(after("{name: r, kind: rename, from: a, to: z}", "{\"a\":1,\"z\":0}"))
        .isEqualTo("{\"z\":1}");
    assertThat(after("{name: r, kind: rename, from: a, to: z}", "{\"z\":0}"))
        .isEqualTo("{\"z\":0}");
    assertThat(failure("{name: r, kind: rename, from: a, to: z.y}", "{\"a\":1,\"z\":0}"))
        .isEqualTo("on the way to z.y stands what is no object");
  }

  @Test
  void hashIsTheHmacOfTheTextWhateverItsEscapes() {
    // printf 'a@b.c' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00 (32 bytes)
    String hmac = "3bf5eec5fed3b55f1f4477a7385e3373fa410f4b8ad443db149c71ce087b5062";
    String app = "{name: h, kind: hash, properties: [email, $set.email]}";
    assertThat(after(app, "{\"email\":\"a@b.c\",\"$set\":{\"email\":\"\\u0061@b.c\",\"n\":1}}"))
        .isEqualTo("{\"email\":\"" + hmac + "\",\"$set\":{\"email\":\"" + hmac + "\",\"n\":1}}");
    assertThat(after(app, "{\"email\":null,\"x\":1}")).isEqualTo("{\"email\":null,\"x\":1}");
    assertThat(after("{name: h, kind: hash, properties: [n]}", "{\"n\":17}"))
        .matches("\\{\"n\":\"[0-9a-f]{64}\"}")
        .isEqualTo(after("{name: h, kind: hash, properties: [n]}", "{\"n\":\"17\"}"));
  }

  @Test
  void hashLeavesAnEventWholeWhereOnePropertyCannotBeHashed() {
    assertThat(
            failure(
                "{name: h, kind: hash, properties: [a, b]}", "{\"a\":\"secret\",\"b\":{\"c\":1}}"))
        .isEqualTo("the property b is an object");
  }

  @Test
  void maskKeepsTheEndsItIsToldToKeep() {
    String card = "{\"card\":\"4111222233334444\"}";
    assertThat(after("{name: m, kind: mask, properties: card, keep_last: 4}", card))
        .isEqualTo("{\"card\":\"************4444\"}");
    assertThat(after("{name: m, kind: mask, properties: card}", card))
        .isEqualTo("{\"card\":\"****************\"}");
    assertThat(
            after(
                "{name: m, kind: mask, properties: card, keep_first: 1, keep_last: 1}",
                "{\"card\":\"😀é😀\"}"))
        .isEqualTo("{\"card\":\"😀*😀\"}");
    assertThat(
            after(
                "{name: m, kind: mask, properties: card, keep_first: 2, keep_last: 2}",
                "{\"card\":\"1234\"}"))
        .as("what would stay whole is masked whole")
        .isEqualTo("{\"card\":\"****\"}");
  }

  @Test
  void geoIpAddsWhatTheDatabaseKnows() {
    String app = "{name: g, kind: geoip, database: x.mmdb}";
    assertThat(after(app, "{\"$ip\":\"192.0.2.1\"}"))
        .isEqualTo("{\"$ip\":\"192.0.2.1\",\"$geoip_country_code\":\"NL\"}");
    assertThat(after(app, "{\"$ip\":\"192.0.2.9\"}")).isEqualTo("{\"$ip\":\"192.0.2.9\"}");
    assertThat(after(app, "{\"$ip\":\"192.0.2.1\",\"$geoip_disable\":true}"))
        .doesNotContain("country");
    assertThat(after(app, "{}")).isEqualTo("{}");
    assertThat(
            after(
                "{name: g, kind: geoip, database: x.mmdb, address: a, remove_address: true}",
                "{\"a\":\"192.0.2.1\"}"))
        .isEqualTo("{\"$geoip_country_code\":\"NL\"}");
  }

  @Test
  void geoIpWithoutItsFilePassesWithACount() {
    assertThat(failure("{name: g, kind: geoip, database: gone.mmdb}", "{\"$ip\":\"192.0.2.1\"}"))
        .isEqualTo("the database file is missing");
  }
}
