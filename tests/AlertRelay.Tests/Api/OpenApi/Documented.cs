using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Api.Contracts;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>docs/openapi.json, and whether an answer is one that it promises. Every answer that the tests of the API get is held against it.</summary>
internal static class Documented
{
    public const string File = "docs/openapi.json";

    private const string ProblemType = "application/problem+json";

    private static readonly string[] OfAnyAddress = [ProblemKind.NoSuchRoute.Type, ProblemKind.MethodNotAllowed.Type];

    private static readonly Lazy<JsonNode> Read = new(() => Whole(JsonNode.Parse(Text())!));

    public static JsonNode Document => Read.Value;

    public static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations =>
        Document["paths"]!.AsObject().SelectMany(
            path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key.ToUpperInvariant(), operation.Value!)));

    /// <summary>The bodies of requests and responses, problems included, each with the place of its schema.</summary>
    public static IEnumerable<(string Place, string MediaType, JsonNode Body)> Bodies =>
        from each in Operations
        from part in each.Operation["responses"]!.AsObject().Select(response => response.Value).Append(each.Operation["requestBody"])
        where part is not null
        from content in Resolved(part)["content"]?.AsObject() ?? []
        select (Pointer(content.Value!), content.Key, content.Value!);

    public static string Text() => System.IO.File.ReadAllText(System.IO.Path.Combine(Repository.Root, File));

    /// <summary>Fails when the answer is not one of the document's.</summary>
    public static void Check(HttpMethod method, string address, Answer answer)
    {
        var media = answer.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
        if ((int)answer.Status >= 400 && media == ProblemType && OfAnyAddress.Contains(answer.Json["type"]!.GetValue<string>()))
            return;

        if (Find(method, address) is not { } operation)
            return;

        var complaint = Complaint(operation, answer, media, method == HttpMethod.Head);
        Assert.True(complaint is null, $"{method} {address} answered {(int)answer.Status}, and {File} says otherwise: {complaint}");
    }

    public static JsonNode Resolved(JsonNode node) =>
        node["$ref"]?.GetValue<string>() is { } pointer ? pointer.Split('/').Skip(1).Aggregate(Document, (at, part) => at[part]!) : node;

    // A parsed node makes its members when they are first read, which is not safe for many threads at once.
    private static JsonNode Whole(JsonNode node)
    {
        foreach (var member in node is JsonObject members ? members.Select(member => member.Value) : node as JsonArray ?? [])
        {
            if (member is not null)
                Whole(member);
        }

        return node;
    }

    // RFC 6901, and section 6: within a URI it is percent-encoded.
    public static string Pointer(JsonNode node) => node.Parent switch
    {
        null => "",
        JsonArray list => $"{Pointer(list)}/{list.IndexOf(node)}",
        var parent => $"{Pointer(parent)}/{Uri.EscapeDataString(
            node.GetPropertyName().Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))}",
    };

    // The longest template wins: "/keys/rotate-signing" is no id.
    private static JsonNode? Find(HttpMethod method, string address)
    {
        var path = address.Split('?')[0];
        var wanted = method == HttpMethod.Head ? "GET" : method.Method;
        return Operations.Where(each => each.Method == wanted && Template(each.Path).IsMatch(path))
            .OrderBy(each => each.Path.Count(letter => letter == '{'))
            .Select(each => each.Operation)
            .FirstOrDefault();
    }

    private static Regex Template(string path) =>
        new("^" + Regex.Replace(Regex.Escape(path).Replace(@"\{key}", "\\{key}.*", StringComparison.Ordinal), @"\\\{[a-z]+}", "[^/]+") + "$");

    private static string? Complaint(JsonNode operation, Answer answer, string? media, bool isHead)
    {
        if (operation["responses"]![$"{(int)answer.Status}"] is not { } response)
            return "this status is not among its answers.";

        var content = Resolved(response)["content"]?.AsObject();
        if (isHead || answer.Text.Length == 0)
            return isHead || content is null ? null : "it should have a body.";

        if ((content?[media ?? ""] ?? content?["*/*"]) is not { } body)
            return $"{media} is not among its media types.";

        return body["schema"] is { } schema ? AnswerCheck.Complaint(Pointer(schema), answer.Json) : null;
    }
}
