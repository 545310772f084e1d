package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.admit.Requests;
import dev.headgate.console.pages.ConsoleUnderTest.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Logins, forms and two people at once, over HTTP.
class ConsoleIT {
  private static final String EVIL = "\"><script>alert(1)</script>\u202e=cmd|' /C calc'!A0";

  @TempDir Path folder;
  private ConsoleUnderTest console;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleUnderTest.start(folder);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  @Test
  void aKeyOpensASessionThatOnlyThisBrowserHas() throws Exception {
    HttpResponse<String> answer =
        console
            .browser()
            .post("/console/login", Map.of("name", "Ada", "key", console.customerKey()));
    String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
    assertThat(ConsoleUnderTest.words(cookie))
        .contains("Path=/console", "HttpOnly", "SameSite=Strict", "Max-Age=43200")
        .doesNotContain("Secure");
    assertThat(cookie).doesNotContain(console.customerKey());
    assertThat(location(answer)).isEqualTo("/console");
  }

  @Test
  void afterTheLoginOneIsWhereOneWantedToBeAndNeverElsewhere() throws Exception {
    assertThat(location(console.browser().get("/console/imports/3")))
        .isEqualTo("/console/login?next=/console/imports/3");
    Map<String, String> going = new HashMap<>();
    going.put("/console/imports/3", "/console/imports/3");
    going.put("//evil.example/console", "/console");
    going.put("https://evil.example/", "/console");
    going.put("/console/imports/3\r\nX: y", "/console");
    for (Map.Entry<String, String> next : going.entrySet()) {
      HttpResponse<String> answer =
          console
              .browser()
              .post(
                  "/console/login",
                  Map.of("name", "Ada", "key", console.customerKey(), "next", next.getKey()));
      assertThat(location(answer)).isEqualTo(next.getValue());
    }
  }

  @Test
  void afterTheLogoutTheSessionIsNoMore() throws Exception {
    Browser team = console.login("Grace", console.teamKey());
    team.get("/console");
    Browser stolen = team.copy();
    assertThat(stolen.get("/console").statusCode()).isEqualTo(200);
    assertThat(team.post("/console/logout", team.hidden()).statusCode()).isEqualTo(303);
    assertThat(team.get("/console").statusCode()).isEqualTo(303);
    assertThat(stolen.get("/console").statusCode()).isEqualTo(303);
  }

  @Test
  void onTheCalendarACustomerSeesFreeTimesAndItsOwnBookings() throws Exception {
    int number = console.submitted();
    console.act(number, "green-light");
    String search = "/console/calendar?duration=1h&peak=1000";
    Browser own = console.login("Ada", console.customerKey());
    Browser other = console.login("Eve", console.otherKey());
    Browser team = console.login("Grace", console.teamKey());
    assertThat(own.get(search).body())
        .contains("/console/imports/" + number, "Booked: import " + number)
        .doesNotContain("Works:", "the pipeline takes");
    assertThat(other.get(search).body())
        .contains("Beside what is of another project")
        .doesNotContain("import " + number, "/console/imports/" + number, "Works:");
    assertThat(team.get(search).body())
        .contains("/console/imports/" + number, "Works:", "the pipeline takes");
    assertThat(own.get("/console/calendar?import=" + number).statusCode()).isEqualTo(200);
    assertThat(other.get("/console/calendar?import=" + number).statusCode()).isEqualTo(404);
    assertThat(own.get("/console/calendar?duration=99d&peak=1").statusCode()).isEqualTo(422);
  }

  @Test
  void anotherPeakIsTriedWhileTheDecisionIsOpen() throws Exception {
    String page = "/console/imports/" + console.submitted();
    Browser team = console.login("Grace", console.teamKey());
    assertThat(team.get(page + "/what-if?peak=500").body())
        .contains("With a peak of 500 events/s", "Put it into the green light");
    assertThat(team.get(page + "/what-if?peak=fast").statusCode()).isEqualTo(422);
    assertThat(team.get(page + "?peak=500").body())
        .contains("With a peak of 500 events/s")
        .contains(
            "id=\"green-light-peak\" aria-describedby=\"green-light-peak-hint\" type=\"text\" name=\"peak\" value=\"500\"");
    Browser customer = console.login("Ada", console.customerKey());
    assertThat(customer.get(page + "?peak=500").body())
        .contains("With a peak of 500 events/s")
        .doesNotContain("Put it into the green light");
    console.act(1, "decline");
    assertThat(team.get(page + "/what-if?peak=500").statusCode()).isEqualTo(409);
    assertThat(team.get(page + "?peak=500").body()).doesNotContain("With a peak of");
  }

