package dev.headgate.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Places at which a test lets the process stand still, so that `kill -9` hits exactly there. Off
/// unless the environment names one: `HEADGATE_HALT_AT=between-stores:3` stops the third time that
/// place is reached, after writing `halted-at-between-stores` into the data directory.
public final class HaltPoints {
  public static final String VARIABLE = "HEADGATE_HALT_AT";
  public static final String ASSESSING = "assessing";
  public static final String SENDING = "sending";
  public static final String AFTER_ACKNOWLEDGEMENT = "after-acknowledgement";
  public static final String BETWEEN_STORES = "between-stores";
  public static final String TOLD = "told";
  public static final String VERIFYING = "verifying";

  private final Path folder;
  private final String point;
  private final AtomicInteger left;

  private HaltPoints(Path folder, String point, int times) {
    this.folder = folder;
    this.point = point;
    this.left = new AtomicInteger(times);
  }

  /// The points that a setting names.
  ///
  /// @param setting `point:times`, as the environment has it
  public static HaltPoints of(Optional<String> setting, Path folder) {
    String[] sides = setting.orElse("").split(":", 2);
    int times = sides.length == 2 ? Integer.parseInt(sides[1]) : 1;
    return new HaltPoints(folder, sides[0], times);
  }

  /// Called when the process comes to a place.
  public void reach(String place) {
    if (!place.equals(point) || left.decrementAndGet() != 0) {
      return;
    }
    try {
      Files.writeString(folder.resolve("halted-at-" + place), place);
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
