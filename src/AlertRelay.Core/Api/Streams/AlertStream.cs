using System.Globalization;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api.Streams;

/// <summary>Sends alerts as they are published, as Server-Sent Events (HTML, section 9.2). The id of each is the cursor after it.</summary>
internal sealed class AlertStream(AlertFollower follower, ApiKeyService keys, IOptions<ApiOptions> options, IHostApplicationLifetime host, TimeProvider time)
{
    public const string MediaType = "text/event-stream";

    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // A reader that takes nothing for so long is let go; it resumes by its cursor.
    internal static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(20);

    private const int BatchSize = 20, ReconnectMilliseconds = 3000;

    public async Task Send(HttpContext http, AlertQuery query, long after)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        try
        {
            await Begin(http, after, ends.Token);
            await Follow(http, query with { Limit = BatchSize }, after, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, or the server stops: it begins again where it was.
        }
        catch (StoreException)
        {
            // The log of the store says why; the reader comes again.
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task Begin(HttpContext http, long after, CancellationToken cancellationToken)
    {
        http.Response.ContentType = MediaType;
        // nginx would collect what is sent.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // With an id from the first moment: a reader whose connection breaks before the first alert misses none.
        await Write(
            http,
            [
                .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {ReconnectMilliseconds}\n")),
                .. Event("ready", await follower.Cursor(after, cancellationToken), "{}"u8),
            ],
            cancellationToken);
    }

    private async Task Follow(HttpContext http, AlertQuery query, long after, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (options.Value.StreamTime - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            var page = await follower.Next(query, after, left < Heartbeat ? left : Heartbeat, cancellationToken);
            // It may have been revoked since.
            if (!await IsKeyValid(http, cancellationToken))
                return;

            foreach (var each in page.Alerts)
                await Write(http, Event("alert", await follower.Cursor(each.Sequence, cancellationToken), each.Json), cancellationToken);

            if (page.Alerts.Count == 0)
                await Write(http, ": waiting\n\n"u8.ToArray(), cancellationToken);
            after = page.After;
        }
    }

    private async Task<bool> IsKeyValid(HttpContext http, CancellationToken cancellationToken) =>
        await keys.Check(KeyAuthentication.KeyOf(http.Request), cancellationToken) is KeyCheck.Accepted;

    // One at a time: a slow reader holds one alert, and no queue.
    private async Task Write(HttpContext http, byte[] bytes, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(WriteTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        await http.Response.Body.WriteAsync(bytes, either.Token);
        await http.Response.Body.FlushAsync(either.Token);
    }

    private static byte[] Event(string name, string cursor, ReadOnlySpan<byte> data) =>
    [
        .. Encoding.UTF8.GetBytes($"event: {name}\nid: {cursor}\ndata: "), .. data, .. "\n\n"u8,
    ];
}
