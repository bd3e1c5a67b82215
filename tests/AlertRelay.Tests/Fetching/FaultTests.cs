using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Fetching;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Fetching;

public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss><chan")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n<rss><chan\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\n<rss><chan")]
    public async Task A_body_that_breaks_off_is_never_a_short_body(string answer)
    {
        await using var publisher = await FakePublisher.StartRaw(answer);

        Assert.Equal(new FetchResult.Failed("body broke off before its end"), await publisher.Fetch());
    }

    [Fact]
    public async Task A_reset_is_a_fault()
    {
        await using var publisher = await FakePublisher.Start(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("<rss>", Cancellation);
            await context.Response.Body.FlushAsync(Cancellation);
            context.Abort();
        });

        // Whether the headers are still seen is a race that the reset may win.
        Assert.Contains("broke off", Assert.IsType<FetchResult.Failed>(await publisher.Fetch()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_body_is_noticed_whatever_carried_it()
    {
        var content = new StreamContent(new MemoryStream(Answers.FeedBytes)) { Headers = { ContentLength = 1000 } };

        var failed = await FetchThrough(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });

        Assert.Equal(new FetchResult.Failed($"body broke off after {Answers.FeedBytes.Length} of 1000 bytes"), failed);
    }

    [Theory]
    [InlineData("", "127.0.0.1 broke off the connection")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "127.0.0.1 broke off the connection")]
    [InlineData("220 mail.example.org ESMTP\r\n", "127.0.0.1 gave an answer that is not HTTP")]
    public async Task A_publisher_that_does_not_finish_its_headers_is_a_fault(string answer, string reason)
    {
        await using var publisher = await FakePublisher.StartRaw(answer);

        Assert.Equal(new FetchResult.Failed(reason), await publisher.Fetch());
    }

    [Fact]
    public async Task A_trickle_is_cut_by_the_timeout()
    {
        await using var publisher = await FakePublisher.Start(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        });
        publisher.Options.Timeout = TimeSpan.FromMilliseconds(250);

        Assert.Equal(new FetchResult.Failed("timed out after 0.25 s"), await publisher.Fetch());
    }

    [Fact]
    public async Task Silence_is_cut_by_the_timeout()
    {
        await using var publisher = await FakePublisher.Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        publisher.Options.Timeout = TimeSpan.FromMilliseconds(250);

        Assert.Equal(new FetchResult.Failed("timed out after 0.25 s"), await publisher.Fetch());
    }

    [Fact]
    public async Task The_callers_cancellation_passes_through()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var publisher = await FakePublisher.Start(async context =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.Fetch(cancellation: caller.Token));
    }

    [Fact]
    public async Task A_closed_port_is_a_fault()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/feed?token=secret";
        listener.Stop();

        Assert.Equal(new FetchResult.Failed("127.0.0.1 refused the connection"), await publisher.Fetch(closed));
    }

    [Fact]
    public async Task Plain_words_where_TLS_is_due_are_a_fault()
    {
        await using var publisher = await FakePublisher.StartRaw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        var secure = $"https://127.0.0.1:{publisher.Root.Port}/";

        var failed = Assert.IsType<FetchResult.Failed>(await publisher.Fetch(secure));

        Assert.StartsWith("no secure connection to 127.0.0.1", failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/feed")]
    [InlineData("file:///etc/hosts")]
    public async Task Only_web_addresses_are_fetched(string url)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());

        Assert.Equal(new FetchResult.Failed("the address does not begin with http:// or https://"), await publisher.Fetch(url));
    }

    public static TheoryData<Exception, string> Thrown => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError), "the name example.org was not found" },
        { new HttpRequestException(HttpRequestError.ConnectionError), "example.org could not be reached" },
        {
            new HttpRequestException(HttpRequestError.SecureConnectionError, inner: new AuthenticationException("The certificate has expired.")),
            "no secure connection to example.org: The certificate has expired."
        },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), "example.org gave an answer with too many headers" },
        { new HttpRequestException(HttpRequestError.ResponseEnded), "example.org broke off the connection" },
        { new TaskCanceledException("timeout", new TimeoutException()), "example.org could not be reached in time" },
        { new TaskCanceledException(), "timed out after 30 s" },
    };

    [Theory, MemberData(nameof(Thrown))]
    public async Task Each_fault_of_the_network_has_its_sentence(Exception thrown, string reason) =>
        Assert.Equal(new FetchResult.Failed(reason), await FetchThrough(() => throw thrown));

    private static async Task<FetchResult> FetchThrough(Func<HttpResponseMessage> answer)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());
        using var http = new HttpClient(new ScriptedHandler(answer));
        var request = new FetchRequest(new Uri("http://example.org/feed?token=secret"), CacheValidators.None);
        return await publisher.FetcherOn(http).Fetch(request, Cancellation);
    }

    private sealed class ScriptedHandler(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }
}
