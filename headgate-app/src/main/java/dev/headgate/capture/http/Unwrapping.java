package dev.headgate.capture.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Takes off what clients wrap their JSON in, layer by layer and each within its bounds.
///
/// ```
/// body, or the query's field `data`
///   = JSON                                      whatever its headers say
///   | gzip(..)                                  by its first bytes, whatever its headers say
///   | a form, of which field `data` is meant    by its Content-Type
///   | base64(.. | LZ-String)
/// ```
///
/// What a request says of its compression (`Content-Encoding`, the query's or the form's
/// `compression`: `gzip`, `gzip-js`, `base64`, `lz64`) is needed for LZ-String only: clients forget
/// to say it, and say it of what is not.
final class Unwrapping {
  /// Most layers: a gzipped form of base64 of gzip.
  private static final int MAX_LAYERS = 4;

  private static final int GZIP_OUT = 64 << 10;

  /// Beyond this ratio the length that gzip's trailer names is not believed before it is seen.
  private static final int BELIEVED_RATIO = 32;

  private final Hints hints;
  private final int atMost;
  private final BodyBudget.Claim claim;
  private boolean lzString;
  private Optional<Form> form = Optional.empty();

  /// What was within.
  ///
  /// @param form what it came in, if it came in one
  record Unwrapped(Body json, Optional<Form> form) {}

  /// What a request says about its body.
  ///
  /// @param compression the query's parameter
  record Hints(
      Optional<String> contentType,
      Optional<String> contentEncoding,
      Optional<String> compression) {

    boolean form() {
      return contentType
          .map(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(Form.MEDIA_TYPE))
          .orElse(false);
    }
  }

  private Unwrapping(Hints hints, int atMost, BodyBudget.Claim claim) {
    this.hints = hints;
    this.atMost = atMost;
    this.claim = claim;
    this.lzString = isLzString(hints.compression) || isLzString(hints.contentEncoding);
  }

  private static boolean isLzString(Optional<String> named) {
    return named.map(name -> name.strip().equalsIgnoreCase("lz64")).orElse(false);
  }

  /// The JSON within a body; what turns out to be none is answered as it is.
  ///
  /// @param atMost longest layer, in bytes
  /// @throws BodyRefused if a layer cannot be taken off: 400; is too long: 413; if there is no
  ///   room: 503
  static Unwrapped unwrapped(Body wire, Hints hints, int atMost, BodyBudget.Claim claim)
      throws BodyRefused {
    Unwrapping unwrapping = new Unwrapping(hints, atMost, claim);
    Body json = unwrapping.unwrapped(wire);
    return new Unwrapped(json, unwrapping.form);
  }

  private Body unwrapped(Body wire) throws BodyRefused {
    refuseUnknownEncoding(wire);
    Body inner = wire;
    boolean formIsMeant = hints.form();
    for (int layer = 0; layer < MAX_LAYERS && !inner.looksLikeJson(); layer++) {
      if (inner.isGzip()) {
        inner = inflated(inner);
      } else if (formIsMeant) {
        formIsMeant = false;
        inner = dataOf(inner);
      } else {
        Optional<Body> decoded = decoded(inner);
        if (decoded.isEmpty()) {
          return inner;
        }
        inner = lzString ? LzString.unpacked(decoded.get(), atMost, claim) : decoded.get();
      }
    }
    return inner;
  }

  /// Of what the header may name only gzip is transport: a body that is none was cut or changed.
  private void refuseUnknownEncoding(Body wire) throws BodyRefused {
    String named = hints.contentEncoding.orElse("identity").strip().toLowerCase(Locale.ROOT);
    if (wire.length() == 0 || wire.isGzip()) {
      return;
    }
    switch (named) {
      case "identity", "gzip-js", "base64", "lz64" -> {}
      case "gzip", "x-gzip" ->
          throw BodyRefused.unreadable("the body is no gzip, as its Content-Encoding says");
      default -> throw BodyRefused.unreadable("unsupported Content-Encoding: use gzip, or none");
    }
  }

  private Body dataOf(Body body) throws BodyRefused {
    Form fields = new Form(body.bytes(), body.length());
    if (!fields.looksLikeOne()) {
      if (body.isBase64()) {
        return body;
      }
      throw BodyRefused.unreadable("expected form data in POST request payload");
    }
    claim.add(body.length());
    form = Optional.of(fields);
    lzString |= isLzString(fields.field("compression").map(Body::ascii));
    return fields.field("data").orElseThrow(BodyRefused::empty);
  }

  /// What base64 was taken off, if it was base64 of something that can be read: also `null` and
  /// many a word is written in its letters.
  private Optional<Body> decoded(Body body) throws BodyRefused {
    if (!body.isBase64()) {
      return Optional.empty();
    }
    claim.add(2 * body.length());
    try {
      byte[] bytes = Base64.getDecoder().decode(body.standardBase64());
      Body decoded = new Body(bytes, bytes.length);
      return lzString || decoded.isGzip() || decoded.looksLikeJson()
          ? Optional.of(decoded)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Body inflated(Body gzip) throws BodyRefused {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(gzip.bytes(), 0, gzip.length()), GZIP_OUT)) {
      return Body.read(in, "inflated body", likelyLength(gzip), atMost, claim);
    } catch (IOException e) {
      throw BodyRefused.unreadable("invalid gzip data: " + e.getMessage());
    }
  }

  /// One more than the length that the last four bytes name (modulo 2^32), so that the end is seen
  /// without growing.
  private static int likelyLength(Body gzip) {
    byte[] bytes = gzip.bytes();
    int length = gzip.length();
    long named =
        (bytes[length - 4] & 0xffL)
            | (bytes[length - 3] & 0xffL) << 8
            | (bytes[length - 2] & 0xffL) << 16
            | (bytes[length - 1] & 0xffL) << 24;
    return (int) Math.min(named + 1, (long) length * BELIEVED_RATIO);
  }
}
