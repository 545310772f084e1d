package dev.headgate.capture;

/// Who sends a request, as far as a gate can know it.
///
/// @param address of the other end; of IPv6 its network
/// @param client the product that its User-Agent begins with, without the version
public record Sender(String address, String client) {}
