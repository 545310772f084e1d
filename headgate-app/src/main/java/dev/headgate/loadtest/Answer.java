package dev.headgate.loadtest;

/// What became of a request.
public sealed interface Answer {
  int OK = 200;

  /// The server answered.
  ///
  /// @param said the beginning of what it said, where that was no 200
  record Answered(int status, String said) implements Answer {}

  /// It did not: the events may have been taken or not.
  ///
  /// @param kind in one word: `timeout`, `connection`, `ended`
  record Unanswered(String kind, String said) implements Answer {}

  /// Under which it is counted: a status, or why there is none.
  default String key() {
    return switch (this) {
      case Answered(int status, String _) -> Integer.toString(status);
      case Unanswered(String kind, String _) -> kind;
    };
  }

  default boolean isOk() {
    return this instanceof Answered(int status, String _) && status == OK;
  }
}
