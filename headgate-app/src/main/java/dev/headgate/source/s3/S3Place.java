package dev.headgate.source.s3;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.Place;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Buckets. `s3://bucket/key` names an object if there is one of that key; else all objects below
/// it as if it were a folder; else all whose keys begin so. Hidden ones are passed over as in
/// folders.
///
/// Keys and region come from where AWS's own tools take them (environment, profile, the machine's
/// role). Each object is read only as the listing saw it.
public final class S3Place implements Place {
  private static final String SCHEME = "s3://";

  private final Optional<URI> endpoint;
  private final Duration stall;
  private final Patience patience;
  private @Nullable S3Client client;

  /// @param endpoint where S3 is spoken; empty for Amazon's own
  /// @param stall how long the other side may say nothing
  public S3Place(Optional<URI> endpoint, Duration stall, Patience patience) {
    this.endpoint = endpoint;
    this.stall = stall;
    this.patience = patience;
  }

  @Override
  public boolean holds(String argument) {
    return argument.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  @Override
  public List<StoredObject> find(String argument) throws SourceFault {
    String rest = argument.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String key = slash < 0 ? "" : rest.substring(slash + 1);
    if (bucket.isEmpty()) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT, "it names no bucket", argument, "name s3://bucket/prefix");
    }
    List<S3Object> listed;
    try {
      listed = list(bucket, key);
    } catch (MediumFault e) {
      throw e.told().orElseThrow();
    } catch (IOException e) {
      throw S3Faults.unreachable(argument, e);
    }
    List<StoredObject> found = new ArrayList<>();
    for (S3Object object : listed) {
      found.add(new S3StoredObject(client(), bucket, object, patience));
    }
    return found;
  }

  private List<S3Object> list(String bucket, String prefix) throws IOException {
    List<S3Object> all = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page = patience.during(() -> page(bucket, prefix, from));
      for (S3Object object : page.contents()) {
        if (object.key().equals(prefix) && !prefix.endsWith("/")) {
          return List.of(object);
        }
        if (!isHidden(object.key().substring(prefix.length())) && !object.key().endsWith("/")) {
          all.add(object);
        }
      }
      if (all.size() > MAX_OBJECTS) {
        throw new MediumFault(S3Faults.tooMany(SCHEME + bucket + "/" + prefix));
      }
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
    String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    List<S3Object> below = all.stream().filter(one -> one.key().startsWith(folder)).toList();
    return below.isEmpty() ? all : below;
  }

  private ListObjectsV2Response page(String bucket, String prefix, @Nullable String token)
      throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix)
            .continuationToken(token)
            .build();
    try {
      return client().listObjectsV2(request);
    } catch (SdkException e) {
      throw S3Faults.ofListing(SCHEME + bucket + "/" + prefix, e);
    }
  }

  private static boolean isHidden(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /// Made when it is first needed: a second of class loading that other exports do not pay for.
  /// Nothing of it outlives the command: its connections end with the answers.
  private S3Client client() {
    S3Client made = client;
    if (made == null) {
      S3ClientBuilder builder =
          S3Client.builder()
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder().connectionTimeout(stall).socketTimeout(stall))
              .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .crossRegionAccessEnabled(endpoint.isEmpty())
              .region(region());
      endpoint.ifPresent(url -> builder.endpointOverride(url).forcePathStyle(true));
      made = builder.build();
      client = made;
    }
    return made;
  }

  private static Region region() {
    String other = System.getenv("AWS_DEFAULT_REGION");
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkException e) {
      return other == null || other.isBlank() ? Region.US_EAST_1 : Region.of(other);
    }
  }
}
