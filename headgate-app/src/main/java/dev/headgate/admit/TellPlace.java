package dev.headgate.admit;

/// Up to which entries of the trail a target has been told.
///
/// @param alerts number of the entry, for alerts
/// @param notes the same for notes
public record TellPlace(long alerts, long notes) {}
