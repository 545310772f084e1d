package dev.headgate.source.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A real server of S3 (s3proxy, on files) as a process of its own, on loopback.
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "exports";

  private static final Path LIBRARIES = Path.of("..", "s3-server", "target", "lib");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final String USER = "test-user";
  private static final String SECRET = "test-secret";

  private final Process process;
  private final int port;
  private final S3Client client;

  /// @param folder its own
  public S3Server(Path folder) throws IOException {
    if (!Files.isDirectory(LIBRARIES)) {
      throw new IllegalStateException(
          "no libraries in " + LIBRARIES + ": run mvn -pl s3-server process-resources first");
    }
    port = freePort();
    Files.createDirectories(folder.resolve("buckets").resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            s3proxy.endpoint=http://127.0.0.1:%d
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """
                .formatted(USER, SECRET, port, folder.resolve("buckets")));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-cp",
                LIBRARIES + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    awaitStart(folder.resolve("s3proxy.log"));
    client =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(USER, SECRET)))
            .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart(Path log) throws IOException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(
        "s3proxy did not start within " + LONGEST_START + ": " + Files.readString(log));
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  /// The keys it takes, as a command's environment has them.
  public static Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", USER, "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_REGION", "us-east-1");
  }

  /// Lets clients of this process use keys that it takes, or others.
  static void useKeys(boolean right) {
    System.setProperty("aws.accessKeyId", USER);
    System.setProperty("aws.secretAccessKey", right ? SECRET : "wrong");
  }

  static void forgetKeys() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  public void put(String key, byte[] content) {
    client.putObject(to -> to.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  public void put(String key, String content) {
    put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  public void delete(String key) {
    client.deleteObject(what -> what.bucket(BUCKET).key(key));
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    process.onExit().join();
  }
}
