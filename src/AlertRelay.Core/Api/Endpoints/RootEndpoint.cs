using System.Reflection;
using AlertRelay.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>The Functions host asks "GET /" to check that the program is up, so it responds immediately, without the store.</summary>
internal static class RootEndpoint
{
    private static readonly RootDocument Answer = new(
        "AlertRelay",
        typeof(RootEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
        "Send 'Authorization: Bearer ark_…' with a key of this relay to what is under /api/v1.",
        new Dictionary<string, string>
        {
            ["subscriptions"] = "/api/v1/subscriptions",
            ["alerts"] = "/api/v1/alerts",
            ["channels"] = "/api/v1/channels",
            ["filterTest"] = "/api/v1/filters/test",
            ["keys"] = "/api/v1/keys",
            ["audit"] = "/api/v1/audit",
            ["publicKeys"] = PublicKeyEndpoints.Path,
            ["document"] = ApiDocument.Path,
            ["documentation"] = DocsPage.Path,
            ["live"] = "/health/live",
            ["ready"] = "/health/ready",
        });

    public static void MapRoot(this IEndpointRouteBuilder app) =>
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Say).WithTags("Health").Describe("hello", "Names the program, its version and its addresses.");

    private static Ok<RootDocument> Say() => TypedResults.Ok(Answer);
}

internal sealed record RootDocument(string Name, string Version, string Authentication, IReadOnlyDictionary<string, string> Links);
