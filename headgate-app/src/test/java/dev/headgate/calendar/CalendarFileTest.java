package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalendarFileTest {
  private static final PublicHolidays BERLIN =
      new PublicHolidays() {
        @Override
        public boolean knows(String region) {
          return near(region).contains(region);
        }

        @Override
        public Set<String> near(String region) {
          return Set.of("de", "de-be", "us");
        }

        @Override
        public Optional<String> on(String region, LocalDate day) {
          return Optional.empty();
        }
      };

  private static final String TEAM =
      """
      teams:
        - name: platform
          zone: Europe/Berlin
          hours: {monday: 09:00-17:00}
      """;

  @Test
  void everythingThatAFileMaySayIsRead() throws BadCalendarFile {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    TeamCalendar calendar =
        CalendarFile.read(
            """
            teams:
              - name: platform
                zone: Europe/Berlin
                hours: {thursday-friday: 09:00-17:00, sunday: [10:00-12:00, "22:00-24:00"]}
                holidays: [de-be]
                days_off: {2026-12-24: between the years}
                on_duty:
                  people: [Anna, Ben]
                  from: 2026-11-30
                  days: 7
                  instead: [{who: Clara, from: 2026-12-21, to: 2026-12-27}]
            blackouts:
              - {reason: sale, from: 2026-11-27T00:00, to: 2026-11-30T00:00, zone: Europe/Berlin}
              - {reason: move, from: 2026-12-05T08:00:00Z, to: "2026-12-05T13:00+01:00"}
              - reason: backup
                from: 2026-11-29T02:00
                to: 2026-11-29T03:30
                zone: Europe/Berlin
                weekly: true
                until: 2027-06-30
            """,
            BERLIN);
    List<Hours> day = List.of(new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0)));
    assertThat(calendar.teams())
        .containsExactly(
            new Team(
                "platform",
                berlin,
                Map.of(
                    DayOfWeek.THURSDAY,
                    day,
                    DayOfWeek.FRIDAY,
                    day,
                    DayOfWeek.SUNDAY,
                    List.of(
                        new Hours(LocalTime.of(10, 0), LocalTime.of(12, 0)),
                        new Hours(LocalTime.of(22, 0), LocalTime.MIDNIGHT))),
                List.of("de-be"),
                Map.of(LocalDate.of(2026, 12, 24), "between the years"),
                new Rota(
                    List.of("Anna", "Ben"),
                    LocalDate.of(2026, 11, 30),
                    7,
                    List.of(
                        new Rota.Shift(
                            "Clara", LocalDate.of(2026, 12, 21), LocalDate.of(2026, 12, 27))))));
    assertThat(calendar.blackouts())
        .containsExactly(
            new Blackout.LocalTimes(
                "sale",
                berlin,
                LocalDateTime.parse("2026-11-27T00:00"),
                LocalDateTime.parse("2026-11-30T00:00")),
            new Blackout.Moments(
                "move",
                new TimeSpan(
                    Instant.parse("2026-12-05T08:00:00Z"), Instant.parse("2026-12-05T12:00:00Z"))),
            new Blackout.Weekly(
                "backup",
                berlin,
                LocalDateTime.parse("2026-11-29T02:00"),
                LocalDateTime.parse("2026-11-29T03:30"),
                Optional.of(LocalDate.of(2027, 6, 30))));
  }

  @Test
  void theStandardCalendarHasEuWorkingHours() throws BadCalendarFile {
    Team team = CalendarFile.read(CalendarFile.STANDARD, PublicHolidays.NONE).teams().getFirst();
    assertThat(team.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(team.hours()).hasSize(5).doesNotContainKey(DayOfWeek.SATURDAY);
  }

  static List<List<String>> faults() {
    return List.of(
        List.of("", "line 1: it holds no keys"),
        List.of("teams: []", "line 1: it has at least one team"),
        List.of("teams: [\n", "it is not YAML"),
        List.of(TEAM + "blackout: []\n", "line 5: the key \"blackout\" is not known", "blackouts"),
        List.of(TEAM + "    holiday: [de]\n", "line 5", "did you mean \"holidays\""),
        List.of(
            TEAM.replace("Berlin", "Berln"),
            "line 3: \"zone\" is a zone",
            "did you mean \"Europe/Berlin\""),
        List.of(TEAM.replace("Europe/Berlin", "\"+01:00\""), "line 3: \"zone\""),
        List.of(TEAM.replace("17:00", "25:00"), "line 4", "has hours such as 09:00-17:00"),
        List.of(TEAM.replace("monday", "mondey"), "line 4", "did you mean \"monday\""),
        List.of(
            TEAM.replace("{monday:", "{monday-friday: 09:00-10:00, tuesday:"),
            "has tuesday, which stands there already"),
        List.of(TEAM.replace("    hours: {monday: 09:00-17:00}\n", ""), "\"hours\" is missing"),
        List.of(TEAM + "    holidays: [de-bx]\n", "line 5", "did you mean \"de-be\""),
        List.of(TEAM + "    days_off: {2026-02-30: never}\n", "line 5", "is a date"),
        List.of(TEAM + "    days_off: {9999-02-01: far}\n", "is in the years 2000 to 2199"),
        List.of(TEAM + "    on_duty: {people: [Anna], days: 7}\n", "the key \"from\" is missing"),
        List.of(
            TEAM + "    on_duty: {people: [Anna], from: 2026-11-30, days: 0}\n",
            "\"days\" is a number from 1 to 366"),
        List.of(
            TEAM + "    on_duty:\n      instead: [{who: C, from: 2026-12-02, to: 2026-12-01}]\n",
            "line 6: \"to\" is before \"from\""),
        List.of(TEAM + "  - {name: platform, zone: UTC, hours: {}}\n", "that of a team before it"),
        List.of(
            TEAM + "blackouts:\n  - {reason: x, from: 2026-12-01T10:00, to: 2026-12-01T12:00}\n",
            "line 6: \"from\" is a moment",
            "beside a \"zone\""),
        List.of(
            TEAM
                + "blackouts:\n  - {reason: x, from: 2026-12-01T10:00:00Z, to: 2026-12-01T12:00,"
                + " zone: UTC}\n",
            "\"from\" is a local time"),
        List.of(
            TEAM
                + "blackouts:\n  - {reason: x, from: 2026-12-01T12:00, to: 2026-12-01T10:00, zone:"
                + " UTC}\n",
            "a blackout ends after it begins"),
        List.of(
            TEAM
                + "blackouts:\n  - {reason: x, from: 2026-12-01T12:00, to: 2026-12-09T12:00, zone:"
                + " UTC, weekly: true}\n",
            "lasts a week at most"),
        List.of(
            TEAM
                + "blackouts:\n  - {reason: x, from: 2026-12-01T10:00:00Z, to:"
                + " 2026-12-01T12:00:00Z, weekly: true}\n",
            "\"weekly\" wants local times and a \"zone\""),
        List.of(
            TEAM
                + "blackouts:\n  - {reason: x, from: 2026-12-01T12:00, to: 2026-12-02T12:00, zone:"
                + " UTC, until: 2027-01-01}\n",
            "\"until\" belongs to what is weekly"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFileThatIsWrongIsRefusedWithItsLine(List<String> textAndWords) {
    assertThatExceptionOfType(BadCalendarFile.class)
        .isThrownBy(() -> CalendarFile.read(textAndWords.getFirst(), BERLIN))
        .satisfies(fault ->
            assertThat(fault.getMessage())
                .startsWith("line " + fault.line())
                .contains(textAndWords.subList(1, textAndWords.size())));
  }
}
