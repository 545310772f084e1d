/// The durable log between capture and the stores: captured events come in, and go out again in the
/// order of their partition, each with its offset. It owns topics, keys, partitions and the
/// consumer loop. It never opens an event to decide anything. The next package is {@code apps},
/// then {@code identity} and {@code store}, where the consumer loop hands its segments.
@NullMarked
package dev.headgate.eventlog;

import org.jspecify.annotations.NullMarked;
