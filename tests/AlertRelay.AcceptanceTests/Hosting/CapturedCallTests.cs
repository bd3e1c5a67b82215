using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>What a real host sent, byte for byte, to other programs: sent to this one.</summary>
public sealed class CapturedCallTests(HandlerTests.Running running) : IClassFixture<HandlerTests.Running>
{
    private const string Missing = "Skipped: ../shared/captures/functions-host is not beside the repository.";

    private static readonly string Folder = Path.Combine(Repository.Root, "..", "shared", "captures", "functions-host");

    // Of the connection, not of the call.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Content-Length", "Transfer-Encoding", "Content-Type", "Expect" };

    [Fact]
    public async Task Every_captured_call_of_a_timer_or_queue_is_answered_so_that_the_host_can_go_on()
    {
        Assert.SkipUnless(Directory.Exists(Folder), Missing);
        var answered = 0;
        foreach (var (file, call) in Calls("timer-*").Concat(Calls("queue-*")).Concat(Calls("admin-*")))
        {
            foreach (var function in Path.GetFileName(file).Contains("timer", StringComparison.Ordinal) ? (string[])["PollChannels", "Sweep"] : ["FanOut", "Deliver"])
            {
                var answer = await running.Trial.Relay.Call(function, call.GetProperty("body").GetString()!);
                Assert.False(answer.Hangs, file);
                Assert.True(answer.Succeeds || (int)answer.Status >= 400, $"{file}: {answer}");
                Assert.True(answer.Succeeds || function == "FanOut", $"{file}: {answer}");
                answered++;
            }
        }

        Assert.InRange(answered, 40, 1000);
    }

    [Fact]
    public async Task Every_captured_forwarded_or_proxied_request_gets_an_answer_of_the_API()
    {
        Assert.SkipUnless(Directory.Exists(Folder), Missing);
        var answered = 0;
        foreach (var (_, call) in Calls("http-forward-*").Concat(Calls("http-proxy-*")).Where(captured => !captured.File.Contains("big-request", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.GetProperty("method").GetString()!), call.GetProperty("path").GetString());
            if (call.GetProperty("body").GetString() is { Length: > 0 } body)
                request.Content = new StringContent(body);
            foreach (var header in call.GetProperty("headers").EnumerateArray().Where(header => !OfTheConnection.Contains(header[0].GetString()!)))
                request.Headers.TryAddWithoutValidation(header[0].GetString()!, header[1].GetString());

            using var answer = await running.Trial.Relay.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.InRange((int)answer.StatusCode, 200, 499);
            answered++;
        }

        Assert.InRange(answered, 20, 1000);
    }

    private static IEnumerable<(string File, JsonElement Call)> Calls(string pattern) =>
        from file in Directory.GetFiles(Folder, pattern + ".json").Order(StringComparer.Ordinal)
        from call in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("toHandler").EnumerateArray()
        where call.TryGetProperty("path", out var path) && path.GetString() != "/" && call.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String
        select (file, call);
}
