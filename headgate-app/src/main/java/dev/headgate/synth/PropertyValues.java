package dev.headgate.synth;

import dev.headgate.json.JsonOutput;
import dev.headgate.synth.Catalogue.Platform;
import dev.headgate.synth.Dice.Draw;

/// The value of every property that ends up on a person, computed from its user and the stamp of
/// the event that wrote it. Events and the expected persons are both written from here, which is
/// why a register is four bytes and not a document.
///
/// No value has an escape but `\"` and `\\`, a number with a fraction, or space between tokens: any
/// JSON writer repeats it byte for byte.
final class PropertyValues {
  private static final int BROWSER_VERSIONS_A_HISTORY = 6;
  private static final int FIRST_BROWSER_VERSION = 118;
  private static final int APP_RELEASES_A_HISTORY = 9;
  private static final int VIEWPORT_LESS_THAN_SCREEN = 113;
  private static final String SITE = "https://shop.fjordfield.example";

  private final Dice dice;
  private final UserIds ids;
  private final long events;

  PropertyValues(Dice dice, UserIds ids, long events) {
    this.dice = dice;
    this.ids = ids;
    this.events = events;
  }

  /// Whether the user's device runs the mobile app, not a browser.
  boolean isApp(int user, int device) {
    return Dice.field(device(user, device), 0, 3) == 0;
  }

  private long device(int user, int device) {
    return dice.bits(Draw.DEVICE, user * 4L + device);
  }

  private static Platform platform(long device) {
    return Dice.field(device, 0, 3) == 0
        ? Catalogue.PHONES[Dice.field(device, 3, 1)]
        : pick(Catalogue.DESKTOPS_AND_PHONES, Dice.field(device, 3, 12));
  }

  void write(PropertyKey key, int user, int stamp, JsonOutput out) {
    long event = PersonRows.eventOf(stamp);
    int source = PersonRows.sourceOf(stamp);
    switch (key.register()) {
      case CLIENT, CLIENT_FIRST -> client(key, device(user, source), out);
      case WEB, WEB_FIRST -> web(key, device(user, source), event, out);
      case APP, APP_FIRST -> app(key, device(user, source), event, out);
      default -> chosen(key, user, event, source, out);
    }
  }

  private static void client(PropertyKey key, long device, JsonOutput out) {
    Platform platform = platform(device);
    int[] screen = pick(platform.screens(), Dice.field(device, 16, 8));
    switch (key) {
      case OS -> out.bytes(platform.os());
      case OS_VERSION -> out.bytes(pick(platform.versions(), Dice.field(device, 24, 8)));
      case DEVICE_TYPE -> out.bytes(platform.type());
      case SCREEN_WIDTH -> out.number(screen[0]);
      case SCREEN_HEIGHT -> out.number(screen[1]);
      default -> throw new IllegalArgumentException(key.name());
    }
  }

  private void web(PropertyKey key, long device, long event, JsonOutput out) {
    long page = dice.bits(Draw.PAGE, event);
    Platform platform = platform(device);
    int[] screen = pick(platform.screens(), Dice.field(device, 16, 8));
    int referrer = Dice.field(page, 40, 8) % Catalogue.REFERRERS.length;
    switch (key) {
      case BROWSER -> out.bytes(browser(platform, device));
      case BROWSER_VERSION -> out.number(browserVersion(device, event));
      case VIEWPORT_WIDTH -> out.number(screen[0]);
      case VIEWPORT_HEIGHT ->
          out.number(screen[1] - VIEWPORT_LESS_THAN_SCREEN - Dice.field(device, 40, 4));
      case CURRENT_URL -> {
        out.ascii("\"").ascii(SITE);
        path(page, out);
        out.ascii(Dice.field(page, 48, 2) == 0 ? "?ref=list&page=2\"" : "\"");
      }
      case PATHNAME -> {
        out.ascii("\"");
        path(page, out);
        out.ascii("\"");
      }
      case REFERRER -> out.bytes(Catalogue.REFERRERS[referrer]);
      case REFERRING_DOMAIN -> out.bytes(Catalogue.REFERRING_DOMAINS[referrer]);
      default -> throw new IllegalArgumentException(key.name());
    }
  }

