package dev.headgate.source.format;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The 131 columns of Snowplow's enriched events, in their order, and what kind of value each has.
/// Source: https://docs.snowplow.io/docs/fundamentals/canonical-event/ and its analytics SDKs.
final class SnowplowColumns {
  static final int COUNT = 131;

  private static final List<String> NAMES =
      List.of(
          """
          app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id
          name_tracker v_tracker v_collector v_etl user_id user_ipaddress user_fingerprint
          domain_userid domain_sessionidx network_userid geo_country geo_region geo_city geo_zipcode
          geo_latitude geo_longitude geo_region_name ip_isp ip_organization ip_domain ip_netspeed
          page_url page_title page_referrer page_urlscheme page_urlhost page_urlport page_urlpath
          page_urlquery page_urlfragment refr_urlscheme refr_urlhost refr_urlport refr_urlpath
          refr_urlquery refr_urlfragment refr_medium refr_source refr_term mkt_medium mkt_source
          mkt_term mkt_content mkt_campaign contexts se_category se_action se_label se_property
          se_value unstruct_event tr_orderid tr_affiliation tr_total tr_tax tr_shipping tr_city
          tr_state tr_country ti_orderid ti_sku ti_name ti_category ti_price ti_quantity
          pp_xoffset_min pp_xoffset_max pp_yoffset_min pp_yoffset_max useragent br_name br_family
          br_version br_type br_renderengine br_lang br_features_pdf br_features_flash
          br_features_java br_features_director br_features_quicktime br_features_realplayer
          br_features_windowsmedia br_features_gears br_features_silverlight br_cookies
          br_colordepth br_viewwidth br_viewheight os_name os_family os_manufacturer os_timezone
          dvce_type dvce_ismobile dvce_screenwidth dvce_screenheight doc_charset doc_width
          doc_height tr_currency tr_total_base tr_tax_base tr_shipping_base ti_currency
          ti_price_base base_currency geo_timezone mkt_clickid mkt_network etl_tags
          dvce_sent_tstamp refr_domain_userid refr_dvce_tstamp derived_contexts domain_sessionid
          derived_tstamp event_vendor event_name event_format event_version event_fingerprint
          true_tstamp\
          """
              .split("\\s+"));

  private static final Set<String> NUMBERS =
      Set.of(
          "txn_id",
          "domain_sessionidx",
          "geo_latitude",
          "geo_longitude",
          "page_urlport",
          "refr_urlport",
          "se_value",
          "tr_total",
          "tr_tax",
          "tr_shipping",
          "ti_price",
          "ti_quantity",
          "pp_xoffset_min",
          "pp_xoffset_max",
          "pp_yoffset_min",
          "pp_yoffset_max",
          "br_viewwidth",
          "br_viewheight",
          "dvce_screenwidth",
          "dvce_screenheight",
          "doc_width",
          "doc_height",
          "tr_total_base",
          "tr_tax_base",
          "tr_shipping_base",
          "ti_price_base");
  private static final Set<String> OTHER_BOOLEANS = Set.of("br_cookies", "dvce_ismobile");
  private static final Set<String> DOCUMENTS =
      Set.of("contexts", "unstruct_event", "derived_contexts");

  private static final Map<String, Integer> NUMBER_OF = new HashMap<>();
  private static final Kind[] KINDS = new Kind[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      NUMBER_OF.put(NAMES.get(i), i);
      KINDS[i] = kindOf(NAMES.get(i));
    }
  }

  /// What a column holds.
  enum Kind {
    TEXT,
    NUMBER,
    /// `1` or `0`.
    BOOLEAN,
    /// JSON.
    DOCUMENT
  }

  private SnowplowColumns() {}

  private static Kind kindOf(String name) {
    if (NUMBERS.contains(name)) {
      return Kind.NUMBER;
    }
    if (DOCUMENTS.contains(name)) {
      return Kind.DOCUMENT;
    }
    boolean yesOrNo = OTHER_BOOLEANS.contains(name) || name.startsWith("br_features_");
    return yesOrNo ? Kind.BOOLEAN : Kind.TEXT;
  }

  static String name(int column) {
    return NAMES.get(column);
  }

  /// The column of a name, from 0.
  static int number(String name) {
    Integer number = NUMBER_OF.get(name);
    if (number == null) {
      throw new IllegalArgumentException("no column is called " + name);
    }
    return number;
  }

  static Kind kind(int column) {
    return KINDS[column];
  }

  /// Where the fields of a row begin and end: field `i` is `row[starts[i], starts[i + 1] - 1)`. Of
  /// more than {@link #COUNT} only the count is right.
  ///
  /// @param starts of {@link #COUNT} + 1 places, filled
  /// @return how many fields there are
  static int split(byte[] row, int[] starts) {
    int count = 1;
    starts[0] = 0;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == '\t') {
        if (count <= COUNT) {
          starts[count] = i + 1;
        }
        count++;
      }
    }
    if (count <= COUNT) {
      starts[count] = row.length + 1;
    }
    return count;
  }

  /// Writes a field as the JSON value that its column's kind makes of it; what is not of that kind
  /// is written as a text.
  static void write(int column, byte[] row, int from, int to, JsonOutput out) {
    switch (KINDS[column]) {
      case NUMBER, DOCUMENT -> {
        if (isJson(KINDS[column], row, from, to)) {
          out.bytes(row, from, to);
        } else {
          out.string(text(row, from, to));
        }
      }
      case BOOLEAN -> {
        byte only = to - from == 1 ? row[from] : 0;
        if (only == '1' || only == '0') {
          out.ascii(only == '1' ? "true" : "false");
        } else {
          out.string(text(row, from, to));
        }
      }
      case TEXT -> out.string(text(row, from, to));
    }
  }

  static String text(byte[] row, int from, int to) {
    return new String(row, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isJson(Kind kind, byte[] row, int from, int to) {
    byte[] value = Arrays.copyOfRange(row, from, to);
    try {
      JsonKind found = JsonCursor.kindOf(value, 0, value.length);
      return (found == JsonKind.NUMBER) == (kind == Kind.NUMBER);
    } catch (MalformedJson e) {
      return false;
    }
  }
}
