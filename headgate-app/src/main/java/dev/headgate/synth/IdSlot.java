package dev.headgate.synth;

/// The distinct_ids that one user may have.
enum IdSlot {
  /// The anonymous id of the first device.
  DEVICE,
  /// What the product calls the user.
  USER,
  /// The anonymous id of a device that comes later.
  SECOND_DEVICE,
  /// The same human in another system.
  CRM,
  /// A second account, made on the second device.
  SECOND_ACCOUNT,
  /// What the product calls the user after a change of name.
  RENAMED;

  /// Its place in arrays, from 0.
  @SuppressWarnings("EnumOrdinal") // arrays in memory, and what is drawn for an id
  int index() {
    return ordinal();
  }
}
