package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppVersion;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.RequestFacts;
import dev.headgate.apps.AppDefinition;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.BadAppsFile;
import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The apps of projects, as the pipeline's face sees them.
public interface ProjectApps {

  /// Sets a project's apps. Live events captured from now on meet them, and imports that get their
  /// first green light for a request made after.
  ///
  /// @param definition the file
  AppVersion put(ProjectId project, String definition, Actor by, String why)
      throws BadAppsFile, ControlFault;

  /// Oldest first.
  List<AppVersion> versions(ProjectId project) throws ControlFault;

  /// What a version defines, in the order of its file.
  List<AppDefinition> definitions(AppVersion version) throws ControlFault;

  /// What an import's events go through: what its first green light fixed, else what it asks for of
  /// the project's apps as they are now.
  ///
  /// @param wanted their names; empty for all
  Outcome<RequestFacts.Apps> choose(
      ProjectId project, int importNumber, Optional<List<String>> wanted) throws ControlFault;

  /// What each of a project's apps did with all traffic since the start, by name.
  Map<String, AppMeter.Counts> counts(ProjectId project);

  /// What each app did with the events of an import since the start, in their order; nothing where
  /// none came.
  Map<String, AppMeter.Counts> countsOfImport(int importNumber);
}
