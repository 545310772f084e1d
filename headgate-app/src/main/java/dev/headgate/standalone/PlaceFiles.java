package dev.headgate.standalone;

import dev.headgate.apps.AppFailure;
import dev.headgate.apps.Places;
import dev.headgate.apps.geoip.MaxMindPlaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The database files of apps. Each is copied when apps that name it are set, and kept under its
/// digest: so a version of the apps says the same of an address as long as it is used, whatever
/// becomes of the file that was named. A newer file counts when the apps are set again.
final class PlaceFiles implements AutoCloseable {
  private static final String EXTENSION = ".mmdb";

  private final Path folder;
  private final Map<String, MaxMindPlaces> open = new ConcurrentHashMap<>();

  PlaceFiles(Path folder) {
    this.folder = folder;
  }

  /// Keeps a file, and notes its digest; answers what is wrong with it, if anything.
  Optional<String> keep(String path, Map<String, String> digests) {
    try {
      Files.createDirectories(folder);
      Path copy = Files.createTempFile(folder, "copying-", EXTENSION);
      try {
        String digest = copied(Path.of(path), copy);
        MaxMindPlaces.open(copy).close();
        Files.move(copy, kept(folder, digest), StandardCopyOption.ATOMIC_MOVE);
        digests.put(path, digest);
        return Optional.empty();
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (NoSuchFileException e) {
      return Optional.of("there is no file " + Path.of(path).toAbsolutePath());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(path + " is no MaxMind DB file that can be used: " + e.getMessage());
    }
  }

  private static String copied(Path from, Path to) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(from), sha256)) {
        Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Path kept(Path folder, String digest) {
    return folder.resolve(digest + EXTENSION);
  }

  /// The places of a kept file. If it is gone or damaged, the app fails on every event.
  Places kept(String digest) {
    MaxMindPlaces places = open.get(digest);
    if (places != null) {
      return places;
    }
    try {
      places = MaxMindPlaces.open(kept(folder, digest));
      open.put(digest, places);
      return places;
    } catch (IOException e) {
      return _ -> {
        throw new AppFailure("the database file is missing: set the apps again");
      };
    }
  }

  @Override
  public void close() {
    for (MaxMindPlaces places : open.values()) {
      try {
        places.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
