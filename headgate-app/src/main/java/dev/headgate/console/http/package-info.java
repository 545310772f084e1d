/// The API of a running pipeline, with Helidon and Jackson.
@NullMarked
package dev.headgate.console.http;

import org.jspecify.annotations.NullMarked;
