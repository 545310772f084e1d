package dev.headgate.source.file;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Sees that the pages of every column of a Parquet file lie one after another where its directory
/// says, before the library reads it: on a page that says it is longer than its column the library
/// waits without end, and keeps a processor busy for as long as the process lives.
///
/// ```
/// page    = header, data of so many bytes
/// header  = Thrift's compact protocol; of its fields are needed
///           1 type   3 bytes of data   5.1 or 8.1 number of values
/// ```
///
/// Source: https://github.com/apache/parquet-format, `parquet.thrift`, and Thrift's
/// `thrift-compact-protocol.md`.
final class ParquetPages {
  private static final int USUAL_HEADER_BYTES = 512;
  private static final int MOST_HEADER_BYTES = 16 << 20;
  private static final int MOST_DEPTH = 16;

  private static final int SIZE = 3;
  private static final int DATA_PAGE = 5;
  private static final int DATA_PAGE_V2 = 8;

  private final FileChannel file;
  private ByteBuffer header = ByteBuffer.allocate(USUAL_HEADER_BYTES);
  private long size;
  private long values;

  private ParquetPages(FileChannel file) {
    this.file = file;
  }

  /// @throws IOException if the pages of a column are not where they should be
  static void check(FileChannel file, FileMetaData directory) throws IOException {
    ParquetPages pages = new ParquetPages(file);
    for (RowGroup group : directory.rowGroups()) {
      for (ColumnChunk column : group.columns()) {
        pages.check(column.chunkStartOffset(), column.metaData());
      }
    }
  }

  private void check(long start, ColumnMetaData column) throws IOException {
    long at = start;
    long end = at + column.totalCompressedSize();
    if (at < 0 || end < at || end > file.size()) {
      throw new IOException("a column lies outside of the file");
    }
    for (long left = column.numValues(); left > 0 && at < end; left -= values) {
      int length = readHeader(at, end);
      if (size < 0 || values < 0 || at + length + size > end) {
        throw new IOException("a page is longer than its column, at byte " + at);
      }
      at += length + size;
    }
  }

  /// Reads the header that begins at a place, of a column that ends at another.
  ///
  /// @return its length in bytes
  private int readHeader(long at, long end) throws IOException {
    int most = (int) Math.min(end - at, MOST_HEADER_BYTES);
    for (int bytes = Math.min(most, USUAL_HEADER_BYTES); ; bytes = Math.min(most, 8 * bytes)) {
      if (header.capacity() < bytes) {
        header = ByteBuffer.allocate(bytes);
      }
      header.clear().limit(bytes);
      while (header.hasRemaining() && file.read(header, at + header.position()) >= 0) {}
      header.flip();
      size = -1;
      values = 0;
      try {
        passStruct(0, 0);
        return header.position();
      } catch (EOFException e) {
        if (bytes == most) {
          throw new IOException("a page's header has no end, at byte " + at, e);
        }
      }
    }
  }

  /// @param field which field of the header the struct is; 0 is the header itself
  private void passStruct(int field, int depth) throws IOException {
    int id = 0;
    for (int head; (head = readByte()) != 0; ) {
      int step = head >> 4;
      id = step == 0 ? (int) signed(readNumber()) : id + step;
      int type = head & 15;
      if (type == 5 && depth == 0 && id == SIZE) {
        size = signed(readNumber());
      } else if (type == 5 && depth == 1 && id == 1 && isDataPage(field)) {
        values = signed(readNumber());
      } else if (type > 2) {
        passValue(type, depth == 0 ? id : 0, depth);
      }
    }
  }

  private static boolean isDataPage(int field) {
    return field == DATA_PAGE || field == DATA_PAGE_V2;
  }

  private void passValue(int type, int field, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("a page's header is nested too deep");
    }
    switch (type) {
      case 1, 2, 3 -> pass(1);
      case 4, 5, 6 -> readNumber();
      case 7 -> pass(8);
      case 8 -> pass(readNumber());
      case 9, 10 -> passList(depth);
      case 11 -> passMap(depth);
      case 12 -> passStruct(field, depth + 1);
      default -> throw new IOException("a page's header is damaged");
    }
  }

  private void passList(int depth) throws IOException {
    int head = readByte();
    long count = head >> 4 == 15 ? readNumber() : head >> 4;
    for (long i = 0; i < count; i++) {
      passValue(head & 15, 0, depth + 1);
    }
  }

  private void passMap(int depth) throws IOException {
    long count = readNumber();
    int types = count == 0 ? 0 : readByte();
    for (long i = 0; i < count; i++) {
      passValue(types >> 4, 0, depth + 1);
      passValue(types & 15, 0, depth + 1);
    }
  }

  private void pass(long bytes) throws IOException {
    if (bytes < 0 || bytes > header.remaining()) {
      throw new EOFException();
    }
    header.position(header.position() + (int) bytes);
  }

  private int readByte() throws EOFException {
    if (!header.hasRemaining()) {
      throw new EOFException();
    }
    return header.get() & 0xff;
  }

  private long readNumber() throws IOException {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = readByte();
      number |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return number;
      }
    }
    throw new IOException("a page's header is damaged");
  }

  private static long signed(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
