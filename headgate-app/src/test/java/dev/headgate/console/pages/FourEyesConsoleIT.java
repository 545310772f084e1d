package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.admit.Eyes;
import dev.headgate.console.pages.ConsoleUnderTest.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The green light by the forms of the console, where it takes two members.
class FourEyesConsoleIT {
  @TempDir Path folder;
  private ConsoleUnderTest console;
  private Browser ada;
  private Browser grace;
  private int number;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleUnderTest.start(folder, Eyes.FOUR);
    ada = console.login("", console.memberKey("Ada"));
    grace = console.login("", console.memberKey("Grace"));
    number = console.submitted();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private String page(Browser browser) throws Exception {
    return browser.get("/console/imports/" + number).body();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  @Test
  void oneSaysYesAndAnotherConfirmsIt() throws Exception {
    page(ada);
    HttpResponse<String> first = ada.send(number, "green-light", "why", "fits", "peak", "400");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(303);
    assertThat(location(first)).endsWith("?done=first_yes");
    assertThat(ada.get(location(first)).body())
        .contains("Your yes is kept as the first.", "You said the first yes.");
    assertThat(console.state(number)).isEqualTo("submitted");

    assertThat(page(grace)).contains("Confirm the yes of Ada");
    HttpResponse<String> second = grace.send(number, "green-light", "why", "seen");
    assertThat(second.statusCode()).as(second.body()).isEqualTo(303);
    assertThat(grace.get(location(second)).body())
        .contains("The green light is given.", "Green light by Grace", "confirms the yes of Ada");
    JsonNode record = console.get("/imports/" + number);
    assertThat(record.path("terms").path("peak_per_second").asDouble()).isEqualTo(400);
  }

  @Test
  void aFormFromBeforeTheFirstYesIsNotASecondOne() throws Exception {
    page(grace);
    page(ada);
    ada.send(number, "green-light", "why", "fits");
    HttpResponse<String> refused = grace.send(number, "green-light", "why", "fits");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("something happened to this import while you looked at it")
        .contains("said the first yes", "Confirm the yes of Ada");
    assertThat(console.state(number)).isEqualTo("submitted");
    assertThat(grace.send(number, "green-light", "why", "fits").statusCode()).isEqualTo(303);
    assertThat(console.state(number)).isEqualTo("green_lit");
  }

  @Test
  void aYesOnOtherTermsIsANewFirstOne() throws Exception {
    page(ada);
    ada.send(number, "green-light", "why", "fits");
    page(grace);
    HttpResponse<String> other = grace.send(number, "green-light", "why", "slower", "peak", "300");
    assertThat(location(other)).endsWith("?done=first_yes");
    assertThat(page(ada)).contains("Confirm the yes of Grace", "in place of the yes of Ada");
  }

  @Test
  void whoMayNotSayItIsRefusedWithWhatToDo() throws Exception {
    page(ada);
    ada.send(number, "green-light", "why", "fits");
    page(ada);
    HttpResponse<String> again = ada.send(number, "green-light", "why", "once more");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("Ada has said yes to import", "another member of the team");

    Browser team = console.login("Linus", console.teamKey());
    assertThat(page(team)).contains("by the key that the team shares");
    HttpResponse<String> shared = team.send(number, "green-light", "why", "fits");
    assertThat(shared.statusCode()).isEqualTo(409);
    assertThat(shared.body()).contains("does not say who you are", "headgate team add");
    assertThat(team.send(number, "request-changes", "why", "less").statusCode()).isEqualTo(303);
    assertThat(console.get("/imports/" + number).has("first_yes")).isFalse();
  }
}
