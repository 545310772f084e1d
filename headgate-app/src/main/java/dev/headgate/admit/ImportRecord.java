package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that the control plane knows of an import.
///
/// @param number within the pipeline, from 1
/// @param answers what people answered so far
/// @param request empty in a draft
/// @param firstYes where a green light takes two people: the one that waits for the second, or that
///   was confirmed
/// @param terms what was granted; empty without a green light
/// @param acknowledgement of the notice of these terms
/// @param hold there while it is paused
/// @param verification `verification.json`, of the latest proof
public record ImportRecord(
    int number,
    NewImport facts,
    Instant createdAt,
    ImportState state,
    GivenAnswers answers,
    Optional<ImportRequest> request,
    Optional<FirstYes> firstYes,
    Optional<GrantTerms> terms,
    Optional<Acknowledgement> acknowledgement,
    Optional<Hold> hold,
    Timing timing,
    Optional<JsonBytes> verification) {

  public ImportRecord {
    if (number < 1) {
      throw new IllegalArgumentException("imports count from 1, not " + number);
    }
  }

  public static ImportRecord draft(int number, NewImport facts, Instant createdAt) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        ImportState.DRAFT,
        GivenAnswers.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Timing.NOT_STARTED,
        Optional.empty());
  }

  public ImportIdentity identity() {
    return facts.identity();
  }

  public ProjectId project() {
    return facts.identity().project();
  }

  /// Of the latest request; empty in a draft.
  public List<Finding> findings() {
    return request.map(ImportRequest::findings).orElse(List.of());
  }

  /// Whether it is an export that ends too early, taken as it is.
  public boolean truncationAccepted() {
    return request.map(ImportRequest::truncationAccepted).orElse(false);
  }

  /// What its events go through, as its last request says.
  public AppChoice apps() {
    return request.map(ImportRequest::apps).orElse(AppChoice.NONE);
  }

  /// The findings that stand between a green light and the first start, until somebody acknowledges
  /// the notice of them.
  public List<Finding> toAcknowledge() {
    return state != ImportState.GREEN_LIT || acknowledgement.isPresent()
        ? List.of()
        : findings().stream().filter(Finding::mustBeAcknowledged).toList();
  }

  /// The same, with what the rules say of it now.
  public ImportRecord lookedAt(List<Finding> findings) {
    return moved(state, request.map(asked -> asked.withFindings(findings)), terms, hold);
  }

  /// The same, had it asked for this.
  ImportRecord asking(ImportRequest other) {
    return moved(state, Optional.of(other), terms, hold);
  }

  /// Whether a first yes waits for the second.
  public boolean awaitsSecondYes() {
    return state == ImportState.SUBMITTED && firstYes.isPresent();
  }

  /// What a person does next, in a sentence without its full stop.
  public String next() {
    return awaitsSecondYes()
        ? "wait for the second yes, of another member of the pipeline team"
        : state.next();
  }

  /// Where a change leads; what stays as it was is not named. An acknowledgement goes with the
  /// terms that it is of.
  ImportRecord moved(
      ImportState to,
      Optional<ImportRequest> newRequest,
      Optional<GrantTerms> newTerms,
      Optional<Hold> newHold) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        to,
        answers,
        newRequest,
        firstYes,
        newTerms,
        newTerms.isPresent() ? acknowledgement : Optional.empty(),
        newHold,
        timing,
        verification);
  }

  /// The first start is kept, a later one goes on.
  ImportRecord startedAt(Instant at) {
    Timing started =
        new Timing(
            timing.startedAt().or(() -> Optional.of(at)),
            timing.wallSeconds(),
            timing.eventsPerSecond());
    return new ImportRecord(
        number,
        facts,
        createdAt,
        state,
        answers,
        request,
        firstYes,
        terms,
        acknowledgement,
        hold,
        started,
        verification);
  }

  ImportRecord answered(GivenAnswers newer) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        state,
        newer,
        request,
        firstYes,
        terms,
        acknowledgement,
        hold,
        timing,
        verification);
  }

  ImportRecord provedBy(JsonBytes proof) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        state,
        answers,
        request,
        firstYes,
        terms,
        acknowledgement,
        hold,
        timing,
        Optional.of(proof));
  }

  ImportRecord withFirstYes(Optional<FirstYes> yes) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        state,
        answers,
        request,
        yes,
        terms,
        acknowledgement,
        hold,
        timing,
        verification);
  }

  ImportRecord acknowledged(Acknowledgement read) {
    return new ImportRecord(
        number,
        facts,
        createdAt,
        state,
        answers,
        request,
        firstYes,
        terms,
        Optional.of(read),
        hold,
        timing,
        verification);
  }
}
