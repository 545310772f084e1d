package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.CalendarRules;
import dev.headgate.admit.CalendarVersion;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Finding;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.calendar.BadCalendarFile;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.CalendarFile;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.Outlook;
import dev.headgate.calendar.PublicHolidays;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.calendar.TeamCalendar;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.ImportPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes what people want of the calendar to the rooms that know: the control plane for its
/// versions and for what has a green light, `calendar` for the times that are free.
public final class CalendarDesk {
  /// What has hardly anything left counts for so long.
  private static final Duration LEAST_LEFT = Duration.ofMinutes(1);

  private static final long NANOS_OF_A_SECOND = 1_000_000_000;

  private final ControlPlane control;
  private final Supplier<Capacity> capacity;
  private final PublicHolidays publicHolidays;
  private final ControlDesk.Codec codec;
  private final InstantSource clock;

  /// The calendar in force.
  ///
  /// @param version empty where none was ever set: then it is {@link CalendarFile#STANDARD}
  public record InForce(TeamCalendar calendar, Optional<CalendarVersion> version) {
    public int number() {
      return version.map(CalendarVersion::number).orElse(0);
    }

    public String definition() {
      return version.map(CalendarVersion::definition).orElse(CalendarFile.STANDARD);
    }
  }

  /// An import as it would be if it started now.
  public record Now(Slot slot, List<Finding> findings) {}

  public CalendarDesk(
      ControlPlane control,
      Supplier<Capacity> capacity,
      PublicHolidays publicHolidays,
      ControlDesk.Codec codec,
      InstantSource clock) {
    this.control = control;
    this.capacity = capacity;
    this.publicHolidays = publicHolidays;
    this.codec = codec;
    this.clock = clock;
  }

  public double capacityPerSecond() {
    return capacity.get().eventsPerSecond();
  }

  public Instant now() {
    return clock.instant();
  }

  /// Sets the calendar.
  ///
  /// @param definition the file
  public InForce put(String definition, Actor by, String why) throws BadCalendarFile, ControlFault {
    TeamCalendar calendar = CalendarFile.read(definition, publicHolidays);
    return new InForce(calendar, Optional.of(control.calendar().put(definition, by, why)));
  }

  public InForce inForce() throws ControlFault {
    Optional<CalendarVersion> last = control.calendar().last();
    String definition = last.map(CalendarVersion::definition).orElse(CalendarFile.STANDARD);
    try {
      return new InForce(CalendarFile.read(definition, publicHolidays), last);
    } catch (BadCalendarFile e) {
      throw new ControlFault(
          "the calendar cannot be read any more: " + e.getMessage(), "set the calendar anew", e);
    }
  }

  /// Days one after another, as a calendar has them.
  public List<CalendarDay> days(TeamCalendar calendar, ZoneId zone, LocalDate first, int count) {
    return CalendarDay.from(first, count, zone, calendar, publicHolidays);
  }

  /// What of bookings may be sent together in a range of time.
  public List<StackedPiece> stack(TeamCalendar calendar, List<Booked> booked, TimeSpan range) {
    List<Booking> bookings = booked.stream().map(Booked::booking).toList();
    return new Outlook(calendar, publicHolidays, bookings, range).stack();
  }

  /// Oldest first.
  public List<CalendarVersion> versions() throws ControlFault {
    return control.calendar().list();
  }

  /// The free times for a plan.
  ///
  /// @param of the import whose plan it is, if it is one's
  public FreeSlots.Answer slots(FreeSlots.Wish wish, Optional<ImportRecord> of)
      throws ControlFault, MalformedJson {
    return FreeSlots.find(
        wish, inForce().calendar(), publicHolidays, others(of), capacity.get().eventsPerSecond());
  }

  /// An import's plan, to find times for; empty before its request.
  public Optional<FreeSlots.Wish> wish(ImportRecord record, TimeSpan within, int most)
      throws MalformedJson {
    Optional<ImportPlan> plan = plan(record);
    return plan.map(known -> new FreeSlots.Wish(length(known), within, known.envelope(), most));
  }

  private Optional<ImportPlan> plan(ImportRecord record) throws MalformedJson {
    Optional<JsonBytes> plan = record.request().map(ImportRequest::plan);
    return plan.isPresent() ? Optional.of(codec.plan(plan.get())) : Optional.empty();
  }

  private static Duration length(ImportPlan plan) {
    Duration length =
        Duration.ofNanos((long) Math.ceil(plan.durationSeconds() * NANOS_OF_A_SECOND));
    return length.isZero() ? LEAST_LEFT : length;
  }

  /// What the calendar says of an import that would start now.
  public Optional<Now> ifStartedNow(ImportRecord record) throws ControlFault, MalformedJson {
    Optional<ImportPlan> plan = plan(record);
    return plan.isPresent()
        ? Optional.of(ifStarted(record, plan.get(), clock.instant()))
        : Optional.empty();
  }

  /// What the calendar says of an import that would start then by this plan, of one that takes
  /// longer than is searched its beginning.
  private Now ifStarted(ImportRecord record, ImportPlan plan, Instant at)
      throws ControlFault, MalformedJson {
    Duration length = length(plan);
    boolean searched = length.compareTo(FreeSlots.LONGEST_SEARCH) <= 0;
    TimeSpan span = TimeSpan.of(at, searched ? length : FreeSlots.LONGEST_SEARCH);
    Slot slot =
        new Outlook(inForce().calendar(), publicHolidays, others(Optional.of(record)), span)
            .at(span, plan.envelope());
    return new Now(slot, CalendarRules.check(slot, capacity.get()));
  }

  /// What the calendar says of an import that would start then by this plan; what is past counts as
  /// now.
  public Now outlook(ImportRecord record, ImportPlan plan, Instant from)
      throws ControlFault, MalformedJson {
    return ifStarted(record, plan, later(from, clock.instant()));
  }

