package dev.headgate.synth;

import dev.headgate.synth.Dice.Draw;
import dev.headgate.synth.People.Outcome;
import java.nio.charset.StandardCharsets;

/// Makes a history, event by event, in order of time, and keeps what it must end in.
///
/// For each event: {@link Activity} says which user acts, {@link Journey} what the user's next move
/// is, {@link HistoryClock} when, {@link EventContent} and {@link EventProperties} with which
/// properties; {@link People} is brought up to date with it. Two events may have the same time only
/// where neither can change what the other means, so that their uuids do not decide anything.
final class HistoryGenerator {
  private static final int PARTNERS_TRIED = 16;
  private static final int TOGETHER_ONE_IN = 64;
  private static final byte[] NO_ID = {};
  private static final String[] ILLEGAL_IDS = {
    "null", "\"anonymous\"", "\"GUEST\"", "\"0\"", "\"\"", "\"undefined\"", "\"[object Object]\""
  };

  private final SynthSettings settings;
  private final Dice dice;
  private final Activity activity;
  private final Journey journey;
  private final HistoryClock clock;
  private final People people;
  private final UserIds ids;
  private final PropertyValues values;
  private final EventContent content;
  private final EventProperties properties;
  private final GeneratedEvent event = new GeneratedEvent();
  private int partner;
  private IdSlot partnerSlot = IdSlot.DEVICE;
  private int userBefore = -1;
  private boolean mayFollowTogether;

  HistoryGenerator(SynthSettings settings) {
    this.settings = settings;
    dice = new Dice(settings.seed());
    activity = new Activity(settings, dice);
    journey = new Journey(settings, dice);
    clock = new HistoryClock(settings, dice);
    people = new People(settings.ids() + 1);
    ids = new UserIds(dice, activity.hotUser(), settings.format());
    values = new PropertyValues(dice, ids, settings.events());
    content = new EventContent(dice, values);
    properties = new EventProperties(dice, values);
    event.number = -1;
  }

  Dice dice() {
    return dice;
  }

  People people() {
    return people;
  }

  UserIds ids() {
    return ids;
  }

  PropertyValues values() {
    return values;
  }

  /// The current event, the same object each time.
  GeneratedEvent event() {
    return event;
  }

  /// Moves to the next event; false when all have been made.
  boolean next() {
    if (event.number + 1 >= settings.events()) {
      return false;
    }
    event.number++;
    activity.advance(event.number);
    int user = activity.user();
    long bits = dice.bits(Draw.MOVE, event.number);
    Move move = inWordsOfTheFormat(move(user, people.step(user), bits));
    describe(user, move, bits);
    if (move == Move.CANCEL && !canUnset(user)) {
      describe(user, Move.KNOWN, bits);
    }
    event.outcome = happen();
    properties.write(event, content, mergedId(bits), activity.session());
    return true;
  }

  private Move move(int user, int step, long bits) {
    if (user == activity.hotUser()) {
      return Move.HOT;
    }
    Move move = journey.move(user, step, bits);
    return move == Move.IDENTIFY_SHARED && !findPartner(user, bits) ? Move.KNOWN : move;
  }

  private Move inWordsOfTheFormat(Move move) {
    if (settings.format().verbs()) {
      return move;
    }
    partnerSlot = IdSlot.DEVICE;
    return move.withoutVerbs();
  }

  /// Looks for a user who is identified already.
  private boolean findPartner(int user, long bits) {
    for (int tried = 0; tried < PARTNERS_TRIED; tried++) {
      partner = (Dice.below(bits, activity.arrived()) + tried) % activity.arrived();
      if (partner != user && journey.identified(partner, people.steps(partner))) {
        partnerSlot = Dice.field(bits, 0, 1) == 0 ? IdSlot.DEVICE : IdSlot.USER;
        return true;
      }
    }
    return false;
  }

  private void describe(int user, Move move, long bits) {
    int second = people.which(user, IdSlot.SECOND_DEVICE);
    boolean joined = second != 0 && second == people.which(user, IdSlot.USER);
    content.decide(event.number, user, move, joined, activity.opening(), bits);
    content.restrictTo(settings.format());
    event.user = user;
    event.move = move;
    event.name = content.name;
    event.distinctId = ids.utf8(user, move.who());
    event.offsetTime = move.byServer();
    event.numericId = move.byServer() && ids.numeric(user, move.who());
    event.beside = settings.format().namesDevices() ? beside(user, move) : NO_ID;
  }

