package dev.headgate.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresUrlTest {
  @Test
  void whatIsShownNamesTheSchemaAndNobodysPassword() {
    PostgresUrl url =
        PostgresUrl.parse(
                "postgresql://me:secret@db:5433/events?sslmode=require&currentSchema=headgate")
            .orElseThrow();
    assertThat(url).hasToString("postgresql://db:5433/events?currentSchema=headgate");
    assertThat(url.jdbc())
        .isEqualTo(
            "jdbc:postgresql://db:5433/events?sslmode=require&currentSchema=headgate&user=me&password=secret");
    assertThat(PostgresUrl.parse(url.jdbc()).orElseThrow().jdbc()).isEqualTo(url.jdbc());
  }

  @Test
  void whatNamesNoDatabaseIsNone() {
    assertThat(PostgresUrl.parse("mysql://db/events")).isEmpty();
    assertThat(PostgresUrl.parse("postgresql://db")).isEmpty();
    assertThat(PostgresUrl.parse("postgresql://db/ev ents")).isEmpty();
  }
}
