package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calendar from the command line: set, shown, asked for slots, and held against imports.
class CalendarIT {
  private static final String CALENDAR =
      """
      teams:
        - name: platform
          zone: Europe/Berlin
          hours:
            monday-friday: 09:00-17:00
          holidays: [de-be]
          on_duty: {people: [Anna, Ben], from: 2026-01-05, days: 7}
      """;

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Ran set(String calendar, Object... more) throws Exception {
    Path file = Files.writeString(folder.resolve("calendar.yaml"), calendar);
    Object[] words = new Object[5 + more.length];
    System.arraycopy(new Object[] {"calendar", "set", file, "--data", data()}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return Ran.headgate(words);
  }

  @Test
  void aCalendarIsSetAndShownAsItWasAndEveryVersionIsKept() throws Exception {
    assertThat(set(CALENDAR, "--reason", "first").out()).contains("version 1 is in force");
    assertThat(set(CALENDAR + "blackouts: []\n").exitCode()).isZero();
    assertThat(Ran.headgate("calendar", "show", "--data", data()).out())
        .contains("# version 2, set ")
        .endsWith(CALENDAR + "blackouts: []\n");
    Ran first = Ran.headgate("calendar", "show", "--calendar-version", 1, "--data", data());
    assertThat(first.out()).contains("by pipeline team: first\n").endsWith(CALENDAR);
    assertThat(
            Ran.headgate("calendar", "show", "--calendar-version", 3, "--data", data()).exitCode())
        .isEqualTo(2);
  }

  @Test
  void aCalendarThatIsWrongIsRefusedWithItsPlace() throws Exception {
    Ran ran = set(CALENDAR.replace("de-be", "de-bx"));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("line 6", "de-bx", "calendar.yaml");
    assertThat(Ran.headgate("calendar", "show", "--data", data()).out())
        .contains("no calendar was set")
        .contains("Europe/Berlin");
  }

  @Test
  void slotsAreNamedInTheZoneThatIsAskedForWithWhoIsOnDuty() throws Exception {
    set(CALENDAR);
    Object[] question = {
      "calendar",
      "slots",
      "--duration",
      "3h",
      "--peak",
      "20000",
      "--zone",
      "America/New_York",
      "--limit",
      3,
      "--data",
      data()
    };
    Ran people = Ran.headgate(question);
    assertThat(people.exitCode()).as(people.err()).isZero();
    assertThat(people.out())
        .contains("SLOTS for 3 h 0 min at up to 20,000 events/s; times in America/New_York")
        .contains("overlap 100 %")
        .contains("in Europe/Berlin, on duty ");
    Object[] asJson = java.util.Arrays.copyOf(question, question.length + 1);
    asJson[question.length] = "--json";
    JsonNode slots = Ran.headgate(asJson).json().path("slots");
    assertThat(slots).hasSize(3);
    for (JsonNode slot : slots) {
      assertThat(slot.path("overlap").asDouble()).isEqualTo(1);
      OffsetDateTime there = OffsetDateTime.parse(slot.path("local_from").asText());
      assertThat(there.toInstant()).isEqualTo(Instant.parse(slot.path("from").asText()));
      JsonNode team = slot.path("teams").path(0);
      assertThat(OffsetDateTime.parse(team.path("local_from").asText()).getHour()).isBetween(9, 14);
      assertThat(team.path("on_duty").path(0).asText()).isIn("Anna", "Ben");
    }
  }

  @Test
  void aQuestionThatMakesNoSenseIsRefused() throws Exception {
    set(CALENDAR);
    assertThat(Ran.headgate("calendar", "slots", "--peak", 1, "--data", data()).err())
        .contains("a plan is needed");
    assertRefused("duration is 'soon'", "--duration", "soon", "--peak", "1");
    assertRefused("at most 31 days", "--duration", "40d", "--peak", "1");
    assertRefused("takes some time", "--duration", "0h", "--peak", "1");
    assertRefused("peak is 'many'", "--duration", "1h", "--peak", "many");
    assertRefused("Europe/Berlin", "--duration", "1h", "--peak", "1", "--zone", "Europe/Berln");
    assertRefused("from is '25:00'", "--duration", "1h", "--peak", "1", "--from", "25:00");
    assertRefused(
        "nothing lies between", "--duration", "1h", "--peak", "1", "--until", "2020-01-01");
    assertRefused("at most 93 days", "--duration", "1h", "--peak", "1", "--until", "2099-01-01");
    assertRefused("no import 9", "--import", "9");
  }

  private void assertRefused(String what, Object... words) {
    Object[] all = new Object[4 + words.length];
    System.arraycopy(new Object[] {"calendar", "slots", "--data", data()}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    Ran ran = Ran.headgate(all);
    assertThat(ran.exitCode()).as(ran.out()).isEqualTo(2);
    assertThat(ran.err()).contains(what);
  }

  @Test
  void aWindowIsNotAmendedIntoABlackout() throws Exception {
    Path history = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", 200, "--out", history, "--quiet").exitCode())
        .isZero();
    set(CALENDAR);
    assertThat(Ran.headgate("import", history, "--data", data()).exitCode()).isEqualTo(3);
    Ran lit =
        Ran.headgate(
            "decide", "green-light", 1, "--reason", "fits", "--peak", 50, "--data", data());
    assertThat(lit.exitCode()).as(lit.err()).isZero();
    set(
        CALENDAR
            + "blackouts:\n  - {reason: the sale, from: 2198-01-01T00:00:00Z, to:"
            + " 2199-01-01T00:00:00Z}\n");
    Ran refused = amend("--from", "2198-02-01T00:00:00Z", "--to", "2198-02-02T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("the blackout 'the sale'");
    Ran later = amend("--to", "2197-12-01T00:00:00Z");
    assertThat(later.exitCode()).as(later.err()).isZero();
    Ran slower = amend("--peak", 20);
    assertThat(slower.exitCode()).as(slower.err()).isZero();
  }

  private Ran amend(Object... words) {
    List<Object> all =
        new ArrayList<>(List.of("decide", "amend", 1, "--reason", "later", "--data", data()));
    all.addAll(List.of(words));
    return Ran.headgate(all.toArray());
  }

  @Test
  void anImportGetsNoGreenLightInABlackoutAndIsToldWhy() throws Exception {
    Path history = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", 200, "--out", history, "--quiet").exitCode())
        .isZero();
    set(
        CALENDAR
            + "blackouts:\n  - {reason: all of it, from: 2020-01-01T00:00:00Z, to:"
            + " 2199-01-01T00:00:00Z}\n");
    Ran refused = Ran.headgate("import", history, "--data", data(), "--yes");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .contains("touches the blackout 'all of it'", "headgate calendar slots");
    Ran slots = Ran.headgate("calendar", "slots", "--import", 1, "--data", data());
    assertThat(slots.exitCode()).as(slots.err()).isZero();
    assertThat(slots.out())
        .contains("Nothing is free.", "in the way: blackout 'all of it'", "block in_a_blackout");
    set(CALENDAR);
    Ran ran = Ran.headgate("import", history, "--data", data(), "--yes", "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("verified").asBoolean()).isTrue();
  }
}
