namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// What an attempt waited for on its way. Null where there was nothing to wait for: a connection that was open already, a target that is an
/// address, plain http.
/// </summary>
/// <param name="Connect">The TCP handshake, the look at the address included.</param>
/// <param name="FirstByte">From the beginning of the attempt to the answer's headers; null when none came.</param>
public sealed record SendTimings(TimeSpan? Dns = null, TimeSpan? Connect = null, TimeSpan? Tls = null, TimeSpan? FirstByte = null);
