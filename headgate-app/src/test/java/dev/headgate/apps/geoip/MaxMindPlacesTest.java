package dev.headgate.apps.geoip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.apps.AppFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxMindPlacesTest {
  @TempDir Path folder;

  private MaxMindPlaces places() throws IOException {
    Path file = folder.resolve("p.mmdb");
    Files.write(
        file,
        MmdbFile.of(
            Map.of(
                "192.0.2.0/24", MmdbFile.city("Delft", "NL"),
                "198.51.100.128/25", MmdbFile.city("Köln", "DE"))));
    return MaxMindPlaces.open(file);
  }

  @Test
  void whatIsKnownOfAnAddressBecomesProperties() throws Exception {
    try (MaxMindPlaces places = places()) {
      assertThat(places.type()).isEqualTo("Test-City");
      assertThat(places.find("192.0.2.200").toString())
          .isEqualTo(
              "{$geoip_city_name=\"Delft\", $geoip_country_code=\"NL\", $geoip_latitude=52.25,"
                  + " $geoip_subdivision_1_code=\"ZH\"}");
      assertThat(places.find(" 198.51.100.130 ").toString()).contains("Köln");
      assertThat(places.find("198.51.100.1")).isEmpty();
      assertThat(places.find("10.0.0.1")).isEmpty();
    }
  }

  @Test
  void aNameIsNoAddressAndIsNeverLookedUp() throws Exception {
    try (MaxMindPlaces places = places()) {
      for (String each : new String[] {"localhost", "", "host.example", "192.0.2.1/24", "x::y"}) {
        assertThatExceptionOfType(AppFailure.class)
            .as(each)
            .isThrownBy(() -> places.find(each))
            .withMessage("the property is no IP address");
      }
    }
  }

  @Test
  void aFileThatIsNoneIsRefused() throws Exception {
    Path none = Files.writeString(folder.resolve("none.mmdb"), "not a database");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> MaxMindPlaces.open(none));
  }
}
