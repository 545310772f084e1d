package dev.headgate.admit;

import java.util.List;
import java.util.Optional;

/// The people of the pipeline team who have a key of their own. Reading answers from memory: it is
/// asked on every request. Safe for threads; whatever is written is durable on return.
public interface TeamMembers {

  /// Somebody who was added.
  ///
  /// @param key of theirs, which nothing shows again
  record Added(TeamMember member, String key) {
    /// Without the secret.
    @Override
    public String toString() {
      return "Added[" + member.name() + "]";
    }
  }

  /// Adds a member and makes their key. Refused where the name is no name, or is a member's.
  Outcome<Added> add(String name, Actor by) throws ControlFault;

  /// Removes a member, whose key opens nothing from now on.
  ///
  /// @return empty where nobody has that name
  Optional<TeamMember> remove(String name, Actor by) throws ControlFault;

  /// Those of today and those who were removed, in the order in which they were added.
  List<TeamMember> list();

  /// The member whose key this is.
  Optional<TeamMember> byKey(String key);

  /// Whether the name is somebody's who is a member, or was.
  default boolean isTaken(String name) {
    return list().stream().anyMatch(each -> each.isNamed(name));
  }
}
