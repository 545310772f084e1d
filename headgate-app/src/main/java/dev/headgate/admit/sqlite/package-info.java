/// The control plane of the embedded pipeline: projects, imports, grants, checkpoints and the audit
/// in one SQLite file. Commands come in and are decided by {@code admit}; what changed is stored in
/// one transaction with its entry of the audit trail. It decides nothing itself.
@NullMarked
package dev.headgate.admit.sqlite;

import org.jspecify.annotations.NullMarked;
