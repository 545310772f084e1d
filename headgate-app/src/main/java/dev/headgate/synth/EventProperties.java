package dev.headgate.synth;

import dev.headgate.json.JsonOutput;
import dev.headgate.synth.Dice.Draw;

/// Writes an event's properties as a JSON object: those that end up on the person through {@link
/// PropertyValues}, and around them what clients send besides.
final class EventProperties {
  private static final Register[] CARRIED = {
    Register.CLIENT, Register.WEB, Register.APP, Register.CAMPAIGN
  };
  private static final Register[] CHOSEN = {
    Register.PROFILE,
    Register.PLAN,
    Register.TRIAL,
    Register.SOURCE,
    Register.PREFERENCES,
    Register.JOB
  };
  private static final PropertyKey[][] KEYS_OF = keysByRegister();

  private final Dice dice;
  private final PropertyValues values;

  EventProperties(Dice dice, PropertyValues values) {
    this.dice = dice;
    this.values = values;
  }

  private static PropertyKey[][] keysByRegister() {
    Register[] registers = Register.values();
    PropertyKey[][] keys = new PropertyKey[registers.length][];
    for (Register register : registers) {
      keys[register.index()] = PropertyKey.of(register);
    }
    return keys;
  }

  /// @param mergedId the JSON value of the other id, where the event names one, else empty
  /// @param session the number of the event that opened the session
  void write(GeneratedEvent event, EventContent content, byte[] mergedId, long session) {
    JsonOutput out = event.properties;
    out.clear();
    out.ascii("{");
    long bits = dice.bits(Draw.CONTENT, ~event.number);
    int stamp = PersonRows.stamp(event.number, content.device);
    for (Register register : CARRIED) {
      if (EventContent.has(content.carried, register)) {
        members(register, event.user, stamp, out);
      }
    }
    if (content.client) {
      client(event, content, session, bits, out);
    } else {
      server(event, bits, out);
    }
    if (mergedId.length > 0) {
      out.ascii(content.name.equals("$identify") ? "\"$anon_distinct_id\":" : "\"alias\":");
      out.bytes(mergedId).ascii(",");
    }
    int chosen = PersonRows.stamp(event.number, content.account);
    group("\"$set\":{", content.set, event.user, chosen, out);
    group("\"$set_once\":{", content.setOnce, event.user, chosen, out);
    unset(content.unset, out);
    if (event.move.personless()) {
      out.ascii("\"$process_person_profile\":false,");
    }
    out.truncate(out.length() - 1);
    out.ascii("}");
  }

  private void members(Register register, int user, int stamp, JsonOutput out) {
    for (PropertyKey key : KEYS_OF[register.index()]) {
      out.ascii(key.member());
      values.write(key, user, stamp, out);
      out.ascii(",");
    }
  }

  private void group(String opening, int registers, int user, int stamp, JsonOutput out) {
    if (registers == 0) {
      return;
    }
    out.ascii(opening);
    for (Register register : CHOSEN) {
      if (EventContent.has(registers, register)) {
        members(register, user, stamp, out);
      }
    }
    out.truncate(out.length() - 1);
    out.ascii("},");
  }

  private static void unset(int registers, JsonOutput out) {
    if (registers == 0) {
      return;
    }
    out.ascii("\"$unset\":[");
    for (Register register : CHOSEN) {
      if (EventContent.has(registers, register)) {
        for (PropertyKey key : KEYS_OF[register.index()]) {
          out.string(key.propertyName()).ascii(",");
        }
      }
    }
    out.truncate(out.length() - 1);
    out.ascii("],");
  }

