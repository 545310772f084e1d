/// The event log on Apache Kafka: the embedded broker, the producer behind `append`, and readers.
/// Nothing of Kafka leaves it: faults are `LogFault`s.
@NullMarked
package dev.headgate.eventlog.kafka;

import org.jspecify.annotations.NullMarked;
