package dev.headgate.source;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventKind;
import dev.headgate.event.IllegalIds;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import java.util.Optional;

/// Two ids that a record names side by side: who the user is, and the device the user acts on. That
/// implies a merge, once for the whole export: at the first moment of the pair, as a `$identify`.
///
/// @param user who is identified
/// @param device the anonymous id that belongs to the user from then on
/// @param timestampMicros when, by the record
/// @param about a JSON object: what else the `$identify` says
public record IdentityPair(
    DistinctId user, DistinctId device, long timestampMicros, JsonBytes about) {

  /// The pair; empty where it implies no merge: both ids are the same, or one is a placeholder that
  /// no merge may name.
  public static Optional<IdentityPair> of(
      DistinctId user, DistinctId device, long timestampMicros, JsonBytes about) {
    boolean implies =
        !user.equals(device)
            && !IllegalIds.isIllegal(user.value())
            && !IllegalIds.isIllegal(device.value());
    return implies
        ? Optional.of(new IdentityPair(user, device, timestampMicros, about))
        : Optional.empty();
  }

  /// The properties of the pair's `$identify`.
  public JsonBytes identifyProperties() {
    JsonOutput out =
        new JsonOutput(64 + about.length())
            .ascii("{\"")
            .ascii(EventKind.IDENTIFY.otherIdProperty())
            .ascii("\":")
            .string(device.value());
    return about.equals(JsonBytes.EMPTY_OBJECT)
        ? out.ascii("}").toJsonBytes()
        : out.ascii(",").bytes(about.utf8(), 1, about.length()).toJsonBytes();
  }
}
