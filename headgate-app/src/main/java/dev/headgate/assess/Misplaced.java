package dev.headgate.assess;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What looks like a secret, or like personal data, where it should not be. Told by its looks, so a
/// number that happens to look like a card's is taken for one. Values are looked at and let go:
/// nothing here keeps or shows one.
enum Misplaced {
  CREDENTIAL_NAME(
      "credential_names",
      "has a property with the name of a credential, such as password or api_key, and a value in it"),
  KNOWN_SECRET("known_secrets", "holds what looks like a key or token of a known service"),
  CARD_NUMBER("card_numbers", "holds what looks like the number of a payment card"),
  CREDENTIAL_IN_ADDRESS(
      "credentials_in_urls", "holds a web address with a credential in its query"),
  MAIL_IN_ADDRESS("mail_addresses_in_urls", "holds a web address with a mail address in its query");

  private static final List<String> CREDENTIAL_WORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "apikey",
          "accesstoken",
          "authtoken",
          "refreshtoken",
          "sessiontoken",
          "bearertoken",
          "privatekey",
          "secretkey",
          "clientsecret",
          "authorization",
          "creditcard",
          "cardnumber",
          "socialsecurity");
  private static final Set<String> CREDENTIAL_NAMES =
      Set.of("secret", "cvv", "cvc", "ssn", "iban", "pwd", "jwt");
  private static final List<String> SECRET_STARTS =
      List.of(
          "sk_live_",
          "rk_live_",
          "ghp_",
          "gho_",
          "github_pat_",
          "glpat-",
          "xoxb-",
          "xoxp-",
          "phx_",
          "Bearer ",
          "-----BEGIN ");
  private static final int LONGEST_NAME = 100;
  private static final int FEWEST_CARD_DIGITS = 13;
  private static final int MOST_CARD_DIGITS = 19;

  private final String key;
  private final String what;

  Misplaced(String key, String what) {
    this.key = key;
    this.what = what;
  }

  /// Its stable name.
  String key() {
    return key;
  }

  /// What goes on after `event`: `holds ...`.
  String what() {
    return what;
  }

  /// Whether a property, or a parameter of a web address, is called as credentials are.
  static boolean namesCredential(String name) {
    if (name.length() > LONGEST_NAME) {
      return false;
    }
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        letters.append(Character.toLowerCase(c));
      }
    }
    String bare = letters.toString();
    return CREDENTIAL_NAMES.contains(bare) || CREDENTIAL_WORDS.stream().anyMatch(bare::contains);
  }

  /// Whether something is written there, and not taken out on purpose: `***`, `[redacted]`.
  static boolean isFilled(String value) {
    boolean anything = value.chars().anyMatch(Character::isLetterOrDigit);
    String lower = value.length() > LONGEST_NAME ? "" : value.toLowerCase(Locale.ROOT);
    return anything && !lower.contains("redacted") && !lower.contains("filtered");
  }

  static boolean isKnownSecret(String value) {
    boolean amazonKey = value.length() == 20 && value.startsWith("AKIA") && isUpperOrDigit(value);
    boolean googleKey = value.length() == 39 && value.startsWith("AIza");
    boolean webToken =
        value.startsWith("eyJ")
            && value.length() > 40
            && value.chars().filter(c -> c == '.').count() == 2;
    return amazonKey
        || googleKey
        || webToken
        || (value.length() >= 16 && SECRET_STARTS.stream().anyMatch(value::startsWith));
  }

  private static boolean isUpperOrDigit(String text) {
    return text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }

  /// Whether the text is a card's number and nothing else: 13 to 19 digits, single spaces or
  /// hyphens between them, first digits of a card's issuer, and a correct check digit (Luhn).
  static boolean isCardNumber(String text) {
    if (text.length() < FEWEST_CARD_DIGITS || text.length() > 2 * MOST_CARD_DIGITS) {
      return false;
    }
    StringBuilder digits = new StringBuilder(MOST_CARD_DIGITS);
    boolean afterDigit = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
        afterDigit = true;
      } else if ((c == ' ' || c == '-') && afterDigit) {
        afterDigit = false;
      } else {
        return false;
      }
    }
    return digits.length() >= FEWEST_CARD_DIGITS
        && digits.length() <= MOST_CARD_DIGITS
        && hasIssuer(digits)
        && passesLuhn(digits);
  }

  private static boolean hasIssuer(CharSequence digits) {
    int four = Integer.parseInt(digits, 0, 4, 10);
    int two = four / 100;
    int length = digits.length();
    return switch (two / 10) {
      case 4 -> length == 13 || length == 16 || length == 19;
      case 5 -> two >= 51 && two <= 55 && length == 16;
      case 2 -> four >= 2221 && four <= 2720 && length == 16;
      case 3 ->
          ((two == 34 || two == 37) && length == 15)
              || (two == 35 && length >= 16)
              || ((two == 36 || two == 38) && length == 14);
      case 6 -> (four == 6011 || two == 65) && length >= 16;
      default -> false;
    };
  }

  private static boolean passesLuhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = i % 2 == 1 ? 2 * digit : digit;
      sum += twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }

  /// Whether a text is an address of the web; then its query is worth a look.
  static boolean isWebAddress(String text) {
    return text.startsWith("http") && text.indexOf("://") > 0 && text.indexOf('?') > 0;
  }

  static boolean hasCredentialInQuery(String address) {
    for (String parameter : parameters(address)) {
      int equals = parameter.indexOf('=');
      if (equals > 0
          && namesCredential(parameter.substring(0, equals))
          && isFilled(parameter.substring(equals + 1))) {
        return true;
      }
    }
    return false;
  }

  static boolean hasMailInQuery(String address) {
    for (String parameter : parameters(address)) {
      String value = parameter.substring(parameter.indexOf('=') + 1).replace("%40", "@");
      if (isMailAddress(value)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the text is `...@....` without a space in it.
  static boolean isMailAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && text.indexOf('.', at) > at + 1 && text.indexOf(' ') < 0;
  }

  private static List<String> parameters(String address) {
    return List.of(address.substring(address.indexOf('?') + 1).split("[&;#]", 200));
  }
}
