package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Finding;
import dev.headgate.admit.Hold;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Question;
import dev.headgate.assess.Amounts;
import java.time.Instant;

/// Whose move it is on an import, and what it is.
///
/// @param what in a sentence, for both people
record Move(Of of, String what) {

  /// Who has to do something for it to go on.
  enum Of {
    CUSTOMER("the customer"),
    TEAM("the pipeline team"),
    NOBODY("nobody");

    private final String words;

    Of(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Move of(ImportRecord record, Instant now) {
    return switch (record.state()) {
      case DRAFT ->
          customers("It is assessed. Run the same import again: that asks for the green light.");
      case SUBMITTED ->
          new Move(
              Of.TEAM,
              record
                      .firstYes()
                      .map(yes ->
                          Words.shown(yes.by())
                              + " of the pipeline team said yes; another member confirms it, or does"
                              + " not. ")
                      .orElse("The pipeline team decides. ")
                  + standing(record));
      case CHANGES_REQUESTED ->
          customers(
              "The pipeline team asks for changes. Answer, or change the export or the plan; then run the same import again.");
      case GREEN_LIT -> greenLit(record, now);
      case RUNNING -> new Move(Of.NOBODY, "It runs.");
      case PAUSED -> paused(record.hold().orElseThrow());
      case COMPLETED ->
          customers("Everything is sent. It is not proved yet: run the command verify.");
      case VERIFIED -> new Move(Of.NOBODY, "Everything is sent and proved. Nothing is left to do.");
      case INCOMPLETE ->
          customers(
              "What could be read of the truncated export is sent and proved. Import the whole export when you have it; nothing will be doubled.");
      case DECLINED ->
          new Move(
              Of.NOBODY,
              "The pipeline team said no. It can reopen the request by asking for changes.");
      case CANCELLED ->
          new Move(Of.NOBODY, "It was cancelled. Running the same import again asks anew.");
      case EXPIRED ->
          customers(
              "Its window closed before it was done. Run the same import again to ask for another one.");
    };
  }

  private static String standing(ImportRecord record) {
    int open = record.answers().open().size();
    String rules =
        Finding.anyBlocks(record.findings())
            ? "A rule blocks a green light, see what the rules say."
            : "No rule blocks a green light.";
    return open == 0
        ? rules
        : rules
            + " "
            + Amounts.count(open, "question")
            + " of "
            + Question.values().length
            + (open == 1 ? " has" : " have")
            + " no answer.";
  }

  private static Move customers(String what) {
    return new Move(Of.CUSTOMER, what);
  }

  private static Move greenLit(ImportRecord record, Instant now) {
    Instant from = record.terms().orElseThrow().window().from();
    if (!record.toAcknowledge().isEmpty()) {
      return customers(
          "It has its green light. Read the notice, and acknowledge it: the import does not start before.");
    }
    return now.isBefore(from)
        ? new Move(
            Of.NOBODY, "It has its green light. The window opens at " + Words.utc(from) + ".")
        : customers(
            "It has its green light, and the window is open. Run the same import again: it starts sending.");
  }

  private static Move paused(Hold hold) {
    return switch (hold.by().role()) {
      case PIPELINE_TEAM ->
          new Move(
              Of.TEAM,
              "The pipeline team paused it, and only they can resume it. Nothing is lost; then the same"
                  + " import, run again, goes on.");
      case CUSTOMER, PIPELINE ->
          customers("It is paused, nothing is lost. Run the same import again to go on.");
    };
  }

  boolean isOf(Actor.Role role) {
    return switch (of) {
      case CUSTOMER -> role == Actor.Role.CUSTOMER;
      case TEAM -> role == Actor.Role.PIPELINE_TEAM;
      case NOBODY -> false;
    };
  }
}
