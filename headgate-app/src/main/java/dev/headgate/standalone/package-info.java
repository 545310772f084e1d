/// The embedded pipeline in one process. Options come in; a running pipeline on a data directory
/// goes out. Here are the directory's layout, its lock, its keys and its floor of free disk, the
/// server with its certificate and the limits on its connections, and the wiring of the rooms to
/// their embedded engines. It never decides what a room should decide.
@NullMarked
package dev.headgate.standalone;

import org.jspecify.annotations.NullMarked;
