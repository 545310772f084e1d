package dev.headgate.apps.geoip;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import dev.headgate.apps.AppFailure;
import dev.headgate.apps.Places;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The records of a MaxMind DB file with cities or countries (GeoLite2, GeoIP2, DB-IP), as
/// properties under the names that PostHog gives them. The file is mapped into memory.
///
/// The layout of records: https://dev.maxmind.com/geoip/docs/databases/city-and-country
public final class MaxMindPlaces implements Places, AutoCloseable {
  private static final String LANGUAGE = "en";

  private final Reader reader;

  private MaxMindPlaces(Reader reader) {
    this.reader = reader;
  }

  /// Opens a file.
  ///
  /// @throws IOException the file is not there, or is no such file
  public static MaxMindPlaces open(Path file) throws IOException {
    return new MaxMindPlaces(new Reader(file.toFile(), new CHMCache()));
  }

  /// What the file says it is, such as `GeoLite2-City`.
  public String type() {
    return reader.getMetadata().databaseType();
  }

  @Override
  public Map<String, JsonBytes> find(String address) throws AppFailure {
    try {
      // Never a name: that would be looked up on the network.
      Map<?, ?> record = reader.get(InetAddress.ofLiteral(address.strip()), Map.class);
      return record == null ? Map.of() : properties(record);
    } catch (IllegalArgumentException e) {
      throw new AppFailure("the property is no IP address");
    } catch (IOException e) {
      throw new AppFailure("the database cannot be read");
    }
  }

  private static Map<String, JsonBytes> properties(Map<?, ?> record) {
    Map<String, JsonBytes> found = new LinkedHashMap<>();
    put(found, "$geoip_city_name", at(record, "city", "names", LANGUAGE));
    put(found, "$geoip_country_name", at(record, "country", "names", LANGUAGE));
    put(found, "$geoip_country_code", at(record, "country", "iso_code"));
    put(found, "$geoip_continent_name", at(record, "continent", "names", LANGUAGE));
    put(found, "$geoip_continent_code", at(record, "continent", "code"));
    put(found, "$geoip_postal_code", at(record, "postal", "code"));
    put(found, "$geoip_latitude", at(record, "location", "latitude"));
    put(found, "$geoip_longitude", at(record, "location", "longitude"));
    put(found, "$geoip_time_zone", at(record, "location", "time_zone"));
    if (record.get("subdivisions") instanceof List<?> subdivisions
        && !subdivisions.isEmpty()
        && subdivisions.getFirst() instanceof Map<?, ?> first) {
      put(found, "$geoip_subdivision_1_code", at(first, "iso_code"));
      put(found, "$geoip_subdivision_1_name", at(first, "names", LANGUAGE));
    }
    return found;
  }

  private static @Nullable Object at(Map<?, ?> record, String... path) {
    Object here = record;
    for (String name : path) {
      here = here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return here;
  }

  private static void put(Map<String, JsonBytes> into, String name, @Nullable Object value) {
    json(value).ifPresent(json -> into.put(name, json));
  }

  private static Optional<JsonBytes> json(@Nullable Object value) {
    return switch (value) {
      case String text -> Optional.of(new JsonOutput(32).string(text).toJsonBytes());
      case Double number when Double.isFinite(number) ->
          Optional.of(JsonBytes.of(number.toString()));
      case Integer number -> Optional.of(JsonBytes.of(number.toString()));
      case Long number -> Optional.of(JsonBytes.of(number.toString()));
      case BigInteger number -> Optional.of(JsonBytes.of(number.toString()));
      case null, default -> Optional.empty();
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
