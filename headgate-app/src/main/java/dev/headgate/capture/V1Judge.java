package dev.headgate.capture;

import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/// Judges requests of the protocol that answers for each event: a bad event is left out and named,
/// the others are taken. Only what makes the answer impossible refuses the request: an event
/// without a uuid, or two of one.
final class V1Judge {
  /// Longest distinct_id and event name, in code points; longer ones are no mistake of one letter.
  private static final int MAX_CODE_POINTS = 200;

  /// Ids that clients send by mistake for many people at once, in any case: their events are
  /// stored, and no person is made of them. The list is PostHog's for this protocol.
  private static final Set<String> NOBODY =
      Set.of(
          "0",
          "00000000-0000-0000-0000-000000000000",
          "[object object]",
          "anonymous",
          "anonymous-user",
          "backend",
          "distinct_id",
          "distinctid",
          "email",
          "false",
          "guest",
          "id",
          "nan",
          "none",
          "not_authenticated",
          "null",
          "system",
          "true",
          "undefined",
          "user");

  private final Projects projects;
  private final GrantGate gate;
  private final InstantSource clock;
  private final EventMaker maker;

  V1Judge(Projects projects, GrantGate gate, InstantSource clock, EventMaker maker) {
    this.projects = projects;
    this.gate = gate;
    this.clock = clock;
    this.maker = maker;
  }

  Verdict judge(V1Request request) throws Unacceptable {
    V1Payload payload = V1Payload.read(request.body(), request.length());
    ProjectToken token = TokenRules.only(Set.of(request.token()));
    ProjectId project = projects.withToken(token).orElseThrow(() -> TokenRules.notValid("unknown"));
    V1Results results = new V1Results();
    List<Event> events = events(payload, request, results);
    return new Admittance(gate, project, token, payload.historical(), request.grant())
        .verdict(events, results.json(), List.of());
  }

  private List<Event> events(V1Payload payload, V1Request request, V1Results results)
      throws Unacceptable {
    long now = EventTime.ofInstant(clock.instant());
    OptionalLong sentAt = ClientTime.parse(request.sentAt());
    List<Event> events = new ArrayList<>(payload.events().size());
    for (int i = 0; i < payload.events().size(); i++) {
      V1Event event = payload.events().get(i);
      EventId uuid = event.uuid(i);
      if (results.has(uuid)) {
        throw new Unacceptable(
            400, "duplicate_event_uuid", "two events of one request have the uuid " + uuid);
      }
      try {
        events.add(event(event, payload.historical(), sentAt, now, uuid, results));
      } catch (Unacceptable e) {
        results.dropped(uuid, e.tag());
      }
    }
    return events;
  }

  private Event event(
      V1Event event,
      boolean historical,
      OptionalLong sentAt,
      long now,
      EventId uuid,
      V1Results results)
      throws Unacceptable {
    RawEvent raw = event.raw;
    if (raw.problem != null) {
      throw raw.problem;
    }
    checkLengths(event);
    if (ClientTime.historical(raw).isEmpty()) {
      throw dropped("invalid_event_timestamp");
    }
    raw.trimDistinctId();
    boolean nobody = isNobody(raw);
    if (nobody) {
      event.leavePersonsAlone();
    }
    long time =
        historical ? ClientTime.historical(raw).getAsLong() : ClientTime.live(raw, sentAt, now);
    Event made = maker.event(raw, time, event.named(), () -> "");
    if (nobody) {
      results.takenWithWarning(uuid, "person_processing_disabled");
    } else {
      results.taken(uuid);
    }
    return made;
  }

  private static void checkLengths(V1Event event) throws Unacceptable {
    String name = event.raw.name;
    if (name != null && isLong(name)) {
      throw dropped("event_name_too_long");
    }
    if (!event.idIsText()) {
      throw dropped("malformed_distinct_id");
    }
    String id = event.raw.distinctId();
    if (id != null && isLong(id.strip())) {
      throw dropped("distinct_id_too_large");
    }
  }

  private static boolean isLong(String text) {
    return text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
  }

  private static boolean isNobody(RawEvent raw) {
    String id = raw.distinctId();
    return id != null && NOBODY.contains(id.toLowerCase(Locale.ROOT));
  }

  private static Unacceptable dropped(String tag) {
    return new Unacceptable(400, tag, tag);
  }
}