  private void client(
      GeneratedEvent event, EventContent content, long session, long bits, JsonOutput out) {
    out.ascii(
        content.app
            ? "\"$lib\":\"posthog-ios\",\"$lib_version\":\"3.2.5\","
            : "\"$lib\":\"web\",\"$lib_version\":\"1.116.6\",");
    byte[] sessionId = UserIds.randomUuid(dice, Draw.SESSION_ID, session).ascii();
    out.ascii("\"$session_id\":\"").bytes(sessionId).ascii("\",");
    out.bytes(Catalogue.CITIES[Dice.field(event.user * 31L + 7, 0, 20) % Catalogue.CITIES.length])
        .ascii(",");
    switch (content.browse) {
      case PAGE -> title(event, out);
      case CLICK -> out.bytes(pick(Catalogue.ELEMENTS, bits)).ascii(",");
      case LEAVE -> {
        title(event, out);
        out.ascii("\"$prev_pageview_duration\":").number(Dice.field(bits, 0, 9));
        out.ascii(".").number(Dice.field(bits, 9, 9)).ascii(",\"$prev_pageview_max_scroll\":1.0,");
      }
      case SEARCH ->
          out.ascii("\"query\":")
              .bytes(pick(Catalogue.QUERIES, bits))
              .ascii(",\"results\":")
              .number(Dice.field(bits, 8, 7))
              .ascii(",");
      case SONG ->
          out.ascii("\"song_id\":")
              .number(Dice.field(bits, 0, 16))
              .ascii(",\"seconds\":1.5e2,\"playlist\":null,\"shuffle\":true,");
      case PRODUCT -> product(bits, out);
      case ORDER -> order(bits, out);
      case VIDEO ->
          out.ascii("\"positions\":[0,12,-3.25,[]],\"quality\":{\"hd\":true,\"codec\":{}},");
      case FLAG ->
          out.ascii("\"$feature_flag\":\"new-checkout\",\"$feature_flag_response\":")
              .ascii((bits & 1) == 0 ? "true," : "\"variant-b\",");
      case EXCEPTION ->
          out.ascii(
              "\"$exception_message\":\"Cannot read properties of undefined (reading 'id')\",\"$exception_type\":\"TypeError\",\"$exception_stack_trace_raw\":\"[{\\\"line\\\":10}]\",");
      case NONE -> {}
    }
  }

  private void title(GeneratedEvent event, JsonOutput out) {
    out.ascii("\"title\":").bytes(Catalogue.TITLES[values.pageOf(event.number)]).ascii(",");
  }

  private static void product(long bits, JsonOutput out) {
    out.ascii("\"product_id\":\"SKU-")
        .number(10_000 + Dice.field(bits, 0, 13))
        .ascii("\",\"price\":")
        .number(Dice.field(bits, 13, 8))
        .ascii(".99,\"currency\":\"EUR\",");
  }

  private static void order(long bits, JsonOutput out) {
    out.ascii("\"order_id\":\"O-").number(bits >>> 34).ascii("\",\"products\":[");
    int items = 1 + Dice.field(bits, 0, 2);
    for (int item = 0; item < items; item++) {
      out.ascii(item == 0 ? "{" : ",{");
      product(Dice.more(bits + item), out);
      out.ascii("\"quantity\":").number(item + 1L).ascii("}");
    }
    out.ascii("],\"revenue\":").number(Dice.field(bits, 8, 10)).ascii(".5,\"coupon\":null,");
  }

  private static void server(GeneratedEvent event, long bits, JsonOutput out) {
    out.ascii(
        "\"$lib\":\"posthog-python\",\"$lib_version\":\"3.5.0\",\"$geoip_disable\":true,\"$python_runtime\":\"CPython\",\"$python_version\":\"3.11.8\",");
    if (event.move == Move.HOT) {
      out.ascii("\"job\":{\"queue\":\"billing\",\"host\":\"worker-")
          .number(Dice.field(bits, 0, 4))
          .ascii(".eu-central-1.compute.internal\",\"attempt\":")
          .number(1 + Dice.field(bits, 4, 1))
          .ascii(",\"invoices\":")
          .number(Dice.field(bits, 8, 12))
          .ascii(",\"milliseconds\":")
          .number(Dice.field(bits, 20, 14))
          .ascii(",\"tags\":[\"nightly\",\"r\\u00e9gion:eu\"]},\"status\":\"ok\",");
    }
  }

  private static byte[] pick(byte[][] from, long bits) {
    return from[Dice.field(bits, 40, 12) % from.length];
  }
}
