package dev.headgate.source.file;

import dev.headgate.source.Part;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// A part that lies in a file, perhaps packed, perhaps an entry of an archive.
///
/// @param content opens the uncompressed content
/// @param plain the file itself, where its bytes are the content
record FilePart(
    int index,
    String name,
    long packedBytes,
    String packing,
    ZipArchive.Opening content,
    Optional<Path> plain)
    implements Part {

  FilePart withIndex(int place) {
    return new FilePart(place, name, packedBytes, packing, content, plain);
  }

  @Override
  public InputStream open() throws IOException {
    return content.open();
  }

  @Override
  public boolean seekable() {
    return plain.isPresent();
  }

  @Override
  public InputStream openAt(long offset) throws IOException {
    return openFile(plain.orElseThrow(), offset);
  }

  /// The bytes of a file from `offset` on. What fails here is the medium's fault.
  static InputStream openFile(Path file, long offset) throws MediumFault {
    try {
      FileInputStream in = new FileInputStream(file.toFile());
      if (offset > 0) {
        in.getChannel().position(offset);
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
