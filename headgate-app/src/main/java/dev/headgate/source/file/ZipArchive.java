package dev.headgate.source.file;

import dev.headgate.source.Part.MediumFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The entries of a zip archive. Nothing is ever written to disk, so an entry's name is a name and
/// no path. Read through its directory where that can be had, else from front to back: an archive
/// that was cut off has no directory, and one inside another packing cannot be jumped about in.
final class ZipArchive {
  /// Most entries of one archive, directories and hidden ones included.
  static final int MAX_ENTRIES = 100_000;

  /// How content is opened, from its first byte, any number of times.
  interface Opening {
    InputStream open() throws IOException;
  }

  /// A file within the archive.
  ///
  /// @param name as the archive has it
  /// @param packedBytes 0 where the archive does not say
  /// @param refusal why it cannot be read at all, if so
  record Entry(String name, long packedBytes, Opening content, Optional<String> refusal) {}

  private ZipArchive() {}

  /// The files of an archive that is a file itself.
  static List<Entry> entriesOf(Path file, Opening opening) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (ZipFile zip = directoryOf(file)) {
      List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
      requireFew(all.size());
      for (int i = 0; i < all.size(); i++) {
        ZipArchiveEntry entry = all.get(i);
        if (!entry.isDirectory()) {
          int index = i;
          entries.add(
              new Entry(
                  entry.getName(),
                  Math.max(0, entry.getCompressedSize()),
                  () -> openByDirectory(file, index),
                  refusal(entry, zip.canReadEntryData(entry))));
        }
      }
    } catch (TooManyEntries | MediumFault e) {
      throw e;
    } catch (IOException e) {
      return entriesFrontToBack(opening, Optional.of(e));
    }
    return entries;
  }

  /// The files of an archive that can only be read from front to back.
  static List<Entry> entriesFrontToBack(Opening opening) throws IOException {
    return entriesFrontToBack(opening, Optional.empty());
  }

  /// @param known why the directory could not be had: then the archive is broken, wherever it looks
  ///   whole
  private static List<Entry> entriesFrontToBack(Opening opening, Optional<IOException> known)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    Optional<IOException> fault = known;
    try (ZipArchiveInputStream zip = stream(opening)) {
      int index = 0;
      for (ZipArchiveEntry entry; (entry = zip.getNextEntry()) != null; index++) {
        requireFew(index);
        if (!entry.isDirectory()) {
          int at = index;
          entries.add(
              new Entry(
                  entry.getName(),
                  Math.max(0, entry.getCompressedSize()),
                  () -> openFrontToBack(opening, at),
                  refusal(entry, zip.canReadEntryData(entry))));
        }
      }
    } catch (TooManyEntries | MediumFault e) {
      throw e;
    } catch (IOException e) {
      fault = Optional.of(e);
    }
    if (fault.isEmpty()) {
      return entries;
    }
    IOException cause = fault.get();
    String what = "the archive is cut off or corrupt: " + cause.getMessage();
    if (entries.isEmpty()) {
      return List.of(
          new Entry(
              "", 0, () -> endingWith(InputStream.nullInputStream(), what), Optional.empty()));
    }
    Entry last = entries.removeLast();
    entries.add(
        new Entry(
            last.name(),
            last.packedBytes(),
            () -> endingWith(last.content().open(), what),
            last.refusal()));
    return entries;
  }

  private static ZipFile directoryOf(Path file) throws IOException {
    return ZipFile.builder().setPath(file).setIgnoreLocalFileHeader(true).get();
  }

  private static ZipArchiveInputStream stream(Opening opening) throws IOException {
    return new ZipArchiveInputStream(opening.open(), "UTF8", true, true);
  }

  private static InputStream openByDirectory(Path file, int index) throws IOException {
    ZipFile zip = directoryOf(file);
    try {
      ZipArchiveEntry entry = Collections.list(zip.getEntries()).get(index);
      return new Checked(zip.getInputStream(entry), entry, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static InputStream openFrontToBack(Opening opening, int index) throws IOException {
    ZipArchiveInputStream zip = stream(opening);
    try {
      ZipArchiveEntry entry = zip.getNextEntry();
      for (int i = 0; i < index && entry != null; i++) {
        entry = zip.getNextEntry();
      }
      if (entry == null) {
        throw new IOException("the archive has fewer entries than before");
      }
      return new Checked(zip, entry, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Optional<String> refusal(ZipArchiveEntry entry, boolean readable) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return Optional.of("it is encrypted");
    }
    return readable
        ? Optional.empty()
        : Optional.of("its compression method " + entry.getMethod() + " cannot be read");
  }

  private static void requireFew(int entries) throws TooManyEntries {
    if (entries > MAX_ENTRIES) {
      throw new TooManyEntries();
    }
  }

  private static InputStream endingWith(InputStream content, String what) {
    return new FilterInputStream(content) {
      @Override
      public int read() throws IOException {
        return orFault(super.read());
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        return orFault(super.read(buffer, from, length));
      }

      private int orFault(int read) throws IOException {
        if (read < 0) {
          throw new IOException(what);
        }
        return read;
      }
    };
  }

  /// An archive of more entries than are read.
  static final class TooManyEntries extends IOException {
    private static final long serialVersionUID = 1;

    TooManyEntries() {
      super("more than " + MAX_ENTRIES + " entries");
    }
  }

  /// An entry's content, with its checksum compared at its end where the archive says it before.
  private static final class Checked extends FilterInputStream {
    private final ZipArchiveEntry entry;
    private final AutoCloseable archive;
    private final CRC32 crc = new CRC32();

    Checked(InputStream content, ZipArchiveEntry entry, AutoCloseable archive) {
      super(content);
      this.entry = entry;
      this.archive = archive;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int count = super.read(buffer, from, length);
      if (count > 0) {
        crc.update(buffer, from, count);
      } else if (count < 0 && entry.getCrc() >= 0 && entry.getCrc() != crc.getValue()) {
        throw new IOException("corrupt zip entry (checksum differs)");
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      super.close();
      try {
        archive.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
