package dev.headgate.send;

import java.util.concurrent.Semaphore;

/// Bounds what is on its way to the server: so many full requests, or as many smaller ones as hold
/// as much, up to {@link #SMALL_PER_LANE} in the room of a full one.
///
/// At a low rate requests are small, so that a second is made of many. With no more of them in
/// flight than of full ones, a server that is slow to answer would hold an import below its
/// envelope.
final class InFlight {
  private static final int SMALL_PER_LANE = 8;

  private final int fullRequest;
  private final Semaphore room;

  /// @param lanes full requests in flight at most
  /// @param fullRequest events of one
  InFlight(int lanes, int fullRequest) {
    this.fullRequest = fullRequest;
    this.room = new Semaphore(lanes * fullRequest);
  }

  /// Waits until there is room for a request.
  ///
  /// @return what to give back by {@link #leave}
  int enter(int events) throws InterruptedException {
    int share = Math.clamp(events, Math.ceilDiv(fullRequest, SMALL_PER_LANE), fullRequest);
    room.acquire(share);
    return share;
  }

  void leave(int share) {
    room.release(share);
  }
}
