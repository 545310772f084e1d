package dev.headgate.apps;

import dev.headgate.event.JsonBytes;
import java.util.Optional;

/// Compiles CEL expressions (cel.dev). They see `event`, `distinct_id`, `timestamp` and
/// `properties`, and what they may cost is bounded.
public interface Expressions {

  /// Compiles an expression that is true or false.
  ///
  /// @throws BadExpression it does not compile, or is not of type bool
  Condition condition(String text) throws BadExpression;

  /// Compiles an expression of any value that JSON has.
  ///
  /// @throws BadExpression it does not compile
  Computation computation(String text) throws BadExpression;

  interface Condition {
    boolean test(PassingEvent event) throws AppFailure;
  }

  interface Computation {
    /// Empty where the expression says that there is no value.
    Optional<JsonBytes> value(PassingEvent event) throws AppFailure;
  }

  /// An expression that is none; the message says where and why.
  final class BadExpression extends Exception {
    private static final long serialVersionUID = 1;

    public BadExpression(String why) {
      super(why);
    }
  }
}
