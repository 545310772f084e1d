package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.calendar.WallClock;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The calendar as pictures: days one below the other, each as long as it is by the clock, and what
/// is booked against what the pipeline takes.
final class CalendarCharts {
  private static final double HEIGHT = 20;

  /// Bookings lie below, working time above.
  private static final double WORKS_HEIGHT = 12;

  private static final double BOOKED_FROM = 13;

  /// Nothing is drawn narrower.
  private static final double LEAST_HOURS = 0.1;

  private static final int TICK_HOURS = 6;
  private static final int HOURS = 24;
  private static final double SECONDS_OF_AN_HOUR = 3_600;
  private static final int MOST_TABLE_ROWS = 200;

  private final Html html;
  private final ZoneId zone;

  CalendarCharts(Html html, ZoneId zone) {
    this.html = html;
    this.zone = zone;
  }

  /// What a day's row says, in the order of the table.
  private record Part(String column, Function<CalendarDay, String> words) {}

  void days(Reports.Days shown) {
    double longest =
        shown.days().stream().mapToDouble(day -> hours(day.span())).max().orElse(HOURS);
    List<Part> parts = parts(shown);
    Chart chart = new Chart(html);
    chart.open("Day by day", caption(shown));
    legend(shown);
    html.open("ol", "class", "days");
    html.open("li", "class", "day", "aria-hidden", "true").element("span", "");
    chart.along(ticks(ordinary(shown), longest));
    html.close();
    for (CalendarDay day : shown.days()) {
      row(chart, shown, day, longest, parts);
    }
    html.close();
    List<String> columns = new ArrayList<>(List.of("Day"));
    parts.forEach(part -> columns.add(part.column));
    chart.closeWithTable(columns, shown.days().stream().map(day -> cells(day, parts)).toList());
  }

  private static List<String> cells(CalendarDay day, List<Part> parts) {
    List<String> cells = new ArrayList<>(List.of(DayClock.name(day.date())));
    parts.forEach(part -> cells.add(part.words.apply(day)));
    return cells;
  }

  private String caption(Reports.Days shown) {
    List<String> teams = teams(shown);
    return "A row is a day in %s, from midnight to midnight.%s"
        .formatted(
            zone.getId(),
            teams.size() > 1 ? " Teams from above: " + String.join(", ", teams) + "." : "");
  }

  private static List<String> teams(Reports.Days shown) {
    return shown.days().getFirst().teams().stream()
        .map(team -> Chart.visible(team.team()))
        .toList();
  }

  private void legend(Reports.Days shown) {
    html.open("p", "class", "legend");
    if (!teams(shown).isEmpty()) {
      html.element("span", "somebody works", "class", "key works").text(" ");
      html.element("span", "nothing may run", "class", "key blackout").text(" ");
    }
    html.element("span", "booked", "class", "key booked").text(" ");
    html.element("span", "free for the plan", "class", "key free").close();
  }

  private List<Part> parts(Reports.Days shown) {
    List<Part> parts = new ArrayList<>();
    if (!teams(shown).isEmpty()) {
      parts.add(new Part("Works", this::works));
      parts.add(new Part("On duty", CalendarCharts::onDuty));
      parts.add(new Part("Off", CalendarCharts::off));
      parts.add(new Part("Nothing may run", this::closed));
    }
    parts.add(new Part("Booked", day -> booked(shown.booked(), day)));
    parts.add(new Part("Free", day -> free(shown.slots(), day)));
    return parts;
  }

  private DayClock clock(CalendarDay day) {
    return new DayClock(day, zone);
  }

  private String works(CalendarDay day) {
    return ofTeams(
        day, team -> team.works().stream().map(clock(day)::span).collect(Collectors.joining(", ")));
  }

  private static String onDuty(CalendarDay day) {
    return ofTeams(day, team -> names(team.onDuty()));
  }

  private static String off(CalendarDay day) {
    return ofTeams(day, team -> names(team.off()));
  }

  private static String names(List<String> texts) {
    return texts.stream().map(Chart::visible).collect(Collectors.joining(", "));
  }

