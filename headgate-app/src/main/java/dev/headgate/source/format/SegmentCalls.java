package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventKind;
import dev.headgate.event.EventName;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes an event of a call of Segment's specification (https://segment.com/docs/connections/spec),
/// which RudderStack shares, as PostHog's destinations for both do:
///
/// ```
/// track     its event                   page   $pageview       screen  $screen, $screen_name
/// identify  $identify with $set and $anon_distinct_id; without a userId it is $set
/// alias     $create_alias of previousId into userId
/// group     $groupidentify with $group_type, $group_key and $group_set
/// ```
///
/// The call's own properties stay as they are; what its context says in other words is added to
/// them; the rest of the call is kept in one object. Not thread-safe.
final class SegmentCalls {
  private static final String GROUP_TYPE = "segment_group";
  private static final List<String> TYPES =
      List.of("track", "page", "screen", "identify", "alias", "group");

  private static final MemberTable TABLE =
      MemberTable.of(
          Map.ofEntries(
              Map.entry("ip", "$ip"),
              Map.entry("page.url", "$current_url"),
              Map.entry("page.path", "$pathname"),
              Map.entry("page.title", "title"),
              Map.entry("page.referrer", "$referrer"),
              Map.entry("page.referring_domain", "$referring_domain"),
              Map.entry("page.initial_referrer", "$initial_referrer"),
              Map.entry("page.initial_referring_domain", "$initial_referring_domain"),
              Map.entry("os.name", "$os"),
              Map.entry("os.version", "$os_version"),
              Map.entry("device.id", "$device_id"),
              Map.entry("device.type", "$device_type"),
              Map.entry("device.manufacturer", "$device_manufacturer"),
              Map.entry("device.model", "$device_model"),
              Map.entry("device.name", "$device_name"),
              Map.entry("screen.width", "$screen_width"),
              Map.entry("screen.height", "$screen_height"),
              Map.entry("screen.density", "$screen_density"),
              Map.entry("app.name", "$app_name"),
              Map.entry("app.version", "$app_version"),
              Map.entry("app.namespace", "$app_namespace"),
              Map.entry("app.build", "$app_build"),
              Map.entry("network.carrier", "$network_carrier"),
              Map.entry("network.wifi", "$network_wifi"),
              Map.entry("network.cellular", "$network_cellular"),
              Map.entry("network.bluetooth", "$network_bluetooth"),
              Map.entry("campaign.source", "utm_source"),
              Map.entry("campaign.medium", "utm_medium"),
              Map.entry("campaign.name", "utm_campaign"),
              Map.entry("campaign.content", "utm_content"),
              Map.entry("campaign.term", "utm_term"),
              Map.entry("library.name", "$lib"),
              Map.entry("library.version", "$lib_version"),
              Map.entry("locale", "$locale"),
              Map.entry("timezone", "$timezone"),
              Map.entry("userAgent", "$raw_user_agent")));

  /// What a page call says in its properties, other calls in their context.
  private static final Map<String, String> PAGE_PROPERTIES =
      Map.of("url", "$current_url", "path", "$pathname", "referrer", "$referrer");

  private final String keptAs;
  private final boolean traitsOfContextCount;
  private final NamedIds messageIds = new NamedIds(UuidRule.FOREIGN_IDS);

  /// An event, and the ids that its call names side by side.
  record Made(EventDraft draft, Optional<IdentityPair> pair) {}

  /// @param keptAs the property that holds what is not mapped
  /// @param traitsOfContextCount whether every call sets `context.traits` on its person, as
  ///   RudderStack's clients mean it; else only identify does
  SegmentCalls(String keptAs, boolean traitsOfContextCount) {
    this.keptAs = keptAs;
    this.traitsOfContextCount = traitsOfContextCount;
  }

  /// Whether the type of a record is one of a call.
  static boolean isCall(String type) {
    return TYPES.contains(type.toLowerCase(Locale.ROOT));
  }

