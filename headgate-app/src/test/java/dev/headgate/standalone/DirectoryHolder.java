package dev.headgate.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/// A process that takes a data directory, says so, and keeps it until its input ends: `held`, or
/// `held by URL`.
final class DirectoryHolder {
  private DirectoryHolder() {}

  /// Takes the directory named by the first argument.
  public static void main(String[] arguments) throws Exception {
    DataDirectory directory = DataDirectory.at(Path.of(arguments[0]));
    switch (directory.take()) {
      case DataDirectory.Held held -> {
        try (held) {
          URI url = URI.create("http://127.0.0.1:1234");
          held.announce(
              new ServerFile(
                  url, ProcessHandle.current().pid(), Instant.parse("2026-11-23T12:00:00Z"), "1"));
          System.out.println("held");
          while (System.in.read() >= 0) {}
        }
      }
      case DataDirectory.HeldByOther other ->
          System.out.println("held by " + other.server().map(ServerFile::url).orElse(null));
    }
  }
}
