package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.source.Export;
import dev.headgate.source.Part;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.ExportFinder;
import dev.headgate.source.file.PartReaders;
import dev.headgate.source.format.PostHogPersons;
import dev.headgate.verify.PersonsCheck;
import dev.headgate.verify.PersonsCheck.Difference;
import dev.headgate.verify.PersonsCheck.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Compares a project's persons with an export of PostHog's persons: which distinct_ids belong
/// together. Both are read twice: to compare, and to name what differs.
final class PersonsModel {
  private final String place;
  private final String project;
  private final PipelineClient client;

  /// @param place a file or folder
  PersonsModel(String place, String project, PipelineClient client) {
    this.place = place;
    this.project = project;
    this.client = client;
  }

  PersonsCheck.Outcome compare(Path work) throws IOException, SourceFault {
    Export export =
        new ExportFinder(System.in, work.resolve("standard-input.zst")).find(List.of(place));
    try (PersonsCheck check = new PersonsCheck(work)) {
      ours((id, person) -> check.ours(id, person));
      theirs(
          export,
          row -> check.theirs(row.distinctId(), row.personId(), row.version(), row.deleted()));
      PersonsCheck.Outcome outcome = check.compare();
      if (outcome.named().isEmpty()) {
        return outcome;
      }
      ours((id, person) -> check.name(id));
      theirs(export, row -> check.name(row.distinctId()));
      return check.named(outcome);
    }
  }

  private interface Ours {
    void accept(String distinctId, String person) throws IOException;
  }

  private interface Theirs {
    void accept(PostHogPersons.Row row) throws IOException;
  }

  private void ours(Ours each) throws IOException {
    try {
      client.lines(
          "/api/v1/projects/" + PipelineClient.encoded(project) + "/export/persons",
          line -> {
            JsonNode person = Screen.tree(line);
            for (JsonNode id : person.path("distinct_ids")) {
              try {
                each.accept(id.asText(), person.path("person_id").asText());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void theirs(Export export, Theirs each) throws IOException, SourceFault {
    for (Part part : export.parts()) {
      try (RecordReader reader = new PartReaders().pinning(part, new RecordBounds.Lines())) {
        while (reader.next()) {
          PostHogPersons.Read read = PostHogPersons.read(part.name(), reader.record());
          if (read.fault().isPresent()) {
            throw new CommandStop(
                ExitCode.USAGE,
                "this is no export of PostHog's persons: " + read.fault().get(),
                part.name() + ":" + reader.record().position().line(),
                "Name a batch export of the model \"persons\", as JSON Lines.");
          }
          if (read.row().isPresent()) {
            each.accept(read.row().get());
          }
        }
      }
    }
  }

  /// For people: what differs, then the verdict.
  static List<String> lines(PersonsCheck.Outcome outcome) {
    List<String> lines = new ArrayList<>();
    for (Difference difference : outcome.named()) {
      String ids = String.join(" and ", difference.ids());
      lines.add(
          switch (difference.kind()) {
            case JOINED_ONLY_HERE -> "persons: " + ids + " are one person here, two there";
            case JOINED_ONLY_THERE -> "persons: " + ids + " are one person there, two here";
            case ONLY_HERE -> "persons: " + ids + " is known here only";
            case ONLY_THERE -> "persons: " + ids + " is known there only";
          });
    }
    lines.add(
        "persons %s: %s distinct_ids compared, %s persons here, %s there; joined only here %s,"
                .formatted(
                    outcome.same() ? "agree" : "DIFFER",
                    Words.count(outcome.compared()),
                    Words.count(outcome.here()),
                    Words.count(outcome.there()),
                    Words.count(outcome.count(Kind.JOINED_ONLY_HERE)))
            + " only there %s; ids known only here %s, only there %s"
                .formatted(
                    Words.count(outcome.count(Kind.JOINED_ONLY_THERE)),
                    Words.count(outcome.count(Kind.ONLY_HERE)),
                    Words.count(outcome.count(Kind.ONLY_THERE))));
    return lines;
  }

  static ObjectNode json(PersonsCheck.Outcome outcome) {
    ObjectNode json =
        Screen.object()
            .put("same", outcome.same())
            .put("compared", outcome.compared())
            .put("persons_here", outcome.here())
            .put("persons_there", outcome.there());
    for (Kind kind : Kind.values()) {
      json.put(key(kind), outcome.count(kind));
    }
    ArrayNode differences = json.putArray("differences");
    for (Difference difference : outcome.named()) {
      ArrayNode ids =
          differences.addObject().put("kind", key(difference.kind())).putArray("distinct_ids");
      difference.ids().forEach(ids::add);
    }
    return json;
  }

  private static String key(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
