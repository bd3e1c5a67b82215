using AlertRelay.Keys;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Contracts;

/// <summary>Which subscription, asked for by whom, and in which version if that matters to them.</summary>
public sealed record Addressed(string Id, Caller Caller, [property: FromHeader(Name = "If-Match")] string? IfMatch);
