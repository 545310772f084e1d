package dev.headgate.store.postgresql;

import dev.headgate.event.EventId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// Rows on their way into a table by `COPY`, which costs half of what any `INSERT` does: the server
/// puts down a page of rows at once. A row that is there already is an error (23505). The binary
/// form, as PostgreSQL's manual has it under COPY, all numbers big-endian:
///
/// ```
/// head   11 bytes  PGCOPY \n 0xff \r \n 0
///         8 bytes  flags and length of an extension: 0
/// row     2 bytes  how many fields, then each:
///           4 bytes  length, or -1: null
///           length   text in UTF-8; bytea as it is; int4, int8, bool (1 byte), uuid (16 bytes)
/// end     2 bytes  -1
/// ```
///
/// Closed without {@link #end}, it takes everything back that it sent.
final class CopyRows implements AutoCloseable {
  private static final byte[] HEAD = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int SENT_AT_ONCE = 1 << 16;

  private final CopyIn copy;
  private final int fields;
  private byte[] buffer = new byte[2 * SENT_AT_ONCE];
  private int length;

  /// @param columns of the rows, separated by commas
  CopyRows(Connection connection, String table, String columns) throws SQLException {
    fields = columns.split(",", -1).length;
    copy =
        new CopyManager(connection.unwrap(BaseConnection.class))
            .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
    put(HEAD);
  }

  /// Begins a row; as many fields as there are columns follow.
  CopyRows row() throws SQLException {
    if (length >= SENT_AT_ONCE) {
      send();
    }
    putShort(fields);
    return this;
  }

  CopyRows text(@Nullable String value) {
    return value == null ? nothing() : bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  CopyRows bytes(byte[] value) {
    putInt(value.length);
    put(value);
    return this;
  }

  CopyRows bool(boolean value) {
    putInt(1);
    room(1);
    buffer[length++] = (byte) (value ? 1 : 0);
    return this;
  }

  CopyRows int4(int value) {
    putInt(Integer.BYTES);
    putInt(value);
    return this;
  }

  CopyRows int8(long value) {
    putInt(Long.BYTES);
    putLong(value);
    return this;
  }

  CopyRows uuid(EventId value) {
    putInt(2 * Long.BYTES);
    putLong(value.high());
    putLong(value.low());
    return this;
  }

  private CopyRows nothing() {
    putInt(-1);
    return this;
  }

  /// Sends the rest, and waits until the server has taken all rows.
  void end() throws SQLException {
    putShort(-1);
    send();
    copy.endCopy();
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer, 0, length);
    length = 0;
  }

  private void put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void putShort(int value) {
    room(Short.BYTES);
    buffer[length++] = (byte) (value >> 8);
    buffer[length++] = (byte) value;
  }

  private void putInt(int value) {
    putShort(value >> 16);
    putShort(value);
  }

  private void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  private void room(int bytes) {
    if (length + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes));
    }
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
