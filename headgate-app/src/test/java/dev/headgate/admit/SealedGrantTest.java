package dev.headgate.admit;

import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.newImport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealedGrantTest {
  private static final Seal SEAL = new Seal("hgp_one");
  private static final GrantToken TOKEN = new GrantToken(1, "sesame");
  private static final ImportRecord LIT =
      after(
          after(
              ImportRecord.draft(1, newImport("m", "b", "a"), NOON),
              new Command.Submit(
                  new ImportRequest(
                      JsonBytes.of(
                          "{\"hot_ids\":[{\"distinct_id\":\"bot \\u0008\",\"events\":9,\"share\":0.5}]}"),
                      List.of(),
                      false,
                      new AppChoice(3, List.of("mask"))))),
          new Command.GreenLight("fits", TERMS));

  private static ImportRecord after(ImportRecord record, Command command) {
    if (ImportLifecycle.decide(record, command, TEAM, NOON)
        instanceof Decision.Accepted(Change change, AuditEntry _)) {
      return ImportLifecycle.apply(record, change);
    }
    throw new AssertionError(command);
  }

  private static SealedGrant sealed(ImportRecord record, Seal seal) throws MalformedJson {
    return SealedGrant.of(record, "web", TOKEN, seal);
  }

  private static Outcome<ImportRecord> shown(String json) throws MalformedJson {
    return new SealedGrant.Shown(List.of(), Optional.of(SealedGrant.read(JsonBytes.of(json))))
        .heldAgainst(LIT, Optional.of(sealed(LIT, SEAL)), SEAL);
  }

  @Test
  void allThatWasAgreedStandsInIt() throws MalformedJson {
    assertThat(sealed(LIT, SEAL).document().toString())
        .isEqualTo(
            "{\"apps\":[\"mask\"],\"apps_version\":3,\"batch_bytes\":1048576,\"batch_events\":500,"
                + "\"content\":[\"a\",\"b\"],\"from\":\"2026-11-23T11:00:00Z\","
                + "\"hot_ids\":[{\"distinct_id\":\"bot \\u0008\",\"events\":9,\"share\":0.5}],"
                + "\"import\":1,\"mapping\":\"m\",\"most_per_second\":null,\"project\":\"web\","
                + "\"stages\":[{\"nanos\":10000000000,\"target_per_second\":1000.0}],"
                + "\"start_per_second\":100.0,\"to\":\"2026-11-23T13:00:00Z\","
                + "\"token_digest\":\"d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272\"}");
  }

  @Test
  void theOneInForceIsTakenHoweverItIsLaidOut() throws MalformedJson {
    String json = sealed(LIT, SEAL).toJson().toString();
    assertThat(shown(json)).isEqualTo(new Outcome.Done<>(LIT));
    assertThat(shown(json.replace(",\"", " ,\n  \"").replace("{\"", "{ \"")))
        .isEqualTo(new Outcome.Done<>(LIT));
    assertThat(
            new SealedGrant.Shown(List.of("b", "a"), Optional.empty())
                .heldAgainst(LIT, Optional.empty(), SEAL))
        .isEqualTo(new Outcome.Done<>(LIT));
  }

  @ParameterizedTest
  @CsvSource({
    "1000.0, 100000.0",
    "2026-11-23T13, 2026-12-23T13",
    "'\"a\",', '\"c\",'",
    "'events\":500', 'events\":501'",
    "mask, none",
    "'\"bot', '\"rob'"
  })
  void whatWasAlteredIsRefused(String part, String other) throws MalformedJson {
    String json = sealed(LIT, SEAL).toJson().toString();
    assertThat(json).contains(part);
    assertThat(shown(json.replace(part, other)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.what()).contains("altered"));
  }

  @Test
  void theSealOfAnotherInstallationIsRefused() throws MalformedJson {
    assertThat(shown(sealed(LIT, new Seal("hgp_two")).toJson().toString()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.what()).contains("another installation"));
  }

  @Test
  void oneThatWasAmendedSinceIsNotInForceAnyMore() throws MalformedJson {
    ImportRecord amended =
        after(
            LIT,
            new Command.Amend(
                "slower",
                new GrantTerms(
                    TERMS.window(), TERMS.envelope(), 500, 1 << 20, OptionalDouble.of(50))));
    assertThat(shown(sealed(amended, SEAL).toJson().toString()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.what()).contains("not the one in force"));
  }

  @Test
  void otherFilesAreRefused() throws MalformedJson {
    assertThat(
            new SealedGrant.Shown(List.of("a", "b", "c"), Optional.empty())
                .heldAgainst(LIT, Optional.of(sealed(LIT, SEAL)), SEAL))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.what()).contains("not the ones that import 1"));
  }

  @Test
  void whatIsNoGrantSaysSo() {
    for (String json : List.of("{}", "{\"grant\":{}}", "[]", "{\"grant\":3,\"seal\":\"\"}")) {
      assertThatExceptionOfType(MalformedJson.class)
          .isThrownBy(() -> SealedGrant.read(JsonBytes.of(json)));
    }
  }
}
