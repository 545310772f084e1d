/// What records mean: event JSON Lines, the exports of other products, and CSV or JSON Lines
/// through a mapping file. Records come in; drafts of events, with the pairs of ids that imply a
/// merge, or the reason for a reject go out. It never reads a part by itself. Each format is a
/// {@code RecordFormat}, most of them a {@code ProductFormat}, beside the {@code KnownFormat} by
/// which {@code FormatDetection} tells it.
@NullMarked
package dev.headgate.source.format;

import org.jspecify.annotations.NullMarked;
