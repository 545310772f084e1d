package dev.headgate.store;

import dev.headgate.eventlog.CapturedEvent;

/// Where events wait that an app cannot work on, as they came. An event may be written twice, when
/// its segment is read again after a crash; its uuid says so.
public interface SetAsideEvents {
  /// For chains that set nothing aside.
  SetAsideEvents NONE =
      new SetAsideEvents() {
        @Override
        public void add(CapturedEvent event, String app, String why) {
          throw new IllegalStateException(app + " has nowhere to set events aside");
        }

        @Override
        public void sync() {}
      };

  /// Writes an event down, as it came.
  ///
  /// @param app the app that failed, as it is noted beside the event's uuid
  /// @param why without anything of the event
  void add(CapturedEvent event, String app, String why) throws StoreFault;

  /// Makes durable what was added.
  void sync() throws StoreFault;
}
