using System.ComponentModel;
using System.Globalization;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Contracts;

/// <summary>The subscription of a request, its caller, and the version if the caller states one.</summary>
internal sealed record SubscriptionRoute
{
    public required string Id { get; init; }

    public required Caller Caller { get; init; }

    [FromHeader(Name = "If-Match"), Description("The ETag of the version to change. If the stored version is another one, the request is refused.")]
    public string? IfMatch { get; init; }
}

/// <summary>A version as an ETag (RFC 9110, sections 8.8.3 and 13.1.1).</summary>
internal static class EntityTag
{
    public static string Of(int version) => Of(version.ToString(CultureInfo.InvariantCulture));

    public static string Of(string version) => $"\"{version}\"";

    public static bool Allows(string? ifMatch, int version) =>
        ifMatch is null || ifMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == Of(version));

    public static ProblemHttpResult Mismatch(int version) =>
        ProblemKind.VersionMismatch.WithDetail(
            $"The subscription has version {Of(version)} now; GET it, look at what changed, and send that version in If-Match.");
}

/// <summary>Adds the ETag header to a returned subscription, and Retry-After to a refused request.</summary>
internal sealed class SubscriptionHeaders : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var headers = context.HttpContext.Response.Headers;
        var answer = (result as INestedHttpResult)?.Result;
        if (answer is IValueHttpResult { Value: SubscriptionResponse subscription })
            headers.ETag = EntityTag.Of(subscription.Version);
        else if (answer is ProblemHttpResult refused && refused.ProblemDetails.Extensions.Remove(ProblemKind.RetryAfter, out var wait))
            headers.RetryAfter = Math.Ceiling(((TimeSpan)wait!).TotalSeconds).ToString(CultureInfo.InvariantCulture);

        return result;
    }
}