  /// @param call its members; what becomes part of the event is taken out
  Made make(RecordMembers call) throws Refused, MalformedJson {
    String type = call.text("type").orElse("").toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw new Refused(
          RejectReason.MISSING_EVENT,
          "type %s is none of %s".formatted(RecordChecks.shown(type), String.join(", ", TYPES)));
    }
    long micros = micros(call);
    Optional<EventId> uuid =
        call.text("messageId").map(id -> messageIds.of(id.getBytes(StandardCharsets.UTF_8)));
    Optional<DistinctId> user = call.id("userId");
    Optional<DistinctId> device = call.id("anonymousId");
    DraftProperties properties = new DraftProperties();
    properties.putAll(JsonCursor.object(call.takeObject("properties")));
    JsonBytes context = contextOf(call);
    if (traitsOfContextCount && !type.equals("identify") && !type.equals("group")) {
      properties.mergeUnder("$set", objectIn(context, "traits"));
    }
    String name =
        switch (type) {
          case "track" -> track(call);
          case "page" -> page(properties);
          case "screen" -> screen(call, properties);
          case "identify" -> identify(call, context, properties);
          case "alias" -> alias(call, properties);
          default -> group(call, properties);
        };
    DistinctId id =
        user.or(() -> device)
            .orElseThrow(() ->
                new Refused(
                    RejectReason.MISSING_DISTINCT_ID, "neither a userId nor an anonymousId"));
    call.remove(user.isPresent() ? "userId" : "anonymousId");
    keepRest(call, context, properties);
    boolean mayPair =
        user.isPresent()
            && device.isPresent()
            && EventKind.ofName(name) == EventKind.PLAIN
            && !properties.personless();
    return new Made(
        new EventDraft(uuid, name, id, micros, properties.toJson()),
        mayPair
            ? IdentityPair.of(user.get(), device.get(), micros, JsonBytes.EMPTY_OBJECT)
            : Optional.empty());
  }

  private static String track(RecordMembers call) throws Refused, MalformedJson {
    String event = call.text("event").orElse("");
    call.remove("event");
    return EventName.of(event)
        .orElseThrow(() -> new Refused(RejectReason.MISSING_EVENT, "a track without an event"));
  }

  private static String page(DraftProperties properties) {
    PAGE_PROPERTIES.forEach((own, name) -> {
      JsonBytes value = properties.get(own);
      if (value != null) {
        properties.offer(name, value);
      }
    });
    return "$pageview";
  }

  private static String screen(RecordMembers call, DraftProperties properties)
      throws MalformedJson {
    Optional<String> name = call.text("name");
    Optional<String> screen = name.isPresent() ? name : call.text("event");
    screen.ifPresent(text -> properties.offer("$screen_name", text));
    return "$screen";
  }

  private static String identify(RecordMembers call, JsonBytes context, DraftProperties properties)
      throws Refused, MalformedJson {
    properties.mergeUnder("$set", call.takeObject("traits"));
    properties.mergeUnder("$set", objectIn(context, "traits"));
    Optional<DistinctId> device = call.id("anonymousId");
    if (call.id("userId").isEmpty()) {
      return "$set";
    }
    device.ifPresent(id -> properties.put(EventKind.IDENTIFY.otherIdProperty(), id.value()));
    call.remove("anonymousId");
    return "$identify";
  }

  private static String alias(RecordMembers call, DraftProperties properties) throws MalformedJson {
    Optional<String> named = call.text("previousId");
    Optional<String> previous =
        named.isEmpty() && call.id("userId").isPresent() ? call.text("anonymousId") : named;
    previous.ifPresent(id -> properties.put(EventKind.CREATE_ALIAS.otherIdProperty(), id));
    call.remove("previousId");
    return "$create_alias";
  }

  private static String group(RecordMembers call, DraftProperties properties)
      throws Refused, MalformedJson {
    RecordMembers traits = new RecordMembers(JsonMembers.of(call.takeObject("traits")));
    String type = traits.text("groupType").orElse(GROUP_TYPE);
    traits.remove("groupType");
    properties.put("$group_type", type);
    Optional<String> key = call.text("groupId");
    if (key.isPresent()) {
      properties.put("$group_key", key.get());
      properties.put("$groups", groups(type, key.get()));
      call.remove("groupId");
    }
    properties.put("$group_set", traits.left());
    return "$groupidentify";
  }

  private static JsonBytes groups(String type, String key) {
    return JsonMembers.write(Map.of(type, DraftProperties.json(key)));
  }

  private void keepRest(RecordMembers call, JsonBytes context, DraftProperties properties)
      throws MalformedJson {
    Optional<String> group = RecordMembers.text(JsonMembers.find(context, "groupId").orElse(null));
    group.ifPresent(key -> properties.offer("$groups", groups(GROUP_TYPE, key)));
    JsonBytes left = TABLE.move(context, properties);
    if (RecordMembers.isEmptyObject(left)) {
      call.remove("context");
    } else {
      call.put("context", left);
    }
    for (String name : List.of("request_ip", "requestIP")) {
      call.get(name).ifPresent(ip -> properties.offer("$ip", ip));
    }
    properties.put(keptAs, call.left());
  }

  /// `timestamp` is when it happened by a right clock. Where it is not there yet, it is computed as
  /// Segment does: by how far the device's clock was off when it sent.
  private static long micros(RecordMembers call) throws Refused, MalformedJson {
    OptionalLong right = call.time("timestamp");
    if (right.isPresent()) {
      call.remove("timestamp");
      return right.getAsLong();
    }
    OptionalLong original = call.time("originalTimestamp");
    OptionalLong received = call.time("receivedAt");
    if (original.isEmpty()) {
      return received.orElseThrow(() ->
          new Refused(
              RejectReason.MISSING_TIMESTAMP, "no timestamp, originalTimestamp or receivedAt"));
    }
    OptionalLong sent = call.time("sentAt");
    if (sent.isEmpty() || received.isEmpty()) {
      return original.getAsLong();
    }
    long micros = received.getAsLong() - (sent.getAsLong() - original.getAsLong());
    return EventTime.inRange(micros)
        .orElseThrow(() ->
            new Refused(
                RejectReason.INVALID_TIMESTAMP,
                "receivedAt - (sentAt - originalTimestamp) is not in the years 0 to 9999"));
  }

  private static JsonBytes contextOf(RecordMembers call) {
    return call.get("context").filter(RecordMembers::isObject).orElse(JsonBytes.EMPTY_OBJECT);
  }

  private static JsonBytes objectIn(JsonBytes object, String name) throws MalformedJson {
    return JsonMembers.find(object, name)
        .filter(RecordMembers::isObject)
        .orElse(JsonBytes.EMPTY_OBJECT);
  }
}
