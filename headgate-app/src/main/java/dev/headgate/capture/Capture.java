package dev.headgate.capture;

import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The rules of capture: judges requests, in this order: can it be read (400), whose is it (401),
/// is every event in order (400, 413), may it come now (403, 429). One bad event refuses the whole
/// request, naming the first one, so that a sender can take it out; the newer protocol ({@link
/// V1Request}) answers for each event instead. Thread-safe.
public final class Capture {
  private static final String OK = "{\"status\":\"Ok\"}";
  private static final long YEAR_2021_MILLIS = 1_609_459_200_000L;
  private static final long YEAR_10000_MILLIS = 253_402_300_800_000L;

  private final Projects projects;
  private final GrantGate gate;
  private final InstantSource clock;
  private final EventMaker maker;
  private final V1Judge eachEvent;
  private final ForeignJudge foreign;

  /// Capture for these projects.
  ///
  /// @param random for the uuids of events that bring none; used by many threads at once
  /// @param maxEventBytes what the log takes ({@link
  ///   dev.headgate.eventlog.EventLog#maxEventBytes()})
  /// @param products whose clients may send here as well
  public Capture(
      Projects projects,
      GrantGate gate,
      InstantSource clock,
      RandomGenerator random,
      int maxEventBytes,
      ForeignProducts products) {
    this.projects = projects;
    this.gate = gate;
    this.clock = clock;
    this.maker = new EventMaker(random, maxEventBytes);
    this.eachEvent = new V1Judge(projects, gate, clock, maker);
    this.foreign = new ForeignJudge(projects, gate, clock, maker, products);
  }

  /// Judges a request by its headers alone, before its body is read.
  public Optional<Verdict.Refused> turnAway(Optional<String> grant) {
    return gate.turnAway(grant).map(Admittance::refused);
  }

  /// Judges a request. What is accepted has already counted against its grant.
  public Verdict judge(CaptureRequest request) {
    try {
      Payload payload = Payload.read(request.body(), request.length());
      ProjectToken token = TokenRules.only(payload.tokens());
      ProjectId project =
          projects.withToken(token).orElseThrow(() -> TokenRules.notValid("unknown"));
      if (payload.events().isEmpty()) {
        throw new Unacceptable(400, "request holds no event");
      }
      request.impliedName().ifPresent(payload::nameTheNameless);
      List<Event> events = events(payload, request.sentAtMillis());
      return new Admittance(gate, project, token, payload.historical(), request.grant())
          .verdict(events, OK, List.of());
    } catch (Unacceptable e) {
      return e.verdict();
    }
  }

  /// Judges a request of the protocol that answers for each event. What is accepted has already
  /// counted against its grant.
  public Verdict judge(V1Request request) {
    try {
      return eachEvent.judge(request);
    } catch (Unacceptable e) {
      return e.verdict();
    }
  }

  /// Judges a request of another product's client, whose good events are taken without the others.
  public Verdict judge(ForeignRequest request) {
    try {
      return foreign.judge(request);
    } catch (Unacceptable e) {
      return e.verdict();
    }
  }

  private List<Event> events(Payload payload, OptionalLong sentAtMillis) throws Unacceptable {
    long now = EventTime.ofInstant(clock.instant());
    OptionalLong sentAt = sentAt(payload, sentAtMillis);
    List<Event> events = new ArrayList<>(payload.events().size());
    for (int i = 0; i < payload.events().size(); i++) {
      int place = i;
      RawEvent raw = payload.events().get(i);
      if (raw.problem != null) {
        throw raw.problem.at(payload.at(i));
      }
      OptionalLong time =
          payload.historical()
              ? ClientTime.historical(raw)
              : OptionalLong.of(ClientTime.live(raw, sentAt, now));
      if (time.isEmpty()) {
        throw new Unacceptable(
            400,
            "event submitted with invalid timestamp%s: historical events keep the time they are"
                    .formatted(payload.at(i))
                + " sent with, so it must be there and readable");
      }
      events.add(maker.event(raw, time.getAsLong(), Map.of(), () -> payload.at(place)));
    }
    return events;
  }

  /// By the client's clock, in microseconds; historical events have no use for it.
  private static OptionalLong sentAt(Payload payload, OptionalLong queryMillis) {
    OptionalLong inBody = ClientTime.parse(payload.sentAt());
    if (inBody.isPresent()) {
      return inBody;
    }
    // Some clients send seconds there, which would look like 1970.
    long millis = queryMillis.orElse(0);
    return millis >= YEAR_2021_MILLIS && millis < YEAR_10000_MILLIS
        ? OptionalLong.of(millis * 1000)
        : OptionalLong.empty();
  }
}
