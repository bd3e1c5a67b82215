using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>The host's HTTP side: each request becomes a call, and is forwarded to the worker at the same time.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const string InvocationId = "x-ms-invocation-id";

    // Of this host alone: says why an answer is an empty 500.
    private const string FailureHeader = "x-test-host-failure";

    // The real host's limit, larger than the app's own.
    private const long MaxBody = 104_857_600;

    private static readonly HashSet<string> NotForwarded =
        new(
            ["Connection", "Host", "Transfer-Encoding", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", InvocationId],
            StringComparer.OrdinalIgnoreCase);

    // Functions are loaded before the worker listens, so the real host tries again too.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50), LongestStart = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _toWorker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectCallback = Connect,
    });

    private readonly FunctionsTestHost _host;
    private readonly WebApplication _app;

    private HttpFront(FunctionsTestHost host)
    {
        _host = host;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        _app = builder.Build();
        _app.Run(Answer);
    }

    public Uri Address => new(_app.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public static async Task<HttpFront> Start(FunctionsTestHost host)
    {
        var front = new HttpFront(host);
        await front._app.StartAsync();
        front.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = front.Address };
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _toWorker.Dispose();
    }

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestStart);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(BetweenTries, either.Token);
            }
        }
    }

    private async Task Answer(HttpContext http)
    {
        var worker = await _host.Worker;
        var function = worker.Functions.Values.Single(function => function.IsHttp);
        if (!function.Methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var call = _host.Begin(function.Name, TriggerData.Http);
        await using var clientLeft = http.RequestAborted.Register(() => worker.Cancel(call.Id));
        var failure = await Forward(http, worker, call.Id) ?? (await call.Result).Failure;
        // What failed after the answer has begun cannot be told any more.
        if (failure is null || http.Response.HasStarted)
            return;

        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        http.Response.Headers[FailureHeader] = string.Concat(failure.Where(char.IsAscii)).ReplaceLineEndings(" ");
    }

    /// <returns>What went wrong; null when nothing did.</returns>
    private async Task<string?> Forward(HttpContext http, Worker worker, string invocationId)
    {
        using var request = Request(http.Request, worker.HttpUri, invocationId);
        try
        {
            using var response = await _toWorker.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            {
                if (!NotForwarded.Contains(name))
                    http.Response.Headers[name] = values.ToArray();
            }

            await Copy(await response.Content.ReadAsStreamAsync(http.RequestAborted), http);
            return null;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            if (http.Response.HasStarted)
                http.Abort();
            return $"{broken.GetType().Name}: {broken.Message}";
        }
    }

    private static HttpRequestMessage Request(HttpRequest from, Uri worker, string invocationId)
    {
        var target = from.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(worker, target));
        if (from.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
            request.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers.Where(header => !NotForwarded.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        request.Headers.Add(InvocationId, invocationId);
        request.Headers.Add("X-Forwarded-For", from.HttpContext.Connection.RemoteIpAddress!.ToString());
        request.Headers.Add("X-Forwarded-Host", from.Host.Value);
        request.Headers.Add("X-Forwarded-Proto", from.Scheme);
        return request;
    }

    // Piece by piece, as it comes.
    private static async Task Copy(Stream body, HttpContext http)
    {
        var piece = new byte[16 * 1024];
        while (await body.ReadAsync(piece, http.RequestAborted) is > 0 and var length)
        {
            await http.Response.Body.WriteAsync(piece.AsMemory(0, length), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
