package dev.headgate.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsPairIT {
  @TempDir static Path folder;
  private static Certificates rsa;
  private static Certificates ec;

  @BeforeAll
  static void make() {
    rsa = Certificates.make(folder, "RSA", 30);
    ec = Certificates.make(folder, "EC", 30);
  }

  private static TlsPair read(String certificate, String key) throws TlsFault {
    return TlsPair.read(certificate.getBytes(US_ASCII), key.getBytes(US_ASCII));
  }

  @Test
  void keysOfBothKindsAreRead() throws TlsFault {
    assertThat(read(rsa.certificate(), rsa.key()).key().getAlgorithm()).isEqualTo("RSA");
    assertThat(read(ec.certificate(), ec.key()).key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void aTraditionalKeyIsRead() throws TlsFault {
    TlsPair pair = read(rsa.certificate(), rsa.traditionalKey());

    assertThat(pair.key()).isEqualTo(read(rsa.certificate(), rsa.key()).key());
  }

  @Test
  void whatStandsAroundTheBlocksIsPassedOver() throws TlsFault {
    String remarks = "Bag Attributes\n    friendlyName: one\n";

    TlsPair pair = read(remarks + rsa.certificate(), remarks + rsa.key());

    assertThat(pair.chain()).containsExactly(rsa.shown());
  }

  @Test
  void aChainEndsWithTheFirstOfItsCertificates() throws TlsFault {
    Certificates shorter = Certificates.make(folder, "EC", 3);

    TlsPair pair = read(ec.certificate() + shorter.certificate(), ec.key());

    assertThat(pair.chain()).containsExactly(ec.shown(), shorter.shown());
    assertThat(pair.expiry())
        .isBetween(Instant.now().plus(Duration.ofDays(2)), Instant.now().plus(Duration.ofDays(4)));
  }

  @Test
  void anEncryptedKeyIsRefusedWithTheWayToHaveOneThatIsNot() {
    String pkcs8 = Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[40]);
    String traditional =
        rsa.traditionalKey()
            .replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X,0\n\nM");

    for (String key : new String[] {pkcs8, traditional}) {
      assertThatThrownBy(() -> read(rsa.certificate(), key))
          .isInstanceOfSatisfying(
              TlsFault.class, fault -> assertThat(fault.next()).contains("openssl pkcs8"))
          .hasMessageContaining("encrypted");
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    Certificates other = Certificates.make(folder, "EC", 30);

    for (String key : new String[] {rsa.key(), other.key()}) {
      assertThatThrownBy(() -> read(ec.certificate(), key))
          .isInstanceOf(TlsFault.class)
          .hasMessage("the key is not the certificate's");
    }
  }

  @Test
  void whatIsNoPemIsRefused() {
    assertThatThrownBy(() -> read("", rsa.key())).isInstanceOf(TlsFault.class);
    assertThatThrownBy(() -> read("no certificate", rsa.key())).isInstanceOf(TlsFault.class);
    assertThatThrownBy(() -> read(rsa.certificate(), "no key")).isInstanceOf(TlsFault.class);
    assertThatThrownBy(() -> read(rsa.certificate(), Certificates.pem("PRIVATE KEY", new byte[40])))
        .isInstanceOf(TlsFault.class);
    assertThatThrownBy(
            () -> read(rsa.certificate(), Certificates.pem("EC PRIVATE KEY", new byte[40])))
        .isInstanceOfSatisfying(
            TlsFault.class, fault -> assertThat(fault.next()).contains("openssl pkcs8"));
  }
}