  /// With the team's name before it where there are several.
  private static String ofTeams(CalendarDay day, Function<CalendarDay.OfTeam, String> words) {
    boolean several = day.teams().size() > 1;
    return day.teams().stream()
        .filter(team -> !words.apply(team).isEmpty())
        .map(team -> (several ? Chart.visible(team.team()) + ": " : "") + words.apply(team))
        .collect(Collectors.joining("; "));
  }

  private String closed(CalendarDay day) {
    return day.blackouts().stream()
        .map(each -> Chart.visible(each.reason()) + " " + clock(day).span(each.span()))
        .collect(Collectors.joining("; "));
  }

  private String booked(List<Booking> booked, CalendarDay day) {
    return booked.stream()
        .flatMap(each ->
            each.span().common(day.span()).stream()
                .map(part -> each.name() + " " + clock(day).span(part)))
        .collect(Collectors.joining("; "));
  }

  private String free(List<Slot> slots, CalendarDay day) {
    return slots.stream()
        .flatMap(slot -> slot.span().common(day.span()).stream())
        .map(clock(day)::span)
        .collect(Collectors.joining(", "));
  }

  private void row(
      Chart chart, Reports.Days shown, CalendarDay day, double longest, List<Part> parts) {
    boolean isToday = contains(day.span(), shown.now());
    html.open("li", "class", "day", "id", Reports.idOfDay(day.date()));
    html.open("p", "class", "date").element("b", DayClock.name(day.date()));
    html.text(isToday ? " today" : "");
    String duty = onDuty(day);
    if (!duty.isEmpty()) {
      html.text(" ").element("span", duty, "class", "duty", "dir", "auto");
    }
    html.close().open("div");
    chart.picture(longest, HEIGHT, inWords(day, parts), "hours");
    draw(chart, shown, day);
    chart.closePicture();
    if (clock(day).change().isPresent()) {
      chart.along(ticks(day, longest));
    }
    asides(day).forEach(aside -> html.element("p", aside, "class", "places", "dir", "auto"));
    html.close().close();
  }

  private static String inWords(CalendarDay day, List<Part> parts) {
    String words =
        parts.stream()
            .filter(part -> !part.words.apply(day).isEmpty())
            .map(part -> part.column + ": " + part.words.apply(day))
            .collect(Collectors.joining(". "));
    return DayClock.name(day.date()) + ". " + (words.isEmpty() ? "Nothing." : words + ".");
  }

  private List<String> asides(CalendarDay day) {
    List<String> asides = new ArrayList<>();
    clock(day).change().ifPresent(asides::add);
    for (String words : List.of(off(day), closed(day))) {
      if (!words.isEmpty()) {
        asides.add(words);
      }
    }
    return asides;
  }

  private void draw(Chart chart, Reports.Days shown, CalendarDay day) {
    chart.box(0, 0, hours(day.span()), HEIGHT, "ground");
    double lane = WORKS_HEIGHT / Math.max(1, day.teams().size());
    for (int i = 0; i < day.teams().size(); i++) {
      for (TimeSpan works : day.teams().get(i).works()) {
        box(chart, day, works, i * lane, lane, "works");
      }
    }
    double narrow = (HEIGHT - BOOKED_FROM) / Math.max(1, shown.booked().size());
    for (int i = 0; i < shown.booked().size(); i++) {
      double y = BOOKED_FROM + i * narrow;
      box(chart, day, shown.booked().get(i).span(), y, narrow, "booked");
    }
    day.blackouts().forEach(each -> box(chart, day, each.span(), 0, HEIGHT, "blackout"));
    shown.slots().forEach(slot -> box(chart, day, slot.span(), 0, HEIGHT, "free"));
    for (int hour = TICK_HOURS; hour < HOURS; hour += TICK_HOURS) {
      chart.upright(at(day, hour), HEIGHT, "grid");
    }
    if (contains(day.span(), shown.now())) {
      chart.upright(hours(day.span().from(), shown.now()), HEIGHT, "now");
    }
  }

  /// What is very short is still to be seen.
  private static void box(
      Chart chart, CalendarDay day, TimeSpan span, double y, double height, String kind) {
    Optional<TimeSpan> part = span.common(day.span());
    if (part.isPresent()) {
      double width = Math.max(LEAST_HOURS, hours(part.get()));
      double x = hours(day.span().from(), part.get().from());
      chart.box(Math.min(x, hours(day.span()) - width), y, width, height, kind);
    }
  }

