package dev.headgate.tell;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailEnds;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A trail in a list.
final class ListTrail implements Trail {
  static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  static final Actor GRACE = Actor.pipelineTeam("Grace");
  static final Actor GUARD = Actor.pipeline("guard of live traffic");

  private final List<TrailEntry> entries = new ArrayList<>();

  TrailEntry add(Subject subject, int project, Actor by, String step, String to, String why) {
    TrailHead head = entries.isEmpty() ? TrailHead.NONE : entries.getLast().head();
    TrailEntry entry =
        TrailEntry.after(
            head,
            new AuditEntry(
                new ProjectId(project),
                subject,
                NOON,
                by,
                step,
                "",
                to,
                why,
                "",
                Optional.empty()));
    entries.add(entry);
    return entry;
  }

  /// A note.
  TrailEntry note() {
    return add(Subject.ofImport(7), 2, GRACE, "green_light", "green_lit", "fits");
  }

  /// An alert.
  TrailEntry alert() {
    return add(Subject.ofLoadTest(3), 1, GUARD, "stop", "stopped", "live traffic feels it");
  }

  @Override
  public List<TrailEntry> entries(Question question) {
    return entries.stream()
        .filter(entry -> entry.sequence() > question.after())
        .limit(question.most())
        .toList();
  }

  @Override
  public TrailEnds ends() {
    TrailHead end = entries.getLast().head();
    return new TrailEnds(end, entries.getLast().before(), new HeadPlace.Kept.At(end));
  }

  @Override
  public Optional<JsonBytes> evidence(String digest) {
    return Optional.empty();
  }

  @Override
  public List<Broken> lostEvidence(int most) {
    return List.of();
  }

  @Override
  public Outcome<TrailEntry> accept(String why, Actor by) {
    return new Outcome.Refused<>("nothing is wrong", "");
  }
}
