package dev.headgate.calendar;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// The public holidays of countries and their parts. Implementations are safe for threads and
/// answer the same every time.
public interface PublicHolidays {
  /// Knows no region.
  PublicHolidays NONE =
      new PublicHolidays() {
        @Override
        public boolean knows(String region) {
          return false;
        }

        @Override
        public Set<String> near(String region) {
          return Set.of();
        }

        @Override
        public Optional<String> on(String region, LocalDate day) {
          return Optional.empty();
        }
      };

  /// Whether {@link #on} may be asked about it: `de`, and `de-by` for a part of it.
  boolean knows(String region);

  /// What may have been meant by one that is not known: the parts of its country, or countries.
  Set<String> near(String region);

  /// The holiday's name in English.
  Optional<String> on(String region, LocalDate day);
}
