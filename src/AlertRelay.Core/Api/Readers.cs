using AlertRelay.Api.Contracts;
using AlertRelay.Keys;

namespace AlertRelay.Api;

/// <summary>Keys of the role reader change nothing.</summary>
internal static class Readers
{
    public static async ValueTask<object?> OnlyRead(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return Caller.Of(http.User).Role == Role.Reader && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
            && http.GetEndpoint()?.Metadata.GetMetadata<ChangesNothing>() is null
            ? ProblemKind.Forbidden.WithDetail("A key of the role reader changes nothing; send this with a key of the role subscriber or admin.")
            : await next(context);
    }
}

/// <summary>Marks a POST that only reads, because its question is too long for an address.</summary>
internal sealed class ChangesNothing;
