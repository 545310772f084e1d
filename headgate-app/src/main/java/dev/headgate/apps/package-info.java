/// Per-event transformations. A captured event comes in; the same event, a changed one, or a drop
/// with the app's name goes out. An app never keeps state that depends on order, never waits for
/// anything, and touches nothing but properties. The next package is {@code identity}.
@NullMarked
package dev.headgate.apps;

import org.jspecify.annotations.NullMarked;
