package dev.headgate.console.pages;

import dev.headgate.admit.CalendarVersion;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Step;
import dev.headgate.assess.Amounts;
import dev.headgate.calendar.Blackout;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.console.CalendarDesk.Booked;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The calendar as a page: days as they are, what is booked, and the free times for a plan.
final class CalendarPage {
  private static final String FORM = "calendar";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);

  private static final Duration ALMOST_A_MINUTE = Duration.ofMinutes(1).minusNanos(1);

  private final Html html;
  private final Reports reports;
  private final Session session;
  private final Shown shown;
  private final ZoneId zone;

  /// Free times for a plan.
  record Found(FreeSlots.Wish wish, FreeSlots.Answer answer) {}

  /// What the page shows, as far as somebody may see it.
  ///
  /// @param days one after another, at least one
  /// @param stack of what is booked, over the days
  /// @param of the import whose plan times are looked for
  /// @param found empty where nothing was looked for
  /// @param version of the calendar; empty where none was set
  record Shown(
      CalendarAsked asked,
      List<CalendarDay> days,
      List<Booked> booked,
      List<StackedPiece> stack,
      double capacityPerSecond,
      Optional<ImportRecord> of,
      Eyes eyes,
      Optional<Found> found,
      Optional<CalendarVersion> version,
      Instant now) {}

  private CalendarPage(Html html, Reports reports, Session session, Shown shown) {
    this.html = html;
    this.reports = reports;
    this.session = session;
    this.shown = shown;
    this.zone = shown.asked().zone();
  }

  static String of(Session session, Reports reports, Shown shown) {
    Html html = Frame.open(Optional.of(session), "Calendar", 0);
    new CalendarPage(html, reports, session, shown).write();
    return Frame.close(html);
  }

  private void write() {
    html.element("h1", "Calendar");
    html.element("p", "Times in " + Words.zone(zone) + ".");
    if (session.isTeam()) {
      html.element("p", inForce(), "class", "places");
    }
    weeks();
    html.open("p", "class", "jump").element("a", "Free times for a plan", "href", "#free").close();
    html.open("div", "class", "columns").open("div", "class", "evidence");
    html.element("h2", shown.days().getFirst().date() + " to " + shown.days().getLast().date());
    reports.days(
        html,
        new Reports.Days(
            zone,
            shown.days(),
            shown.booked().stream().map(Booked::booking).toList(),
            slots(),
            shown.now()));
    booked();
    html.close().open("section", "class", "steps", "aria-labelledby", "free");
    free();
    html.close().close();
  }

  private String inForce() {
    return shown
        .version()
        .map(version ->
            "Version %d, set by %s at %s."
                .formatted(version.number(), Words.who(version.by()), Words.utc(version.at())))
        .orElse(
            "Nobody has set a calendar: usual working hours are assumed. The command calendar set"
                + " sets one.");
  }

  private void weeks() {
    LocalDate first = shown.asked().first();
    html.open("nav", "class", "weeks", "aria-label", "Weeks");
    week("Two weeks earlier", first.minusDays(CalendarAsked.DAYS).toString());
    week("This week", "");
    week("Two weeks later", first.plusDays(CalendarAsked.DAYS).toString());
    html.close();
  }

  private void week(String words, String day) {
    html.element("a", words, "href", shown.asked().pathFrom(day));
  }

  private void booked() {
    html.open("section")
        .element("h2", session.isTeam() ? "What is booked" : "What your project has booked");
    if (shown.booked().isEmpty()) {
      html.element("p", "Nothing at this time.").close();
      return;
    }
    html.open("ul", "class", "cards");
    shown.booked().forEach(this::booking);
    html.close();
    if (session.isTeam()) {
      reports.stack(html, zone, shown.stack(), shown.capacityPerSecond());
    }
    html.close();
  }

  private void booking(Booked each) {
    Booking booking = each.booking();
    html.open("li").open("p");
    if (each.of().isPresent()) {
      ImportRecord record = each.of().get();
      html.open("a", "href", ConsoleRoute.IMPORT.path(record.number()));
      html.text("Import " + record.number() + " · ").element("bdi", Words.title(record)).close();
    } else {
      html.element("b", Words.shown(booking.name()));
    }
    html.text(" ").element("span", booking.state().replace('_', ' '), "class", "state").close();
    html.element(
        "p",
        "%s, at most %s%s."
            .formatted(
                span(booking.span()),
                Words.perSecond(booking.envelope().peakPerSecond()),
                booking.began().isPresent() ? "" : "; it may begin at any moment of that"));
    html.close();
  }

  private void free() {
    html.element("h2", "Free times", "id", "free");
    form();
    if (shown.found().isPresent()) {
      found(shown.found().get());
    } else if (!shown.days().getLast().span().to().isAfter(shown.now())) {
      html.element("p", "All these days are past.");
    } else if (shown.of().isPresent() && shown.asked().wrong().isEmpty()) {
      html.element("p", "This import has no plan yet.");
    }
  }

  private void form() {
    CalendarAsked asked = shown.asked();
    html.open("form", "method", "get", "action", ConsoleRoute.CALENDAR.path(), "class", "ask");
    hidden(CalendarAsked.FIRST);
    Fields fields = new Fields(html, FORM, asked.wrong(), asked.typed());
    if (shown.of().isPresent()) {
      ImportRecord record = shown.of().get();
      hidden(CalendarAsked.IMPORT);
      html.open("p").text("For the plan of ");
      html.open("a", "href", ConsoleRoute.IMPORT.path(record.number()));
      html.text("import " + record.number() + " · ").element("bdi", Words.title(record)).close();
      html.text(", or for ");
      html.element("a", "another plan", "href", ConsoleRoute.CALENDAR.path()).text(".").close();
    } else {
      fields.line(CalendarAsked.LENGTH, "How long it takes", "Such as 3h, 90m or 1d12h.", "");
      fields.line(CalendarAsked.PEAK, "Peak, events a second", "", "", "inputmode", "decimal");
    }
    fields.line(
        CalendarAsked.ZONE,
        "Time zone",
        "Empty: the team's.",
        "",
        "list",
        AnswersForm.ZONES,
        "autocomplete",
        "off");
    AnswersForm.zones(html);
    Stream.of(CalendarAsked.FIRST, shown.of().isPresent() ? CalendarAsked.LENGTH : "")
        .map(asked.wrong()::get)
        .filter(Objects::nonNull)
        .forEach(wrong -> html.element("p", Words.shown(wrong), "class", "error"));
    html.open("p").element("button", "Show", "class", "does").close().close();
  }

  private void hidden(String name) {
    String value = shown.asked().typed().text(name);
    if (!value.isEmpty()) {
      html.empty("input", "type", "hidden", "name", name, "value", value);
    }
  }

  private List<Slot> slots() {
    return shown.found().map(found -> found.answer().slots()).orElse(List.of());
  }

  private void found(Found found) {
    FreeSlots.Answer answer = found.answer();
    html.element(
        "p",
        "%s at up to %s: %s"
            .formatted(
                Amounts.duration(found.wish().length().toMillis() / 1e3),
                Words.perSecond(found.wish().envelope().peakPerSecond()),
                answer.slots().isEmpty()
                    ? "no time of these two weeks is free."
                    : "what most of it somebody works in comes first."));
    html.open("ol", "class", "cards slots");
    answer.slots().forEach(this::slot);
    html.close();
    html.element("p", inTheWay(answer), "class", "places");
  }

  private void slot(Slot slot) {
    html.open("li").open("p").element("b", span(slot.span())).close();
    html.element(
        "p",
        "Somebody works %s of it; together at most %s."
            .formatted(Amounts.percent(slot.overlap()), Words.perSecond(slot.peakPerSecond())));
    for (Slot.Duty duty : slot.duties()) {
      if (!duty.people().isEmpty()) {
        html.element(
            "p",
            Words.shown(duty.team())
                + ", on duty: "
                + duty.people().stream().map(Words::shown).collect(Collectors.joining(", ")),
            "dir",
            "auto");
      }
    }
    if (!slot.beside().isEmpty()) {
      html.element("p", "Beside " + names(slot.beside().stream()) + ".");
    }
    html.open("p");
    link(slot.span());
    html.close().close();
  }

  /// To where the slot can be taken; where it cannot, to its day above.
  private void link(TimeSpan window) {
    Optional<Step> step =
        shown.of().flatMap(record -> Suggested.step(record, session, shown.eyes()));
    if (step.isPresent()) {
      ImportRecord record = shown.of().orElseThrow();
      html.element(
          "a",
          "Take it for import " + record.number(),
          "href",
          Suggested.path(record, step.get(), window));
    } else {
      LocalDate day = LocalDate.ofInstant(window.from(), zone);
      html.element("a", "See " + day, "href", "#" + Reports.idOfDay(day));
    }
  }

  private String inTheWay(FreeSlots.Answer answer) {
    String inTheWay =
        Stream.concat(
                answer.blackouts().stream().map(Blackout::reason).map(Words::shown),
                answer.bookings().isEmpty()
                    ? Stream.empty()
                    : Stream.of(names(answer.bookings().stream())))
            .collect(Collectors.joining(", "));
    return "Of %s %s may not run then, and %s over the capacity.%s"
        .formatted(
            Amounts.count(answer.looked(), "beginning"),
            Amounts.count(answer.blackedOut()),
            Amounts.count(answer.overCapacity()),
            inTheWay.isEmpty() ? "" : " In the way: " + inTheWay + ".");
  }

  /// Others' imports have no name for a customer.
  private String names(Stream<Booking> bookings) {
    return bookings
        .map(each -> session.sees(each.project()) ? each.name() : "what is of another project")
        .distinct()
        .map(Words::shown)
        .collect(Collectors.joining(", "));
  }

  /// `Mon 2026-11-30 09:00 to 12:00`, with offsets where clocks change in between. It ends with the
  /// minute that it ends in.
  private String span(TimeSpan span) {
    boolean changes =
        !zone.getRules().getOffset(span.from()).equals(zone.getRules().getOffset(span.to()));
    DateTimeFormatter format = (changes ? EXACT : MOMENT).withZone(zone);
    String from = format.format(span.from());
    String to = format.format(span.to().plus(ALMOST_A_MINUTE).truncatedTo(ChronoUnit.MINUTES));
    int day = "Mon 2026-11-30 ".length();
    boolean sameDay = from.substring(0, day).equals(to.substring(0, day));
    return from + " to " + (sameDay ? to.substring(day) : to);
  }
}
