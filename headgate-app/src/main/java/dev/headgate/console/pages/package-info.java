/// The console: pages of a running pipeline for both people, the customer's engineer and the
/// pipeline team. Visits of browsers come in, with a session that a key opened; pages go out, and
/// what a form asks for goes to the {@link dev.headgate.console.ControlDesk}. It decides nothing of
/// its own: what may be done from where is {@link dev.headgate.admit.Step}'s.
@NullMarked
package dev.headgate.console.pages;

import org.jspecify.annotations.NullMarked;
