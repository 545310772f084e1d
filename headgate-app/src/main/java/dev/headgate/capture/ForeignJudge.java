package dev.headgate.capture;

import dev.headgate.capture.ForeignRecords.Draft;
import dev.headgate.capture.ForeignRecords.Made;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.Utf8;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Judges requests of other products' clients. These send their events once and drop them whatever
/// a refusal says, so the good ones of a request are taken and the others told of; only where none
/// is good is the request refused.
final class ForeignJudge {
  private final Projects projects;
  private final GrantGate gate;
  private final InstantSource clock;
  private final EventMaker maker;
  private final ForeignProducts products;

  ForeignJudge(
      Projects projects,
      GrantGate gate,
      InstantSource clock,
      EventMaker maker,
      ForeignProducts products) {
    this.projects = projects;
    this.gate = gate;
    this.clock = clock;
    this.maker = maker;
    this.products = products;
  }

  Verdict judge(ForeignRequest request) throws Unacceptable {
    int invalid = Utf8.firstInvalid(request.body(), 0, request.length());
    if (invalid >= 0) {
      throw new Unacceptable(
          400, "failed to decode request: invalid UTF-8 at byte " + invalid + " of the body");
    }
    if (request.length() == 0) {
      throw new Unacceptable(400, "request missing data payload");
    }
    try {
      return read(request, EventTime.ofInstant(clock.instant()));
    } catch (MalformedJson e) {
      throw new Unacceptable(400, "failed to parse request: " + e.getMessage());
    }
  }

  private Verdict read(ForeignRequest request, long now) throws MalformedJson, Unacceptable {
    return switch (request) {
      case ForeignRequest.Segment segment ->
          judge(SegmentBody.read(segment, now), products.calls(), "{\"success\":true}");
      case ForeignRequest.Mixpanel mixpanel ->
          judge(
              MixpanelBody.read(mixpanel, now),
              mixpanel.kind() == ForeignRequest.MixpanelKind.EVENTS
                  ? products.mixpanel()
                  : MixpanelBody.changes(mixpanel.kind(), now),
              mixpanel.verbose() ? "{\"error\":null,\"status\":1}" : "1");
      case ForeignRequest.Amplitude amplitude -> {
        ForeignBody body = AmplitudeBody.read(amplitude, now);
        yield judge(
            body,
            products.amplitude(),
            AmplitudeBody.answer(amplitude.length(), body.records().size(), now));
      }
    };
  }

  private Verdict judge(ForeignBody body, ForeignRecords rules, String answer) throws Unacceptable {
    List<byte[]> records = body.records();
    ProjectToken token = TokenRules.only(body.tokens());
    ProjectId project = projects.withToken(token).orElseThrow(() -> TokenRules.notValid("unknown"));
    List<Event> events = new ArrayList<>(records.size());
    List<String> refused = new ArrayList<>();
    ForeignRecords.Reader reader = rules.reader();
    for (int i = 0; i < records.size(); i++) {
      int number = i;
      Supplier<String> place = () -> " (record " + number + ")";
      switch (reader.made(records.get(i))) {
        case Made.Refused(String why) -> refused.add(why + place.get());
        case Made.Events(List<Draft> drafts) -> add(drafts, place, events, refused);
      }
    }
    if (events.isEmpty() && !refused.isEmpty()) {
      throw new Unacceptable(400, "failed to parse request: " + refused.getFirst());
    }
    return new Admittance(gate, project, token, false, Optional.empty())
        .verdict(events, answer, refused);
  }

  private void add(
      List<Draft> drafts, Supplier<String> place, List<Event> events, List<String> refused) {
    for (Draft draft : drafts) {
      try {
        events.add(maker.event(draft, place));
      } catch (Unacceptable e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
  }
}
