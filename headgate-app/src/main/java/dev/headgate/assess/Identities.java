package dev.headgate.assess;

import java.util.List;

/// What an export says of who is who, beyond the number of merges.
///
/// @param mergingIds distinct ids that a legal merge names on either side; of a device that an
///   identity pair names only the user's side
/// @param mergeIds the ids that merges join with most others, at most {@link #MOST_MERGE_IDS}
/// @param illegalIds events whose id no merge may name, such as `null` or `anonymous`
/// @param zeroUuids events whose id is the uuid of zeros
/// @param testAddresses events whose id is an address that people make up, such as `test@...` or
///   `...@example.com`
/// @param duplicatedUuids uuids that several events carry
/// @param mostOfOneUuid events that carry the uuid that most carry; 0 if no event brings one
public record Identities(
    long mergingIds,
    List<MergeId> mergeIds,
    long illegalIds,
    long zeroUuids,
    long testAddresses,
    long duplicatedUuids,
    long mostOfOneUuid) {

  public static final int MOST_MERGE_IDS = 10;

  /// With so many others an id is said to be a hazard.
  public static final int MANY_OTHERS = 1_000;

  public static final Identities NONE = new Identities(0, List.of(), 0, 0, 0, 0, 0);

  public Identities {
    mergeIds = List.copyOf(mergeIds);
  }

  /// An id that merges name.
  ///
  /// @param others how many different ids it is merged with, directly
  /// @param merges legal merges that name it, on either side
  /// @param share of all merges, 0 to 1
  public record MergeId(String distinctId, long others, long merges, double share) {}
}
