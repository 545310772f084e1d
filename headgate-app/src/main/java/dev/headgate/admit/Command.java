package dev.headgate.admit;

import dev.headgate.event.JsonBytes;

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

  /// Says yes, on these terms.
  record GreenLight(String why, GrantTerms terms) implements Command {
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

  record Resume() implements Command {
    @Override
    public Step step() {
      return Step.RESUME;
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
