package dev.headgate.source.file;

import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file of this machine.
record LocalFile(Path path, FileFingerprint fingerprint) implements StoredObject {

  static LocalFile at(Path path) throws SourceFault {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new LocalFile(
          path,
          new FileFingerprint(
              path.toAbsolutePath().normalize().toString(),
              attributes.size(),
              attributes.lastModifiedTime().toMillis()));
    } catch (IOException e) {
      throw Unpacking.unreadable(path.toString(), e);
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long size() {
    return fingerprint.size();
  }

  /// To its end, wherever that is by now: a file that has grown is told from the one that was
  /// assessed by its bytes.
  @Override
  public InputStream open(long from, long to) throws MediumFault {
    try {
      FileInputStream in = new FileInputStream(path.toFile());
      if (from > 0) {
        in.getChannel().position(from);
      }
      return new Medium(in);
    } catch (IOException e) {
      throw new MediumFault(e);
    }
  }

  private static final class Medium extends FilterInputStream {
    Medium(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws MediumFault {
      try {
        return super.read();
      } catch (IOException e) {
        throw new MediumFault(e);
      }
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws MediumFault {
      try {
        return super.read(buffer, from, length);
      } catch (IOException e) {
        throw new MediumFault(e);
      }
    }
  }
}
