package dev.headgate.source.file;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.headgate.event.EventTime;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The rows of a Parquet file as JSON Lines, so that to all that comes after it a Parquet file is
/// but another packing: row `n` is line `n`, the same bytes each time.
///
/// ```
/// text, number, boolean        as such; what is no finite number, as a text
/// timestamp in UTC             "2024-03-01T04:08:31.905Z"; without a zone as ISO 8601 without one
/// uuid, date, time, decimal    a text; a decimal a number
/// bytes                        a text if they are UTF-8, else base64
/// group, list, map             object, array, object
/// null                         the member is left out; in a list it is null
/// ```
final class ParquetRows extends InputStream {
  /// The library tells on level INFO what else it has found to work with. Held, so that it stays as
  /// it is set.
  private static final Logger LIBRARY_LOG = Logger.getLogger("dev.hardwood");

  static {
    LIBRARY_LOG.setLevel(Level.WARNING);
  }

  private final HardwoodContext context;
  private final ParquetFileReader file;
  private final RowReader rows;
  private final JsonOutput line = new JsonOutput(4 << 10);
  private int at;
  private long read;
  private boolean ended;

  private ParquetRows(HardwoodContext context, ParquetFileReader file) {
    this.context = context;
    this.file = file;
    this.rows = file.rowReader();
  }

  /// @throws IOException if it is no Parquet file to its end, or packed in a way that is not read
  static InputStream open(Path path) throws IOException {
    HardwoodContext context = HardwoodContext.create(1);
    try (FileChannel pages = FileChannel.open(path)) {
      return checked(pages, ParquetFileReader.open(InputFile.of(path), context), context);
    } catch (RuntimeException | OutOfMemoryError e) {
      context.close();
      throw notReadable(e);
    } catch (IOException e) {
      context.close();
      throw e;
    }
  }

  private static ParquetRows checked(
      FileChannel pages, ParquetFileReader file, HardwoodContext context) throws IOException {
    try {
      ParquetPages.check(pages, file.getFileMetaData());
      return new ParquetRows(context, file);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      file.close();
      throw e;
    }
  }

  /// @param e also that there is no room for an array of a length that a damaged file claims: the
  ///   library makes it before it looks whether there is so much, and nothing of it is left
  private static IOException notReadable(Throwable e) {
    Throwable cause = e.getCause();
    String what = cause == null ? e.toString() : cause.toString();
    return new IOException("no readable Parquet: " + what, e);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == line.length() && !nextLine()) {
      return -1;
    }
    int count = Math.min(length, line.length() - at);
    System.arraycopy(line.buffer(), at, buffer, from, count);
    at += count;
    return count;
  }

  private boolean nextLine() throws IOException {
    try {
      if (ended || !rows.hasNext()) {
        ended = true;
        checkCount();
        return false;
      }
      rows.next();
      read++;
      line.clear();
      at = 0;
      line.ascii("{");
      for (int field = 0; field < rows.getFieldCount(); field++) {
        if (!rows.isNull(field)) {
          line.ascii(line.length() > 1 ? "," : "").string(rows.getFieldName(field)).ascii(":");
          write(rows.getValue(field));
        }
      }
      line.ascii("}\n");
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw notReadable(e);
    }
  }

  /// The library was seen, once, to end before the first row of a file whose rows were all there.
  private void checkCount() throws IOException {
    long said = file.getFileMetaData().numRows();
    if (read != said) {
      throw new IOException(
          "no readable Parquet: it says that it has %d rows, and %d were read"
              .formatted(said, read));
    }
  }

  /// As deep as the file's schema.
  private void write(Object value) {
    switch (value) {
      case Boolean yes -> line.ascii(yes.toString());
      case Byte number -> line.number(number);
      case Short number -> line.number(number);
      case Integer number -> line.number(number);
      case Long number -> line.number(number);
      case Float number -> fraction(number.doubleValue(), number.toString());
      case Double number -> fraction(number, number.toString());
      case BigDecimal number -> line.ascii(number.toPlainString());
      case Instant instant -> time(instant);
      case byte[] bytes -> line.string(text(bytes));
      case PqStruct group -> struct(group);
      case PqList list -> list(list);
      case PqMap map -> map(map);
      // Texts, uuids, dates and times are what they print; so is what is rarer than these.
      default -> line.string(value.toString());
    }
  }

  private void fraction(double number, String printed) {
    if (Double.isFinite(number)) {
      line.ascii(printed);
    } else {
      line.string(printed);
    }
  }

  private void time(Instant instant) {
    boolean printable = EventTime.inRange(EventTime.ofInstant(instant)).isPresent();
    line.string(printable ? EventTime.format(EventTime.ofInstant(instant)) : instant.toString());
  }

  private static String text(byte[] bytes) {
    return Utf8.firstInvalid(bytes, 0, bytes.length) < 0
        ? new String(bytes, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(bytes);
  }

  private void struct(PqStruct group) {
    String separator = "{";
    for (int field = 0; field < group.getFieldCount(); field++) {
      if (!group.isNull(field)) {
        line.ascii(separator).string(group.getFieldName(field)).ascii(":");
        write(group.getValue(field));
        separator = ",";
      }
    }
    line.ascii(separator.equals("{") ? "{}" : "}");
  }

  private void list(PqList list) {
    line.ascii("[");
    for (int i = 0; i < list.size(); i++) {
      line.ascii(i > 0 ? "," : "");
      if (list.isNull(i)) {
        line.ascii("null");
      } else {
        write(list.get(i));
      }
    }
    line.ascii("]");
  }

  private void map(PqMap map) {
    String separator = "{";
    for (PqMap.Entry entry : map.getEntries()) {
      line.ascii(separator).string(String.valueOf(entry.getKey())).ascii(":");
      Object value = entry.getValue();
      if (value == null) {
        line.ascii("null");
      } else {
        write(value);
      }
      separator = ",";
    }
    line.ascii(separator.equals("{") ? "{}" : "}");
  }

  @Override
  public void close() throws IOException {
    try (context;
        file) {
      rows.close();
    }
  }
}
