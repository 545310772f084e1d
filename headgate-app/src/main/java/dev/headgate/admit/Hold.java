package dev.headgate.admit;

/// Why an import is paused, and by whom: a pause of the pipeline team is lifted by the team.
public record Hold(Actor by, String reason) {}
