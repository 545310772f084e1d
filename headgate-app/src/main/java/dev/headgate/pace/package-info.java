/// Rate over time. An envelope comes in, the times of permits go out: for the importer that keeps
/// to it and for the server that holds it to it; and what a pipeline feels comes in, and a factor
/// on each envelope goes out; and arrivals of senders come in, and which of them are a flood goes
/// out. It knows no events and never looks at a clock it was not given. The next package is {@code
/// send}.
@NullMarked
package dev.headgate.pace;

import org.jspecify.annotations.NullMarked;
