/// The console's pages, and the whole console over HTTP.
@NullMarked
package dev.headgate.console.pages;

import org.jspecify.annotations.NullMarked;
