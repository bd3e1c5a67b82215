using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>HTTP requests as a real host forwarded them, sent through the test host.</summary>
public sealed class CapturedRequestTests(HostedApp app) : IClassFixture<HostedApp>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "..", "shared", "captures", "functions-host");

    // Of the connection, not of the request.
    private static readonly HashSet<string> OfTheConnection =
        new(["Host", "Connection", "Content-Length", "Transfer-Encoding", "Content-Type", "Expect"], StringComparer.OrdinalIgnoreCase);

    [Fact]
    public async Task Every_captured_request_gets_an_answer_of_the_API()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "Skipped: ../shared/captures/functions-host is not beside the repository.");
        var answered = 0;
        foreach (var captured in Requests())
        {
            using var request = new HttpRequestMessage(new HttpMethod(captured.GetProperty("method").GetString()!), captured.GetProperty("path").GetString());
            if (captured.GetProperty("body").GetString() is { Length: > 0 } body)
                request.Content = new StringContent(body);
            foreach (var header in captured.GetProperty("headers").EnumerateArray().Where(header => !OfTheConnection.Contains(header[0].GetString()!)))
                request.Headers.TryAddWithoutValidation(header[0].GetString()!, header[1].GetString());

            using var answer = await app.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.InRange((int)answer.StatusCode, 200, 499);
            answered++;
        }

        Assert.InRange(answered, 20, 1000);
    }

    private static IEnumerable<JsonElement> Requests() =>
        from pattern in (string[])["http-forward-*.json", "http-proxy-*.json"]
        from file in Directory.GetFiles(Folder, pattern).Order(StringComparer.Ordinal)
        where !file.Contains("big-request", StringComparison.Ordinal)
        from request in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("toHandler").EnumerateArray()
        where request.TryGetProperty("path", out var path) && path.GetString() != "/"
            && request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String
        select request;
}
