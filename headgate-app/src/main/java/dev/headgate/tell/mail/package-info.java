/// Telling by mail. A message comes in, a mail is handed to the mail server, and whether that took
/// it comes back. It never tries twice and never keeps a connection. The next package is {@code
/// tell}.
@NullMarked
package dev.headgate.tell.mail;

import org.jspecify.annotations.NullMarked;
