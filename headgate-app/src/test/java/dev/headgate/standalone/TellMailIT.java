package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.Await;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline that tells people by a real mail server.
class TellMailIT {
  @TempDir private Path folder;
  private PipelineUnderTest pipeline;
  private GreenMail server;

  @BeforeEach
  void start() throws Exception {
    pipeline = PipelineUnderTest.start(folder, false);
    server = server(0);
  }

  @AfterEach
  void stop() {
    pipeline.close();
    server.stop();
  }

  private static GreenMail server(int port) {
    GreenMail started = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    started.setUser("headgate@example.com", "headgate", "pass word");
    started.start();
    return started;
  }

  private void set(String smtp) throws Exception {
    HttpResponse<String> answer =
        pipeline.put(
            "/api/v1/tell?reason=gr%C3%BC%C3%9Fe",
            """
            targets: [{name: team, mail: [ada@example.com, grace@example.com]}]
            smtp: {host: 127.0.0.1, port: %d, from: headgate@example.com%s}
            """
                .formatted(server.getSmtp().getPort(), smtp),
            true);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode notes() throws Exception {
    return PipelineUnderTest.tree(pipeline.asTeam("GET", "/api/v1/tell", "").body())
        .path("targets")
        .path(0)
        .path("notes");
  }

  private MimeMessage[] awaitMails(int count) throws Exception {
    Await.until(count + " mails", () -> server.getReceivedMessages().length >= count);
    return server.getReceivedMessages();
  }

  private void awaitFailure(String what) throws Exception {
    Await.until("a failure: " + what, () -> notes().path("error").asText().contains(what));
  }

  @Test
  void aMailSaysItInWordsToAll() throws Exception {
    set(", user: headgate, password: pass word");
    MimeMessage[] mails = awaitMails(2);
    assertThat(mails).hasSize(2);
    MimeMessage mail = mails[0];
    assertThat(mail.getSubject()).isEqualTo("tell: set by pipeline team: grüße");
    assertThat(Arrays.stream(mail.getRecipients(RecipientType.TO)).map(Object::toString))
        .isEqualTo(List.of("ada@example.com", "grace@example.com"));
    assertThat(mail.getFrom()[0].toString()).isEqualTo("headgate@example.com");
    assertThat(mail.getMessageID()).matches("<msg_[0-9a-f]{32}@example.com>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContent().toString())
        .contains("tell: set by pipeline team: grüße", "/console", "who: pipeline team");
    Await.until("it is kept", () -> notes().path("place").asInt() == 1);
  }

  @Test
  void aServerThatIsAwayGetsItWhenItIsBackUnderTheSameId() throws Exception {
    int port = server.getSmtp().getPort();
    set("");
    String id = awaitMails(2)[0].getMessageID();
    Await.until("it is kept", () -> notes().path("place").asInt() == 1);
    server.stop();
    assertThat(pipeline.asTeam("POST", "/api/v1/tell/team/replay", "{\"from\":1}").statusCode())
        .isEqualTo(200);
    awaitFailure("the mail server does not take it");
    assertThat(notes().path("waiting").asInt()).isEqualTo(1);
    server = server(port);
    assertThat(awaitMails(2)[0].getMessageID()).isEqualTo(id);
    Await.until("nothing waits", () -> notes().path("waiting").asInt() == 0);
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() throws Exception {
    set(", user: headgate, password: wrong-one");
    awaitFailure("the mail server does not know this user with this password");
    assertThat(pipeline.asTeam("GET", "/api/v1/tell", "").body()).doesNotContain("wrong-one");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void nothingIsSaidInTheClearWhereThatIsNotWanted() throws Exception {
    set(", user: headgate, password: pass word, starttls: true");
    awaitFailure("STARTTLS is required");
    assertThat(server.getReceivedMessages()).isEmpty();
  }
}
