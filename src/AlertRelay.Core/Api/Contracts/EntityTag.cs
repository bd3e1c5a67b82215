using System.Globalization;

namespace AlertRelay.Api.Contracts;

/// <summary>A version as an ETag (RFC 9110, sections 8.8.3 and 13.1.1).</summary>
internal static class EntityTag
{
    public static string Of(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    public static bool Allows(string? ifMatch, int version) =>
        ifMatch is null || ifMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == Of(version));

    public static Problem Mismatch(int version) =>
        ProblemKind.VersionMismatch.WithDetail(
            $"The subscription has version {Of(version)} now; GET it, look at what changed, and send that version in If-Match.");
}

/// <summary>Puts the version of an answered subscription into the header ETag.</summary>
internal sealed class EntityTagFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is INestedHttpResult { Result: IValueHttpResult { Value: SubscriptionResponse answer } })
            context.HttpContext.Response.Headers.ETag = EntityTag.Of(answer.Version);

        return result;
    }
}
