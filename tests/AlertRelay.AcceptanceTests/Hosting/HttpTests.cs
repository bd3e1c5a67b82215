using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The API and the pages through the host's HTTP side.</summary>
public sealed class HttpTests(HostedApp app, ITestOutputHelper output) : IClassFixture<HostedApp>
{
    private const string ProblemDetails = "application/problem+json";
    private const int BodyLimit = 256 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Client => app.Host.Client;

    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/api/v1/alerts/alr_none")]
    [InlineData("POST", "/Maintenance")]
    [InlineData("POST", "/PollChannels")]
    [InlineData("POST", "/api/FanOut")]
    [InlineData("GET", "/Http")]
    public async Task What_is_not_there_is_answered_with_a_problem_and_no_function_is_a_path(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, ProblemDetails), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("https://alertrelay.org/problems/", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_chunks_is_read()
    {
        await using var receiver = await Receiver.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/subscriptions")
        {
            Content = JsonContent.Create(new { name = "in chunks", target = receiver.Target("chunked"), filter = RelayProgram.AlertsOnly }),
        };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("/api/v1/subscriptions/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_is_refused_with_a_sentence()
    {
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync("""{"name":"compressed"}"""u8.ToArray(), Cancellation);
        using var content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        using var answer = await Client.PostAsync("/api/v1/subscriptions", content, Cancellation);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, ProblemDetails), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("not compressed", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BodyLimit + 1, false)]
    [InlineData(BodyLimit + 1, true)]
    [InlineData(40_000_000, false)]
    [InlineData(40_000_000, true)]
    public async Task A_body_over_the_limit_is_refused_with_a_problem(int bytes, bool inChunks)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/subscriptions");
        request.Content = new StringContent(new string(' ', bytes), Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = inChunks;
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, ProblemDetails), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("256 KB", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/alerts")]
    public async Task A_request_for_the_header_alone_has_no_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_page_that_the_caller_has_is_answered_without_a_body_every_time()
    {
        const int Requests = 200;
        using var page = await Client.GetAsync("/alerts", Cancellation);
        Assert.NotEmpty(await page.Content.ReadAsByteArrayAsync(Cancellation));

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
        async (_, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/alerts") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
            using var answer = await Client.SendAsync(request, cancellationToken);
            Assert.Equal((HttpStatusCode.NotModified, page.Headers.ETag), (answer.StatusCode, answer.Headers.ETag));
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        });
    }

    [Fact]
    public async Task A_request_whose_client_leaves_ends_at_once()
    {
        await using var receiver = await Receiver.Start();
        var id = await app.Trial.Subscribe(receiver.Target("left"));
        receiver.Before = () => Task.Delay(Timeout.Infinite, Cancellation);
        using var leaving = new CancellationTokenSource();

        var request = Client.PostAsync($"/api/v1/subscriptions/{id}/test", null, leaving.Token);
        await Eventually.Is(() => !receiver.Deliveries.IsEmpty, "the test alert is under way");
        Assert.Equal(1, app.Host.UnderWay);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.Is(() => app.Host.UnderWay == 0, "the call ends").WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task The_audit_log_is_exported_line_by_line()
    {
        await using var receiver = await Receiver.Start();
        for (var number = 0; number < 5; number++)
            await app.Trial.Subscribe(receiver.Target($"export{number}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(answer.Headers.TransferEncodingChunked);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(lines.Count(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString() == "subscription.created") >= 5);
    }

    [Fact]
    public async Task An_alert_is_streamed_when_it_is_published_and_the_call_ends_when_the_reader_leaves()
    {
        using var leaving = new CancellationTokenSource();
        using var answer = await Client.GetAsync("/api/v1/alerts/stream", HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(leaving.Token));
        var alert = Line("event: alert");

        app.Raise();
        await Eventually.Is(
            async () =>
            {
                await app.Host.CallTimer("PollChannels");
                return alert.IsCompleted;
            },
            "the alert is streamed");

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await alert;
        await leaving.CancelAsync();
        answer.Dispose();
        await Eventually.Is(() => app.Host.UnderWay == 0, "the call ends").WaitAsync(Soon, Cancellation);

        async Task Line(string wanted)
        {
            while (await lines.ReadLineAsync(Cancellation) != wanted)
            {
            }
        }
    }

    [Fact]
    public async Task A_request_that_waits_is_answered_when_an_alert_is_published()
    {
        // Whoever asked from "now" on might ask after the alert was published.
        var cursor = (await Client.GetFromJsonAsync<JsonElement>("/api/v1/alerts?order=oldest&limit=200", Cancellation)).GetProperty("cursor").GetString();
        var poll = Client.GetFromJsonAsync<JsonElement>($"/api/v1/alerts?after={cursor}&wait=50", Cancellation);
        await Eventually.Is(() => app.Host.UnderWay == 1, "it waits");

        app.Raise();
        await Eventually.Is(
            async () =>
            {
                await app.Host.CallTimer("PollChannels");
                return poll.IsCompleted;
            },
            "it is answered");

        Assert.NotEqual(0, (await poll).GetProperty("alerts").GetArrayLength());
    }

    [Theory]
    [InlineData("/feeds/alerts.atom", "application/atom+xml")]
    [InlineData("/feeds/alerts.json", "application/feed+json")]
    public async Task Feeds_are_answered(string path, string type)
    {
        using var answer = await Client.GetAsync(path, Cancellation);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("Host", "relay.example.org")]
    [InlineData("X-Forwarded-Host", "relay.example.org")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Proto", "https")]
    public async Task Requests_from_behind_a_proxy_are_answered(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/channels");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Client.SendAsync(request, Cancellation);
        var channels = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(0, channels.GetProperty("channels").GetArrayLength());
    }

    [Fact]
    public async Task Many_requests_are_answered_one_after_the_other()
    {
        const int Requests = 200;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var number = 0; number < Requests; number++)
            Assert.Equal("""{"status":"live"}""", await Client.GetStringAsync("/health/live", Cancellation));

        output.WriteLine($"functions loaded after {(await app.Host.Worker).LoadedAfter}, {Requests / watch.Elapsed.TotalSeconds:F0} HTTP calls per second");
    }

    [Fact]
    public async Task Without_a_key_the_API_answers_nothing_and_the_pages_everybody()
    {
        using var stranger = new HttpClient { BaseAddress = app.Host.Address };
        using var refused = await stranger.GetAsync("/api/v1/alerts", Cancellation);
        using var page = await stranger.GetAsync("/alerts", Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, ProblemDetails), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }
}
