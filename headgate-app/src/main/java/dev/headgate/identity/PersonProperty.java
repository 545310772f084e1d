package dev.headgate.identity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A property of an event that concerns the person: by what it says, or because it describes the
/// person as well without the client's asking, as device, browser, place on the web and campaign
/// do. The list of these is PostHog's.
///
/// The automatic ones and their initial keys have places, from 0, by which {@link RegisterLayout}
/// names them: `2 n` is the n-th of the list, `2 n + 1` its initial key. Stores hold these numbers,
/// so new ones go to the end.
///
/// @param name as the event has it
/// @param initial of an {@link Part#AUTOMATIC} one, the person property that keeps its first value:
///   `$os` to `$initial_os`, `utm_source` to `$initial_utm_source`; else its own name
record PersonProperty(String name, Part part, String initial) {
  enum Part {
    PROFILE,
    SET,
    SET_ONCE,
    UNSET,
    /// What some clients call `$os`, and so not in the list.
    OS_NAME,
    AUTOMATIC
  }

  /// No place.
  static final int NONE = -1;

  private static final List<PersonProperty> AUTOMATIC =
      Stream.of(
              "$os",
              "$app_build",
              "$app_name",
              "$app_namespace",
              "$app_version",
              "$browser",
              "$browser_version",
              "$device_type",
              "$current_url",
              "$pathname",
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
          .map(PersonProperty::automatic)
          .toList();

  private static final List<PersonProperty> OTHERS =
      List.of(
          new PersonProperty("$process_person_profile", Part.PROFILE),
          new PersonProperty("$set", Part.SET),
          new PersonProperty("$set_once", Part.SET_ONCE),
          new PersonProperty("$unset", Part.UNSET),
          new PersonProperty("$os_name", Part.OS_NAME));

  static final PersonProperty OS = AUTOMATIC.getFirst();

  /// Asked for every property of every event: five times as large as it need be, so that a name
  /// that is none of these mostly meets an empty place at once.
  private static final @Nullable String[] NAMES = new @Nullable String[256];

  private static final @Nullable PersonProperty[] BY_SLOT =
      new @Nullable PersonProperty[NAMES.length];

  /// By place.
  private static final String[] KEYS =
      AUTOMATIC.stream().flatMap(each -> Stream.of(each.name, each.initial)).toArray(String[]::new);

  private static final @Nullable String[] KEY_TABLE = new @Nullable String[512];
  private static final int[] PLACES = new int[KEY_TABLE.length];

  static {
    Stream.concat(OTHERS.stream(), AUTOMATIC.stream())
        .forEach(each -> {
          int slot = KeyTable.slot(NAMES, each.name);
          NAMES[slot] = each.name;
          BY_SLOT[slot] = each;
        });
    Arrays.fill(PLACES, NONE);
    for (int place = 0; place < KEYS.length; place++) {
      int slot = KeyTable.slot(KEY_TABLE, KEYS[place]);
      KEY_TABLE[slot] = KEYS[place];
      PLACES[slot] = place;
    }
  }

  private PersonProperty(String name, Part part) {
    this(name, part, name);
  }

  private static PersonProperty automatic(String name) {
    String bare = name.startsWith("$") ? name.substring(1) : name;
    return new PersonProperty(name, Part.AUTOMATIC, "$initial_" + bare);
  }

  /// How many places there are.
  static int places() {
    return KEYS.length;
  }

  /// The place of a key of a person, or {@link #NONE}.
  static int place(String key) {
    return PLACES[KeyTable.slot(KEY_TABLE, key)];
  }

  /// The key at a place.
  ///
  /// @throws IllegalArgumentException there is none
  static String key(int place) {
    if (place >= KEYS.length) {
      throw new IllegalArgumentException("no usual key has the place " + place);
    }
    return KEYS[place];
  }

  /// The one of this name; null for a property that says nothing of the person.
  static @Nullable PersonProperty named(String name) {
    return BY_SLOT[KeyTable.slot(NAMES, name)];
  }
}
