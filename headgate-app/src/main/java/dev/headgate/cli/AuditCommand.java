package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.TrailHead;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate audit list | export | verify | evidence | accept`: who did what, and whether that is
/// still what stands there.
@Command(
    name = "audit",
    description = {
      "Shows the audit trail of imports, load tests, floods and apps, and verifies that nothing in it was"
          + " altered or removed. For the pipeline team."
    },
    subcommands = {
      AuditCommand.ListAll.class,
      AuditCommand.Export.class,
      AuditCommand.Verify.class,
      AuditCommand.Evidence.class,
      AuditCommand.Accept.class
    })
final class AuditCommand {
  static final String PATH = "/api/v1/audit";

  private AuditCommand() {}

  @Command(name = "list", description = "Lists who did what to what, when, from where and why.")
  static final class ListAll extends CommandRun {
    @Option(
        names = "--subject",
        paramLabel = "SUBJECT",
        description =
            "Only of one, such as import:3, load_test:1, flood:2, apps:1 (apps of project 1), or of a"
                + " kind: import.")
    Optional<String> subject = Optional.empty();

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Only from then on: 2026-11-27, or 2026-11-27T12:00:00Z.")
    Optional<String> since = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      String asked =
          subject.map(text -> "&subject=" + PipelineClient.encoded(text)).orElse("")
              + since.map(text -> "&since=" + PipelineClient.encoded(time(text))).orElse("");
      try (Connection connection = Connection.toData(common, screen)) {
        ObjectNode answer = Screen.object();
        var all = answer.putArray("entries");
        long after = 0;
        JsonNode page;
        do {
          page = connection.client().get(PATH + "?after=" + after + asked);
          for (JsonNode entry : page.path("entries")) {
            if (screen.json()) {
              all.add(entry);
            } else {
              screen.report(lines(entry));
            }
          }
          after = page.path("next").asLong();
        } while (page.path("next").isNumber());
        if (screen.json()) {
          screen.result(answer);
        }
      }
      return ExitCode.DONE;
    }
  }

  private static String time(String text) {
    try {
      return text.matches("\\d{4}-\\d{2}-\\d{2}")
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toString()
          : Instant.parse(text).toString();
    } catch (DateTimeException e) {
      throw new CommandStop(
          ExitCode.USAGE,
          "--since is no time",
          text,
          "Such as 2026-11-27, or 2026-11-27T12:00:00Z (UTC).");
    }
  }

  static List<String> lines(JsonNode entry) {
    List<String> lines = new ArrayList<>();
    String address = entry.path("address").asText();
    String to = entry.path("to").asText();
    lines.add(
        String.format(
            Locale.ROOT,
            "%5d  %.19sZ  %-11s  %-31s  by %s%s",
            entry.path("sequence").asLong(),
            entry.path("at").asText(),
            entry.path("kind").asText() + ":" + entry.path("number").asLong(),
            entry.path("step").asText() + (to.isEmpty() ? "" : " -> " + to),
            entry.path("actor").asText(),
            address.isEmpty() ? "" : " from " + address));
    for (String more : List.of("why", "saw")) {
      if (!entry.path(more).asText().isEmpty()) {
        lines.add("         " + more + ": " + entry.path(more).asText());
      }
    }
    return lines;
  }

  @Command(
      name = "export",
      description = {
        "Writes the whole trail as JSON Lines, with hashes, and its head last: what headgate audit verify"
            + " FILE verifies, here or elsewhere."
      })
  static final class Export extends CommandRun {
    @Override
    ExitCode run(Screen screen) throws IOException {
      Writer out =
          new BufferedWriter(new OutputStreamWriter(out(), StandardCharsets.UTF_8), 1 << 16);
      try (Connection connection = Connection.toData(common, screen)) {
        connection
            .client()
            .lines(
                PATH + "/export",
                line -> {
                  try {
                    out.write(line);
                    out.write('\n');
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Verifies that the trail is whole: that no entry was altered, removed, inserted or moved. Prints"
            + " its head: noted down elsewhere, it shows later that not even all of the trail was made"
            + " anew."
      },
      footer = {
        "",
        "Exit codes: 0 whole, 1 not whole, 2 wrong usage, 4 the pipeline cannot be reached."
      })
  static final class Verify extends CommandRun {
    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A trail that was exported; else the pipeline's own.")
    Optional<Path> file = Optional.empty();

    @Option(
        names = "--head",
        paramLabel = "SEQUENCE:HASH",
        description = "A head that was noted down before; may be given several times.")
    List<String> heads = List.of();

    @Override
    ExitCode run(Screen screen) throws IOException {
      List<TrailHead> noted = new ArrayList<>();
      for (String head : heads) {
        noted.add(
            TrailHead.parse(head)
                .orElseThrow(() ->
                    new CommandStop(
                        ExitCode.USAGE,
                        "--head is no head",
                        head,
                        "Give it as headgate audit verify printed it: a number, a colon, 64"
                            + " hexadecimal digits.")));
      }
      AuditVerification verification =
          file.isPresent()
              ? AuditVerification.ofFile(file.get(), noted)
              : AuditVerification.ofPipeline(common, screen, noted);
      if (screen.json()) {
        screen.result(verification.document());
      } else {
        screen.report(verification.lines());
      }
      return verification.whole() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  @Command(
      name = "evidence",
      description = {
        "Prints what somebody saw when they took a step: assessment, plan, findings and answers, as they were then."
            + " Its SHA-256 is the entry's saw_digest."
      })
  static final class Evidence extends CommandRun {
    @Parameters(paramLabel = "SEQUENCE", description = "The entry's number.")
    long sequence;

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode entry =
            connection.client().get(PATH + "?after=" + (sequence - 1)).path("entries").path(0);
        if (entry.path("sequence").asLong() != sequence) {
          throw new CommandStop(
              ExitCode.USAGE,
              "there is no entry " + sequence,
              "",
              "headgate audit list numbers them.");
        }
        String digest = entry.path("saw_digest").asText();
        if (digest.isEmpty()) {
          throw new CommandStop(
              ExitCode.USAGE,
              "entry " + sequence + " rests on no document",
              "",
              "It is of a step that nobody decides about, or of a release that kept none.");
        }
        JsonNode answer = connection.client().get(PATH + "/evidence/" + digest);
        if (screen.json()) {
          screen.result(answer);
        } else {
          out().print(answer.path("document").asText());
          out().flush();
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "accept",
      description = {
        "Takes the trail as it stands for the right one where the head that is kept beside it is another, as"
            + " after a part of a backup was brought back. An entry says who did, why, and what was"
            + " wrong."
      })
  static final class Accept extends CommandRun {
    @Option(
        names = "--reason",
        paramLabel = "WHY",
        required = true,
        description = "Why; it stands in the audit.")
    String reason = "";

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode entry =
            connection.client().post(PATH + "/head", Screen.object().put("reason", reason));
        if (screen.json()) {
          screen.result(entry);
        } else {
          screen.report(lines(entry));
        }
      }
      return ExitCode.DONE;
    }
  }
}
