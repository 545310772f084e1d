/// The face of a running pipeline over HTTP: what the other rooms know, as JSON and pages. Requests
/// of people and of the command line come in; answers go out. It never has logic of its own.
@NullMarked
package dev.headgate.console;

import org.jspecify.annotations.NullMarked;
