/// Public holidays as Jollyday knows them. A region and a day come in, the holiday's name goes out.
/// It never says who works. Whoever wants a day off asks {@code calendar}.
@NullMarked
package dev.headgate.calendar.jollyday;

import org.jspecify.annotations.NullMarked;
