using System.ComponentModel;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Contracts;

/// <summary>The subscription of a request, its caller, and the version if the caller states one.</summary>
internal sealed record SubscriptionRoute
{
    public required string Id { get; init; }

    public required Caller Caller { get; init; }

    [FromHeader(Name = "If-Match"), Description("The ETag of the version that is to be changed; another one is refused.")]
    public string? IfMatch { get; init; }
}
