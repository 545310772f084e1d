package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What changes in an import, as data. {@link ImportLifecycle#apply} is the only place that knows
/// how.
public sealed interface Change {
  record Submitted(ImportRequest request) implements Change {}

  /// People answered.
  ///
  /// @param findings empty without a request
  record Answered(GivenAnswers answers, List<Finding> findings) implements Change {}

  /// The first of two members said yes; in place of another first yes, if there was one.
  record SaidFirst(FirstYes yes) implements Change {}

  /// The pipeline team said yes.
  ///
  /// @param request as it was agreed, with what was overridden
  /// @param confirmed the first yes, where it took two
  record GreenLit(GrantTerms terms, ImportRequest request, Optional<FirstYes> confirmed)
      implements Change {}

  record Amended(GrantTerms terms) implements Change {}

  record Acknowledged(Acknowledgement acknowledgement) implements Change {}

  record Started(Instant at) implements Change {}

  record Paused(Hold hold) implements Change {}

  record Completed() implements Change {}

  /// A proof is made.
  ///
  /// @param to completed if a difference was found
  record Proved(ImportState to, JsonBytes verification) implements Change {}

  /// Leaves the way to the data: no grant holds any longer.
  record Withdrawn(ImportState to) implements Change {}
}
