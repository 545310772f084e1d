package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Requests;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/// A process that writes checkpoint after checkpoint of import 1 and prints each one's number once
/// it is written, until it is killed.
final class CheckpointWriter {
  private CheckpointWriter() {}

  /// Writes to the control plane named by the first argument, from the number of the second on.
  public static void main(String[] arguments) throws Exception {
    try (ControlPlane plane =
        SqliteControlPlane.open(
            Path.of(arguments[0]),
            Heads.beside(Path.of(arguments[0])),
            Heads.SEAL,
            InstantSource.system(),
            new Random(1))) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      plane.imports().create(Requests.newImport("m", "a"), Optional.empty(), Requests.CUSTOMER);
      for (int at = Integer.parseInt(arguments[1]); ; at++) {
        JsonBytes checkpoint =
            JsonBytes.of("{\"at\":" + at + ",\"pad\":\"" + "x".repeat(9_000) + "\"}");
        plane.imports().putCheckpoint(1, checkpoint, at, at);
        System.out.println(at);
      }
    }
  }
}
