package dev.headgate.identity;

/// The three events that ask for two ids to be one person.
public enum MergeKind {
  IDENTIFY,
  CREATE_ALIAS,
  MERGE_DANGEROUSLY
}
