package dev.headgate.apps.geoip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes small MaxMind DB files of IPv4 networks: a binary tree over the bits of an address, a
/// section of values, and the metadata behind its marker.
///
/// The layout: https://maxmind.github.io/MaxMind-DB/
public final class MmdbFile {
  private static final int BITS = 32;
  private static final int SEPARATOR_BYTES = 16;
  private static final byte[] MARKER = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  private static final int STRING = 2;
  private static final int DOUBLE = 3;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;

  /// Each node's two children: another node, minus one for none, or minus two minus an offset.
  private final List<int[]> nodes = new ArrayList<>();

  private MmdbFile() {
    nodes.add(new int[] {-1, -1});
  }

  /// What the databases of cities have of an address.
  public static Map<String, Object> city(String city, String country) {
    return Map.of(
        "city", Map.of("names", Map.of("en", city)),
        "country", Map.of("iso_code", country),
        "location", Map.of("latitude", 52.25),
        "subdivisions", List.of(Map.of("iso_code", "ZH")));
  }

  /// The bytes of a file.
  ///
  /// @param networks values by network, such as `192.0.2.0/24`
  public static byte[] of(Map<String, Map<String, Object>> networks) {
    MmdbFile file = new MmdbFile();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    networks.forEach((network, value) -> {
      int offset = values.size();
      write(value, values);
      file.put(network, offset);
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : file.nodes) {
      for (int child : node) {
        int record = child >= 0 ? child : file.nodes.size();
        record = child <= -2 ? file.nodes.size() + SEPARATOR_BYTES + (-2 - child) : record;
        out.write(record >> 16);
        out.write(record >> 8);
        out.write(record);
      }
    }
    out.writeBytes(new byte[SEPARATOR_BYTES]);
    out.writeBytes(values.toByteArray());
    out.writeBytes(MARKER);
    write(file.metadata(), out);
    return out.toByteArray();
  }

  private void put(String network, int offset) {
    String[] sides = network.split("/", -1);
    long address = 0;
    for (String part : sides[0].split("\\.", -1)) {
      address = address << 8 | Integer.parseInt(part);
    }
    int length = Integer.parseInt(sides[1]);
    int at = 0;
    for (int bit = 0; bit < length - 1; bit++) {
      int side = (int) (address >> (BITS - 1 - bit)) & 1;
      if (nodes.get(at)[side] < 0) {
        nodes.get(at)[side] = nodes.size();
        nodes.add(new int[] {-1, -1});
      }
      at = nodes.get(at)[side];
    }
    nodes.get(at)[(int) (address >> (BITS - length)) & 1] = -2 - offset;
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", (short) 2);
    metadata.put("binary_format_minor_version", (short) 0);
    metadata.put("build_epoch", 1_700_000_000L);
    metadata.put("database_type", "Test-City");
    metadata.put("description", Map.of("en", "for tests"));
    metadata.put("ip_version", (short) 4);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", (short) 24);
    return metadata;
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(STRING, bytes.length, out);
        out.writeBytes(bytes);
      }
      case Double number -> {
        control(DOUBLE, Double.BYTES, out);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      }
      case Short number -> {
        control(UINT16, Short.BYTES, out);
        out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort(number).array());
      }
      case Integer number -> {
        control(UINT32, Integer.BYTES, out);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      }
      case Long number -> {
        control(UINT64, Long.BYTES, out);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      }
      case Map<?, ?> map -> {
        control(MAP, map.size(), out);
        map.forEach((name, each) -> {
          write(name, out);
          write(each, out);
        });
      }
      case List<?> list -> {
        control(ARRAY, list.size(), out);
        list.forEach(each -> write(each, out));
      }
      default -> throw new IllegalArgumentException("no value of the format: " + value);
    }
  }

  /// Types above 7 have a byte of their own; sizes from 29 on have one too.
  private static void control(int type, int size, ByteArrayOutputStream out) {
    int inByte = Math.min(size, 29);
    out.write((type > MAP ? 0 : type << 5) | inByte);
    if (type > MAP) {
      out.write(type - MAP);
    }
    if (size >= 29) {
      out.write(size - 29);
    }
  }
}
