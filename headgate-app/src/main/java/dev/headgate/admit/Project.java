package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.time.Instant;

/// A customer's own part of the pipeline: what is sent with its token, and seen with its key.
///
/// @param customerKey sees and does what a customer may, in this project only
public record Project(
    ProjectId id, String name, ProjectToken token, String customerKey, Instant createdAt) {
  /// The name of {@link ProjectId#DEFAULT}.
  public static final String DEFAULT_NAME = "default";

  public static final String CUSTOMER_KEY_PREFIX = "hgc_";
  public static final String TOKEN_PREFIX = "phc_";
}
