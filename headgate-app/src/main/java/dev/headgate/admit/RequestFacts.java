package dev.headgate.admit;

import dev.headgate.apps.AppDefinition;
import dev.headgate.assess.Assessment;
import java.time.Instant;
import java.util.List;

/// What a request says beside its assessment and plan, and what the control plane remembers.
///
/// @param earlier imports with some of the same records under another mapping
/// @param apps what its events go through
/// @param now when it is looked at
public record RequestFacts(
    RejectBudget rejectBudget,
    boolean acceptTruncated,
    List<EarlierImport> earlier,
    Apps apps,
    GivenAnswers answers,
    Instant now) {

  /// The apps of an import.
  ///
  /// @param version of the project's apps; 0 where it has none
  /// @param chosen in the order they run
  /// @param left how many more apps the project has
  public record Apps(int version, List<AppDefinition> chosen, int left) {
    public static final Apps NONE = new Apps(0, List.of(), 0);

    public Apps {
      chosen = List.copyOf(chosen);
    }
  }

  public RequestFacts {
    earlier = List.copyOf(earlier);
  }

  /// Whether this export ends too early and that is accepted: such an import ends `incomplete`.
  public boolean truncationAccepted(Assessment assessment) {
    return acceptTruncated
        && assessment.sources().stream().anyMatch(source -> source.truncated().isPresent());
  }
}
