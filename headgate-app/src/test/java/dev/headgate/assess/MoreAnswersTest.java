package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.draft;
import static dev.headgate.assess.ExportForTest.withUuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Identities.MergeId;
import dev.headgate.assess.Load.BusyPeriod;
import dev.headgate.assess.PropertyFindings.OutOfPlace;
import dev.headgate.assess.PropertyFindings.TypeChange;
import dev.headgate.assess.Times.OffsetCount;
import dev.headgate.source.Decoded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoreAnswersTest {
  private static final String DAY = "2024-03-01T10:00:00Z";

  @TempDir Path folder;

  @Test
  void bytesAreSharedBetweenTheEventsOfARecord() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event(
                "12345678", draft("view", "u", DAY), draft("buy", "u", DAY), draft("buy", "u", DAY))
            .event("1234", draft("view", "u", DAY))
            .assess(folder);
    assertThat(found.eventTypes())
        .extracting(
            Assessment.TypeCount::event, Assessment.TypeCount::bytes, Assessment.TypeCount::size)
        .containsExactly(
            tuple("buy", 4L, new Spread(2, 2, 2, 2)), tuple("view", 8L, new Spread(4, 4, 4, 4)));
    assertThat(found.load().bytesPerEvent()).isEqualTo(new Spread(2, 4, 4, 4));
    assertThat(found.eventBytes()).isEqualTo(12);
  }

  @Test
  void theSharesOfTheCostAddUpAndMergesCostMore() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1234", draft("view", "u", DAY))
            .event("1234", draft("$identify", "u", DAY, "{\"$anon_distinct_id\":\"a\"}"))
            .assess(folder);
    Load.Cost cost = found.load().cost();
    double micros = 2 * cost.eventMicros() + 8 * cost.byteMicros() + cost.mergeMicros();
    assertThat(cost.microsPerEvent()).isEqualTo(micros / 2);
    assertThat(cost.cpuSeconds()).isEqualTo(micros / 1e6);
    assertThat(found.eventTypes().get(0).event()).isEqualTo("$identify");
    assertThat(found.eventTypes().get(0).costShare())
        .isGreaterThan(found.eventTypes().get(1).costShare());
    assertThat(found.eventTypes().stream().mapToDouble(Assessment.TypeCount::costShare).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void eventsPerIdAreSpreadOverAllIds() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 99; i++) {
      export.event("line " + i, draft("x", "id " + i, DAY));
    }
    for (int i = 0; i < 5_000; i++) {
      export.event("line", draft("x", "hot", DAY));
    }
    assertThat(export.assess(folder).load().eventsPerId()).isEqualTo(new Spread(1, 1, 1, 5_000));
  }

  @Test
  void busiestMinuteHourAndDayMayBeOfDifferentDays() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 3; i++) {
      export.event("m" + i, draft("x", "u", "2024-03-01T10:00:5" + i + "Z"));
    }
    for (int i = 0; i < 4; i++) {
      export.event("h" + i, draft("x", "u", "2024-03-02T11:1" + i + ":00Z"));
    }
    for (int i = 0; i < 5; i++) {
      export.event("d" + i, draft("x", "u", "1969-12-28T1" + i + ":00:00Z"));
    }
    Load load = export.assess(folder).load();
    assertThat(load.busiest())
        .containsExactly(
            new BusyPeriod("minute", "2024-03-01T10:00:00Z", 3),
            new BusyPeriod("hour", "2024-03-02T11:00:00Z", 4),
            new BusyPeriod("day", "1969-12-28T00:00:00Z", 5));
    assertThat(load.hoursOfWeek()).hasSize(168);
    assertThat(load.hoursOfWeek().get(4 * 24 + 10)).as("a Friday").isEqualTo(3);
    assertThat(load.hoursOfWeek().get(5 * 24 + 11)).as("a Saturday").isEqualTo(4);
    assertThat(load.hoursOfWeek().subList(6 * 24 + 10, 6 * 24 + 15)).as("Sunday").containsOnly(1L);
  }

  @Test
  void theIdThatJoinsMostOthersIsNamedWithItsMerges() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 30; i++) {
      String other = "{\"$anon_distinct_id\":\"a" + i % 20 + "\"}";
      export.event("i" + i, draft("$identify", "bomb", DAY, other));
    }
    export.event("j", draft("$create_alias", "v", DAY, "{\"alias\":\"a1\"}"));
    export.event("k", draft("$create_alias", "v", DAY, "{\"alias\":\"v\"}"));
    export.event("l", draft("$create_alias", "v", DAY, "{\"alias\":\"null\"}"));
    export.line(
        "m",
        new Decoded.Events(
            List.of(draft("x", "w", DAY)), List.of(ExportForTest.pair("w", "d", DAY))));
    Identities found = export.assess(folder).identities();
    assertThat(found.mergingIds()).as("bomb, a0 to a19, v, w").isEqualTo(23);
    assertThat(found.mergeIds()).hasSize(10);
    assertThat(found.mergeIds().get(0)).isEqualTo(new MergeId("bomb", 20, 30, 30 / 34.0));
    assertThat(found.mergeIds().get(1)).isEqualTo(new MergeId("a1", 2, 3, 3 / 34.0));
  }

  @Test
  void stepsBackAreThoseWithinAFile() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", draft("x", "u", "2024-03-01T10:00:00Z"))
            .event("2", draft("x", "u", "2024-03-01T09:59:58Z"))
            .event("3", draft("x", "u", "2024-03-01T09:59:59Z"))
            .event("4", draft("x", "u", "2024-03-01T10:00:00Z"))
            .part("b")
            .event("1", draft("x", "u", "2023-03-01T10:00:00Z"))
            .assess(folder);
    assertThat(found.times().outOfOrder()).isEqualTo(1);
    assertThat(found.times().outOfOrderShare()).isEqualTo(0.2);
    assertThat(found.times().largestStepBackSeconds()).isEqualTo(2.0);
    assertThat(found.times().largestStepBackAt()).isEqualTo(Optional.of("a:2"));
  }

  @Test
  void uuidsThatSeveralEventsCarryAreCounted() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int uuid : List.of(1, 2, 1, 3, 1, 2)) {
      export.event("x", withUuid(draft("x", "u", DAY), uuid));
    }
    Assessment found = export.assess(folder);
    assertThat(found.duplicateUuids()).isEqualTo(3);
    assertThat(found.identities().duplicatedUuids()).isEqualTo(2);
    assertThat(found.identities().mostOfOneUuid()).isEqualTo(3);
  }

  @Test
  void idsThatLookLikeNoPersonAreHazards() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (String id :
        List.of(
            "00000000-0000-0000-0000-000000000000",
            "test@shop.de",
            "Test+7@shop.de",
            "test12@shop.de",
            "ann@EXAMPLE.com",
            "bob@intranet.test",
            "tester@shop.de",
            "contest@shop.de",
            "ann@example.company.de",
            "undefined")) {
      export.event(id, draft("x", id, DAY));
    }
    Assessment found = export.assess(folder);
    assertThat(found.identities().zeroUuids()).isEqualTo(1);
    assertThat(found.identities().testAddresses()).isEqualTo(5);
    assertThat(found.identities().illegalIds()).isEqualTo(1);
    assertThat(hazards(found, "test_ids")).isEqualTo(List.of("a:2", "a:3", "a:4", "a:5", "a:6"));
    assertThat(hazards(found, "zero_uuid_ids")).isEqualTo(List.of("a:1"));
  }

  @Test
  void secondsReadAsMillisecondsAndMidnightsAreNoticed() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", draft("x", "u", "1970-01-20T16:12:00Z"))
            .event("2", draft("x", "u", "1970-01-01T00:00:00Z"))
            .event("3", draft("x", "u", "2024-03-01T00:00:00Z"))
            .event("4", draft("x", "u", "1960-01-01T00:00:00.000001Z"))
            .assess(folder);
    assertThat(found.times().wrongUnit()).isEqualTo(1);
    assertThat(found.times().midnight()).isEqualTo(2);
    assertThat(hazards(found, "seconds_as_milliseconds")).isEqualTo(List.of("a:1"));
  }

  @Test
  void howTimesSayTheirOffsetIsToldFromTheRecords() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("{\"t\":\"2024-03-01T10:00:00Z\"}", draft("x", "u", DAY))
            .event("x,2024-03-01 11:00:00+0100,y", draft("x", "u", DAY))
            .event("2024-01-01T00:00:00Z 2024-03-01T05:00:00.000-05", draft("x", "u", DAY))
            .event("2024-03-01 10:00", draft("x", "u", DAY))
            .event("1709287200", draft("x", "u", DAY))
            .assess(folder);
    assertThat(found.times().zoneOffsets())
        .containsExactly(
            new OffsetCount("+01:00", 1),
            new OffsetCount("-05:00", 1),
            new OffsetCount("Z", 1),
            new OffsetCount("none", 1));
  }

  @Test
  void propertiesAreLookedAtAndSecretsCountedButNeverShown() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", draft("x", "u", DAY, "{\"plan\":\"pro\",\"user\":{\"api_key\":\"k7\"}}"))
            .event("2", draft("x", "u", DAY, "{\"plan\":3,\"n\":[[{\"m\":4111111111111111}]]}"))
            .event("3", draft("x", "u", DAY, "{\"plan\":null,\"password\":\"***\"}"))
            .event(
                "4", draft("x", "u", DAY, "{\"u\":\"https://x.de/?access_token=a1&m=a%40b.de\"}"))
            .event("5", draft("x", "u", DAY, "{\"key\":\"AKIAIOSFODNN7EXAMPLE\"}"))
            .event("6", draft("x", "u", DAY, "{\"4111111111111111\":1}"))
            .event("7", draft("x", "u", DAY, "{\"4111111111111111\":\"1\"}"))
            .assess(folder);
    PropertyFindings properties = found.properties();
    assertThat(properties.sampleShare()).isEqualTo(1);
    assertThat(properties.keysPerEvent()).isEqualTo(new Spread(1, 2, 2, 2));
    assertThat(properties.nestingDepth()).isEqualTo(new Spread(1, 4, 4, 4));
    assertThat(properties.names()).isEqualTo(7);
    assertThat(properties.typeChanges())
        .containsExactly(
            new TypeChange("(a name that is not shown)", 1, 1, 0, 0, 0),
            new TypeChange("plan", 1, 1, 0, 0, 0));
    assertThat(properties.outOfPlace())
        .containsExactly(
            new OutOfPlace("credential_names", 1),
            new OutOfPlace("known_secrets", 1),
            new OutOfPlace("card_numbers", 1),
            new OutOfPlace("credentials_in_urls", 1),
            new OutOfPlace("mail_addresses_in_urls", 1));
    assertThat(hazards(found, "card_numbers")).isEqualTo(List.of("a:2"));
    String everything =
        found
            + AssessmentReport.lines(found, Optional.empty(), 100).stream()
                .collect(Collectors.joining());
    assertThat(everything).doesNotContain("4111", "AKIA", "k7", "a1&");
  }

  @Test
  void aLargeExportIsSampledAndALargeEventIsAHazard() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 20_000; i++) {
      export.event("line " + i, draft("x", "u", DAY, "{\"password\":\"p" + i + "\"}"));
    }
    export.event("x".repeat(1_000_001), draft("x", "u", DAY));
    Assessment found = export.assess(folder);
    PropertyFindings properties = found.properties();
    assertThat(properties.sampled()).isBetween(2_000L, PropertySample.ENOUGH);
    assertThat(properties.sampleShare()).isEqualTo(properties.sampled() / 20_001.0);
    assertThat(found.load().largeEvents()).isEqualTo(1);
    assertThat(hazards(found, "large_events")).isEqualTo(List.of("a:20001"));
    try (Assessor assessor = ExportForTest.assessor(folder, 1 << 20, true)) {
      export.feed(assessor, 0);
      PropertyFindings thorough =
          assessor
              .finish(folder.resolve("r"), folder.resolve("p"), folder.resolve("s"))
              .assessment()
              .properties();
      assertThat(thorough.sampled()).isEqualTo(20_001);
      assertThat(thorough.outOfPlace()).containsExactly(new OutOfPlace("credential_names", 20_000));
    }
  }

  private static List<String> hazards(Assessment assessment, String kind) {
    return assessment.hazards().stream()
        .filter(hazard -> hazard.kind().equals(kind))
        .findFirst()
        .map(Hazard::examples)
        .orElse(List.of());
  }
}
