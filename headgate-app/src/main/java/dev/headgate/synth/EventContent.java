package dev.headgate.synth;

import dev.headgate.synth.Dice.Draw;

/// What one event says, before it is written: its name, which groups of properties it carries by
/// itself, and which it sets, sets once or unsets. One object, filled anew for every event.
final class EventContent {
  private static final int KINDS = 128;
  private static final BrowseKind[] BROWSING = BrowseKind.values();

  private final Dice dice;
  private final PropertyValues values;

  /// Registers as bits.
  int carried;

  int set;
  int setOnce;
  int unset;

  /// 0 to 2: whose device, or whose account, the values are of.
  int device;

  int account;
  boolean client;
  boolean app;
  BrowseKind browse = BrowseKind.NONE;
  String name = "";

  /// What a browsing user does, apart from what it means for persons.
  enum BrowseKind {
    PAGE(52),
    CLICK(32),
    LEAVE(11),
    PRODUCT(7),
    SONG(7),
    SEARCH(5),
    ORDER(5),
    FLAG(4),
    VIDEO(3),
    EXCEPTION(2),
    NONE(0);

    /// Of {@link #KINDS}.
    private final int weight;

    BrowseKind(int weight) {
      this.weight = weight;
    }
  }

  EventContent(Dice dice, PropertyValues values) {
    this.dice = dice;
    this.values = values;
  }

  static int bit(Register register) {
    return 1 << register.index();
  }

  static boolean has(int registers, Register register) {
    return (registers & bit(register)) != 0;
  }

  /// Whether the event writes to its person at all.
  boolean writesPerson(Move move) {
    return !move.personless() && browse != BrowseKind.EXCEPTION;
  }

  /// @param secondDeviceJoined whether the user may act on either device
  /// @param opening whether the event is the first of its session
  void decide(
      long event, int user, Move move, boolean secondDeviceJoined, boolean opening, long bits) {
    client = !move.byServer();
    account = move == Move.CRM ? 2 : move.who() == IdSlot.SECOND_ACCOUNT ? 1 : 0;
    device = device(move, secondDeviceJoined && Dice.field(bits, 32, 1) == 0);
    app = client && values.isApp(user, device);
    carried = 0;
    set = 0;
    setOnce = 0;
    unset = 0;
    if (client) {
      carried = bit(Register.CLIENT) | bit(app ? Register.APP : Register.WEB);
      if (opening && !app && Dice.field(bits, 33, 2) == 0) {
        carried |= bit(Register.CAMPAIGN);
      }
    }
    browse = BrowseKind.NONE;
    name = name(event, move);
    explicit(move, bits);
  }

  /// Leaves out what a format has no words for.
  void restrictTo(SynthFormat format) {
    if (!format.verbs()) {
      setOnce = 0;
      unset = 0;
    }
    for (Register register : Register.values()) {
      if (has(set, register) && !format.sets(register)) {
        set &= ~bit(register);
      }
    }
  }

  private static int device(Move move, boolean second) {
    return switch (move.who()) {
      case DEVICE -> 0;
      case SECOND_DEVICE, SECOND_ACCOUNT -> 1;
      case USER, RENAMED, CRM -> second(move) || second ? 1 : 0;
    };
  }

  private static boolean second(Move move) {
    return move == Move.IDENTIFY_SECOND || move == Move.LOGIN_SECOND;
  }

  private String name(long event, Move move) {
    return switch (move.mergeName()) {
      case IDENTIFY -> "$identify";
      case CREATE_ALIAS -> "$create_alias";
      case MERGE_DANGEROUSLY -> "$merge_dangerously";
      case NONE ->
          switch (move) {
            case SIGN_UP -> "signed_up";
            case SERVER_PERSONLESS -> "$feature_flag_called";
            case CRM -> "crm_contact_updated";
            case UPGRADE -> "$set";
            case CANCEL -> "Subscription Cancelled";
            case TRIAL_OFFER -> "trial_offered";
            case HOT -> "job_run";
            case LOGIN, LOGIN_SECOND, LOGIN_SHARED -> "login";
            default -> browse(Dice.below(dice.bits(Draw.CONTENT, ~event), KINDS));
          };
    };
  }

  private String browse(int chance) {
    browse = kind(chance);
    return switch (browse) {
      case PAGE -> app ? "$screen" : "$pageview";
      case CLICK -> "$autocapture";
      case LEAVE -> app ? "Application Backgrounded" : "$pageleave";
      case SEARCH -> "Search Performed";
      case SONG -> "Song Played";
      case PRODUCT -> "Product Viewed";
      case ORDER -> "Order Completed";
      case VIDEO -> "動画を再生";
      case FLAG -> "$feature_flag_called";
      case EXCEPTION -> "$exception";
      case NONE -> throw new IllegalStateException("a browsing event does something");
    };
  }

  private static BrowseKind kind(int chance) {
    int below = 0;
    for (BrowseKind kind : BROWSING) {
      below += kind.weight;
      if (chance < below) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights of browsing add up to less than " + KINDS);
  }

  private void explicit(Move move, long bits) {
    boolean often = Dice.field(bits, 36, 1) == 0;
    boolean rarely = Dice.field(bits, 37, 2) == 0;
    switch (move) {
      case IDENTIFY, IDENTIFY_SECOND, IDENTIFY_SECOND_ACCOUNT, LOGIN, LOGIN_SECOND -> {
        set = bit(Register.PROFILE);
        set |= move == Move.IDENTIFY || move == Move.LOGIN || often ? bit(Register.PLAN) : 0;
        set |= rarely ? bit(Register.TRIAL) | bit(Register.PREFERENCES) : 0;
        setOnce = bit(Register.SOURCE);
      }
      case IDENTIFY_AGAIN, IDENTIFY_SHARED, IDENTIFY_ACCOUNTS, IDENTIFY_PERSONLESS, RENAME -> {
        set = bit(Register.PROFILE);
        setOnce = bit(Register.SOURCE);
      }
      case IDENTIFY_ILLEGAL -> set = bit(Register.PREFERENCES);
      case SIGN_UP -> setOnce = bit(Register.PLAN) | bit(Register.SOURCE);
      case CRM -> set = bit(Register.PROFILE) | bit(Register.PLAN);
      case ALIAS_CRM -> set = often ? bit(Register.PREFERENCES) : 0;
      case UPGRADE -> set = bit(Register.PLAN) | (rarely ? bit(Register.PREFERENCES) : 0);
      case KNOWN_PERSONLESS -> set = rarely ? bit(Register.PLAN) : 0;
      case CANCEL -> unset = bit(often ? Register.PLAN : Register.TRIAL);
      case TRIAL_OFFER -> {
        if (rarely) {
          set = bit(Register.TRIAL);
        } else {
          setOnce = bit(Register.TRIAL);
        }
      }
      case HOT -> set = rarely ? bit(Register.JOB) : 0;
      default -> {}
    }
  }
}
