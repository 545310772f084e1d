package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisplacedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "5555555555554444",
        "2223003122003222",
        "6011111111111117",
        "36700102000000"
      })
  void cardNumbersOfTheUsualIssuersAreTold(String number) {
    assertThat(Misplaced.isCardNumber(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1709287200000",
        "1709287200000000",
        "41111111111",
        "4111  1111 1111 1111",
        "x4111111111111111",
        "0000000000000000",
        "-4111111111111111",
        ""
      })
  void otherNumbersAreNot(String number) {
    assertThat(Misplaced.isCardNumber(number)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"password", "user_password", "API-Key", "accessToken", "Authorization", "cvv"})
  void namesOfCredentialsAreTold(String name) {
    assertThat(Misplaced.namesCredential(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "secretary", "pass", "keyboard", "key", "", "session_id"})
  void otherNamesAreNot(String name) {
    assertThat(Misplaced.namesCredential(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"***", "", "[REDACTED]", "[Filtered]", "--"})
  void whatWasTakenOutIsNoSecret(String value) {
    assertThat(Misplaced.isFilled(value)).isFalse();
  }
}
