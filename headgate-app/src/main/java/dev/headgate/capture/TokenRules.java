package dev.headgate.capture;

import dev.headgate.event.ProjectToken;
import java.util.Set;
import java.util.TreeSet;

/// Which token a payload means: exactly one, of the right shape.
final class TokenRules {
  private static final int MAX_LENGTH = 64;

  private TokenRules() {}

  static ProjectToken only(Set<String> written) throws Unacceptable {
    Set<String> tokens = new TreeSet<>();
    written.forEach(token -> tokens.add(token.strip()));
    if (tokens.isEmpty()) {
      throw new Unacceptable(401, "event submitted without an api_key");
    }
    if (tokens.size() > 1) {
      throw new Unacceptable(401, "batch submitted with inconsistent api_key values");
    }
    String token = tokens.iterator().next();
    String fault = fault(token);
    if (!fault.isEmpty()) {
      throw notValid(fault);
    }
    return new ProjectToken(token);
  }

  static Unacceptable notValid(String why) {
    return new Unacceptable(401, "API key is not valid: " + why);
  }

  private static String fault(String token) {
    if (token.isEmpty()) {
      return "empty";
    }
    if (token.length() > MAX_LENGTH) {
      return "too_long";
    }
    if (token.indexOf('\0') >= 0) {
      return "null_byte";
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      return "not_ascii";
    }
    // A person's key, which must not travel in payloads.
    return token.startsWith("phx_") ? "personal_api_key" : "";
  }
}
