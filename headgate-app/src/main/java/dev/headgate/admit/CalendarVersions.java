package dev.headgate.admit;

import java.util.List;
import java.util.Optional;

/// The pipeline's calendar, in every version it had. Safe for threads; whatever is written is
/// durable on return.
public interface CalendarVersions {

  /// Sets the calendar.
  ///
  /// @param definition opaque here; who calls has checked it
  CalendarVersion put(String definition, Actor by, String why) throws ControlFault;

  /// The one in force; empty if none was ever set.
  Optional<CalendarVersion> last() throws ControlFault;

  /// Oldest first.
  List<CalendarVersion> list() throws ControlFault;
}
