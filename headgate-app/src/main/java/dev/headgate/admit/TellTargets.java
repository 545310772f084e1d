package dev.headgate.admit;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Whom the pipeline tells what it does, and up to which entry of the trail each target has been
/// told. Safe for threads; whatever is written is durable on return.
public interface TellTargets {

  /// Sets whom it tells. Targets that were there before keep their place under their name; new ones
  /// are told from this very entry of the trail on.
  ///
  /// @param definition opaque here and without secrets; who calls has checked it
  /// @param secrets what belongs to it and is shown to nobody
  /// @param names of all its targets
  TellSetting put(
      String definition,
      Map<String, String> secrets,
      Collection<String> names,
      Actor by,
      String why)
      throws ControlFault;

  /// What was set last; empty if nothing ever was.
  Optional<TellSetting> setting() throws ControlFault;

  /// The place of every target, by its name.
  Map<String, TellPlace> places() throws ControlFault;

  /// Keeps a target's place; where there is no such target any more, nothing.
  void keep(String target, TellPlace place) throws ControlFault;
}
