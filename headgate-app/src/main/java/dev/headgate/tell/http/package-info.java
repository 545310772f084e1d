/// Telling over HTTP: webhooks. A message comes in, a signed request goes out, and whether it was
/// taken comes back. It never tries twice, never follows a redirect and never says in a fault where
/// a webhook is. The next package is {@code tell}.
@NullMarked
package dev.headgate.tell.http;

import org.jspecify.annotations.NullMarked;
