package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The apps of projects, in every version they had, and which of them imports go through. Safe for
/// threads; whatever is written is durable on return.
public interface AppVersions {

  /// Sets a project's apps: from the next millisecond on that no earlier version has.
  ///
  /// @param definition opaque here; who calls has checked it
  AppVersion put(
      ProjectId project, String definition, Map<String, String> files, Actor by, String why)
      throws ControlFault;

  /// Oldest first.
  List<AppVersion> list(ProjectId project) throws ControlFault;

  /// What an import goes through: fixed by its first green light, for good. Empty before.
  Optional<AppChoice> fixed(int importNumber) throws ControlFault;

  /// What the project's values are hashed with, 32 bytes; made when it is asked for first, and
  /// never another one.
  byte[] salt(ProjectId project) throws ControlFault;
}
