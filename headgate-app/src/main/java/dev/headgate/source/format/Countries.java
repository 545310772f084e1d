package dev.headgate.source.format;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// English names of countries by their two-letter code (ISO 3166-1).
final class Countries {
  private static final Map<String, String> NAMES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH)));

  private Countries() {}

  static Optional<String> name(String code) {
    return Optional.ofNullable(NAMES.get(code));
  }
}
