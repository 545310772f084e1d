package dev.headgate.standalone;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.pki.PkiException;
import io.helidon.common.tls.Tls;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate with those that vouch for it, and its private key: what a server shows in TLS.
///
/// @param chain the server's own certificate first
record TlsPair(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\\R(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String TO_PKCS8 = "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";
  private static final byte[] PROBE = "headgate".getBytes(StandardCharsets.US_ASCII);

  TlsPair {
    chain = List.copyOf(chain);
  }

  /// Reads PEM text (RFC 7468): keys in PKCS#8, RSA keys in PKCS#1 as well.
  ///
  /// @throws TlsFault if one of them cannot be read, the key is encrypted, or it is not the
  ///   certificate's
  static TlsPair read(byte[] certificate, byte[] key) throws TlsFault {
    TlsPair pair = new TlsPair(chain(certificate), privateKey(key));
    if (!pair.belongTogether()) {
      throw new TlsFault(
          "the key is not the certificate's",
          "name the key that the certificate was made with; where a chain is in the file, the"
              + " server's own certificate comes first");
    }
    return pair;
  }

  private static List<X509Certificate> chain(byte[] pem) throws TlsFault {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      throw new TlsFault("the certificate cannot be read: " + e.getMessage(), "it must be PEM");
    }
    throw new TlsFault("there is no certificate in the file", "it must be PEM");
  }

  private static PrivateKey privateKey(byte[] pem) throws TlsFault {
    Matcher block = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!block.find()) {
      throw new TlsFault("there is no private key in the file", "it must be PEM");
    }
    if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      throw new TlsFault(
          "the key is encrypted, and nobody is there to ask for its password",
          "keep a key that is not, readable to this user only: " + TO_PKCS8);
    }
    try {
      return Keys.builder()
          .pem(file -> file.key(Resource.create("key", block.group())))
          .build()
          .privateKey()
          .orElseThrow();
    } catch (PkiException | UnsupportedOperationException e) {
      throw new TlsFault(
          "the key cannot be read: " + e.getMessage(),
          "RSA and EC keys in PKCS#8 can be, and RSA keys in PKCS#1: " + TO_PKCS8);
    }
  }

  private boolean belongTogether() throws TlsFault {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default ->
              throw new TlsFault(
                  "keys of " + key.getAlgorithm() + " are not served", "use an RSA or EC key");
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // of another kind, or of another length
    }
  }

  /// From when on clients refuse it: when the first of the chain's certificates ends.
  Instant expiry() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// As the server wants it. What it asks of clients is nothing.
  Tls forServer() {
    return Tls.builder()
        .privateKey(key)
        .privateKeyCertChain(chain)
        .addEnabledProtocol("TLSv1.3")
        .addEnabledProtocol("TLSv1.2")
        .build();
  }
}
