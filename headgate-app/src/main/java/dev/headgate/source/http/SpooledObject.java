package dev.headgate.source.http;

import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// An object of the web that was fetched into a file, because its server offers no ranges.
///
/// @param name its address
record SpooledObject(String name, long size, FileFingerprint fingerprint, Path file)
    implements StoredObject {
  private static final int BUFFER_BYTES = 64 << 10;

  /// Fetches it whole.
  static SpooledObject fetch(URI address, HttpExchange.Answer answer, Path file)
      throws IOException {
    HttpExchange.Seen seen = answer.seen();
    long size = 0;
    try (InputStream in = answer.content();
        OutputStream out = openFile(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count; (count = in.read(buffer)) >= 0; size += count) {
        write(out, buffer, count, file);
      }
    }
    if (seen.size() >= 0 && size != seen.size()) {
      throw new EOFException("the answer ends after byte " + size + " of " + seen.size());
    }
    HttpExchange.Seen whole = new HttpExchange.Seen(size, seen.validator(), seen.modifiedMillis());
    return new SpooledObject(
        HttpObject.nameOf(address), size, HttpObject.fingerprint(address, whole), file);
  }

  private static OutputStream openFile(Path file) throws MediumFault {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw noRoom(file, e);
    }
  }

  /// Apart from reading: trying again does not help against a full disk.
  private static void write(OutputStream out, byte[] buffer, int count, Path file)
      throws MediumFault {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw noRoom(file, e);
    }
  }

  private static MediumFault noRoom(Path file, IOException cause) {
    SourceFault told =
        new SourceFault(
            SourceFault.Kind.UNREADABLE,
            "what is fetched cannot be written down: " + cause.getMessage(),
            file.toString(),
            "see that there is room for all of it, then run it again");
    told.initCause(cause);
    return new MediumFault(told);
  }

  @Override
  public InputStream open(long from, long to) throws MediumFault {
    try {
      FileInputStream in = new FileInputStream(file.toFile());
      in.getChannel().position(from);
      return in;
    } catch (IOException e) {
      throw new MediumFault(e);
    }
  }
}
