package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.CalendarVersion;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Imports;
import dev.headgate.calendar.BadCalendarFile;
import dev.headgate.calendar.Blackout;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarFile;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.calendar.WallClock;
import dev.headgate.console.CalendarDesk;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.Nearest;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The routes of the calendar: what it is and was, setting it, and the times that are free.
final class CalendarRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USUAL_SLOTS = 5;
  private static final Duration USUAL_SEARCH = Duration.ofDays(14);

  /// Nobody plans further ahead.
  private static final Duration FURTHEST = Duration.ofDays(3650);

  private final CalendarDesk desk;
  private final Imports imports;
  private final Access access;

  CalendarRoutes(CalendarDesk desk, Imports imports, Access access) {
    this.desk = desk;
    this.imports = imports;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/calendar", answers.document(this::get))
        .put("/calendar", answers.document(this::put))
        .get("/calendar/slots", answers.document(this::slots));
  }

  /// Parameter `version`, for another than the last.
  ///
  /// `{"version","definition","versions":[{"version","at","by","role","why"}]}`
  private JsonNode get(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "the calendar's definition");
    List<CalendarVersion> versions = desk.versions();
    Optional<String> asked = request.query().first("version").asOptional();
    if (asked.isEmpty()) {
      CalendarDesk.InForce now = desk.inForce();
      return document(now.number(), now.definition(), versions);
    }
    if (!asked.get().matches("[1-9]\\d{0,8}") || Integer.parseInt(asked.get()) > versions.size()) {
      throw new Refusal(
          404,
          2,
          "there is no version " + asked.get() + " of the calendar",
          "it has " + versions.size() + " versions");
    }
    int number = Integer.parseInt(asked.get());
    return document(number, versions.get(number - 1).definition(), versions);
  }

  private static ObjectNode document(
      int number, String definition, List<CalendarVersion> versions) {
    ObjectNode answer =
        JSON.createObjectNode().put("version", number).put("definition", definition);
    ArrayNode history = answer.putArray("versions");
    for (CalendarVersion version : versions) {
      history
          .addObject()
          .put("version", version.number())
          .put("at", version.at().toString())
          .put("by", version.by().name())
          .put("role", version.by().role().key())
          .put("why", version.why());
    }
    return answer;
  }

  /// Takes the file itself, YAML or JSON; parameter `reason`.
  private JsonNode put(ServerRequest request, Access.Caller caller) throws Refusal, ControlFault {
    access.teamOnly(caller, "setting the calendar");
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    if (body.length > CalendarFile.MAX_CHARACTERS) {
      throw Refusal.ofBody(
          413, "a calendar has at most " + CalendarFile.MAX_CHARACTERS + " bytes", "");
    }
    try {
      CalendarDesk.InForce set =
          desk.put(
              new String(body, StandardCharsets.UTF_8),
              caller.actor(),
              request.query().first("reason").orElse(""));
      return document(set.number(), set.definition(), desk.versions());
    } catch (BadCalendarFile e) {
      throw Refusal.ofBody(
          400, String.valueOf(e.getMessage()), "correct the file, then set it again");
    }
  }

  /// Parameters: `duration` (ISO 8601) and `peak`, or `import`; `from`, `until`, `zone`, `limit`.
  ///
  /// ```
  /// {"calendar_version","zone","capacity_per_second","peak_per_second","seconds",
  ///  "searched":{"from","until","looked","blacked_out","over_capacity","blackouts":[],"bookings":[]},
  ///  "slots":[{"from","to","local_from","local_to","overlap","working_seconds","peak_per_second",
  ///    "teams":[{"team","zone","local_from","local_to","on_duty":[]}],
  ///    "beside":[{"name","state","from","to","peak_per_second","begun"}]}],
  ///  "if_started_now":{a slot, with "findings"}}
  /// ```
  private JsonNode slots(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson {
    CalendarDesk.InForce inForce = desk.inForce();
    ZoneId zone = zone(request, inForce.calendar().teams().getFirst().zone());
    TimeSpan within = within(request, zone);
    Optional<ImportRecord> record = record(request, caller);
    FreeSlots.Wish wish;
    try {
      wish = wish(request, record, within);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, 2, String.valueOf(e.getMessage()), "ask for less");
    }
    FreeSlots.Answer found = desk.slots(wish, record);
    ObjectNode answer =
        JSON.createObjectNode()
            .put("calendar_version", inForce.number())
            .put("zone", zone.getId())
            .put("capacity_per_second", desk.capacityPerSecond())
            .put("peak_per_second", wish.envelope().peakPerSecond())
            .put("seconds", wish.length().toNanos() / 1e9);
    answer.set("searched", searched(found, within, caller));
    ArrayNode slots = answer.putArray("slots");
    found.slots().forEach(slot -> slots.add(slot(slot, zone, caller)));
    if (record.isPresent()) {
      Optional<CalendarDesk.Now> now = desk.ifStartedNow(record.get());
      now.ifPresent(known ->
          answer.set(
              "if_started_now",
              slot(known.slot(), zone, caller)
                  .set("findings", Documents.findings(known.findings()))));
    }
    return answer;
  }

  private FreeSlots.Wish wish(ServerRequest request, Optional<ImportRecord> record, TimeSpan within)
      throws Refusal, MalformedJson {
    int most = number(request, "limit").map(Double::intValue).orElse(USUAL_SLOTS);
    if (record.isPresent()) {
      return desk.wish(record.get(), within, most)
          .orElseThrow(() ->
              new Refusal(
                  409, 3, "the import has no plan yet", "run the import: it submits a request"));
    }
    Duration length = length(request);
    double peak =
        number(request, "peak")
            .orElseThrow(() ->
                new Refusal(400, 2, "peak is missing", "say how many events a second may come"));
    if (!(peak > 0)) {
      throw new Refusal(400, 2, "peak is " + peak, "it is a number of events a second above 0");
    }
    return FreeSlots.Wish.steady(length, within, peak, most);
  }

  private static Duration length(ServerRequest request) throws Refusal {
    String text = request.query().first("duration").orElse("");
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new Refusal(
          400,
          2,
          "duration is '" + text + "'",
          "it is a duration such as 3h or 90m; by API PT3H or PT90M");
    }
  }

  private static Optional<Double> number(ServerRequest request, String name) throws Refusal {
    Optional<String> text = request.query().first(name).asOptional();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("\\d{1,9}(\\.\\d{1,6})?")) {
      throw new Refusal(400, 2, name + " is '" + text.get() + "'", "it is a number");
    }
    return Optional.of(Double.parseDouble(text.get()));
  }

  private Optional<ImportRecord> record(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    Optional<Double> number = number(request, "import");
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Optional<ImportRecord> found =
        imports
            .find(number.get().intValue())
            .filter(
                record -> caller.own().map(own -> own.id().equals(record.project())).orElse(true));
    if (found.isEmpty()) {
      throw new Refusal(
          404,
          2,
          "there is no import " + number.get().intValue() + " here",
          "is it the right key?");
    }
    return found;
  }

  private static ZoneId zone(ServerRequest request, ZoneId otherwise) throws Refusal {
    Optional<String> asked = request.query().first("zone").asOptional();
    if (asked.isEmpty()) {
      return otherwise;
    }
    if (!ZoneId.getAvailableZoneIds().contains(asked.get())) {
      throw new Refusal(
          400,
          2,
          "zone is '" + asked.get() + "'" + Nearest.hint(asked.get(), ZoneId.getAvailableZoneIds()),
          "it is a zone such as Europe/Berlin");
    }
    return ZoneId.of(asked.get());
  }

  /// What is searched: nothing that is past.
  private TimeSpan within(ServerRequest request, ZoneId zone) throws Refusal {
    Instant now = desk.now();
    Optional<String> asked = request.query().first("from").asOptional();
    Instant from = asked.isPresent() ? moment("from", asked.get(), zone, false) : now;
    from = from.isAfter(now) ? from : now;
    Optional<String> end = request.query().first("until").asOptional();
    Instant until =
        end.isPresent()
            ? moment("until", end.get(), zone, true)
            : earlier(from, now.plus(FURTHEST)).plus(USUAL_SEARCH);
    if (!from.isBefore(until) || from.isAfter(now.plus(FURTHEST))) {
      throw new Refusal(
          400,
          2,
          "nothing lies between " + from + " and " + until,
          "until is after from, both in the future and not ten years ahead");
    }
    return new TimeSpan(from, until);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// A moment, a local time or a day, of which all is meant.
  private static Instant moment(String name, String text, ZoneId zone, boolean end) throws Refusal {
    try {
      if (text.length() <= "2026-12-01".length()) {
        LocalDate day = LocalDate.parse(text);
        return local((end ? day.plusDays(1) : day).atStartOfDay(), zone, end);
      }
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(text).toInstant()
          : local(LocalDateTime.parse(text), zone, end);
    } catch (DateTimeException e) {
      throw new Refusal(
          400,
          2,
          name + " is '" + text + "'",
          "it is a day (2026-12-01), a local time (2026-12-01T09:00) or a moment"
              + " (2026-12-01T08:00:00Z)");
    }
  }

  private static Instant local(LocalDateTime time, ZoneId zone, boolean end) {
    WallClock clock = new WallClock(zone);
    return end ? clock.last(time) : clock.first(time);
  }

  private static ObjectNode searched(
      FreeSlots.Answer found, TimeSpan within, Access.Caller caller) {
    ObjectNode searched =
        JSON.createObjectNode()
            .put("from", within.from().toString())
            .put("until", within.to().toString())
            .put("looked", found.looked())
            .put("blacked_out", found.blackedOut())
            .put("over_capacity", found.overCapacity());
    ArrayNode blackouts = searched.putArray("blackouts");
    found.blackouts().stream().map(Blackout::reason).forEach(blackouts::add);
    ArrayNode bookings = searched.putArray("bookings");
    found.bookings().forEach(each -> bookings.add(booking(each, caller)));
    return searched;
  }

  private static ObjectNode slot(Slot slot, ZoneId zone, Access.Caller caller) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("from", slot.span().from().toString())
            .put("to", slot.span().to().toString());
    locals(answer, slot.span(), zone)
        .put("overlap", slot.overlap())
        .put("working_seconds", slot.working().toNanos() / 1e9)
        .put("peak_per_second", slot.peakPerSecond());
    ArrayNode teams = answer.putArray("teams");
    for (Slot.Duty duty : slot.duties()) {
      ObjectNode team = teams.addObject().put("team", duty.team()).put("zone", duty.zone().getId());
      duty.people().forEach(locals(team, slot.span(), duty.zone()).putArray("on_duty")::add);
    }
    ArrayNode beside = answer.putArray("beside");
    slot.beside().forEach(each -> beside.add(booking(each, caller)));
    return answer;
  }

  private static ObjectNode locals(ObjectNode into, TimeSpan span, ZoneId zone) {
    return into.put("local_from", OffsetDateTime.ofInstant(span.from(), zone).toString())
        .put("local_to", OffsetDateTime.ofInstant(span.to(), zone).toString());
  }

  /// What is of another project has no name for a customer.
  private static ObjectNode booking(Booking booking, Access.Caller caller) {
    boolean named = caller.own().map(own -> own.id().equals(booking.project())).orElse(true);
    return JSON.createObjectNode()
        .put("name", named ? booking.name() : "of another project")
        .put("state", booking.state())
        .put("from", booking.span().from().toString())
        .put("to", booking.span().to().toString())
        .put("peak_per_second", booking.envelope().peakPerSecond())
        .put("begun", booking.began().isPresent());
  }
}
