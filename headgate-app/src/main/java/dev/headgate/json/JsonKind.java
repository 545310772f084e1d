package dev.headgate.json;

/// The kinds of a JSON value.
public enum JsonKind {
  STRING,
  NUMBER,
  TRUE,
  FALSE,
  NULL,
  OBJECT,
  ARRAY
}
