package dev.headgate.apps;

import dev.headgate.event.JsonBytes;
import java.util.Map;

/// Where addresses are, by a database.
@FunctionalInterface
public interface Places {

  /// What is known of an address, as properties; nothing if it is not in the database.
  ///
  /// @param address an IPv4 or IPv6 address in its usual text
  /// @throws AppFailure the text is no address, or the database cannot be read
  Map<String, JsonBytes> find(String address) throws AppFailure;
}
