package dev.headgate.synth;

/// What a user's next event is about: who sends it, and which of the user's ids it names beside.
enum Move {
  /// Browsing, not known yet.
  ANONYMOUS(IdSlot.DEVICE),
  ANONYMOUS_PERSONLESS(IdSlot.DEVICE),
  /// A server knows the account before any client has identified it.
  SIGN_UP(IdSlot.USER),
  SERVER_PERSONLESS(IdSlot.USER),
  IDENTIFY(IdSlot.USER, IdSlot.DEVICE),
  /// The same once more, as clients do on every start.
  IDENTIFY_AGAIN(IdSlot.USER, IdSlot.DEVICE),
  /// Names an id that no one may be merged with.
  IDENTIFY_ILLEGAL(IdSlot.USER),
  /// Says it makes no person, so it merges none.
  IDENTIFY_PERSONLESS(IdSlot.USER, IdSlot.DEVICE),
  /// Names an id of another user who is identified already, as on a shared computer: refused.
  IDENTIFY_SHARED(IdSlot.USER),
  KNOWN(IdSlot.USER),
  KNOWN_PERSONLESS(IdSlot.USER),
  /// A page that was open before the user became known.
  LATE(IdSlot.DEVICE),
  UPGRADE(IdSlot.USER),
  CANCEL(IdSlot.USER),
  TRIAL_OFFER(IdSlot.USER),
  SECOND_DEVICE(IdSlot.SECOND_DEVICE),
  SECOND_DEVICE_PERSONLESS(IdSlot.SECOND_DEVICE),
  IDENTIFY_SECOND(IdSlot.USER, IdSlot.SECOND_DEVICE),
  IDENTIFY_SECOND_ACCOUNT(IdSlot.SECOND_ACCOUNT, IdSlot.SECOND_DEVICE),
  SECOND_ACCOUNT(IdSlot.SECOND_ACCOUNT),
  /// Two accounts, both identified: refused.
  ALIAS_ACCOUNTS(IdSlot.USER, IdSlot.SECOND_ACCOUNT),
  IDENTIFY_ACCOUNTS(IdSlot.USER, IdSlot.SECOND_ACCOUNT),
  MERGE_ACCOUNTS(IdSlot.USER, IdSlot.SECOND_ACCOUNT),
  CRM(IdSlot.CRM),
  ALIAS_CRM(IdSlot.USER, IdSlot.CRM),
  /// The arguments the other way round: the product's own id is the alias.
  ALIAS_REVERSED(IdSlot.CRM, IdSlot.USER),
  RENAME(IdSlot.RENAMED, IdSlot.USER),
  RENAMED(IdSlot.RENAMED),
  HOT(IdSlot.USER),
  /// Like {@link #IDENTIFY}, where records have no verb for it: the first with both ids.
  LOGIN(IdSlot.USER, IdSlot.DEVICE),
  LOGIN_SECOND(IdSlot.USER, IdSlot.SECOND_DEVICE),
  /// On the device of another user who is identified already: refused.
  LOGIN_SHARED(IdSlot.USER);

  private final IdSlot who;
  private final IdSlot other;

  Move(IdSlot who) {
    this(who, who);
  }

  Move(IdSlot who, IdSlot other) {
    this.who = who;
    this.other = other;
  }

  IdSlot who() {
    return who;
  }

  /// The id to merge with; the same as {@link #who} where the move names none of the user's own.
  IdSlot other() {
    return other;
  }

  /// Whether the id is a device's.
  boolean anonymous() {
    return who == IdSlot.DEVICE || who == IdSlot.SECOND_DEVICE;
  }

  /// Whether two ids side by side in its record are what makes them one person.
  boolean logsIn() {
    return switch (this) {
      case LOGIN, LOGIN_SECOND, LOGIN_SHARED -> true;
      default -> false;
    };
  }

  /// What is left of it in records that know no verbs and cannot say that they want no person.
  Move withoutVerbs() {
    return switch (this) {
      case ANONYMOUS, SIGN_UP, LATE, SECOND_DEVICE, KNOWN, HOT -> this;
      case LOGIN, LOGIN_SECOND, LOGIN_SHARED -> this;
      case ANONYMOUS_PERSONLESS, IDENTIFY_PERSONLESS -> ANONYMOUS;
      case SERVER_PERSONLESS -> SIGN_UP;
      case SECOND_DEVICE_PERSONLESS -> SECOND_DEVICE;
      case IDENTIFY -> LOGIN;
      case IDENTIFY_SECOND, IDENTIFY_SECOND_ACCOUNT -> LOGIN_SECOND;
      case IDENTIFY_SHARED -> LOGIN_SHARED;
      case IDENTIFY_AGAIN,
          IDENTIFY_ILLEGAL,
          KNOWN_PERSONLESS,
          UPGRADE,
          CANCEL,
          TRIAL_OFFER,
          SECOND_ACCOUNT,
          ALIAS_ACCOUNTS,
          IDENTIFY_ACCOUNTS,
          MERGE_ACCOUNTS,
          CRM,
          ALIAS_CRM,
          ALIAS_REVERSED,
          RENAME,
          RENAMED ->
          KNOWN;
    };
  }

  /// Whether a server sends it, so that it says nothing of browser, page or screen.
  boolean byServer() {
    return switch (this) {
      case SIGN_UP,
          SERVER_PERSONLESS,
          ALIAS_ACCOUNTS,
          MERGE_ACCOUNTS,
          CRM,
          ALIAS_CRM,
          ALIAS_REVERSED,
          HOT ->
          true;
      default -> false;
    };
  }

  boolean personless() {
    return switch (this) {
      case ANONYMOUS_PERSONLESS,
          SERVER_PERSONLESS,
          IDENTIFY_PERSONLESS,
          KNOWN_PERSONLESS,
          SECOND_DEVICE_PERSONLESS ->
          true;
      default -> false;
    };
  }

  /// Whether the event asks for a merge, be it a legal one or not.
  boolean asksForMerge() {
    return mergeName() != MergeName.NONE;
  }

  MergeName mergeName() {
    return switch (this) {
      case IDENTIFY,
          IDENTIFY_AGAIN,
          IDENTIFY_ILLEGAL,
          IDENTIFY_PERSONLESS,
          IDENTIFY_SHARED,
          IDENTIFY_SECOND,
          IDENTIFY_SECOND_ACCOUNT,
          IDENTIFY_ACCOUNTS,
          RENAME ->
          MergeName.IDENTIFY;
      case ALIAS_ACCOUNTS, ALIAS_CRM, ALIAS_REVERSED -> MergeName.CREATE_ALIAS;
      case MERGE_ACCOUNTS -> MergeName.MERGE_DANGEROUSLY;
      default -> MergeName.NONE;
    };
  }

  /// The events that merge, by name.
  enum MergeName {
    NONE,
    IDENTIFY,
    CREATE_ALIAS,
    MERGE_DANGEROUSLY
  }
}
