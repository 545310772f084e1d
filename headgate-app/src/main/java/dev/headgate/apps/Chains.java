package dev.headgate.apps;

import dev.headgate.event.ProjectId;

/// Which apps an event meets. It depends on nothing but what the log says of the event, so one that
/// is read again after a crash meets the same apps, whatever was changed meanwhile.
@FunctionalInterface
public interface Chains {
  /// No apps for anybody.
  Chains NONE = (_, _, _) -> AppChain.NONE;

  /// The apps that an event meets.
  ///
  /// @param importNumber the import that brought the event; 0 for live traffic
  /// @param capturedMillis when the event was captured, in milliseconds since 1970
  /// @throws AppsFault it cannot be said for now
  AppChain of(ProjectId project, int importNumber, long capturedMillis) throws AppsFault;

  /// Whether the events of two bringers surely went through the same apps.
  ///
  /// @param one an import, or 0 for live traffic, as is the other
  default boolean same(ProjectId project, int one, int other) throws AppsFault {
    return true;
  }

  /// The same apps for everybody.
  static Chains always(AppChain chain) {
    return (_, _, _) -> chain;
  }
}
