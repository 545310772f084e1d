/// The green light. A request with its assessment and plan comes in; findings, a decision and a
/// grant go out, every step an entry of the audit trail. It never talks to the log and never sends
/// an event. The next package is {@code pace}, which turns a grant's envelope into time.
@NullMarked
package dev.headgate.admit;

import org.jspecify.annotations.NullMarked;
