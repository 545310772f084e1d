/// Generated history with known truth: a seed and a few numbers come in; an export and the persons
/// and counts it must end in go out. It never reads the fold: what it writes as truth it knows from
/// having made it. Samples, tests and the demo start here.
@NullMarked
package dev.headgate.synth;

import org.jspecify.annotations.NullMarked;
