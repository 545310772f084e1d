package dev.headgate.tell.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.tell.BadTargetsFile;
import dev.headgate.tell.Message.Kind;
import dev.headgate.tell.QuietHours;
import dev.headgate.tell.Selection;
import dev.headgate.tell.Smtp;
import dev.headgate.tell.Target;
import dev.headgate.tell.Targets;
import dev.headgate.tell.WebhookSecret;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of targets: read, completed by what is secret, and written without it.
class TargetsFileTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String FILE =
      """
      targets:
        - name: ops
          url: https://ops.example.com/hooks/headgate?key=abc
          secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
          allow_private: true
        - name: chat
          url: https://hooks.example.com/services/T0/B0/xyz
          format: slack
          projects: [shop]
          steps: [green_light, pause]
          kinds: alert
        - name: on duty
          mail: [ada@example.com, grace@example.com]
          quiet_hours: {zone: Europe/Berlin, from: 22:00, to: 07:00}
      smtp:
        host: mail.example.com
        port: 587
        from: headgate@example.com
        user: headgate
        password: "p: w"
        starttls: true
      """;

  private static Targets read(String text) throws BadTargetsFile {
    return TargetsFile.read(text, List.of("default", "shop"));
  }

  @Test
  void aFileIsWhatItSays() throws Exception {
    Targets targets = read(FILE);
    assertThat(targets.names()).containsExactly("ops", "chat", "on duty");
    assertThat(targets.all().get(0))
        .isEqualTo(
            new Target(
                "ops",
                new Target.Webhook(
                    "https://ops.example.com/hooks/headgate?key=abc",
                    Optional.of(new WebhookSecret(SECRET)),
                    Target.Format.FULL,
                    true),
                Selection.ALL,
                Optional.empty()));
    assertThat(targets.all().get(1))
        .isEqualTo(
            new Target(
                "chat",
                new Target.Webhook(
                    "https://hooks.example.com/services/T0/B0/xyz",
                    Optional.empty(),
                    Target.Format.SLACK,
                    false),
                new Selection(Set.of("shop"), Set.of("green_light", "pause"), Set.of(Kind.ALERT)),
                Optional.empty()));
    assertThat(targets.all().get(2))
        .isEqualTo(
            new Target(
                "on duty",
                new Target.Mail(List.of("ada@example.com", "grace@example.com")),
                Selection.ALL,
                Optional.of(
                    new QuietHours(
                        ZoneId.of("Europe/Berlin"),
                        LocalTime.parse("22:00"),
                        LocalTime.parse("07:00")))));
    assertThat(targets.smtp())
        .contains(
            new Smtp(
                "mail.example.com",
                587,
                "headgate@example.com",
                Optional.of(new Smtp.Login("headgate", "p: w")),
                true));
  }

  @Test
  void whatIsWrittenHasNothingSecretAndIsTheSameWithIt() throws Exception {
    Targets targets = read(FILE);
    targets = targets.signedWith(targets.missing(() -> WebhookSecret.make(new Random(1))));
    String written = TargetsFile.write(targets);
    assertThat(written)
        .contains("https://ops.example.com/...", "https://hooks.example.com/...")
        .doesNotContain("whsec_", "abc", "xyz", "p: w");
    assertThat(targets.toString()).doesNotContain("MfKQ9r8GKY", "abc", "xyz", "p: w");
    Map<String, String> secrets = targets.secrets();
    assertThat(read(written).unknown()).isPresent();
    assertThat(read(written).with(secrets)).isEqualTo(targets);
    assertThat(TargetsFile.write(read(written).with(secrets))).isEqualTo(written);
    assertThat(TargetsFile.write(Targets.NONE)).isEqualTo("targets: []\n");
    assertThat(read("targets: []")).isEqualTo(Targets.NONE);
  }

  @Test
  void aSecretIsNotKeptForAnotherPlace() throws Exception {
    Map<String, String> secrets = read(FILE).secrets();
    String written = TargetsFile.write(read(FILE));
    assertThat(
            read(written.replace("hooks.example.com", "elsewhere.example.com"))
                .with(secrets)
                .unknown())
        .contains("the url of \"chat\" is hidden, and no such target was set before");
    assertThat(
            read(written.replace("mail.example.com", "elsewhere.example.com"))
                .with(secrets)
                .unknown())
        .isPresent();
    assertThat(read(written.replace("\"ops\"", "\"others\"")).with(secrets).unknown()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.org/abc, https://x.org/...",
    "https://x.org?key=abc, https://x.org/...",
    "http://x.org:81/?abc, http://x.org:81/...",
    "'http://[2001:db8::1]:81/abc', 'http://[2001:db8::1]:81/...'",
    "https://x.org/, https://x.org/",
    "https://x.org, https://x.org"
  })
  void nothingOfAUrlIsShownButItsOrigin(String url, String shown) throws Exception {
    Target target = read("targets: [{name: a, url: '" + url + "'}]").all().getFirst();
    assertThat(target.way().shown()).isEqualTo(shown);
  }

  @Test
  void onlyWebhooksWithoutASecretGetOne() throws Exception {
    assertThat(read(FILE).missing(() -> new WebhookSecret(SECRET)).keySet())
        .containsExactly("chat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: https://ops.example.com/hooks/headgate?key=abc | url: ftp://abc | line 3: \"url\" is one such",
        "url: https://ops.example.com/hooks/headgate?key=abc | url: https://u:abc@x.org | line 3: \"url\" is one",
        "url: https://ops.example.com/hooks/headgate?key=abc | url: 'https://x y/abc' | line 3: \"url\" is one",
        "url: https://ops.example.com/hooks/headgate?key=abc | colour: abc | line 3: the key \"colour\" is not known",
        "secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | secret: whsec_abc | line 4: \"secret\" is whsec_",
        "allow_private: true | allow_private: perhaps | line 5: \"allow_private\" is true or false",
        "name: chat | name: ops | line 6: \"name\" is that of a target before it",
        "name: chat | name: 'a/b' | line 6: \"name\" is at most 60 letters",
        "format: slack | format: teams | line 8: \"format\" is full or slack, not teams",
        "projects: [shop] | projects: [shopp] | line 9: \"projects\" names none there is: shopp",
        "steps: [green_light, pause] | steps: [green_lite] | line 10: \"steps\" names none there is: green_lite",
        "kinds: alert | kinds: loud | line 11: \"kinds\" is alert or note, not loud",
        "mail: [ada@example.com, grace@example.com] | mail: [ada] | line 13: \"mail\" is an address",
        "mail: [ada@example.com, grace@example.com] | mail: ['a@b.org, c@d.org'] | line 13: \"mail\" is an address",
        "zone: Europe/Berlin | zone: Europe/Berln | line 14: \"zone\" is a zone such as",
        "from: 22:00 | from: 25:00 | line 14: \"from\" is a time such as 22:00, not 25:00",
        "from: 22:00 | from: 07:00 | line 14: \"to\" is another time",
        "port: 587 | port: 70000 | line 17: \"port\" is a number from 1 to 65535",
        "user: headgate | starttls: false | line 21: the key",
        "from: headgate@example.com | from: headgate | line 18: \"from\" is an address",
      })
  void aFileThatIsWrongIsRefusedWithItsPlace(String right, String wrong, String fault) {
    assertThat(FILE).contains(right);
    assertThatThrownBy(() -> read(FILE.replace(right, wrong)))
        .isInstanceOf(BadTargetsFile.class)
        .hasMessageStartingWith(fault)
        .hasMessageNotContaining("abc");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertFault("", "holds no keys");
    assertFault("[]", "holds no keys");
    assertFault("targets: [", "line 1: it is not YAML");
    assertFault("targets: [{name: a}]", "either a \"url\" or \"mail\"");
    assertFault("targets: [{name: a, mail: a@b.org}]", "needs a mail server");
    assertFault("smtp: {host: h, port: 25, from: a@b.org, password: x}", "belongs to a \"user\"");
    assertFault(
        "targets: [{name: a, mail: a@b.org, format: slack}]\nsmtp: {host: h, port: 25, from: a@b.org}",
        "belongs to a target with a \"url\"");
    assertFault("#" + "x".repeat(1 << 16), "too long");
  }

  private static void assertFault(String text, String fault) {
    assertThatThrownBy(() -> read(text)).as(text).hasMessageContaining(fault);
  }
}
