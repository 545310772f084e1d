package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import java.util.List;

/// What a request says beside its assessment and plan, and what the control plane remembers.
///
/// @param earlier imports with some of the same records under another mapping
public record RequestFacts(
    RejectBudget rejectBudget, boolean acceptTruncated, List<EarlierImport> earlier) {
  public RequestFacts {
    earlier = List.copyOf(earlier);
  }

  /// Whether this export ends too early and that is accepted: such an import ends `incomplete`.
  public boolean truncationAccepted(Assessment assessment) {
    return acceptTruncated
        && assessment.sources().stream().anyMatch(source -> source.truncated().isPresent());
  }
}
