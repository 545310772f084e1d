package dev.headgate.eventlog;

import dev.headgate.event.Event;
import dev.headgate.event.ProjectId;

/// An event that capture accepted: whose it is and which import brought it.
///
/// @param importNumber the import, from 1; {@link #LIVE} for live traffic
public record CapturedEvent(ProjectId project, int importNumber, Event event) {
  public static final int LIVE = 0;
}
