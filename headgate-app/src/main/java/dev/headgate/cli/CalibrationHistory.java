package dev.headgate.cli;

import dev.headgate.synth.History;
import dev.headgate.synth.SynthSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/// A generated history to measure with.
///
/// @param name of its mix, for people
/// @param padding characters of a further property of each event, which no compression makes small
record CalibrationHistory(String name, SynthSettings settings, int padding) {
  private static final String MEMBER = "\"properties\":{";
  private static final int POOL_BYTES = 1 << 16;

  static CalibrationHistory usual(long events, long seed) {
    return new CalibrationHistory("usual events", SynthSettings.of(events).withSeed(seed), 0);
  }

  /// Of large events.
  static CalibrationHistory large(long events, long seed) {
    return new CalibrationHistory("large events", SynthSettings.of(events).withSeed(seed), 3_000);
  }

  /// Of many users who become known.
  static CalibrationHistory merging(long events, long seed) {
    int users = (int) Math.max(1, events / 4);
    return new CalibrationHistory(
        "many merges", SynthSettings.of(events).withSeed(seed).withIds(users).withMergeShare(1), 0);
  }

  void write(Path file) throws IOException {
    byte[] random = new byte[POOL_BYTES];
    Random dice = new Random(settings.seed());
    dice.nextBytes(random);
    String pool = Base64.getUrlEncoder().encodeToString(random);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 18)) {
      new History(settings)
          .writeTo((buffer, from, to) -> {
            if (padding == 0) {
              out.write(buffer, from, to - from);
            } else {
              String line = new String(buffer, from, to - from, StandardCharsets.UTF_8);
              int at = line.indexOf(MEMBER) + MEMBER.length();
              int start = dice.nextInt(pool.length() - padding);
              String member = "\"padding\":\"" + pool.substring(start, start + padding) + "\"";
              String comma = line.charAt(at) == '}' ? "" : ",";
              String padded = line.substring(0, at) + member + comma + line.substring(at);
              out.write(padded.getBytes(StandardCharsets.UTF_8));
            }
            out.write('\n');
          });
    }
  }
}
