using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>The parts of the document that concern all operations.</summary>
internal sealed class DocumentWriter : IOpenApiDocumentTransformer
{
    /// <summary>Of the security scheme.</summary>
    public const string Key = "key";

    private const string About = """
        AlertRelay watches official advisory channels and sends their changes.
        Every request needs an API key, except where stated: `Authorization: Bearer ark_…`.

        Errors are problem details (RFC 9457, `application/problem+json`). The `type` is one of a short list, and the `detail` says what to write instead.
        Every address can return `no-such-route` or `method-not-allowed`.
        Requests with unknown fields are rejected. Later versions may add fields to responses.
        """;

    // In the order of a user's day: look, subscribe, follow what is sent, then operate.
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Relay", "Where the relay stands, its settings, and checks of what fails."),
        ("Alerts", "The history of alerts, new alerts as a stream, and their evidence."),
        ("Countries", "What every government says about a country, now and at a past time."),
        ("Channels", "The catalogue of official channels, their health, and their notices."),
        ("Feeds", "Alerts for feed readers and CAP systems. No API key is needed."),
        ("Filters", "Tests of a filter on past alerts, before you subscribe with it."),
        ("Subscriptions", "Who receives which alerts, where, and in which format."),
        ("Deliveries", "The ledger: what was sent, how it ended, and how to send it again."),
        ("Silences", "Subscriptions with silences or quiet hours. Set them with PATCH on a subscription."),
        ("Keys", "API keys, and the public keys that verify the signatures of the relay."),
        ("Portal links", "Links that open the console for one tenant once, without an API key."),
        ("Audit", "Who changed what, and when."),
        ("Health", "Probes for load balancers and monitors: whether the relay is up, and whether it is ready."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AlertRelay",
            Version = Version(),
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // Relative, so that the document does not depend on the request.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        document.AddComponent<IOpenApiSecurityScheme>(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "ark_…",
            Description = "An API key. Create one with `POST /api/v1/keys` or `alertrelay keys create`.",
        });

        // HEAD follows from GET (RFC 9110, section 9.3.2).
        foreach (var path in document.Paths.Values)
            path.Operations?.Remove(HttpMethod.Head);
        return Task.CompletedTask;
    }

    private static string Version() =>
        typeof(DocumentWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

/// <summary>Puts docs/alert.schema.json, which receivers of webhooks read too, in place of the schemas of the alert types.</summary>
internal static class AlertSchema
{
    private const string Resource = "alert.schema.json", OwnLevel = "#/$defs/level", Components = "#/components/schemas/";

    public static void PutInto(JsonNode document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var alert = JsonNode.Parse(Text().Replace(OwnLevel, $"{Components}Level", StringComparison.Ordinal))!.AsObject();
        schemas["Level"] = alert["$defs"]!["level"]!.DeepClone();
        foreach (var ofTheFile in (string[])["$schema", "$id", "$defs"])
            alert.Remove(ofTheFile);
        schemas["Alert"] = alert;
        while (Unused(document, schemas) is { Count: > 0 } unused)
            unused.ForEach(name => schemas.Remove(name));
    }

    private static List<string> Unused(JsonNode document, JsonObject schemas)
    {
        var text = document.ToJsonString();
        return [.. schemas.Select(schema => schema.Key).Where(name => !text.Contains($"\"{Components}{name}\"", StringComparison.Ordinal))];
    }

    private static string Text()
    {
        using var reader = new StreamReader(typeof(AlertSchema).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
