package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.TellSetting;
import dev.headgate.tell.BadTargetsFile;
import dev.headgate.tell.Delivery;
import dev.headgate.tell.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom a pipeline tells what it does, as its face sees it.
public interface Telling {
  /// What was set last; empty if nothing ever was.
  Optional<TellSetting> setting() throws ControlFault;

  /// Sets whom it tells.
  ///
  /// @param file see docs/telling.md
  /// @return the secrets that were made for webhooks that had none, by the names of the targets
  Map<String, String> put(String file, Actor by, String why) throws BadTargetsFile, ControlFault;

  /// How far each target has been told, in the order of the file.
  List<Standing> standings();

  /// Tells a target everything again from an entry of the trail on, or from a later one on nothing
  /// before it.
  Outcome<Standing> replay(String target, long from) throws ControlFault;

  /// Tells a target at once that this is a trial.
  Outcome<Delivery> test(String target, Actor by) throws InterruptedException;

  /// The time by its clock.
  Instant now();
}
