package dev.headgate.identity;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The event properties that describe the person as well, without the client's asking: device,
/// browser, place on the web, campaign. The list is PostHog's; `$os_name` is missing from it
/// because it is only another name for `$os`.
final class AutomaticProperties {
  /// Asked for every property of every event, and so a hash table that masks rather than one that
  /// divides.
  ///
  /// By event property, the person property that keeps its first value: `$os` to `$initial_os`,
  /// `utm_source` to `$initial_utm_source`.
  static final Map<String, String> INITIAL_KEYS =
      Stream.of(
              "$app_build",
              "$app_name",
              "$app_namespace",
              "$app_version",
              "$browser",
              "$browser_version",
              "$device_type",
              "$current_url",
              "$pathname",
              "$os",
              "$os_version",
              "$referring_domain",
              "$referrer",
              "$screen_height",
              "$screen_width",
              "$viewport_height",
              "$viewport_width",
              "$raw_user_agent",
              "utm_source",
              "utm_medium",
              "utm_campaign",
              "utm_content",
              "utm_name",
              "utm_term",
              "gclid",
              "gad_source",
              "gclsrc",
              "dclid",
              "gbraid",
              "wbraid",
              "fbclid",
              "msclkid",
              "twclid",
              "li_fat_id",
              "mc_cid",
              "igshid",
              "ttclid",
              "rdt_cid",
              "irclid",
              "_kx",
              "epik",
              "qclid",
              "sccid")
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toMap(
                      Function.identity(),
                      AutomaticProperties::initial,
                      (one, _) -> one,
                      HashMap::new),
                  Collections::unmodifiableMap));

  private AutomaticProperties() {}

  private static String initial(String key) {
    return "$initial_" + (key.startsWith("$") ? key.substring(1) : key);
  }
}
