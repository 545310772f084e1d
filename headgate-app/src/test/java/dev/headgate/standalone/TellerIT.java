package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.Await;
import dev.headgate.Receiver;
import dev.headgate.Receiver.Received;
import dev.headgate.tell.WebhookSecret;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline that tells a real server what happens.
class TellerIT {
  private static final String CALENDAR =
      "teams: [{name: we, zone: UTC, hours: {monday-friday: 09:00-17:00}}]\n";

  @TempDir private Path folder;
  private Receiver receiver;
  private PipelineUnderTest pipeline;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    pipeline = PipelineUnderTest.start(folder, false);
  }

  @AfterEach
  void stop() {
    pipeline.close();
    receiver.close();
  }

  private String target(String name, String path, String more) {
    return "- {name: %s, url: '%s', allow_private: true%s}\n"
        .formatted(name, receiver.url(path), more);
  }

  private JsonNode set(String... targets) throws Exception {
    HttpResponse<String> answer =
        pipeline.put("/api/v1/tell?reason=try", "targets:\n" + String.join("", targets), true);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return PipelineUnderTest.tree(answer.body());
  }

  /// Something happens: an entry of the trail, whose reason is told.
  private void happens(String why) throws Exception {
    assertThat(pipeline.put("/api/v1/calendar?reason=" + why, CALENDAR, true).statusCode())
        .isEqualTo(200);
  }

  private JsonNode list() throws Exception {
    return PipelineUnderTest.tree(pipeline.asTeam("GET", "/api/v1/tell", "").body());
  }

  private JsonNode target(String name) throws Exception {
    for (JsonNode target : list().path("targets")) {
      if (target.path("target").asText().equals(name)) {
        return target;
      }
    }
    throw new AssertionError("no target " + name);
  }

  private void awaitTold(String path, String... ends) throws Exception {
    Await.until(
        path + " is told " + List.of(ends),
        () -> taken(path).stream().map(Received::text).toList().size() >= ends.length);
    List<String> texts = taken(path).stream().map(Received::text).toList();
    assertThat(texts).hasSameSizeAs(ends);
    for (int i = 0; i < ends.length; i++) {
      assertThat(texts.get(i)).endsWith(ends[i]);
    }
  }

  private List<Received> taken(String path) {
    return receiver.at(path).stream().filter(each -> each.answered() == 200).toList();
  }

  private void awaitFailure(String name, String what) throws Exception {
    Await.until(
        name + " fails: " + what,
        () -> target(name).path("notes").path("error").asText().equals(what));
  }

  @Test
  void aTargetIsToldOfItsOwnSettingAndThenOfAllThatHappensInOrderAndSigned() throws Exception {
    JsonNode set = set(target("ops", "/ops", ""));
    String secret = set.path("secrets").path("ops").asText();
    happens("one");
    happens("two");
    awaitTold("/ops", "set by pipeline team: try", ": one", ": two");
    for (Received each : receiver.at("/ops")) {
      // As a receiver checks it, which knows nothing of Headgate.
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((each.id() + "." + each.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
      String signature =
          Base64.getEncoder()
              .encodeToString(mac.doFinal(each.body().getBytes(StandardCharsets.UTF_8)));
      assertThat(each.signature()).isEqualTo("v1," + signature);
    }
    assertThat(receiver.at("/ops").stream().map(Received::id).distinct()).hasSize(3);
    JsonNode data = receiver.at("/ops").get(1).json().path("data");
    assertThat(data.path("entry").path("why").asText()).isEqualTo("one");
    assertThat(data.path("link").asText()).startsWith("http://127.0.0.1").endsWith("/console");
    Await.until("nothing waits", () -> target("ops").path("notes").path("waiting").asInt() == 0);
    assertThat(pipeline.text("/metrics")).contains("headgate_tell_waiting{target=\"ops\"} 0");
  }

  @Test
  void whatFailsIsSaidAndToldAgainUnderTheSameIdAndNothingIsLost() throws Exception {
    receiver.answer("/ops", 500);
    set(target("ops", "/ops", ""));
    happens("one");
    awaitFailure("ops", "the server answers HTTP 500");
    JsonNode notes = target("ops").path("notes");
    assertThat(notes.path("failures").asInt()).isPositive();
    assertThat(notes.path("next_try").asText()).isNotEmpty();
    Await.until("both wait", () -> target("ops").path("notes").path("waiting").asInt() == 2);
    assertThat(pipeline.text("/metrics"))
        .contains("headgate_tell_waiting{target=\"ops\"} 2")
        .containsPattern("headgate_tell_failures_total\\{target=\"ops\"} [1-9]");
    receiver.answer("/ops", 200);
    awaitTold("/ops", ": try", ": one");
    List<Received> all = receiver.at("/ops");
    assertThat(all.getFirst().answered()).isEqualTo(500);
    assertThat(taken("/ops").getFirst().id()).isEqualTo(all.getFirst().id());
  }

  @Test
  void oneThatHangsHoldsUpNoOtherAndIsGivenUp() throws Exception {
    receiver.answer("/slow", Receiver.HANGS);
    receiver.answer("/drip", Receiver.TRICKLES);
    set(target("slow", "/slow", ""), target("drip", "/drip", ""), target("ops", "/ops", ""));
    Await.until(
        "both are asked", () -> !receiver.at("/slow").isEmpty() && !receiver.at("/drip").isEmpty());
    happens("one");
    awaitTold("/ops", ": try", ": one");
    assertThat(receiver.at("/slow")).hasSize(1);
    awaitFailure("slow", "no whole answer within 10 s");
    awaitFailure("drip", "no whole answer within 10 s");
  }

  @Test
  void anAnswerWithoutAnEndIsNotReadToIt() throws Exception {
    receiver.answer("/ops", Receiver.TALKS_FOR_EVER);
    set(target("ops", "/ops", ""));
    Await.until("it is told", () -> target("ops").path("notes").path("place").asInt() == 1);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    receiver.answer("/ops", 307);
    set(target("ops", "/ops", ""));
    awaitFailure("ops", "the server answers HTTP 307, a redirect, and redirects are not followed");
    assertThat(receiver.at("/elsewhere")).isEmpty();
  }

  @Test
  void nothingIsSentToAnAddressThatIsNoPublicOneUnlessTheTargetMay() throws Exception {
    set(target("ops", "/ops", "").replace("allow_private: true", "allow_private: false"));
    awaitFailure(
        "ops", "nothing is sent to 127.0.0.1, which is no public address, without allow_private");
    assertThat(receiver.at("/ops")).isEmpty();
  }

  @Test
  void nobodyThereIsSaidToo() throws Exception {
    String url = receiver.url("/ops");
    receiver.close();
    set("- {name: ops, url: '" + url + "', allow_private: true}\n");
    awaitFailure("ops", "nobody answers there");
    set("- {name: ops, url: 'http://there.is.no.such.host.invalid/x'}\n");
    awaitFailure("ops", "no such host");
  }

  @Test
  void everythingCanBeToldAgainUnderTheSameIds() throws Exception {
    set(target("ops", "/ops", ""));
    happens("one");
    happens("two");
    awaitTold("/ops", ": try", ": one", ": two");
    HttpResponse<String> answer =
        pipeline.asTeam("POST", "/api/v1/tell/ops/replay", "{\"from\":2}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    awaitTold("/ops", ": try", ": one", ": two", ": one", ": two");
    List<String> ids = receiver.at("/ops").stream().map(Received::id).toList();
    assertThat(ids.subList(3, 5)).isEqualTo(ids.subList(1, 3));
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/ops/replay", "{\"from\":9}").body())
        .contains("there is no entry 9 yet", "the last is 3");
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/ops/replay", "{\"from\":0}").statusCode())
        .isEqualTo(400);
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/nobody/replay", "{\"from\":1}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aTrialSaysAtOnceWhatCameOfIt() throws Exception {
    set(target("ops", "/ops", ", kinds: alert"), target("chat", "/chat", ", format: slack"));
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/ops/test", "").body())
        .isEqualTo("{\"delivered\":true,\"error\":\"\"}");
    assertThat(receiver.at("/ops").getFirst().text())
        .isEqualTo("a trial of the target ops by pipeline team: nothing happened");
    receiver.answer("/chat", 404);
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/chat/test", "").body())
        .isEqualTo("{\"delivered\":false,\"error\":\"the server answers HTTP 404\"}");
    assertThat(receiver.at("/chat").getLast().json().properties()).hasSize(1);
  }

  @Test
  void aPlaceIsKeptOverARestartAndOverASettingUnderTheSameName() throws Exception {
    receiver.answer("/ops", 500);
    set(target("ops", "/ops", ""));
    happens("one");
    awaitFailure("ops", "the server answers HTTP 500");
    pipeline.close();
    pipeline = PipelineUnderTest.start(folder, false);
    assertThat(target("ops").path("notes").path("waiting").asInt()).isEqualTo(2);
    JsonNode again = set(target("ops", "/ops2", ""), target("new", "/new", ""));
    assertThat(again.path("secrets").has("ops")).as("its secret is kept").isFalse();
    awaitTold("/ops2", ": try", ": one", ": try");
    awaitTold("/new", ": try");
  }

  @Test
  void nothingSecretIsShownOrLoggedOrAudited() throws Exception {
    String secret = WebhookSecret.make(new java.util.Random(7)).text();
    receiver.answer("/very/hidden", 500);
    set(
        target("ops", "/very/hidden", ", secret: " + secret),
        "- {name: post, mail: a@example.com}\n",
        "smtp: {host: 127.0.0.1, port: 1, from: h@example.com, user: u, password: pass-word}\n");
    awaitFailure("ops", "the server answers HTTP 500");
    String shown = list().toString();
    String audit = pipeline.asTeam("GET", "/api/v1/audit/export", "").body();
    String evidence = "";
    for (String line : audit.lines().toList()) {
      String digest = PipelineUnderTest.tree(line).path("saw_digest").asText();
      if (!digest.isEmpty()) {
        evidence += pipeline.asTeam("GET", "/api/v1/audit/evidence/" + digest, "").body();
      }
    }
    assertThat(evidence).contains("ops", "127.0.0.1");
    for (String text : List.of(shown, audit, evidence, pipeline.text("/metrics"))) {
      assertThat(text).doesNotContain(secret.substring(6), "hidden", "pass-word");
    }
    // In the control plane alone, which is for its owner only.
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith("control.db")) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain("pass-word");
        }
      }
    }
    // What is shown can be set again, and loses nothing.
    JsonNode again =
        PipelineUnderTest.tree(
            pipeline.put("/api/v1/tell", list().path("definition").asText(), true).body());
    assertThat(again.path("definition")).isEqualTo(list().path("definition"));
    assertThat(again.path("secrets").isEmpty()).isTrue();
    receiver.answer("/very/hidden", 200);
    awaitTold("/very/hidden", ": try", "set by pipeline team");
  }

  @Test
  void aFileThatIsWrongIsRefusedAndTheOneBeforeStays() throws Exception {
    set(target("ops", "/ops", ""));
    HttpResponse<String> wrong = pipeline.put("/api/v1/tell", "targets: [{name: x}]", true);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("\"what\":\"line 1", "\"where\":\"body\"");
    String large = "#" + "x".repeat(1 << 16);
    assertThat(pipeline.put("/api/v1/tell", large, true).statusCode()).isEqualTo(413);
    assertThat(list().path("targets")).hasSize(1);
    assertThat(pipeline.put("/api/v1/tell", "targets: []", true).statusCode()).isEqualTo(200);
    assertThat(list().path("targets")).isEmpty();
    assertThat(pipeline.text("/metrics")).doesNotContain("headgate_tell_waiting{");
  }
}
