package dev.headgate.source.s3;

import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Patience;
import dev.headgate.source.ResumingStream;
import dev.headgate.source.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// An object of a bucket, read only as the listing saw it: every request names its ETag.
///
/// @param listed what the listing said
record S3StoredObject(S3Client client, String bucket, S3Object listed, Patience patience)
    implements StoredObject {

  @Override
  public String name() {
    return "s3://" + bucket + "/" + listed.key();
  }

  @Override
  public long size() {
    return listed.size();
  }

  @Override
  public FileFingerprint fingerprint() {
    return new FileFingerprint(
        listed.eTag() + " " + name(), listed.size(), listed.lastModified().toEpochMilli());
  }

  @Override
  public InputStream open(long from, long to) {
    return new ResumingStream(name(), from, to, at -> range(at, to), patience);
  }

  private InputStream range(long at, long to) throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(listed.key())
            .ifMatch(listed.eTag())
            .range("bytes=" + at + "-" + (to - 1))
            .build();
    ResponseInputStream<GetObjectResponse> answer;
    try {
      answer = client.getObject(request);
    } catch (SdkException e) {
      throw S3Faults.ofReading(this, e);
    }
    String tag = answer.response().eTag();
    String range = answer.response().contentRange();
    boolean asAsked = range == null ? at == 0 : range.startsWith("bytes " + at + "-");
    if (!listed.eTag().equals(tag) || !asAsked) {
      answer.abort();
      if (!listed.eTag().equals(tag)) {
        throw S3Faults.changed(this, "its ETag was " + listed.eTag() + ", and is " + tag);
      }
      throw new IOException("the server answers with another range than asked for");
    }
    return new FilterInputStream(answer) {
      @Override
      public int read(byte[] buffer, int start, int length) throws IOException {
        try {
          return in.read(buffer, start, length);
        } catch (SdkException e) {
          throw new IOException(e.getMessage(), e);
        }
      }

      // Without reading the rest of it, as closing the stream alone would.
      @Override
      public void close() {
        answer.abort();
      }
    };
  }
}
