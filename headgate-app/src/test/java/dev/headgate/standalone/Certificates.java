package dev.headgate.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A certificate that nobody vouches for, for `localhost` and 127.0.0.1, and its key: made by the
/// JDK's keytool.
///
/// @param certificate PEM
/// @param key PEM, PKCS#8
public record Certificates(X509Certificate shown, String certificate, String key) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /// Makes one.
  ///
  /// @param algorithm such as `EC` or `RSA`
  /// @param days from now to its end
  public static Certificates make(Path folder, String algorithm, int days) {
    Path file = folder.resolve("made-" + System.nanoTime() + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keyalg",
            algorithm,
            "-alias",
            "one",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-validity",
            Integer.toString(days));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError("keytool: " + printed);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      PrivateKey key = (PrivateKey) store.getKey("one", PASSWORD);
      X509Certificate shown = (X509Certificate) store.getCertificate("one");
      return new Certificates(
          shown, pem("CERTIFICATE", shown.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no certificate could be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The key of an RSA certificate as OpenSSL wrote it traditionally (PKCS#1).
  String traditionalKey() {
    byte[] pkcs8 = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
    // A sequence of version, algorithm and an octet string, in which PKCS#1 is; all lengths of a
    // usual RSA key take two bytes, so it begins at the 27th.
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
  }

  static String pem(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
  }

  /// Writes both files.
  public TlsFiles write(Path folder) throws IOException {
    return new TlsFiles(
        Files.writeString(folder.resolve("tls.crt"), certificate),
        Files.writeString(folder.resolve("tls.key"), key));
  }
}
