package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.console.pages.ConsoleUnderTest.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every route of the console, visited by everybody.
class ConsoleRoutesIT {
  /// What each route answers to nobody, the customer, another project's customer, the team and a
  /// member of it, who is answered as the team is. Of an import it is the customer's, in a state
  /// from which the step is possible.
  private static final Map<ConsoleRoute, List<Integer>> ANSWERS = new EnumMap<>(ConsoleRoute.class);

  static {
    ANSWERS.put(ConsoleRoute.FRONT, List.of(303, 303, 303, 303));
    ANSWERS.put(ConsoleRoute.LIST, List.of(303, 200, 200, 200));
    ANSWERS.put(ConsoleRoute.LOGIN_PAGE, List.of(200, 303, 303, 303));
    ANSWERS.put(ConsoleRoute.LOGIN, List.of(422, 422, 422, 422));
    ANSWERS.put(ConsoleRoute.LOGOUT, List.of(401, 303, 303, 303));
    ANSWERS.put(ConsoleRoute.STYLE, List.of(200, 200, 200, 200));
    ANSWERS.put(ConsoleRoute.SCRIPT, List.of(200, 200, 200, 200));
    ANSWERS.put(ConsoleRoute.ICON, List.of(200, 200, 200, 200));
    ANSWERS.put(ConsoleRoute.PACE, List.of(303, 403, 403, 200));
    ANSWERS.put(ConsoleRoute.CALENDAR, List.of(303, 200, 200, 200));
    ANSWERS.put(ConsoleRoute.IMPORT, List.of(303, 200, 404, 200));
    ANSWERS.put(ConsoleRoute.LIVE, List.of(303, 200, 404, 200));
    ANSWERS.put(ConsoleRoute.WHAT_IF, List.of(303, 200, 404, 200));
    ANSWERS.put(ConsoleRoute.REPORT, List.of(303, 200, 404, 200));
    ANSWERS.put(ConsoleRoute.ANSWER, List.of(401, 303, 404, 303));
    ANSWERS.put(ConsoleRoute.GREEN_LIGHT, List.of(401, 403, 404, 303));
    ANSWERS.put(ConsoleRoute.ACKNOWLEDGE, List.of(401, 303, 404, 303));
    ANSWERS.put(ConsoleRoute.REQUEST_CHANGES, List.of(401, 403, 404, 303));
    ANSWERS.put(ConsoleRoute.DECLINE, List.of(401, 403, 404, 303));
    ANSWERS.put(ConsoleRoute.AMEND, List.of(401, 403, 404, 303));
    ANSWERS.put(ConsoleRoute.PAUSE, List.of(401, 303, 404, 303));
    ANSWERS.put(ConsoleRoute.RESUME, List.of(401, 409, 404, 303));
    ANSWERS.put(ConsoleRoute.REVOKE, List.of(401, 403, 404, 303));
    ANSWERS.put(ConsoleRoute.CANCEL, List.of(401, 303, 404, 303));
  }

  /// What leads to a state from which the step is possible.
  private static final Map<ConsoleRoute, List<String>> BEFORE =
      Map.of(
          ConsoleRoute.ACKNOWLEDGE, List.of("green-light"),
          ConsoleRoute.AMEND, List.of("green-light"),
          ConsoleRoute.REVOKE, List.of("green-light"),
          ConsoleRoute.PAUSE, List.of("green-light", "run"),
          ConsoleRoute.RESUME, List.of("green-light", "run", "pause"));

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

  @Test
  void everyRouteAnswersEverybodyAsTheTableSays() throws Exception {
    assertThat(ANSWERS).as("a new route gets a row above").containsOnlyKeys(ConsoleRoute.values());
    String other = console.otherKey();
    String member = console.memberKey("Linus");
    for (ConsoleRoute route : ConsoleRoute.values()) {
      List<Browser> visitors =
          List.of(
              console.browser(),
              console.login("Ada", console.customerKey()),
              console.login("Eve", other),
              console.login("Grace", console.teamKey()),
              console.login("", member));
      for (int who = 0; who < visitors.size(); who++) {
        HttpResponse<String> answer = visit(route, visitors.get(who));
        assertThat(answer.statusCode())
            .as("%s, visitor %d: %s", route, who, answer.body())
            .isEqualTo(ANSWERS.getOrDefault(route, List.of()).get(Math.min(who, 3)));
        keepsWhatEveryAnswerKeeps(route, answer);
      }
    }
  }

  private HttpResponse<String> visit(ConsoleRoute route, Browser browser) throws Exception {
    int number = 0;
    if (route.isOfAnImport()) {
      number = console.submitted();
      for (String step : BEFORE.getOrDefault(route, List.of())) {
        console.act(number, step);
      }
    }
    if (!route.isPost()) {
      return browser.get(route.path(number));
    }
    browser.get("/console");
    browser.get("/console/imports/" + number);
    Map<String, String> fields = new HashMap<>(browser.hidden());
    fields.put("why", "a test");
    fields.put("answer.contact", "Ada");
    if (route == ConsoleRoute.AMEND) {
      fields.put("peak", "10");
    }
    return browser.post(route.path(number), fields);
  }

  private static void keepsWhatEveryAnswerKeeps(ConsoleRoute route, HttpResponse<String> answer) {
    Map<String, String> expected = new HashMap<>();
    expected.put("X-Content-Type-Options", "nosniff");
    expected.put("X-Frame-Options", "DENY");
    expected.put("Referrer-Policy", "same-origin");
    expected.forEach((name, value) ->
        assertThat(answer.headers().firstValue(name)).as("%s %s", route, name).contains(value));
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
    if (type.startsWith("text/html") && !answer.body().isEmpty()) {
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(route.name())
          .startsWith("default-src 'none'")
          .contains("frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void whatIsNoImportIsNotThere() throws Exception {
    Browser team = console.login("Grace", console.teamKey());
    for (String number : List.of("99", "0", "x", "-1", "99999999999", "1%2F..", "%3Cscript%3E")) {
      HttpResponse<String> answer = team.get("/console/imports/" + number);
      assertThat(answer.statusCode()).as(number).isIn(400, 404);
      assertThat(answer.body()).doesNotContain("<script>");
    }
  }
}