  @Test
  void aMembersKeySaysWhoTheyAreWhateverIsTyped() throws Exception {
    String key = console.memberKey("Ada");
    int number = console.submitted();
    Browser ada = console.login("Grace", key);
    assertThat(ada.get("/console").body()).contains(">Ada</b>").doesNotContain("Grace");
    ada.get("/console/imports/" + number);
    assertThat(ada.send(number, "decline", "why", "no").statusCode()).isEqualTo(303);
    assertThat(console.get("/audit?subject=import:" + number).findValuesAsText("actor"))
        .endsWith("Ada");
  }

  @Test
  void theSharedKeyDoesNotSpeakForAMemberNorForOneWhoWas() throws Exception {
    console.memberKey("Ada");
    assertThat(loginWithSharedKey(" ADA ").statusCode()).isEqualTo(422);
    assertThat(loginWithSharedKey("Grace").statusCode()).isEqualTo(303);
    console.removeMember("Ada");
    HttpResponse<String> refused = loginWithSharedKey("Ada");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("only their own key speaks for it");
  }

  private HttpResponse<String> loginWithSharedKey(String name) throws Exception {
    return console.browser().post("/console/login", Map.of("name", name, "key", console.teamKey()));
  }

  @Test
  void whoIsRemovedIsLoggedOutAtOnceAndStaysSoWhenTheyAreAddedAgain() throws Exception {
    String key = console.memberKey("Ada");
    Browser ada = console.login("", key);
    Browser grace = console.login("", console.memberKey("Grace"));
    assertThat(ada.get("/console").statusCode()).isEqualTo(200);
    console.removeMember("Ada");
    assertThat(ada.get("/console").statusCode()).isEqualTo(303);
    assertThat(ada.post("/console/logout", ada.hidden()).statusCode()).isEqualTo(401);
    console.memberKey("Ada");
    assertThat(ada.get("/console").statusCode()).isEqualTo(303);
    assertThat(console.browser().post("/console/login", Map.of("key", key)).statusCode())
        .isEqualTo(422);
    assertThat(grace.get("/console").statusCode()).isEqualTo(200);
  }

