using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AlertRelay.Pages.Layout;

/// <summary>
/// The API as the pages use it: the same routes, rules and answers as over the network, called within the process in the name of who is signed in.
/// So a page can show and do nothing that the API does not, and what an id of another tenant answers is decided in one place.
/// </summary>
internal sealed class RelayApi
{
    private RequestDelegate? _pipeline;

    /// <summary>Keeps what follows in the pipeline. First among the middleware that handles API requests.</summary>
    public RequestDelegate Follow(RequestDelegate next) => _pipeline = next;

    /// <param name="http">The request of the page.</param>
    public async Task<ApiAnswer<T>> Send<T>(HttpContext http, ApiCall call)
    {
        using var body = new MemoryStream();
        // Services of its own: what authenticates the page would otherwise write a refusal into the page's response.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var inner = Request(http, scope.ServiceProvider, call, body);
        await (_pipeline ?? throw new InvalidOperationException("The pipeline is not built yet."))(inner);
        await inner.Response.CompleteAsync();
        return ApiAnswer<T>.Read(call, inner.Response, body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    public Task<ApiAnswer<T>> Get<T>(HttpContext http, string path) => Send<T>(http, ApiCall.Get(path));

    private static DefaultHttpContext Request(HttpContext http, IServiceProvider services, ApiCall call, Stream answer)
    {
        var inner = new DefaultHttpContext { RequestServices = services, User = http.User, RequestAborted = http.RequestAborted };
        var request = inner.Request;
        (request.Method, request.Protocol, request.Scheme, request.Host) = (call.Method.Method, "HTTP/1.1", http.Request.Scheme, http.Request.Host);
        var query = call.Path.IndexOf('?', StringComparison.Ordinal);
        request.Path = PathString.FromUriComponent(ApiCall.Base + (query < 0 ? call.Path : call.Path[..query]));
        request.QueryString = query < 0 ? QueryString.Empty : new QueryString(call.Path[query..]);
        foreach (var (name, value) in call.Headers)
            request.Headers.Append(name, value);
        if (call.Body is { } json)
        {
            var bytes = Encoding.UTF8.GetBytes(json.ToJsonString(WebJson.Wire.Options));
            (request.Body, request.ContentType, request.ContentLength) = (new MemoryStream(bytes), call.ContentType, bytes.Length);
            inner.Features.Set<IHttpRequestBodyDetectionFeature>(HasBody.Yes);
        }

        inner.Connection.RemoteIpAddress = http.Connection.RemoteIpAddress;
        inner.Response.Body = answer;
        return inner;
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public static readonly HasBody Yes = new();

        public bool CanHaveBody => true;
    }
}

/// <summary>Either the value or the problem.</summary>
/// <param name="Value">Null too where the API answers without a body.</param>
internal sealed record ApiAnswer<T>(ApiCall Call, int Status, T? Value, PageProblem? Problem)
{
    /// <summary>The value's page, or that of the problem.</summary>
    /// <param name="back">Where the page of the problem leads.</param>
    public PageResult Page(Func<T, PageResult> page, string? back = null) =>
        Problem is { } problem ? (problem with { Back = back }).Page() : page(Value!);

    /// <summary>Either followed by another question, or the page of the problem.</summary>
    public async Task<PageResult> Page(Func<T, Task<PageResult>> page, string? back = null) =>
        Problem is { } problem ? (problem with { Back = back }).Page() : await page(Value!);

    internal static ApiAnswer<T> Read(ApiCall call, HttpResponse response, ReadOnlySpan<byte> body)
    {
        var status = response.StatusCode;
        if (status is < 200 or > 299)
            return new(call, status, default, PageProblem.Read(status, body));

        if (typeof(T) == typeof(ApiFile))
            return new(call, status, (T)(object)new ApiFile(response.ContentType ?? "", body.ToArray()), null);

        return new(call, status, body.IsEmpty ? default : JsonSerializer.Deserialize(body, (JsonTypeInfo<T>)WebJson.Wire.GetTypeInfo(typeof(T))!), null);
    }
}

/// <summary>An answer that is not JSON of the API's own, such as a preview.</summary>
internal sealed record ApiFile(string ContentType, byte[] Content);

/// <summary>What the API refused, as a page says it.</summary>
/// <param name="Errors">By field: what is wrong and what to write.</param>
/// <param name="Back">A path below the root; null for none.</param>
internal sealed record PageProblem(int Status, string Title, string Detail, IReadOnlyDictionary<string, string[]> Errors, string? Back = null)
{
    public static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    /// <summary>See <see cref="ProblemKind.Word"/>; empty for problems of the pages themselves.</summary>
    public string Word { get; init; } = "";

    public bool Is(ProblemKind kind) => Word == kind.Word;

    public PageResult Page() => PageResult.Of<ProblemPage>(this) with { Status = Status };

    public static PageProblem Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var problem = JsonElement.ParseValue(ref reader);
            return new PageProblem(status, Text(problem, "title") ?? $"HTTP {status}", Text(problem, "detail") ?? "", ErrorsOf(problem))
            {
                Word = Text(problem, "type")?.Split('/')[^1] ?? "",
            };
        }
        catch (JsonException)
        {
            return new PageProblem(status, $"HTTP {status}", "", NoErrors);
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static IReadOnlyDictionary<string, string[]> ErrorsOf(JsonElement problem) =>
        problem.TryGetProperty(ProblemKind.Errors, out var errors) && errors.ValueKind == JsonValueKind.Object
            ? errors.EnumerateObject().ToDictionary(
                error => error.Name, error => error.Value.ValueKind == JsonValueKind.Array
                    ? error.Value.EnumerateArray().Select(each => each.ToString()).ToArray()
                    : [error.Value.ToString()])
            : NoErrors;
}
