/// The way into the log while the log itself cannot be reached: events are made durable in files of
/// this machine, and handed on in their order once it can.
@NullMarked
package dev.headgate.eventlog.spool;

import org.jspecify.annotations.NullMarked;
