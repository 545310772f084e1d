package dev.headgate.source.file;

import dev.headgate.source.Part;
import dev.headgate.source.StoredObject;
import java.io.IOException;
import java.io.InputStream;
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
    Optional<StoredObject> plain)
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
    StoredObject file = plain.orElseThrow();
    return file.open(offset, file.size());
  }
}
