package dev.headgate.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets of webhooks, and what they sign.
class WebhookSecretTest {

  /// The example that libraries of Standard Webhooks are tested with.
  @Test
  void signsAsTheSpecificationsExample() {
    WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void oneThatIsMadeIsOneAndIsNotShown() {
    WebhookSecret made = WebhookSecret.make(new Random(1));
    assertThat(new WebhookSecret(made.text())).isEqualTo(made);
    assertThat(WebhookSecret.make(new Random(2))).isNotEqualTo(made);
    assertThat(made.toString()).doesNotContain(made.text().substring(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_short",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!w"
      })
  void oneThatIsNoneIsRefusedWithoutBeingShown(String text) {
    assertThatThrownBy(() -> new WebhookSecret(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("MfKQ9r8GKY");
  }
}