  /// A day of the usual length, for the hours above all of them.
  private static CalendarDay ordinary(Reports.Days shown) {
    return shown.days().stream()
        .filter(day -> hours(day.span()) == HOURS)
        .findFirst()
        .orElse(shown.days().getFirst());
  }

  private List<Chart.Tick> ticks(CalendarDay day, double longest) {
    List<Chart.Tick> ticks = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour += TICK_HOURS) {
      ticks.add(
          new Chart.Tick(at(day, hour) / longest, hour == 0 ? "0 h" : Integer.toString(hour)));
    }
    ticks.add(new Chart.Tick(hours(day.span()) / longest, "24 h"));
    return ticks;
  }

  /// Where in a day its clock shows an hour first.
  private double at(CalendarDay day, int hour) {
    return hours(day.span().from(), new WallClock(zone).first(day.date().atTime(hour, 0)));
  }

  private static boolean contains(TimeSpan span, Instant moment) {
    return !moment.isBefore(span.from()) && moment.isBefore(span.to());
  }

  private static double hours(TimeSpan span) {
    return hours(span.from(), span.to());
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3 / SECONDS_OF_AN_HOUR;
  }

  /// What bookings may send together, as a curve, below the line of what the pipeline takes.
  ///
  /// @param pieces one after another, at least one
  void stack(List<StackedPiece> pieces, double capacityPerSecond) {
    TimeSpan range = new TimeSpan(pieces.getFirst().span().from(), pieces.getLast().span().to());
    double peak =
        pieces.stream().mapToDouble(each -> Math.max(each.atFrom(), each.atTo())).max().orElse(0);
    double top = Math.max(peak, capacityPerSecond);
    String words =
        "Together at most %s of the %s that the pipeline takes. What has not begun counts with its peak throughout its window."
            .formatted(perSecond(peak), perSecond(capacityPerSecond));
    Chart chart = new Chart(html);
    chart.open("Events a second that may come of what is booked", words);
    html.open("p", "class", "legend").element("span", "booked", "class", "key");
    html.text(" ").element("span", "the pipeline takes", "class", "key second").close();
    List<Curves.Point> points = new ArrayList<>();
    for (StackedPiece piece : pieces) {
      points.add(new Curves.Point(hours(range.from(), piece.span().from()), piece.atFrom()));
      points.add(new Curves.Point(hours(range.from(), piece.span().to()), piece.atTo()));
    }
    double end = hours(range);
    new Curves(html, chart, end, top)
        .open(perSecond(top), "0", words)
        .area(points)
        .line(
            List.of(
                new Curves.Point(0, capacityPerSecond), new Curves.Point(end, capacityPerSecond)),
            "second")
        .closeAlong(ofRange(range));
    chart.closeWithTable(
        List.of("From", "To", "At first", "At last"),
        pieces.stream().limit(MOST_TABLE_ROWS).map(this::cells).toList());
  }

  private List<String> cells(StackedPiece piece) {
    return List.of(
        DayClock.full(piece.span().from(), zone),
        DayClock.full(piece.span().to(), zone),
        perSecond(piece.atFrom()),
        perSecond(piece.atTo()));
  }

  /// Its first day, the one in the middle, and the one on which it ends.
  private List<Chart.Tick> ofRange(TimeSpan range) {
    LocalDate first = LocalDate.ofInstant(range.from(), zone);
    LocalDate last = LocalDate.ofInstant(range.to(), zone);
    LocalDate middle = first.plusDays((last.toEpochDay() - first.toEpochDay()) / 2);
    Instant at = new WallClock(zone).first(middle.atStartOfDay());
    return List.of(
        new Chart.Tick(0, DayClock.shortName(first)),
        new Chart.Tick(hours(range.from(), at) / hours(range), DayClock.shortName(middle)),
        new Chart.Tick(1, DayClock.shortName(last)));
  }

  private static String perSecond(double rate) {
    return Amounts.count(Math.round(rate)) + "/s";
  }
}
