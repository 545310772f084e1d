package dev.headgate.capture;

/// The rules of the products whose clients may send here.
///
/// @param calls of Segment's specification
public record ForeignProducts(
    ForeignRecords calls, ForeignRecords mixpanel, ForeignRecords amplitude) {}
