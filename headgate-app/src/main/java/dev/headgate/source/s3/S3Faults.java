package dev.headgate.source.s3;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the library's failures mean: some pass, some do not.
final class S3Faults {
  private S3Faults() {}

  /// Of a listing that failed: a bucket that is not there or denies is wrong input, the rest may
  /// pass.
  static IOException ofListing(String where, SdkException e) {
    if (!(e instanceof S3Exception answer)) {
      boolean noKeys = String.valueOf(e.getMessage()).contains("credentials");
      return noKeys ? new MediumFault(noKeys(where, e)) : new IOException(e.getMessage(), e);
    }
    return switch (answer.statusCode()) {
      case 401, 403 -> new MediumFault(denied(where, answer));
      case 301, 400, 404 ->
          new MediumFault(
              wrong(
                  where,
                  "there is no such bucket there (" + code(answer) + ")",
                  "check the bucket's name, AWS_REGION, and --s3-endpoint if it is not Amazon's",
                  answer));
      default -> new IOException("the server answers " + code(answer), answer);
    };
  }

  /// Of an object that failed to be read. What was listed and is gone, or is another now, changed;
  /// the rest may pass.
  static IOException ofReading(S3StoredObject object, SdkException e) {
    if (!(e instanceof S3Exception answer)) {
      return new IOException(e.getMessage(), e);
    }
    return switch (answer.statusCode()) {
      case 404 -> changed(object, "it is gone");
      case 412, 416 -> changed(object, whatIsThere(object));
      default -> new IOException("the server answers " + code(answer), answer);
    };
  }

  private static String whatIsThere(S3StoredObject object) {
    String was = "it had %d bytes and the ETag %s".formatted(object.size(), object.listed().eTag());
    try {
      HeadObjectResponse now =
          object.client().headObject(ask -> ask.bucket(object.bucket()).key(object.listed().key()));
      return "%s, and has %d bytes and the ETag %s".formatted(was, now.contentLength(), now.eTag());
    } catch (SdkException e) {
      return was + ", and what is there now cannot be seen";
    }
  }

  static MediumFault changed(S3StoredObject object, String how) {
    return new MediumFault(
        new SourceFault(
            SourceFault.Kind.CHANGED,
            "it changed since the bucket was listed: " + how,
            object.name(),
            "run the command again to read it as it is now, or put the old object back"));
  }

  static SourceFault tooMany(String where) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "more than " + S3Place.MAX_OBJECTS + " objects",
        where,
        "name a longer prefix, and import it in several runs");
  }

  static SourceFault unreachable(String where, IOException cause) {
    SourceFault fault =
        new SourceFault(
            SourceFault.Kind.UNREADABLE,
            "the bucket cannot be listed: " + cause.getMessage(),
            where,
            "see that the endpoint is right and answers, then run it again");
    fault.initCause(cause);
    return fault;
  }

  private static SourceFault denied(String where, S3Exception e) {
    return wrong(
        where,
        "the bucket denies it (" + code(e) + ")",
        "see that AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are of somebody who may list and read"
            + " it",
        e);
  }

  private static SourceFault noKeys(String where, SdkException e) {
    return wrong(
        where,
        "there are no AWS keys",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or AWS_PROFILE",
        e);
  }

  private static SourceFault wrong(String where, String what, String next, SdkException cause) {
    SourceFault fault = new SourceFault(SourceFault.Kind.WRONG_INPUT, what, where, next);
    fault.initCause(cause);
    return fault;
  }

  private static String code(S3Exception e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return ("HTTP " + e.statusCode() + " " + (code == null ? "" : code)).strip();
  }
}
