package dev.headgate.store;

import java.util.List;

/// Events that came under a taken uuid.
///
/// @param uuids how many uuids they have, counted for each who brought some
/// @param copies how many events
/// @param first some of them, by uuid
public record Conflicts(long uuids, long copies, List<Conflict> first) {}