  private static byte[] browser(Platform platform, long device) {
    return pick(platform.browsers(), Dice.field(device, 32, 8));
  }

  private long browserVersion(long device, long event) {
    return FIRST_BROWSER_VERSION
        + event * BROWSER_VERSIONS_A_HISTORY / events
        - Dice.field(device, 44, 1);
  }

  /// Which of the pages, titles and so on an event is about.
  int pageOf(long event) {
    return Dice.field(dice.bits(Draw.PAGE, event), 0, 8) % Catalogue.PATHS.length;
  }

  private static void path(long page, JsonOutput out) {
    byte[] path = pick(Catalogue.PATHS, Dice.field(page, 0, 8));
    out.bytes(path);
    if (path.length > 1 && path[path.length - 1] == '/') {
      out.number(1000 + Dice.field(page, 8, 11));
    }
  }

  private void app(PropertyKey key, long device, long event, JsonOutput out) {
    int app = Dice.field(device, 45, 2) == 0 ? 1 : 0;
    long release = event * APP_RELEASES_A_HISTORY / events;
    switch (key) {
      case APP_NAME -> out.bytes(Catalogue.APP_NAMES[app]);
      case APP_NAMESPACE -> out.bytes(Catalogue.APP_NAMESPACES[app]);
      case APP_VERSION ->
          out.ascii("\"3.").number(release).ascii(".").number(release % 4).ascii("\"");
      case APP_BUILD -> out.ascii("\"").number(4100 + 7 * release).ascii("\"");
      default -> throw new IllegalArgumentException(key.name());
    }
  }

  private void chosen(PropertyKey key, int user, long event, int source, JsonOutput out) {
    long content = dice.bits(Draw.CONTENT, event);
    switch (key) {
      case UTM_SOURCE -> out.bytes(pick(Catalogue.UTM_SOURCES, Dice.field(content, 0, 8)));
      case UTM_MEDIUM -> out.bytes(pick(Catalogue.UTM_MEDIUMS, Dice.field(content, 8, 8)));
      case UTM_CAMPAIGN -> out.bytes(pick(Catalogue.UTM_CAMPAIGNS, Dice.field(content, 16, 8)));
      case EMAIL -> email(user, source, out);
      case NAME -> out.string(name(user, Dice.field(content, 24, 3) == 0));
      case PLAN -> out.bytes(pick(Catalogue.PLANS, Dice.field(content, 32, 8)));
      case TRIAL_DAYS -> out.number(7 + Dice.field(content, 40, 5));
      case FIRST_SEEN_SOURCE -> out.bytes(pick(Catalogue.SOURCES, Dice.field(content, 48, 6)));
      case PREFERENCES -> out.bytes(pick(Catalogue.PREFERENCES, Dice.field(content, 54, 6)));
      case LAST_JOB -> out.number(event);
      default -> throw new IllegalArgumentException(key.name());
    }
  }

  private void email(int user, int account, JsonOutput out) {
    int name = Dice.field(ids.person(user), 8, 8) % Catalogue.MAIL_NAMES.length;
    out.ascii("\"").ascii(Catalogue.MAIL_NAMES[name]).number(user);
    out.ascii(
        account == 0 ? "@mail.example\"" : account == 1 ? "@work.example\"" : "@crm.example\"");
  }

  private String name(int user, boolean married) {
    long bits = ids.person(user);
    int first = Dice.field(bits, 16, 8) % Catalogue.FIRST_NAMES.length;
    int last = (Dice.field(bits, 24, 8) + (married ? 1 : 0)) % Catalogue.LAST_NAMES.length;
    return Catalogue.FIRST_NAMES[first] + " " + Catalogue.LAST_NAMES[last];
  }

  private static <T> T pick(T[] from, int bits) {
    return from[bits % from.length];
  }
}
