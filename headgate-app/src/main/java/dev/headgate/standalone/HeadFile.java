package dev.headgate.standalone;

import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Seal;
import dev.headgate.admit.TrailHead;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// `audit.head`: the head of the audit trail beside `control.db`, sealed with the pipeline team's
/// key, so that who can write both files and does not have the key cannot make them agree.
///
/// ```
/// {"head":"7:HASH","seal":"HMAC-SHA256 of 'headgate audit head 7:HASH', in hexadecimal"}
/// ```
public final class HeadFile implements HeadPlace {
  private static final String WHAT = "headgate audit head";
  private static final int USUAL_BYTES = 256;
  private static final int MOST_BYTES = 4_096;

  private final Path file;
  private final Seal seal;

  /// @param seal with the pipeline team's key
  public HeadFile(Path file, Seal seal) {
    this.file = file;
    this.seal = seal;
  }

  @Override
  public Kept read() throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return new Kept.Foreign("audit.head is too long");
      }
      return parse(JsonBytes.owning(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      return new Kept.Nothing();
    } catch (MalformedJson e) {
      return new Kept.Foreign("audit.head cannot be read: " + e.getMessage());
    }
  }

  private Kept parse(JsonBytes json) throws MalformedJson {
    Optional<TrailHead> head = Optional.empty();
    String sealed = "";
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "head" -> head = TrailHead.parse(members.text());
        case "seal" -> sealed = members.text();
        default -> {}
      }
    }
    if (head.isEmpty()) {
      throw new MalformedJson("no head in it");
    }
    return seal.holds(sealed, WHAT, head.get().toString())
        ? new Kept.At(head.get())
        : new Kept.Foreign("audit.head is not sealed with the key that keys.json has");
  }

  @Override
  public void write(TrailHead head) throws IOException {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{\"head\":").string(head.toString());
    out.ascii(",\"seal\":").string(seal.of(WHAT, head.toString()));
    PrivateFile.write(file, out.ascii("}\n").toByteArray());
  }
}
