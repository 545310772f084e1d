package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Secret;
import dev.headgate.console.KnownKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who has logged in, in memory: a session ends after twelve hours, at logout, and with the
/// process; whether its key still holds is asked by who finds it. Of its id, which only the browser
/// has, the hash is kept. Safe for threads.
final class Sessions {
  static final Duration LIFE = Duration.ofHours(12);

  /// More than people have browsers; with one more the oldest is logged out.
  static final int MOST = 10_000;

  private final RandomGenerator random;
  private final InstantSource clock;
  private final Map<String, Session> byHash = new LinkedHashMap<>();

  /// @param random outside tests a `SecureRandom`
  Sessions(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// Opens a session.
  ///
  /// @return its id
  synchronized String open(Actor actor, KnownKeys.Holder holder) {
    byHash.values().removeIf(session -> !clock.instant().isBefore(session.until()));
    if (byHash.size() >= MOST) {
      byHash.remove(byHash.keySet().iterator().next());
    }
    String id = Secret.make("", random);
    String formToken = Secret.make("", random);
    byHash.put(hash(id), new Session(actor, holder, formToken, clock.instant().plus(LIFE)));
    return id;
  }

  synchronized Optional<Session> find(String id) {
    return Optional.ofNullable(byHash.get(hash(id)))
        .filter(session -> clock.instant().isBefore(session.until()));
  }

  synchronized void close(String id) {
    byHash.remove(hash(id));
  }

  private static String hash(String id) {
    try {
      byte[] text = id.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
