using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries.Signing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>
/// The public keys that verify this relay's signatures (RFC 7517), retired ones included. They are cached for less than the time that
/// an old key signs beside a new one.
/// </summary>
public static class PublicKeyEndpoints
{
    public const string Path = "/.well-known/alertrelay/jwks.json";

    public static void MapPublicKeys(this IEndpointRouteBuilder app) => app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], Show)
        .WithTags("Keys").Describe("getPublicKeys", "Answers the keys with which anybody can check what this relay signed.")
            .WithProblems(ProblemKind.Unavailable);

    internal static JsonWebKeySet Of(SigningRing ring) => new([.. ring.Keys.Select(JsonWebKey.Of)]);

    private static async Task<Ok<JsonWebKeySet>> Show(HttpResponse response, RelaySigner signer, CancellationToken cancellationToken)
    {
        var keys = Of(await signer.Ring(cancellationToken));
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(keys);
    }
}
