package dev.headgate.tell;

import java.util.Optional;

/// The mail server that mails are handed to.
///
/// @param from the address that mails come from
/// @param login empty where it wants none
/// @param startTls whether nothing is said before the connection is encrypted
public record Smtp(String host, int port, String from, Optional<Login> login, boolean startTls) {

  /// Who hands mails in.
  ///
  /// @param password empty until one is known
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }
}
