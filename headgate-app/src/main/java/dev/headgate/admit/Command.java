package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody wants done to an import. Whether it may be is {@link ImportLifecycle#decide}'s.
public sealed interface Command {
  Step step();

  /// The reason, for the audit; empty where the step says it all. Where it is given, it is a
  /// component of the record.
  default String why() {
    return "";
  }

  /// Asks for the green light, or asks again with a new plan and findings.
  record Submit(ImportRequest request) implements Command {
    @Override
    public Step step() {
      return Step.SUBMIT;
    }
  }

  record RequestChanges(String why) implements Command {
    @Override
    public Step step() {
      return Step.REQUEST_CHANGES;
    }
  }

  /// Tells what people answered, and what the policy says of the request then.
  record Answer(GivenAnswers answers, List<Finding> findings, String why) implements Command {
    @Override
    public Step step() {
      return Step.ANSWER;
    }
  }

  /// Says yes, on these terms; where four eyes look, for the first time, or to what somebody else
  /// said yes to.
  ///
  /// @param basis what the yes rests on; empty for the request as it stands
  /// @param overrides the rules whose blocks are let pass, each with the reason
  /// @param eyes how many it takes on this pipeline
  record GreenLight(
      String why, GrantTerms terms, Optional<Basis> basis, Map<String, String> overrides, Eyes eyes)
      implements Command {

    /// What was looked at for a yes, which holds for nothing else.
    ///
    /// @param asked the request then
    /// @param answers the answers then
    /// @param firstYes that waited for the second then
    /// @param agreed the request with the plan that is agreed to, and what policy says of that now
    public record Basis(
        ImportRequest asked,
        GivenAnswers answers,
        Optional<FirstYes> firstYes,
        ImportRequest agreed) {}

    public GreenLight {
      overrides = Map.copyOf(overrides);
    }

    public GreenLight(String why, GrantTerms terms) {
      this(why, terms, Optional.empty(), Map.of(), Eyes.TWO);
    }

    @Override
    public Step step() {
      return Step.GREEN_LIGHT;
    }
  }

  record Decline(String why) implements Command {
    @Override
    public Step step() {
      return Step.DECLINE;
    }
  }

  /// Says that the notice was read: what was agreed, and what may go wrong.
  record Acknowledge() implements Command {
    @Override
    public Step step() {
      return Step.ACKNOWLEDGE;
    }
  }

  record Start() implements Command {
    @Override
    public Step step() {
      return Step.START;
    }
  }

  record Pause(String why) implements Command {
    @Override
    public Step step() {
      return Step.PAUSE;
    }
  }

  /// Goes on with what is paused.
  record Resume(String why) implements Command {
    /// As an importer does that is run again.
    public Resume() {
      this("");
    }

    @Override
    public Step step() {
      return Step.RESUME;
    }
  }

  /// Changes what was agreed while it holds.
  record Amend(String why, GrantTerms terms) implements Command {
    @Override
    public Step step() {
      return Step.AMEND;
    }
  }

  /// Everything is sent.
  record Complete() implements Command {
    @Override
    public Step step() {
      return Step.COMPLETE;
    }
  }

  /// Keeps the outcome of a proof.
  ///
  /// @param verification `verification.json`
  record RecordVerification(boolean verified, JsonBytes verification) implements Command {
    @Override
    public Step step() {
      return Step.RECORD_VERIFICATION;
    }

    @Override
    public String why() {
      return verified ? "nothing differs" : "a difference was found";
    }
  }

  record Revoke(String why) implements Command {
    @Override
    public Step step() {
      return Step.REVOKE;
    }
  }

  record Expire() implements Command {
    @Override
    public Step step() {
      return Step.EXPIRE;
    }
  }

  record Cancel(String why) implements Command {
    @Override
    public Step step() {
      return Step.CANCEL;
    }
  }
}