  /// The device that a client names beside the user: one that is the user's already, except where
  /// that makes it so.
  private byte[] beside(int user, Move move) {
    if (move == Move.LOGIN_SHARED) {
      event.besideDevice = 2;
      return ids.utf8(partner, partnerSlot);
    }
    IdSlot device =
        move.logsIn() ? move.other() : content.device == 0 ? IdSlot.DEVICE : IdSlot.SECOND_DEVICE;
    event.besideDevice = device == IdSlot.DEVICE ? 0 : 1;
    if (move.logsIn()) {
      return ids.utf8(user, device);
    }
    int which = people.which(user, device);
    boolean named =
        content.client
            && !move.anonymous()
            && which != 0
            && which == people.which(user, move.who());
    return named ? ids.utf8(user, device) : NO_ID;
  }

  private boolean canUnset(int user) {
    int row = people.rowOf(user, IdSlot.USER);
    for (Register register : Register.values()) {
      if (EventContent.has(content.unset, register) && !people.rows().hasValue(row, register)) {
        return false;
      }
    }
    return true;
  }

  /// Gives the event its time and uuid, and the people what follows from it.
  private Outcome happen() {
    boolean alone = event.move == Move.IDENTIFY_SHARED || event.move == Move.LOGIN_SHARED;
    boolean together =
        mayFollowTogether
            && !alone
            && event.user != userBefore
            && Dice.below(dice.bits(Draw.CLOCK, ~event.number), TOGETHER_ONE_IN) == 0;
    mayFollowTogether = !together && !alone;
    userBefore = event.user;
    event.timestampMicros = clock.timeOf(event.number, together);
    event.uuid = UserIds.timeUuid(dice, Draw.EVENT_ID, event.number, event.timestampMicros);
    if (event.move.personless()) {
      people.seenPersonless(event.user, event.move.who());
      return Outcome.ILLEGAL;
    }
    // The merge of two ids side by side comes after the event, an event's own before it.
    Outcome outcome = event.move.logsIn() ? Outcome.ILLEGAL : merge();
    int row = people.seen(event.user, event.move.who(), event.timestampMicros);
    if (content.writesPerson(event.move)) {
      writePerson(row);
    }
    return event.move.logsIn() ? login() : outcome;
  }

  private Outcome login() {
    if (event.move == Move.LOGIN_SHARED) {
      // The user is identified one event ago, the partner since longer: nothing changes.
      return Outcome.REFUSED;
    }
    return people.merge(
        event.user, event.move.who(), event.move.other(), false, event.timestampMicros);
  }

  private Outcome merge() {
    Move move = event.move;
    if (move == Move.IDENTIFY_SHARED) {
      // The user is identified one event ago, the partner since longer: nothing changes.
      return Outcome.REFUSED;
    }
    if (!move.asksForMerge() || move.who() == move.other()) {
      return Outcome.ILLEGAL;
    }
    return people.merge(
        event.user, move.who(), move.other(), move == Move.MERGE_ACCOUNTS, event.timestampMicros);
  }

  private void writePerson(int row) {
    PersonRows rows = people.rows();
    int carried = PersonRows.stamp(event.number, content.device);
    int chosen = PersonRows.stamp(event.number, content.account);
    for (Register register : Register.values()) {
      if (EventContent.has(content.carried, register)) {
        rows.setOnce(row, register.first(), carried);
        rows.set(row, register, carried);
      }
      if (EventContent.has(content.setOnce, register)) {
        rows.setOnce(row, register, chosen);
      }
      if (EventContent.has(content.set, register)) {
        rows.set(row, register, chosen);
      }
      if (EventContent.has(content.unset, register)) {
        rows.unset(row, register);
      }
    }
  }

  private byte[] mergedId(long bits) {
    Move move = event.move;
    if (!move.asksForMerge()) {
      return NO_ID;
    }
    if (move == Move.IDENTIFY_ILLEGAL) {
      String illegal = ILLEGAL_IDS[Dice.below(Dice.more(bits), ILLEGAL_IDS.length)];
      return illegal.getBytes(StandardCharsets.US_ASCII);
    }
    boolean shared = move == Move.IDENTIFY_SHARED;
    String id = shared ? ids.of(partner, partnerSlot) : ids.of(event.user, move.other());
    return ("\"" + id + "\"").getBytes(StandardCharsets.UTF_8);
  }
}
