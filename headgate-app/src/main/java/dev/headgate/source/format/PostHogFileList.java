package dev.headgate.source.format;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.SourceFault;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The `manifest.json` that PostHog writes once all files of an export are there, which it names:
///
/// ```
/// {"files":["prefix/2024-03-01T00:00:00.000000Z-2024-03-01T01:00:00.000000Z-0.jsonl.zst", ...]}
/// ```
///
/// Where one was read, every file that it names must have been read as well. Files are known by the
/// last part of their name, with or without the ending of a compression. Safe to use from several
/// threads.
final class PostHogFileList {
  private static final int MOST_BYTES = 4 << 20;

  /// More files than that are not told apart: then nothing is checked.
  private static final int MOST_FILES = 100_000;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final Set<String> met = new HashSet<>();
  private boolean tooMuch;

  synchronized void met(String part) {
    tooMuch |= met.size() >= MOST_FILES;
    if (!tooMuch) {
      met.add(file(part));
    }
  }

  /// A line of a manifest, of which no event is made.
  synchronized Decoded read(RawRecord record) {
    if (RecordChecks.isBlank(record.bytes())) {
      return new Decoded.Blank();
    }
    tooMuch |= record.truncated() || text.size() + record.bytes().length > MOST_BYTES;
    if (!tooMuch) {
      text.writeBytes(record.bytes());
      text.write('\n');
    }
    return new Decoded.NoEvent();
  }

  /// @throws SourceFault if a file that a manifest names was not met
  synchronized void check() throws SourceFault {
    if (tooMuch || text.size() == 0) {
      return;
    }
    try {
      Optional<JsonBytes> files =
          JsonMembers.find(JsonBytes.owning(text.toByteArray()), "files")
              .filter(RecordMembers::isArray);
      if (files.isEmpty()) {
        return;
      }
      JsonCursor names = JsonCursor.array(files.get());
      while (names.next()) {
        String name = names.kind() == JsonKind.STRING ? names.text() : "";
        if (!name.isEmpty() && !met.contains(file(name))) {
          throw new SourceFault(
              SourceFault.Kind.WRONG_INPUT,
              "the export is not complete: its manifest.json names " + name,
              "manifest.json",
              "fetch the file and put it beside the others, or leave out the manifest.json");
        }
      }
    } catch (MalformedJson e) {
      // Several manifests, or one that says something else: no sign of anything.
    }
  }

  private static String file(String name) {
    int from =
        Math.max(name.lastIndexOf('/'), Math.max(name.lastIndexOf('\\'), name.lastIndexOf('!')));
    String file = name.substring(from + 1);
    int dot = file.lastIndexOf('.');
    String ending = dot < 0 ? "" : file.substring(dot + 1);
    return switch (ending) {
      case "gz", "zst", "bz2", "br" -> file.substring(0, dot);
      default -> file;
    };
  }
}
