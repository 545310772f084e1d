package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.Await;
import dev.headgate.Chromium;
import dev.headgate.Tab;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the customer's engineer and the pipeline team say to each other about an import, on the
/// console's pages, each in a browser; only the export is sent by command. With the environment's
/// `HEADGATE_PICTURES` pictures of the pages are put into that folder.
class BrowserConversationIT {
  private static final int EVENTS = 12_000;
  private static final String EVIL = "Ada <script>alert(1)</script> & \"Co\" \u202e=1+1";

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;
  private final Optional<Path> pictures =
      Optional.ofNullable(System.getenv("HEADGATE_PICTURES")).map(Path::of);
  private EmbeddedPipeline pipeline;
  private Chromium chromium;
  private int pictured;

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    chromium = Chromium.start(folder.resolve("profile"));
  }

  @AfterEach
  void stop() {
    chromium.close();
    pipeline.close();
  }

  private Path export() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      lines.append(
          "{\"event\":\"page %d\",\"distinct_id\":\"u%d\",\"timestamp\":\"2024-01-%02dT%02d:00:00Z\"}%n"
              .formatted(i % 5, i % 900, 1 + i % 28, i % 24));
    }
    return Files.writeString(folder.resolve("history.jsonl"), lines.toString());
  }

  private Ran importing(Path export) {
    return Ran.headgate(
        "import",
        export,
        "--data",
        folder.resolve("customer"),
        "--server",
        pipeline.url(),
        "--key",
        pipeline.keys().customerKey(),
        "--peak",
        800,
        "--json",
        "--quiet");
  }

  private Tab login(String name, String key) throws Exception {
    Tab tab = chromium.tab();
    tab.screen(1440, 900, false);
    tab.open(pipeline.url() + "/");
    assertThat(tab.path()).isEqualTo("/console/login");
    look(tab, "login");
    tab.type("Your name", name);
    tab.type("Key", "wrong");
    tab.press("Log in");
    tab.awaitText("This key is not known here");
    tab.type("Key", key);
    tab.press("Log in");
    tab.awaitText("Imports");
    return tab;
  }

  /// Holds a page to what every page keeps: nobody is kept out of it, and it fits every screen.
  private void look(Tab tab, String name) throws Exception {
    pictured++;
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {320, 360, 1440}) {
        tab.screen(width, 900, dark);
        assertThat(tab.tooWideBy()).as("%s at %d pixels", name, width).isLessThanOrEqualTo(0);
        if (width > 320) {
          if (dark == (width == 360)) {
            assertThat(tab.accessibilityFaults()).as("%s at %d pixels", name, width).isEmpty();
          }
          if (pictures.isPresent()) {
            String file =
                "%02d-%s-%d-%s.png".formatted(pictured, name, width, dark ? "dark" : "light");
            tab.picture(pictures.get().resolve(file));
          }
        }
      }
    }
    tab.screen(1440, 900, false);
  }

  @Test
  void anImportIsTalkedOverOnItsPages() throws Exception {
    Path export = export();
    assertThat(importing(export).exitCode()).isEqualTo(3);
    Tab customer = login(EVIL, pipeline.keys().customerKey());
    look(customer, "list-customer");
    customer.follow("history.jsonl");
    customerAnswers(customer);

    Tab team = login("Grace", pipeline.keys().pipelineKey());
    team.awaitText("1 import waits for the pipeline team");
    look(team, "list-team");
    team.follow("history.jsonl");
    team.awaitText(EVIL.replace("\u202e", "<202e>"));
    team.awaitText("There is no live traffic now");
    team.awaitText("Nothing else has a green light for that time");
    look(team, "import-team");
    team.unfold("Ask for changes");
    team.type("What should change?", "slower, please\n=HYPERLINK(\"http://x\")");
    team.press("Ask for changes");
    team.awaitText("The customer is asked for changes");

    customer.awaitText("Grace, pipeline team asked for changes");
    customer.awaitText("slower, please");
    look(customer, "changes-customer");
    assertThat(importing(export).exitCode()).isEqualTo(3);

    Tab other = login("Linus", pipeline.keys().pipelineKey());
    other.follow("history.jsonl");
    other.unfold("Decline");
    other.type("Why not?", "too late");
    teamSaysYes(team);
    other.press("Decline");
    other.awaitText("Nothing was done: the import is green lit");
    other.awaitText("Grace, pipeline team");
    other.awaitText("too late");
    look(other, "refused-other");

    assertThat(importing(export).exitCode()).as("nobody has read the notice").isEqualTo(3);
    customerReadsTheNotice(customer);

    FutureTask<Ran> running = new FutureTask<>(() -> importing(export));
    Thread.ofPlatform().daemon().start(running);
    teamHoldsIt(team, customer, running);

    FutureTask<Ran> again = new FutureTask<>(() -> importing(export));
    Thread.ofPlatform().daemon().start(again);
    assertThat(again.get().exitCode()).as(again.get().out()).isZero();
    customer.awaitText("Every record of the export is accounted for, once");
    look(customer, "verified-customer");
    team.awaitText("Verified");
    look(team, "verified-team");
    customer.press("Log out");
    assertThat(customer.path()).isEqualTo("/console/login");
  }

  @Test
  void theCalendarShowsWhatIsBookedAndWhatIsFree() throws Exception {
    pipelineTeam("calendar", "set", calendar(), "--reason", "a test");
    assertThat(importing(export()).exitCode()).isEqualTo(3);
    Tab customer = login(EVIL, pipeline.keys().customerKey());
    customer.follow("history.jsonl");
    customer.awaitText("Free times for this import");
    customer.follow("Free times for this import");
    customer.awaitText("Take it for import 1");
    look(customer, "calendar-customer");
    customer.follow("Take it for import 1");
    customer.awaitText("What only you know");
    assertThat(customer.typed("When may the import begin?")).startsWith("20");

    Tab team = login("Grace", pipeline.keys().pipelineKey());
    team.follow("history.jsonl");
    team.awaitText("Free times for this import");
    team.follow("Free times for this import");
    team.awaitText("Take it for import 1");
    team.follow("Take it for import 1");
    team.awaitText("What you can do");
    assertThat(team.typed("Window opens")).isNotEmpty();
    team.type("Why?", "fits");
    team.press("Give the green light");
    team.awaitText("The green light is given");
    team.follow("Calendar");
    team.awaitText("What is booked");
    team.type("How long it takes", "soon");
    team.type("Peak, events a second", "20,000");
    team.press("Show");
    team.awaitText("such as 3h, 90m or 1d12h");
    team.type("How long it takes", "5h");
    team.type("Time zone", "America/New_York");
    team.press("Show");
    team.awaitText("what most of it somebody works in comes first");
    team.awaitText("Times in America/New_York");
    look(team, "calendar-team");
    LocalDate change =
        LocalDate.ofInstant(BERLIN.getRules().nextTransition(Instant.now()).getInstant(), BERLIN);
    team.open(pipeline.url() + "/console/calendar?zone=Europe/Berlin&from=" + change.minusDays(6));
    team.awaitText("Clocks go from");
    look(team, "calendar-clocks");
  }

  @Test
  void aPeakIsTriedAndPutIntoTheGreenLight() throws Exception {
    assertThat(importing(export()).exitCode()).isEqualTo(3);
    Tab team = login("Grace", pipeline.keys().pipelineKey());
    team.follow("history.jsonl");
    team.awaitText("As planned: 800.");
    team.type("Peak to try", "fast");
    team.awaitText("It is a number above 0");
    team.type("Peak to try", "1,600");
    team.awaitText("With a peak of 1,600 events/s");
    team.value(
        """
        (slider => {
          slider.value = 400;
          slider.dispatchEvent(new Event("input", {bubbles: true}));
        })(document.querySelector("input[type=range]"))
        """);
    team.awaitText("With a peak of 400 events/s");
    look(team, "what-if-team");
    team.unfold("Decline");
    team.value("document.querySelector('[data-take]').click()");
    Await.until("it is in the form", () -> team.typed("Peak, events a second").equals("400"));
    assertThat(team.path()).isEqualTo("/console/imports/1");
  }

  private Path calendar() throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return Files.writeString(
        folder.resolve("calendar.yaml"),
        """
        teams:
          - name: platform
            zone: Europe/Berlin
            hours: {monday-thursday: 09:00-17:00, friday: [09:00-12:00, 13:00-15:30]}
            days_off: {%1$s: "between <the> years"}
            on_duty: {people: [Anna +49 30 1234, Ben +49 30 5678], from: 2026-01-05, days: 7}
          - name: data
            zone: America/New_York
            hours: {monday-friday: 09:00-17:00}
            on_duty: {people: [Clara], from: 2026-01-05, days: 7}
        blackouts:
          - {reason: winter sale, from: %2$sT00:00, to: %2$sT23:59, zone: Europe/Berlin}
          - {reason: backup, from: %3$sT02:00, to: %3$sT03:30, zone: Europe/Berlin, weekly: true}
        """
            .formatted(today.plusDays(3), today.plusDays(4), today.minusDays(5)));
  }

  private void pipelineTeam(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", pipeline.url(), "--key", pipeline.keys().pipelineKey()));
    Ran ran = Ran.headgate(all.toArray());
    assertThat(ran.exitCode()).as(ran.out()).isZero();
  }

  @Test
  void theKeyboardAloneIsEnough() throws Exception {
    assertThat(importing(export()).exitCode()).isEqualTo(3);
    Tab team = chromium.tab();
    team.screen(1440, 900, false);
    team.open(pipeline.url() + "/console/imports/1");
    tabTo(team, "Skip to the content");
    tabTo(team, "Your name");
    team.write("Grace");
    tabTo(team, "Key");
    team.write(pipeline.keys().pipelineKey());
    team.key("Enter");
    team.awaitText("Import 1: history.jsonl");
    tabTo(team, "Decline");
    team.key("Space");
    tabTo(team, "Why not?");
    team.write("by keyboard");
    tabTo(team, "Decline");
    team.key("Enter");
    team.awaitText("It is declined.");
    team.awaitText("by keyboard");
  }

  private static void tabTo(Tab tab, String words) throws Exception {
    for (int i = 0; i < 60; i++) {
      tab.key("Tab");
      if (tab.focused().startsWith(words)) {
        assertThat(tab.focusIsVisible()).as(words).isTrue();
        return;
      }
    }
    throw new AssertionError("the Tab key does not lead to: " + words);
  }

  private void customerAnswers(Tab customer) throws Exception {
    customer.awaitText("12 questions have no answer yet");
    look(customer, "import-customer");
    customer.choose("This import is the trial");
    customer.type("Who watches the import", "Ada, +44 20 7946 0018");
    customer.type("In which time zone", "Mars/Olympus");
    customer.type("By when must everything", "2026-02-30");
    customer.press("Save the answers");
    customer.awaitText("Nothing was done: something is missing or wrong");
    assertThat(customer.wrong("In which time zone")).contains("\"Mars/Olympus\" is not understood");
    assertThat(customer.wrong("By when must everything")).contains("2026-02-30");
    assertThat(customer.typed("Who watches the import")).isEqualTo("Ada, +44 20 7946 0018");
    look(customer, "wrong-customer");
    customer.type("In which time zone", "Europe/Berlin");
    customer.type("By when must everything", "2025-01-01 18:00");
    customer.type("What happens if it is late?", EVIL);
    customer.press("Save the answers");
    customer.awaitText("The answers are saved");
    customer.awaitText("window past");
  }

  private void teamSaysYes(Tab team) throws Exception {
    team.awaitText("Waits for the pipeline team");
    team.awaitText("slower, please");
    team.unfold("Give the green light");
    team.type("Peak, events a second", "600");
    team.press("Give the green light");
    team.awaitText("Say why");
    team.type("Why?", "fits");
    team.press("Give the green light");
    team.awaitText("gets no green light: window_past");
    assertThat(team.typed("Peak, events a second")).isEqualTo("600");
    team.choose("Let \"window past\" pass all the same");
    team.type("Because", "the date is a slip of the pen");
    look(team, "deciding-team");
    team.press("Give the green light");
    team.awaitText("The green light is given");
    team.awaitText("Let pass by Grace");
    look(team, "green-lit-team");
  }

  private void customerReadsTheNotice(Tab customer) throws Exception {
    customer.awaitText("Read the notice, and acknowledge it");
    customer.awaitText("Grace let it pass: the date is a slip of the pen.");
    look(customer, "notice-customer");
    customer.press("I have read the notice");
    customer.awaitText("The notice is acknowledged.");
    customer.awaitText("Run the same import again: it starts sending");
  }

  private void teamHoldsIt(Tab team, Tab customer, FutureTask<Ran> running) throws Exception {
    team.awaitText("It runs");
    customer.awaitText("come now");
    Await.until("it is fast", () -> perSecond(customer) > 150);
    team.unfold("Amend what was agreed");
    team.type("Why?", "live suffers");
    team.type("Most events a second", "6000");
    team.press("Amend what was agreed");
    team.awaitText("6,000 events a second are more than");
    team.type("Most events a second", "50");
    team.press("Amend what was agreed");
    team.awaitText("By amendment at most 50 events/s");
    Await.until("it is slow", () -> perSecond(customer) < 100);
    look(customer, "running-customer");
    look(team, "running-team");
    team.unfold("Pause");
    team.type("Why?", "an incident");
    team.press("Pause");
    assertThat(running.get().exitCode()).as(running.get().out()).isEqualTo(4);
    customer.awaitText("The pipeline team paused it, and only they can resume it");
    customer.awaitText("an incident");
    assertThat(customer.shows("summary", "Resume")).isFalse();
    look(customer, "paused-customer");
    team.unfold("Amend what was agreed");
    team.type("Why?", "over");
    team.type("Most events a second", "600");
    team.press("Amend what was agreed");
    team.awaitText("By amendment at most 600 events/s");
    team.unfold("Resume");
    team.type("Why?", "the incident is over");
    team.press("Resume");
    team.awaitText("goes on when the importer is run again");
  }

  private static double perSecond(Tab tab) throws Exception {
    String figure =
        tab.value(
                "[...document.querySelectorAll('.tiles li')].find(e => e.innerText.includes('come now'))"
                    + "?.querySelector('b').innerText ?? ''")
            .asText();
    return figure.contains("/s")
        ? Double.parseDouble(figure.replaceAll("[^0-9.]", ""))
        : Double.NaN;
  }
}
