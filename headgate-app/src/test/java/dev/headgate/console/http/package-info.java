/// The API as its document describes it.
@NullMarked
package dev.headgate.console.http;

import org.jspecify.annotations.NullMarked;
