package dev.headgate.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// Where a certificate (with those that vouch for it after it) and its private key lie, in PEM.
public record TlsFiles(Path certificate, Path key) {
  private static final int MOST_BYTES = 1 << 20;

  /// What both files hold at one moment.
  @SuppressWarnings("ArrayRecordComponent") // compared by `isSameAs`
  record Content(byte[] certificate, byte[] key) {
    boolean isSameAs(Content other) {
      return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
    }

    TlsPair pair() throws TlsFault {
      return TlsPair.read(certificate, key);
    }
  }

  /// @throws TlsFault if one of them cannot be read
  Content read() throws TlsFault {
    return new Content(read(certificate), read(key));
  }

  private static byte[] read(Path file) throws TlsFault {
    try (var in = Files.newInputStream(file)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(in.readNBytes(MOST_BYTES));
      if (in.read() >= 0) {
        throw new TlsFault(file + " is too long to be PEM", "name another file");
      }
      return bytes.toByteArray();
    } catch (NoSuchFileException e) {
      throw new TlsFault("there is no file " + file, "is its name right?");
    } catch (AccessDeniedException e) {
      throw new TlsFault(file + " may not be read", "let this user read it");
    } catch (IOException e) {
      throw new TlsFault(file + " cannot be read: " + e.getMessage(), "see what it is");
    }
  }
}
