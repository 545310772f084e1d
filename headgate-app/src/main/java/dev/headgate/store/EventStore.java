package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.Partition;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Keeps events: one row per (project, uuid), whatever was retried, replayed or sent twice, with
/// the offsets of the log up to which it has them; and beside them the persons of distinct_ids.
/// Events of load tests are kept apart, and no question but {@link #ofLoadTest} finds them. One
/// writer; any number of readers beside it.
public interface EventStore extends PersonOf, AutoCloseable {
  /// The name under which an event is noted as dropped that the engine cannot take.
  String SET_ASIDE = "store";

  /// Of these uuids, the ones already stored, each with the import that holds it ({@link
  /// dev.headgate.eventlog.CapturedEvent#LIVE} for live traffic). Does not wait for a {@link
  /// #commit} that is under way: what that stores may or may not be among them.
  Map<EventId, Integer> holders(ProjectId project, Collection<EventId> uuids) throws StoreFault;

  /// A new, empty spool for the events of a segment. Whoever asks for it closes it.
  EventSpool spool() throws StoreFault;

  /// Stores a segment, all of it or nothing: its events, its notes of what was held already or
  /// dropped, and its offsets, in one durable transaction. No uuid of it is stored yet ({@link
  /// #holders}, and the segments before, say so) and none occurs twice in it.
  ///
  /// An event the engine cannot take does not stop the segment: it is set aside with its reason,
  /// and noted as dropped by {@link #SET_ASIDE}, so that it stays accounted for. Of several notes
  /// of one (project, import, uuid) one is kept; that an import met its own event is no note.
  ///
  /// After a fault it may have been stored or not: {@link #offsets} says which.
  ///
  /// @return the events set aside, none in any ordinary segment
  Map<EventId, String> commit(Segment segment) throws StoreFault;

  /// The next offset to read of every partition ever committed.
  Map<Partition, Long> offsets() throws StoreFault;

  /// Every event of a project, sorted by (timestamp, uuid), one at a time in bounded memory.
  void forEachEvent(ProjectId project, Consumer<StoredEvent> each) throws StoreFault;

  /// What is stored under this import's number, by (event day, event name).
  void forEachGroup(ProjectId project, int importNumber, Consumer<GroupSum> each) throws StoreFault;

  /// The same, by the first 16 bits of the uuid.
  void forEachPrefix(ProjectId project, int importNumber, Consumer<PrefixSum> each)
      throws StoreFault;

  /// The events stored under this import's number whose uuid's first 16 bits are in `[first,
  /// last]`, by uuid.
  void forEachEventOfPrefixes(
      ProjectId project, int importNumber, int first, int last, Consumer<StoredEvent> each)
      throws StoreFault;

  /// The uuids this import brought that another holder had first, by uuid.
  void forEachDeduplicated(ProjectId project, int importNumber, Consumer<EventId> each)
      throws StoreFault;

  /// The uuids this import brought that an app dropped, by uuid, with the app's name.
  void forEachDropped(ProjectId project, int importNumber, Consumer<DroppedEvent> each)
      throws StoreFault;

  /// Reads stored events by uuid, in any order; uuids that are not stored are passed over. What
  /// lies in more than some hundred separate places may be passed over too: who brings events again
  /// brings them about as they came.
  void forEachOf(ProjectId project, Collection<EventId> uuids, Consumer<StoredEvent> each)
      throws StoreFault;

  /// Other events that came under a uuid that was taken: how many, and some of them.
  ///
  /// @param importNumber only those that this import brought; 0 is live traffic
  /// @param most how many are listed
  Conflicts conflicts(ProjectId project, OptionalInt importNumber, int most) throws StoreFault;

  /// What is known of one uuid.
  EventTrace trace(ProjectId project, EventId uuid) throws StoreFault;

  /// The events stored with the number of this load test.
  UuidSum ofLoadTest(ProjectId project, int number) throws StoreFault;

  /// Deletes the events of a load test. The room they took is used for other events from the next
  /// checkpoint of the engine on, which is not later than the next start.
  void removeLoadTest(int number) throws StoreFault;

  /// How many events the project holds.
  long count(ProjectId project) throws StoreFault;

  @Override
  void close();
}
