package dev.headgate.tell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.admit.Actor;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailJson;
import dev.headgate.event.ProjectId;
import dev.headgate.tell.Message.Kind;
import org.junit.jupiter.api.Test;

/// What people are told of an entry.
class MessagesTest {
  private static final String URL = "https://events.example.com";
  private static final Actor CUSTOMER = Actor.customer("shop");

  private final ListTrail trail = new ListTrail();
  private final Messages messages = new Messages(number -> number == 2 ? "shop" : "default");

  private Message of(TrailEntry entry) {
    return messages.of(entry, URL);
  }

  @Test
  void aLineALinkAndAKind() {
    Message lit = of(trail.note());
    assertThat(lit.text()).isEqualTo("import 7 (shop): green light by Grace: fits");
    assertThat(lit.link()).isEqualTo(URL + "/console/imports/7");
    assertThat(lit.type()).isEqualTo("import.green_light");
    assertThat(lit.kind()).isEqualTo(Kind.NOTE);
    Message stopped = of(trail.alert());
    assertThat(stopped.text())
        .isEqualTo("load test 3 (default): stop by guard of live traffic: live traffic feels it");
    assertThat(stopped.kind()).isEqualTo(Kind.ALERT);
    Message apps =
        of(trail.add(Subject.ofApps(new ProjectId(2)), 2, ListTrail.GRACE, "set", "version 2", ""));
    assertThat(apps.text()).isEqualTo("apps (shop): set by Grace");
    Message calendar = of(trail.add(Subject.CALENDAR, 1, ListTrail.GRACE, "set", "", "winter"));
    assertThat(calendar.text()).isEqualTo("calendar: set by Grace: winter");
    assertThat(calendar.project()).isEmpty();
    assertThat(calendar.link()).isEqualTo(URL + "/console");
  }

  private Kind kind(Subject subject, Actor by, String step, String to) {
    return Messages.kind(trail.add(subject, 1, by, step, to, ""));
  }

  @Test
  void alertsAreWhatThePipelineDidOrFoundByItself() {
    Subject anImport = Subject.ofImport(1);
    Subject loadTest = Subject.ofLoadTest(1);
    Subject flood = Subject.ofFlood(1);
    assertThat(kind(flood, Actor.pipeline("d"), "recognise", "diverted")).isEqualTo(Kind.ALERT);
    assertThat(kind(flood, Actor.pipeline("d"), "cease", "diverted")).isEqualTo(Kind.NOTE);
    assertThat(kind(flood, ListTrail.GRACE, "slow", "slowed")).isEqualTo(Kind.NOTE);
    assertThat(kind(anImport, ListTrail.GUARD, "pause", "paused")).isEqualTo(Kind.ALERT);
    assertThat(kind(anImport, ListTrail.GRACE, "pause", "paused")).isEqualTo(Kind.NOTE);
    assertThat(kind(anImport, CUSTOMER, "record_verification", "completed")).isEqualTo(Kind.ALERT);
    assertThat(kind(anImport, CUSTOMER, "record_verification", "verified")).isEqualTo(Kind.NOTE);
    assertThat(kind(anImport, CUSTOMER, "record_verification", "incomplete")).isEqualTo(Kind.NOTE);
    assertThat(kind(anImport, CUSTOMER, "complete", "completed")).isEqualTo(Kind.NOTE);
    assertThat(kind(loadTest, ListTrail.GUARD, "stop", "stopped")).isEqualTo(Kind.ALERT);
    assertThat(kind(loadTest, CUSTOMER, "stop", "stopped")).isEqualTo(Kind.NOTE);
    assertThat(kind(Subject.CALENDAR, ListTrail.GUARD, "set", "")).isEqualTo(Kind.NOTE);
  }

  @Test
  void whatPeopleTypedIsOneLineOfBoundedLength() {
    String why = "one\r\nBcc: everybody\u2028two\u202e" + "x".repeat(2_000);
    Message message = of(trail.add(Subject.ofImport(1), 1, CUSTOMER, "cancel", "cancelled", why));
    assertThat(message.text())
        .startsWith("import 1 (default): cancel by shop: one Bcc: everybody two xxx")
        .endsWith("x…")
        .hasSize(500);
  }

  @Test
  void anIdIsTheSameForAMessageAndATargetAndNoOther() {
    TrailEntry entry = trail.note();
    assertThat(of(entry).id("ops"))
        .matches("msg_[0-9a-f]{32}")
        .isEqualTo(of(entry).id("ops"))
        .isNotEqualTo(of(entry).id("chat"))
        .isNotEqualTo(of(trail.note()).id("ops"));
  }

  @Test
  void theWholeOfAnEntryIsTold() throws Exception {
    TrailEntry entry = trail.note();
    JsonNode body =
        new ObjectMapper().readTree(MessageJson.write(of(entry), Target.Format.FULL).toString());
    assertThat(body.path("type").asText()).isEqualTo("import.green_light");
    assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-27T12:00:00Z");
    JsonNode data = body.path("data");
    assertThat(data.path("kind").asText()).isEqualTo("note");
    assertThat(data.path("project").asText()).isEqualTo("shop");
    assertThat(data.path("link").asText()).isEqualTo(URL + "/console/imports/7");
    assertThat(data.path("entry"))
        .isEqualTo(new ObjectMapper().readTree(TrailJson.write(entry).toString()));
    Message trial = Messages.trial("ops", "Grace", ListTrail.NOON, URL, "seed");
    assertThat(MessageJson.write(trial, Target.Format.FULL).toString())
        .contains("\"type\":\"tell.test\"", "\"entry\":null");
  }

  @Test
  void nothingThatPeopleTypedIsMarkUpInSlack() {
    TrailEntry entry =
        trail.add(
            Subject.ofImport(1), 1, ListTrail.GUARD, "pause", "paused", "<!channel> & *bold*");
    assertThat(MessageJson.write(of(entry), Target.Format.SLACK).toString())
        .isEqualTo(
            "{\"text\":\"ALERT: import 1 (default): pause by guard of live traffic:"
                + " &lt;!channel&gt; &amp; *bold*\\nhttps://events.example.com/console/imports/1\"}");
  }
}
