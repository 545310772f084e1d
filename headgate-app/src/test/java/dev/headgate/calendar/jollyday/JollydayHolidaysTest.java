package dev.headgate.calendar.jollyday;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class JollydayHolidaysTest {
  private final JollydayHolidays holidays = new JollydayHolidays();

  @Test
  void aCountryAndItsPartsHaveTheirOwnHolidays() {
    LocalDate epiphany = LocalDate.of(2027, 1, 6);
    assertThat(holidays.on("de-by", epiphany)).contains("Epiphany");
    assertThat(holidays.on("DE-BY", epiphany)).contains("Epiphany");
    assertThat(holidays.on("de", epiphany)).isEmpty();
    assertThat(holidays.on("de-by", LocalDate.of(2027, 10, 3))).isPresent();
    // Movable: Easter Monday 2027, Thanksgiving 2026.
    assertThat(holidays.on("de", LocalDate.of(2027, 3, 29))).contains("Easter Monday");
    assertThat(holidays.on("us", LocalDate.of(2026, 11, 26))).contains("Thanksgiving Day");
    assertThat(holidays.on("us", LocalDate.of(2026, 11, 27))).isEmpty();
  }

  @Test
  void regionsThatMayHaveBeenMeantAreNamed() {
    assertThat(holidays.near("de-bx")).contains("de", "de-be", "de-by").allMatch(holidays::knows);
    assertThat(holidays.near("xx")).contains("de", "us", "au").doesNotContain("de-be");
    for (String unknown : new String[] {"", "-", "de-", "de-xx", "de-by-xx", "../x", "zz"}) {
      assertThat(holidays.knows(unknown)).as(unknown).isFalse();
    }
  }
}
