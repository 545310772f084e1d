/// The face of Headgate in a terminal: one class per command. Arguments come in; a report, JSON and
/// an exit code go out. It never decides what a room should decide.
@NullMarked
package dev.headgate.cli;

import org.jspecify.annotations.NullMarked;
