package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Waits for what an import needs before it may send: a green light, the acknowledgement of its
/// notice where findings ask for that, and the opening of its window.
final class GreenLightWait {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Connection connection;
  private final Screen screen;
  private final boolean acknowledges;
  private final InstantSource clock;

  /// @param acknowledges whether whoever waits acknowledges the notice afterwards
  GreenLightWait(Connection connection, Screen screen, boolean acknowledges, InstantSource clock) {
    this.connection = connection;
    this.screen = screen;
    this.acknowledges = acknowledges;
    this.clock = clock;
  }

  /// Returns the import once it may send; ends the command where that will not be without somebody
  /// doing something.
  KnownImport await(KnownImport known) throws InterruptedException {
    while (true) {
      JsonNode record = connection.client().get("/api/v1/imports/" + known.number());
      KnownImport now = known.with(record);
      if (now.isGranted()) {
        Instant from = Instant.parse(record.path("terms").path("from").asText());
        boolean unread =
            now.state().equals("green_lit") && !record.path("to_acknowledge").isEmpty();
        if (unread && !acknowledges) {
          screen.status("import %d waits until its notice is acknowledged".formatted(now.number()));
        } else if (clock.instant().isBefore(from)) {
          screen.status("import %d may run from %s on".formatted(now.number(), from));
        } else {
          return now;
        }
      } else if (now.state().equals("submitted")) {
        screen.status(
            "import %d waits for the green light%s"
                .formatted(now.number(), now.isBlocked() ? "; a finding blocks it" : ""));
      } else {
        throw new CommandStop(
            ExitCode.NO_GREEN_LIGHT,
            "import " + now.number() + " is " + now.state() + reason(record),
            "",
            record.path("next").asText());
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static String reason(JsonNode record) {
    String why = record.path("decided_because").asText();
    return why.isEmpty() ? "" : ": " + why;
  }
}
