/// The importer. An active grant and a pinned export come in; requests to capture go out at the
/// pace of the grant, and a manifest of what was read stays. It never counts what it sent as proof
/// of anything: it remembers positions. The next package is {@code capture}, on the other side of
/// HTTP.
@NullMarked
package dev.headgate.send;

import org.jspecify.annotations.NullMarked;
