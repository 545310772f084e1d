package dev.headgate.send;

import dev.headgate.event.JsonBytes;

/// Posts a request to capture and waits for the answer. Called from several threads at once.
public interface BatchSender {

  /// Posts `{"api_key":..,"historical_migration":true,"batch":[..]}`, compressed with gzip if
  /// asked.
  Answer post(JsonBytes body, boolean gzip) throws InterruptedException;
}