  @Test
  void tenWrongKeysAMinuteAreEnough() throws Exception {
    Browser browser = console.browser();
    for (int i = 0; i < 10; i++) {
      assertThat(browser.post("/console/login", Map.of("name", "Eve", "key", "k" + i)).statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> refused =
        browser.post("/console/login", Map.of("name", "Eve", "key", console.teamKey()));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0")))
        .isBetween(1, 60);
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void behindAProxyEachHasTriesOfTheirOwnAndOneNetworkIsOne() throws Exception {
    Browser browser = console.browser();
    for (int i = 0; i < 10; i++) {
      browser.post(
          "/console/login",
          wrongKey(),
          "X-Forwarded-For",
          "2001:db8:1:2::" + i + ", 2001:db8::" + i);
    }
    assertThat(tryFrom(browser, "2001:db8::ffff")).isEqualTo(429);
    assertThat(tryFrom(browser, "2001:db8:1:2::1")).isEqualTo(401);
    assertThat(tryFrom(browser, "192.0.2.7")).isEqualTo(401);
  }

  private static int tryFrom(Browser browser, String address) throws Exception {
    return browser.post("/console/login", wrongKey(), "X-Forwarded-For", address).statusCode();
  }

  private static Map<String, String> wrongKey() {
    return Map.of("name", "Eve", "key", "wrong");
  }

  @Test
  void aStepIsToldWithTheAddressOfWhoTookIt() throws Exception {
    int number = console.submitted();
    Browser team = console.login("Grace", console.teamKey());
    team.get("/console/imports/" + number);
    Map<String, String> fields = team.hidden();
    fields.put("why", "no");
    String path = "/console/imports/" + number + "/decline";
    assertThat(team.post(path, fields, "X-Forwarded-For", "2001:db8::7").statusCode())
        .isEqualTo(303);
    assertThat(console.get("/audit?subject=import:" + number).findValuesAsText("address"))
        .endsWith("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void aFormThatIsNotOfThisSessionDoesNothing() throws Exception {
    int number = console.submitted();
    String path = "/console/imports/" + number + "/decline";
    Browser team = console.login("Grace", console.teamKey());
    team.get("/console/imports/" + number);
    Browser second = console.login("Linus", console.teamKey());
    second.get("/console/imports/" + number);
    Map<String, String> good = team.hidden();
    good.put("why", "no");

    Map<String, String> without = new HashMap<>(good);
    without.remove("form_token");
    assertThat(team.post(path, without).statusCode()).isEqualTo(403);
    assertThat(second.post(path, good).statusCode()).isEqualTo(403);
    assertThat(team.post(path, good, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(team.post(path, good, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(team.post(path, good, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(console.state(number)).isEqualTo("submitted");
    assertThat(team.post(path, good, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(303);
    assertThat(console.state(number)).isEqualTo("declined");
  }

  @Test
  void whatIsNoFormIsRefused() throws Exception {
    Browser team = console.login("Grace", console.teamKey());
    team.get("/console");
    String form = "application/x-www-form-urlencoded";
    for (Map.Entry<String, String> body :
        Map.of("key=" + "x".repeat(70_000), form, "key=%zz", form, "{}", "application/json")
            .entrySet()) {
      assertThat(team.post("/console/login", body.getValue(), body.getKey()).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void ofTwoDecisionsOneWinsAndTheOtherIsShownWhatHappened() throws Exception {
    int number = console.submitted();
    Browser grace = console.login("Grace", console.teamKey());
    Browser linus = console.login("Linus", console.teamKey());
    grace.get("/console/imports/" + number);
    linus.get("/console/imports/" + number);
    assertThat(grace.send(number, "green-light", "why", "fits").statusCode()).isEqualTo(303);
    HttpResponse<String> refused = linus.send(number, "decline", "why", "not this week");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("Nothing was done: the import is green lit")
        .contains("Grace, pipeline team", "gave the green light", "not this week")
        .contains("/imports/" + number + "/revoke");
    assertThat(console.state(number)).isEqualTo("green_lit");
  }

  @Test
  void aYesIsToWhatWasSeenAndAPauseIsAlwaysAPause() throws Exception {
    int number = console.submitted();
    Browser ada = console.login("Ada", console.customerKey());
    Browser grace = console.login("Grace", console.teamKey());
    grace.get("/console/imports/" + number);
    ada.get("/console/imports/" + number);
    assertThat(ada.send(number, "answer", "answer.if_late", "nothing").statusCode()).isEqualTo(303);

    HttpResponse<String> shown = grace.send(number, "green-light", "why", "fits", "peak", "5,000");
    assertThat(shown.statusCode()).isEqualTo(409);
    assertThat(shown.body()).contains("Ada, customer", "answers: if_late", "value=\"5,000\"");
    assertThat(console.state(number)).isEqualTo("submitted");
    assertThat(grace.send(number, "green-light", "why", "fits", "peak", "5,000").statusCode())
        .isEqualTo(303);

    grace.get("/console/imports/" + number);
    console.act(number, "run");
    assertThat(grace.send(number, "pause", "why", "an incident").statusCode()).isEqualTo(303);
    assertThat(console.state(number)).isEqualTo("paused");
    grace.get("/console/imports/" + number);
    ada.get("/console/imports/" + number);
    assertThat(ada.send(number, "pause", "why", "again").statusCode()).isEqualTo(303);
    assertThat(ada.send(number, "resume").statusCode()).isEqualTo(409);
    assertThat(grace.send(number, "amend", "why", "slower", "peak", "5").statusCode())
        .as("what was paused again is what it was")
        .isEqualTo(303);
    assertThat(console.state(number)).isEqualTo("paused");
  }

  @Test
  void aBlockPassesByNameAndReasonAndStaysVisible() throws Exception {
    int number =
        console.submitted(
            new Requests.Found().records(1_000, 900).rejected(Map.of("not_json", 100L)));
    Browser grace = console.login("Grace", console.teamKey());
    grace.get("/console/imports/" + number);
    HttpResponse<String> blocked = grace.send(number, "green-light", "why", "fits");
    assertThat(blocked.statusCode()).isEqualTo(409);
    assertThat(blocked.body()).contains("rejects_over_budget", "or let it pass below");
    HttpResponse<String> silent =
        grace.send(number, "green-light", "why", "fits", "override.rejects_over_budget", "yes");
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("Say why it may pass", "checked=\"checked\"");
    assertThat(
            grace
                .send(
                    number,
                    "green-light",
                    "why",
                    "fits",
                    "override.rejects_over_budget",
                    "yes",
                    "because.rejects_over_budget",
                    EVIL)
                .statusCode())
        .isEqualTo(303);
    assertThat(grace.get("/console/imports/" + number).body())
        .contains("Let pass by Grace", "=cmd|&#39; /C calc&#39;!A0")
        .doesNotContain("<script>", "\u202e");
  }

  @Test
  void whatHasNothingToImportIsNotOfferedToPass() throws Exception {
    int number = console.submitted(new Requests.Found().records(0, 0));
    String page =
        console.login("Grace", console.teamKey()).get("/console/imports/" + number).body();
    assertThat(page).contains("Nobody can let this pass").doesNotContain("override.");
  }

  @Test
  void wrongTermsAreNamedBesideTheirFieldsAndChangeNothing() throws Exception {
    int number = console.submitted();
    Browser grace = console.login("Grace", console.teamKey());
    grace.get("/console/imports/" + number);
    HttpResponse<String> wrong =
        grace.send(number, "green-light", "from", "25:00", "to", EVIL, "peak", "0", "batch", "1.5");
    assertThat(wrong.statusCode()).isEqualTo(422);
    for (String field : List.of("why", "from", "to", "peak", "batch")) {
      assertThat(wrong.body()).contains("id=\"green-light-" + field + "-error\"");
    }
    assertThat(wrong.body()).doesNotContain("<script>");
    assertThat(console.state(number)).isEqualTo("submitted");
    assertThat(
            grace
                .send(
                    number,
                    "green-light",
                    "why",
                    "x",
                    "from",
                    "2026-12-01 09:00",
                    "to",
                    "2026-11-30")
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void theReportIsThereWithItsOwnStyleAndNoScript() throws Exception {
    int number = console.submitted();
    HttpResponse<String> report =
        console.login("Ada", console.customerKey()).get("/console/imports/" + number + "/report");
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.body()).contains("What is in this export").doesNotContain("<script");
    assertThat(report.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("style-src 'sha256-")
        .doesNotContain("script-src");
  }

  @Test
  void whatIsWrongInThePipelineIsToldWithWhatToDoNext() throws Exception {
    Browser ada = console.login("Ada", console.customerKey());
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("control.db"));
        Statement statement = other.createStatement()) {
      statement.execute("ALTER TABLE imports RENAME TO elsewhere");
    }
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Console.class);
    logger.addAppender(log);
    HttpResponse<String> answer = ada.get("/console");
    logger.detachAppender(log);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("/console", "no such table: imports", "Next: run the same command again");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("no such table: imports", "Next: run the same command again")
        .doesNotContain("Who runs it sees what it printed");
  }

  @Test
  void withoutScriptThePageComesAnewByItself() throws Exception {
    int number = console.submitted();
    Browser ada = console.login("Ada", console.customerKey());
    assertThat(ada.get("/console/imports/" + number).body())
        .contains("<noscript>")
        .doesNotContain("http-equiv=\"refresh\"");
    assertThat(ada.get("/console/imports/" + number + "?refresh=5").body())
        .contains("http-equiv=\"refresh\" content=\"5\"");
  }
}