  /// Who is on duty while an import with these terms may run by its plan.
  public List<Slot.Duty> duties(ImportRecord record, ImportPlan plan, GrantTerms terms)
      throws ControlFault, MalformedJson {
    return outlook(record, plan, terms.window().from()).slot().duties();
  }

  /// Why an import should get no green light to start then by this plan; empty if nothing forbids
  /// it.
  ///
  /// @param from what is past counts as now
  public Optional<Finding> blocking(ImportRecord record, ImportPlan plan, Instant from)
      throws ControlFault, MalformedJson {
    return outlook(record, plan, from).findings().stream()
        .filter(finding -> finding.level() == Finding.Level.BLOCK)
        .findFirst();
  }

  /// What else may send: an import is not in its own way.
  private List<Booking> others(Optional<ImportRecord> than) throws ControlFault, MalformedJson {
    Optional<String> own = than.map(CalendarDesk::name);
    return bookings().stream().filter(each -> !own.equals(Optional.of(each.name()))).toList();
  }

  private static String name(ImportRecord record) {
    return "import " + record.number();
  }

  private List<Booking> bookings() throws ControlFault, MalformedJson {
    return booked().stream().map(Booked::booking).toList();
  }

  /// What has a booking.
  ///
  /// @param of the import; empty for a load test
  public record Booked(Booking booking, Optional<ImportRecord> of) {}

  /// What may send from now on.
  public List<Booked> booked() throws ControlFault, MalformedJson {
    Instant now = clock.instant();
    List<Booked> booked = new ArrayList<>();
    for (ImportRecord record : control.imports().list()) {
      booking(record, now)
          .ifPresent(booking -> booked.add(new Booked(booking, Optional.of(record))));
    }
    for (LoadTestRecord record : control.loadTests().list()) {
      booking(record, now).ifPresent(booking -> booked.add(new Booked(booking, Optional.empty())));
    }
    return booked;
  }

  /// One that runs goes on along its envelope from where it is; one that may begin or go on may do
  /// so at any moment of its window.
  private Optional<Booking> booking(ImportRecord record, Instant now)
      throws ControlFault, MalformedJson {
    if (record.terms().isEmpty()) {
      return Optional.empty();
    }
    GrantTerms terms = record.terms().get();
    return switch (record.state()) {
      case GREEN_LIT, PAUSED ->
          atAnyMoment(terms, now)
              .map(span ->
                  new Booking(
                      name(record),
                      record.project(),
                      record.state().key(),
                      span,
                      terms.envelope(),
                      Optional.empty()));
      case RUNNING -> Optional.of(running(record, terms, now));
      case DRAFT,
          SUBMITTED,
          CHANGES_REQUESTED,
          COMPLETED,
          VERIFIED,
          INCOMPLETE,
          DECLINED,
          CANCELLED,
          EXPIRED ->
          Optional.empty();
    };
  }

  private Booking running(ImportRecord record, GrantTerms terms, Instant now)
      throws ControlFault, MalformedJson {
    Optional<JsonBytes> checkpoint = control.imports().checkpoint(record.number());
    double sent = checkpoint.isPresent() ? codec.events(checkpoint.get()) : 0;
    Optional<ImportPlan> plan = plan(record);
    if (terms.mostPerSecond().isPresent()) {
      double most = terms.mostPerSecond().getAsDouble();
      double left = plan.map(known -> Math.max(0, known.events() - sent)).orElse(0.0);
      Duration length = Duration.ofNanos((long) Math.ceil(left / most * NANOS_OF_A_SECOND));
      TimeSpan rest = new TimeSpan(now, later(now.plus(length), now.plus(LEAST_LEFT)));
      Envelope cut = new Envelope(most, List.of(new Stage(rest.length(), most)));
      return booking(record, rest, cut, now);
    }
    Instant began = now.minus(terms.envelope().timeOf(sent));
    Duration whole = plan.map(CalendarDesk::length).orElse(Duration.ZERO);
    TimeSpan rest = new TimeSpan(now, later(began.plus(whole), now.plus(LEAST_LEFT)));
    return booking(record, rest, terms.envelope(), began);
  }

  private static Booking booking(
      ImportRecord record, TimeSpan span, Envelope envelope, Instant began) {
    return new Booking(
        name(record), record.project(), record.state().key(), span, envelope, Optional.of(began));
  }

  private static Optional<Booking> booking(LoadTestRecord record, Instant now) {
    if (record.terms().isEmpty()) {
      return Optional.empty();
    }
    GrantTerms terms = record.terms().get();
    String name = "load test " + record.number();
    String state = record.state().key();
    return switch (record.state()) {
      case GREEN_LIT ->
          atAnyMoment(terms, now)
              .map(span ->
                  new Booking(
                      name, record.project(), state, span, terms.envelope(), Optional.empty()));
      case RUNNING -> {
        Instant began = record.startedAt().orElse(now);
        Instant end = began.plus(length(terms.envelope()));
        yield Optional.of(
            new Booking(
                name,
                record.project(),
                state,
                new TimeSpan(now, later(end, now.plus(LEAST_LEFT))),
                terms.envelope(),
                Optional.of(began)));
      }
      case SUBMITTED, COMPLETED, STOPPED, DECLINED, CANCELLED, REMOVED -> Optional.empty();
    };
  }

  private static Duration length(Envelope envelope) {
    return envelope.stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  private static Optional<TimeSpan> atAnyMoment(GrantTerms terms, Instant now) {
    Instant from = later(terms.window().from(), now);
    return from.isBefore(terms.window().to())
        ? Optional.of(new TimeSpan(from, terms.window().to()))
        : Optional.empty();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
