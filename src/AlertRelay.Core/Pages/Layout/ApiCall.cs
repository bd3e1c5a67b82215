using System.Text.Json.Nodes;

namespace AlertRelay.Pages.Layout;

/// <summary>A request to the relay's API: what a button does, and what the command beside it does.</summary>
/// <param name="Path">Below /api/v1, with its query: "/subscriptions/sub_1/pause".</param>
public sealed record ApiCall(HttpMethod Method, string Path, JsonObject? Body = null)
{
    public const string Base = "/api/v1", MergePatch = "application/merge-patch+json";

    /// <summary>Such as If-Match.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static ApiCall Get(string path) => new(HttpMethod.Get, path);

    public static ApiCall Post(string path, JsonObject? body = null) => new(HttpMethod.Post, path, body);

    public static ApiCall Patch(string path, JsonObject body) => new(HttpMethod.Patch, path, body);

    public static ApiCall Delete(string path) => new(HttpMethod.Delete, path);

    public string ContentType => Method == HttpMethod.Patch ? MergePatch : "application/json";

    /// <summary>The command for a shell. It takes the key from $ALERTRELAY_KEY, so that none is shown.</summary>
    /// <param name="baseUrl">The address of the relay, without a slash at its end.</param>
    public string Curl(string baseUrl)
    {
        var parts = new List<string> { "curl" };
        if (Method != HttpMethod.Get)
            parts.Add($"-X {Method}");
        parts.Add("-H \"Authorization: Bearer $ALERTRELAY_KEY\"");
        if (Body is not null)
            parts.Add($"-H {Quoted($"Content-Type: {ContentType}")} -d {Quoted(Body.ToJsonString(Api.Contracts.WebJson.Wire.Options))}");
        parts.AddRange(Headers.Select(header => $"-H {Quoted($"{header.Key}: {header.Value}")}"));
        parts.Add(Quoted($"{baseUrl}{Base}{Path}"));
        return string.Join(' ', parts);
    }

    // A POSIX shell leaves everything within single quotes as it is.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
