package dev.headgate.plan;

/// An import that was made to be measured.
///
/// @param name of its mix, for people
/// @param load what it was
/// @param plan how it was sent
/// @param before events that the program had carried before it
/// @param storedSeconds from the first event sent to the last one stored
/// @param proofSeconds of the verification after
/// @param waitingEvents most that were in the log and not stored
/// @param cpu seconds of processor time until the last event was stored
public record CalibrationRun(
    String name,
    LoadProfile load,
    ImportPlan plan,
    double before,
    double storedSeconds,
    double proofSeconds,
    double waitingEvents,
    StageCpu cpu) {

  /// Processor time by the threads that took it.
  ///
  /// @param all of the whole process, what cannot be told apart among it: compiling, collecting
  ///   garbage, threads of the event store
  public record StageCpu(
      double importer, double capture, double worker, double facts, double events, double all) {

    /// Of each stage: of what cannot be told apart each gets its part.
    double[] stages() {
      double told = importer + capture + worker + facts + events;
      double part = told > 0 ? Math.max(1, all / told) : 1;
      return new double[] {
        importer * part, capture * part, worker * part, facts * part, events * part
      };
    }
  }

  double events() {
    return load.events();
  }

  double bytes() {
    return load.events() * load.mix().bytesPerEvent();
  }

  double merges() {
    return load.events() * load.mix().mergesPerEvent();
  }
}
