package dev.headgate.synth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A place in a person's state that holds which event wrote a group of properties last, or first.
/// Events write a group whole, so that one stamp stands for all its keys.
enum Register {
  /// `$set` by every client event, first also as `$initial_...`.
  CLIENT,
  CLIENT_FIRST,
  /// The same for events of browsers only.
  WEB,
  WEB_FIRST,
  /// The same for events of mobile apps only.
  APP,
  APP_FIRST,
  /// The same for events that open a session with a campaign.
  CAMPAIGN,
  CAMPAIGN_FIRST,
  /// Explicit `$set`, `$set_once` and `$unset`.
  PROFILE,
  PLAN,
  TRIAL,
  SOURCE,
  PREFERENCES,
  JOB;

  /// Its place in arrays, from 0.
  @SuppressWarnings("EnumOrdinal") // nothing but arrays in memory depends on it
  int index() {
    return ordinal();
  }

  /// Where the first write of an automatic group is kept, beside its last.
  Register first() {
    return switch (this) {
      case CLIENT -> CLIENT_FIRST;
      case WEB -> WEB_FIRST;
      case APP -> APP_FIRST;
      case CAMPAIGN -> CAMPAIGN_FIRST;
      default -> throw new IllegalArgumentException(name() + " is not written automatically");
    };
  }

  /// The property keys of a person, sorted, each with the register that decides its value.
  record PersonKey(String name, Register register, PropertyKey key) {
    static List<PersonKey> sorted() {
      List<PersonKey> keys = new ArrayList<>();
      for (PropertyKey key : PropertyKey.values()) {
        keys.add(new PersonKey(key.propertyName(), key.register(), key));
        if (key.automatic()) {
          keys.add(new PersonKey(key.initialName(), key.register().first(), key));
        }
      }
      // All names are ASCII: order by char is order by code point.
      keys.sort(Comparator.comparing(PersonKey::name));
      return List.copyOf(keys);
    }
  }
}
