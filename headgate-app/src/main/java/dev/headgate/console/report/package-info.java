/// The report of an export as one page of HTML, for people and for paper: an assessment, findings
/// and a plan come in, text goes out. It needs no script, no server and no network, and everything
/// in it that came from the export is escaped.
@NullMarked
package dev.headgate.console.report;

import org.jspecify.annotations.NullMarked;
