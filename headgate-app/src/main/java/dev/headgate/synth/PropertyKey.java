package dev.headgate.synth;

import java.util.Arrays;

/// The properties that end up on persons, by the group that is written together.
enum PropertyKey {
  OS("$os", Register.CLIENT),
  OS_VERSION("$os_version", Register.CLIENT),
  DEVICE_TYPE("$device_type", Register.CLIENT),
  SCREEN_HEIGHT("$screen_height", Register.CLIENT),
  SCREEN_WIDTH("$screen_width", Register.CLIENT),
  BROWSER("$browser", Register.WEB),
  BROWSER_VERSION("$browser_version", Register.WEB),
  VIEWPORT_HEIGHT("$viewport_height", Register.WEB),
  VIEWPORT_WIDTH("$viewport_width", Register.WEB),
  CURRENT_URL("$current_url", Register.WEB),
  PATHNAME("$pathname", Register.WEB),
  REFERRER("$referrer", Register.WEB),
  REFERRING_DOMAIN("$referring_domain", Register.WEB),
  APP_NAME("$app_name", Register.APP),
  APP_NAMESPACE("$app_namespace", Register.APP),
  APP_VERSION("$app_version", Register.APP),
  APP_BUILD("$app_build", Register.APP),
  UTM_SOURCE("utm_source", Register.CAMPAIGN),
  UTM_MEDIUM("utm_medium", Register.CAMPAIGN),
  UTM_CAMPAIGN("utm_campaign", Register.CAMPAIGN),
  EMAIL("email", Register.PROFILE),
  NAME("name", Register.PROFILE),
  PLAN("plan", Register.PLAN),
  TRIAL_DAYS("trial_days", Register.TRIAL),
  FIRST_SEEN_SOURCE("first_seen_source", Register.SOURCE),
  PREFERENCES("preferences", Register.PREFERENCES),
  LAST_JOB("last_job", Register.JOB);

  private final String propertyName;
  private final Register register;
  private final String member;

  PropertyKey(String propertyName, Register register) {
    this.propertyName = propertyName;
    this.register = register;
    this.member = "\"" + propertyName + "\":";
  }

  static PropertyKey[] of(Register register) {
    return Arrays.stream(values())
        .filter(key -> key.register == register)
        .toArray(PropertyKey[]::new);
  }

  String propertyName() {
    return propertyName;
  }

  String initialName() {
    return "$initial_" + (propertyName.startsWith("$") ? propertyName.substring(1) : propertyName);
  }

  /// `"$os":`
  String member() {
    return member;
  }

  Register register() {
    return register;
  }

  /// Whether a client event writes it just by carrying it.
  boolean automatic() {
    return switch (register) {
      case CLIENT, WEB, APP, CAMPAIGN -> true;
      default -> false;
    };
  }
}
