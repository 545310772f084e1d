package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.send.Accounts;
import dev.headgate.send.Checkpoint;
import dev.headgate.source.SourceFault;
import dev.headgate.verify.Manifest;
import dev.headgate.verify.PersonsCheck;
import dev.headgate.verify.Verification;
import dev.headgate.verify.VerificationReport;
import dev.headgate.verify.json.VerificationJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--persons",
      paramLabel = "FILE",
      description =
          "Also compare which distinct_ids belong together with PostHog's batch export of the model"
              + " \"persons\" (JSON Lines; a file or a folder).")
  Optional<String> persons = Optional.empty();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    try (Connection connection = Connection.toData(common, screen)) {
      JsonNode record = connection.client().get("/api/v1/imports/" + number);
      String state = record.path("state").asText();
      if (!List.of("completed", "verified", "incomplete").contains(state)) {
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
      ObjectNode document = (ObjectNode) Screen.tree(VerificationJson.write(verification));
      List<String> lines = new ArrayList<>();
      boolean agree = true;
      if (persons.isPresent()) {
        PersonsCheck.Outcome outcome = personsCheck(connection, persons.get());
        agree = outcome.same();
        document.set("persons", PersonsModel.json(outcome));
        lines.addAll(PersonsModel.lines(outcome));
      }
      folder.write("verification.json", document);
      lines.addAll(VerificationReport.lines(verification));
      screen.report(lines);
      if (screen.json()) {
        screen.result(document);
      }
      return verification.verified() && agree ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private PersonsCheck.Outcome personsCheck(Connection connection, String place)
      throws IOException, SourceFault {
    Path work = WorkFolders.make(connection.dataFolder());
    try {
      return new PersonsModel(place, common.project, connection.client()).compare(work);
    } finally {
      WorkFolders.delete(work);
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
