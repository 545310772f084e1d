package dev.headgate.source.file;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.StoredObject;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The entries of a zip archive. Nothing is ever written to disk, so an entry's name is a name and
/// no path. Read through its directory where that can be had, else from front to back: an archive
/// that was cut off has no directory, and one inside another packing cannot be jumped about in.
final class ZipArchive {
  /// Most entries of one archive, directories and hidden ones included.
  static final int MAX_ENTRIES = 100_000;

  /// Most entries where each is reached through all before it.
  static final int MAX_ENTRIES_IN_LINE = 1_000;

  private static final int HEADER_BYTES = 30;
  private static final int MOST_NAME_BYTES = 0xffff;

  /// How content is opened, from its first byte, any number of times.
  interface Opening {
    InputStream open() throws IOException;
  }

  /// A file within the archive.
  ///
  /// @param name as the archive has it
  /// @param packedBytes 0 where the archive does not say
  /// @param contentBytes unpacked, 0 where the archive does not say
  /// @param refusal why it cannot be read at all, if so
  record Entry(
      String name, long packedBytes, long contentBytes, Opening content, Optional<String> refusal) {

    static Entry of(ZipArchiveEntry entry, boolean readable, Opening content) {
      return new Entry(
          entry.getName(),
          Math.max(0, entry.getCompressedSize()),
          Math.max(0, entry.getSize()),
          content,
          ZipArchive.refusal(entry, readable));
    }
  }

  private ZipArchive() {}

  /// The files of an archive that is a file itself.
  static List<Entry> entriesOf(StoredObject file, Opening opening) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (ZipFile zip = directoryOf(file)) {
      List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
      requireFew(all.size(), MAX_ENTRIES);
      for (int i = 0; i < all.size(); i++) {
        ZipArchiveEntry entry = all.get(i);
        if (!entry.isDirectory()) {
          int index = i;
          boolean readable = zip.canReadEntryData(entry);
          entries.add(
              Entry.of(
                  entry,
                  readable,
                  isCommon(entry)
                      ? () -> openAtHeader(file, entry)
                      : () -> openByDirectory(file, index)));
        }
      }
    } catch (TooManyEntries | MediumFault e) {
      throw e;
    } catch (IOException e) {
      return entriesFrontToBack(opening, Optional.of(e));
    } catch (RuntimeException e) {
      return entriesFrontToBack(opening, Optional.of(new IOException("damaged headers", e)));
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
        requireFew(index, MAX_ENTRIES_IN_LINE);
        if (!entry.isDirectory()) {
          int at = index;
          boolean readable = zip.canReadEntryData(entry);
          entries.add(Entry.of(entry, readable, () -> openFrontToBack(opening, at)));
        }
      }
    } catch (TooManyEntries | MediumFault e) {
      throw e;
    } catch (IOException e) {
      fault = Optional.of(e);
    } catch (RuntimeException e) {
      // The library fails so on some damaged headers.
      fault = Optional.of(new IOException("damaged headers", e));
    }
    if (fault.isEmpty()) {
      return entries;
    }
    IOException cause = fault.get();
    String what = "the archive is cut off or corrupt: " + cause.getMessage();
    if (entries.isEmpty()) {
      return List.of(
          new Entry(
              "", 0, 0, () -> endingWith(InputStream.nullInputStream(), what), Optional.empty()));
    }
    Entry last = entries.removeLast();
    entries.add(
        new Entry(
            last.name(),
            last.packedBytes(),
            last.contentBytes(),
            () -> endingWith(last.content().open(), what),
            last.refusal()));
    return entries;
  }

  private static ZipFile directoryOf(StoredObject file) throws IOException {
    ZipFile.Builder zip = ZipFile.builder().setIgnoreLocalFileHeader(true);
    return zip.setSeekableByteChannel(new ObjectChannel(file)).get();
  }

  private static ZipArchiveInputStream stream(Opening opening) throws IOException {
    return new ZipArchiveInputStream(opening.open(), "UTF8", true, true);
  }

  /// Stored or deflated: what can be read from the entry's own header on, without the directory.
  private static boolean isCommon(ZipArchiveEntry entry) {
    return (entry.getMethod() == ZipEntry.STORED || entry.getMethod() == ZipEntry.DEFLATED)
        && entry.getCompressedSize() >= 0
        && entry.getLocalHeaderOffset() >= 0;
  }

  /// ```
  /// 50 4b 03 04 ... (26 bytes in all) name length(2) extra length(2) name extra data
  /// ```
  private static InputStream openAtHeader(StoredObject file, ZipArchiveEntry entry)
      throws IOException {
    long header = entry.getLocalHeaderOffset();
    long longest = HEADER_BYTES + 2 * MOST_NAME_BYTES + entry.getCompressedSize();
    InputStream in = file.open(header, Math.min(file.size(), header + longest));
    try {
      byte[] fixed = in.readNBytes(HEADER_BYTES);
      if (fixed.length < HEADER_BYTES || fixed[0] != 'P' || fixed[1] != 'K' || fixed[2] != 3) {
        throw new IOException("corrupt zip archive (no entry where its directory says)");
      }
      in.skipNBytes((long) number(fixed, 26) + number(fixed, 28));
      InputStream packed = new Stretch(in, entry.getCompressedSize());
      InputStream content = entry.getMethod() == ZipEntry.STORED ? packed : new Inflated(packed);
      return new Checked(content, entry, in, entry::getCompressedSize);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
  }

  private static InputStream openByDirectory(StoredObject file, int index) throws IOException {
    ZipFile zip = directoryOf(file);
    try {
      ZipArchiveEntry entry = Collections.list(zip.getEntries()).get(index);
      return new Checked(zip.getInputStream(entry), entry, zip, entry::getCompressedSize);
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
      return new Checked(zip, entry, zip, zip::getCompressedCount);
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

  private static void requireFew(int entries, int most) throws TooManyEntries {
    if (entries > most) {
      throw new TooManyEntries(most);
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

    TooManyEntries(int most) {
      super("more than " + most + " entries");
    }
  }

  /// Deflated data as an entry holds it; it ends where the data says so.
  private static final class Inflated extends InflaterInputStream {
    private static final int BUFFER_BYTES = 16 << 10;

    Inflated(InputStream packed) {
      super(packed, new Inflater(true), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }

  /// The next bytes of a stream, so many; a stream that ends before is cut off.
  private static final class Stretch extends FilterInputStream {
    private long left;

    Stretch(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = super.read(buffer, from, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the archive is cut off within an entry");
      }
      left -= count;
      return count;
    }
  }

  /// An entry's content, with its checksum compared at its end where the archive says it before,
  /// and never more of it than the archive says.
  private static final class Checked extends FilterInputStream implements ExpansionLimit.Packed {
    private final ZipArchiveEntry entry;
    private final AutoCloseable archive;
    private final LongSupplier packedRead;
    private final CRC32 crc = new CRC32();
    private long length;

    Checked(
        InputStream content,
        ZipArchiveEntry entry,
        AutoCloseable archive,
        LongSupplier packedRead) {
      super(content);
      this.entry = entry;
      this.archive = archive;
      this.packedRead = packedRead;
    }

    @Override
    public long packedRead() {
      return packedRead.getAsLong();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (entry.getSize() >= 0 && this.length > entry.getSize()) {
        throw new IOException("corrupt zip entry (longer than the archive says)");
      }
      int count = super.read(buffer, from, length);
      if (count > 0) {
        crc.update(buffer, from, count);
        this.length += count;
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
