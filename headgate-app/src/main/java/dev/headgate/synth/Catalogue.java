package dev.headgate.synth;

import java.nio.charset.StandardCharsets;

/// The words that generated events are made of, as JSON.
final class Catalogue {
  private Catalogue() {}

  /// A device's make-up. Screens are width and height.
  @SuppressWarnings("ArrayRecordComponent") // constants, never compared
  record Platform(byte[] os, byte[][] versions, byte[] type, byte[][] browsers, int[][] screens) {}

  static final Platform WINDOWS =
      new Platform(
          text("Windows"),
          texts("10.0", "11.0"),
          text("Desktop"),
          texts("Chrome", "Microsoft Edge", "Firefox"),
          new int[][] {{1920, 1080}, {2560, 1440}, {1366, 768}});
  static final Platform MAC =
      new Platform(
          text("Mac OS X"),
          texts("10.15.7", "14.2.1", "14.4"),
          text("Desktop"),
          texts("Chrome", "Safari", "Firefox"),
          new int[][] {{1512, 982}, {1728, 1117}, {2560, 1440}});
  static final Platform LINUX =
      new Platform(
          text("Linux"),
          texts("x86_64"),
          text("Desktop"),
          texts("Firefox", "Chrome"),
          new int[][] {{1920, 1080}, {3840, 2160}});
  static final Platform IOS =
      new Platform(
          text("iOS"),
          texts("16.7.2", "17.1", "17.2.1"),
          text("Mobile"),
          texts("Mobile Safari", "Chrome iOS"),
          new int[][] {{390, 844}, {430, 932}, {375, 667}});
  static final Platform ANDROID =
      new Platform(
          text("Android"),
          texts("12", "13", "14"),
          text("Mobile"),
          texts("Chrome", "Samsung Internet"),
          new int[][] {{412, 915}, {360, 800}, {384, 854}});

  static final Platform[] DESKTOPS_AND_PHONES = {
    WINDOWS, WINDOWS, WINDOWS, MAC, MAC, LINUX, IOS, ANDROID
  };
  static final Platform[] PHONES = {IOS, ANDROID};

  static final byte[][] PATHS =
      ascii(
          "/",
          "/pricing",
          "/products/",
          "/cart",
          "/checkout",
          "/account/settings",
          "/blog/",
          "/search",
          "/songs/",
          "/docs/getting-started");
  static final byte[][] TITLES =
      texts(
          "Home · Fjord & Field",
          "Pricing plans for every team · Fjord & Field",
          "Product details · Fjord & Field",
          "Your cart · Fjord & Field",
          "Checkout: 支払い方法 · Fjord & Field",
          "Account settings · Fjord & Field",
          "Größere Ideen für kleine Räume · Fjord & Field",
          "Search results · Fjord & Field",
          "Now playing: الموسيقى · Fjord & Field",
          "Getting started \\\"in five minutes\\\" · Fjord & Field");

  /// Referrers and their domains, pairwise.
  static final byte[][] REFERRERS =
      texts(
          "$direct",
          "https://www.google.com/",
          "https://shop.fjordfield.example/",
          "https://news.ycombinator.com/item?id=38877423",
          "https://www.facebook.com/",
          "https://duckduckgo.com/");

  static final byte[][] REFERRING_DOMAINS =
      texts(
          "$direct",
          "www.google.com",
          "shop.fjordfield.example",
          "news.ycombinator.com",
          "www.facebook.com",
          "duckduckgo.com");

  static final byte[][] UTM_SOURCES =
      texts("google", "newsletter", "facebook", "partner-å", "bing");
  static final byte[][] UTM_MEDIUMS = texts("cpc", "email", "social", "referral");
  static final byte[][] UTM_CAMPAIGNS =
      texts("spring_sale", "brand", "retargeting_q1", "launch-🚀", "weekly digest #12");
  static final byte[][] APP_NAMES = texts("Fjord", "Fjord Lite");
  static final byte[][] APP_NAMESPACES = texts("example.fjordfield.app", "example.fjordfield.lite");
  static final byte[][] PLANS = texts("free", "starter", "pro", "scale", "enterprise");
  static final byte[][] SOURCES =
      texts("search", "friend", "podcast", "conference", "école", "口コミ");
  static final byte[][] PREFERENCES =
      ascii(
          "{\"email\":{\"digest\":\"weekly\",\"offers\":false},\"tags\":[\"music\",\"garden\"]}",
          "{\"email\":{\"digest\":\"never\",\"offers\":true},\"tags\":[]}",
          "{\"dark\":true,\"language\":\"de\",\"tags\":[\"books\"]}",
          "{\"language\":null,\"seats\":12,\"tags\":[1,2,[3,{\"deep\":true}]]}");

