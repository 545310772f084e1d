package dev.headgate.standalone;

import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Secret;
import dev.headgate.admit.TrailHead;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `audit.head`: the head of the audit trail beside `control.db`, sealed with the pipeline team's
/// key, so that who can write both files and does not have the key cannot make them agree.
///
/// ```
/// {"head":"7:HASH","seal":"HMAC-SHA256 of 'headgate audit head 7:HASH', in hexadecimal"}
/// ```
public final class HeadFile implements HeadPlace {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int USUAL_BYTES = 256;
  private static final int MOST_BYTES = 4_096;

  private final Path file;
  private final String key;

  /// @param key the pipeline team's
  public HeadFile(Path file, String key) {
    this.file = file;
    this.key = key;
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
    String seal = "";
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "head" -> head = TrailHead.parse(members.text());
        case "seal" -> seal = members.text();
        default -> {}
      }
    }
    if (head.isEmpty()) {
      throw new MalformedJson("no head in it");
    }
    return Secret.same(seal(head.get()), seal)
        ? new Kept.At(head.get())
        : new Kept.Foreign("audit.head is not sealed with the key that keys.json has");
  }

  @Override
  public void write(TrailHead head) throws IOException {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{\"head\":").string(head.toString());
    out.ascii(",\"seal\":").string(seal(head));
    PrivateFile.write(file, out.ascii("}\n").toByteArray());
  }

  private String seal(TrailHead head) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] sealed = ("headgate audit head " + head).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
