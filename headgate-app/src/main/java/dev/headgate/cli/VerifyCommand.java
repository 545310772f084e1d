package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.send.Accounts;
import dev.headgate.send.Checkpoint;
import dev.headgate.source.SourceFault;
import dev.headgate.verify.Manifest;
import dev.headgate.verify.Verification;
import dev.headgate.verify.VerificationReport;
import dev.headgate.verify.json.VerificationJson;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate verify`: prove an import again.
@Command(
    name = "verify",
    description = {
      "Proves an import again: what was read of the export against what is stored. Exit code 1 if"
          + " anything differs, with every difference named."
    })
final class VerifyCommand extends CommandRun {
  @Parameters(paramLabel = "IMPORT", description = "The import's number.")
  int number;

  @Option(
      names = "--reread",
      description = "Read the export itself again instead of trusting the manifest.")
  boolean reread;

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    try (Connection connection = Connection.open(common, screen)) {
      JsonNode record = connection.client().get("/api/v1/imports/" + number);
      String state = record.path("state").asText();
      if (!java.util.List.of("completed", "verified", "incomplete").contains(state)) {
        throw new CommandStop(
            ExitCode.NO_GREEN_LIGHT,
            "import " + number + " is " + state + ": there is nothing to prove before it is sent",
            "",
            record.path("next").asText());
      }
      ImportFolder folder = ImportFolder.of(connection.dataFolder(), number);
      Checkpoint checkpoint = checkpoint(connection);
      Verification verification =
          reread
              ? Reread.prove(connection, record, folder, screen)
              : Proof.of(
                  connection,
                  record,
                  new Manifest(
                      folder.path().resolve(Accounts.MANIFEST), checkpoint.manifestBytes()),
                  checkpoint.read(),
                  screen);
      JsonNode document = Screen.tree(VerificationJson.write(verification));
      folder.write("verification.json", document);
      screen.report(VerificationReport.lines(verification));
      if (screen.json()) {
        screen.result(document);
      }
      return verification.verified() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private Checkpoint checkpoint(Connection connection) throws IOException {
    JsonNode kept =
        connection.client().get("/api/v1/imports/" + number + "/checkpoint").path("checkpoint");
    try {
      return Checkpoint.of(JsonBytes.of(kept.toString()));
    } catch (MalformedJson e) {
      throw new IOException("the import's checkpoint is not readable: " + e.getMessage(), e);
    }
  }
}