  static final String[] MAIL_NAMES = {
    "maria.silva", "john.smith", "wei.zhang", "fatima.hassan", "olga.ivanova", "lars.berg",
    "ana.garcia", "yuki.tanaka", "david.cohen", "priya.patel", "emma.mueller", "luca.rossi"
  };
  static final String[] FIRST_NAMES = {
    "Maria", "John", "Olga", "Lars", "Ana", "Emma", "Luca", "Priya", "David", "Zoë", "Łukasz",
    "Søren", "伟", "雪", "さくら", "민준", "محمد", "שרה", "Ольга", "🎸 Max"
  };
  static final String[] LAST_NAMES = {
    "Silva",
    "Smith",
    "O'Brien",
    "Berg",
    "García",
    "Müller",
    "Rossi",
    "Patel",
    "Çelik",
    "Nguyễn",
    "张",
    "田中",
    "김",
    "الحسن",
    "כהן",
    "Иванова",
    "von \"Spiel\" Berg",
    "Back\\slash"
  };

  static final byte[][] CITIES =
      ascii(
          "\"$geoip_city_name\":\"Berlin\",\"$geoip_country_code\":\"DE\"",
          "\"$geoip_city_name\":\"S\\u00e3o Paulo\",\"$geoip_country_code\":\"BR\"",
          "\"$geoip_city_name\":\"Tokyo\",\"$geoip_country_code\":\"JP\"",
          "\"$geoip_city_name\":\"Cairo\",\"$geoip_country_code\":\"EG\"",
          "\"$geoip_city_name\":\"Oslo\",\"$geoip_country_code\":\"NO\"",
          "\"$geoip_city_name\":\"Austin\",\"$geoip_country_code\":\"US\"");

  static final byte[][] ELEMENTS =
      ascii(
          "\"$event_type\":\"click\",\"$el_text\":\"Add to cart\",\"$elements_chain\":\"button.btn.btn-primary:attr__class=\\\"btn btn-primary\\\"nth-child=\\\"2\\\"nth-of-type=\\\"1\\\"text=\\\"Add to cart\\\";div.card:nth-child=\\\"4\\\"\"",
          "\"$event_type\":\"click\",\"$el_text\":\"\\u8d2d\\u4e70 \\ud83d\\uded2\",\"$elements_chain\":\"a.nav-link:attr__href=\\\"/cart\\\"nth-child=\\\"3\\\"nth-of-type=\\\"3\\\";nav:attr__role=\\\"navigation\\\"\"",
          "\"$event_type\":\"change\",\"$elements_chain\":\"select#plan:attr__id=\\\"plan\\\"nth-child=\\\"1\\\"nth-of-type=\\\"1\\\";form.billing:nth-child=\\\"2\\\"\"");

  static final byte[][] QUERIES =
      texts(
          "caf\\u00e9 \\ud83d\\ude80",
          "\\\"exact phrase\\\"",
          "C:\\\\Users\\\\me",
          "tab\\tand\\nnewline",
          "лампа настольная",
          "كرسي خشبي",
          "椅子 木製",
          "100% wool <b>",
          "👩‍👩‍👧 gift");

  /// Text as a JSON string. It is JSON already between its quotes.
  static byte[] text(String json) {
    return ("\"" + json + "\"").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[][] texts(String... json) {
    byte[][] out = new byte[json.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = text(json[i]);
    }
    return out;
  }

  private static byte[][] ascii(String... json) {
    byte[][] out = new byte[json.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = json[i].getBytes(StandardCharsets.US_ASCII);
    }
    return out;
  }
}
