using System.Globalization;
using System.Reflection;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Networking;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>Sends one POST, signed unless it is for a chat. The target is a secret: neither logs nor outcomes contain it.</summary>
public sealed class WebhookSender(
    HttpMessageInvoker http, TargetPolicy targets, RelaySigner signer, ConnectionTimings timings, IOptions<DeliveryOptions> options, TimeProvider time,
    ILogger<WebhookSender> logger) : IMessageSender, IDisposable
{
    internal static readonly string UserAgent = $"AlertRelay/{Version()}";

    private readonly UnexpectedFailures _unexpected = new(logger);

    public async Task<DeliveryOutcome> Send(Subscription subscription, Message message, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();

        // The rules may have changed since the subscription was created.
        if (targets.Check(subscription.Target) is TargetDecision.Refused)
            return new DeliveryOutcome.Failed(DeliveryError.Blocked) { At = at, TraceId = Traces.TraceId };

        var attempt = timings.Begin();
        var (outcome, answered, start) = await TryPost(subscription, message, at, cancellationToken);
        return outcome with
        {
            At = at,
            Took = time.GetElapsedTime(started),
            ResponseStart = start,
            TraceId = Traces.TraceId,
            Timings = attempt.Timings(answered is { } answeredAt ? time.GetElapsedTime(started, answeredAt) : null),
        };
    }

    public void Dispose() => http.Dispose();

    /// <returns>With the timestamp of the response headers.</returns>
    private async Task<(DeliveryOutcome Outcome, long? Answered, string? Start)> TryPost(
        Subscription subscription, Message message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return await Post(subscription, message, at, cancellationToken);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return (DeliveryError.Failure(exception) ?? _unexpected.Note(exception), null, null);
        }
    }

    private async Task<(DeliveryOutcome Outcome, long? Answered, string? Start)> Post(
        Subscription subscription, Message message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var platform = ChatPlatforms.Of(subscription);
        using var request = platform is null ? await Request(subscription, message, at, cancellationToken) : Request(platform, subscription.Target, message);
        if (request is null)
            return (new DeliveryOutcome.Failed(DeliveryError.Secret), null, null);

        using var deadline = new SendDeadline(options.Value.Timeout, time, cancellationToken);
        using var response = await http.SendAsync(request, deadline.Token);
        var (answered, now) = (time.GetTimestamp(), time.GetUtcNow());
        if (platform is null)
            return (DeliveryOutcome.Of(response, now), answered, await ResponseStart.Read(response.Content, ResponseStart.MaxLength, deadline.Token));

        var body = await ResponseStart.Read(response.Content, ResponseStart.ReadLimit, deadline.Token);
        return (ResponseClassifier.Of(platform, new PlatformResponse((int)response.StatusCode, body ?? "", response.Headers, now)), answered,
            ResponseStart.Truncate(body));
    }

    /// <returns>Null if the subscription has secrets but none of them can sign: the receiver would reject an unsigned message.</returns>
    private async ValueTask<HttpRequestMessage?> Request(Subscription subscription, Message message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var timestamp = at.ToUnixTimeSeconds();
        var signature = WebhookSignature.Sign(subscription.Secrets, message.Id, timestamp, message.Body.Span);
        if (signature.Length == 0 && subscription.Secrets.Count > 0)
            return null;

        if (signature.Length > 0)
            signature += $" {await signer.Sign(message.Id, timestamp, message.Body, cancellationToken)}";

        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Target) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", message.ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, message.Id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        if (signature.Length > 0)
            request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, signature);

        foreach (var (name, value) in message.Headers.Concat(subscription.Headers))
            request.Headers.TryAddWithoutValidation(name, value);

        // A target that granted the handshake finds the granted origin in each delivery.
        if (subscription.Ownership?.Origin is { } origin)
            request.Headers.TryAddWithoutValidation(OwnershipHandshake.RequestOrigin, origin);

        // Set here, because the runtime's own span would contain the whole URL (AlertRelay.csproj disables it).
        if (Traces.Here is { } trace)
            request.Headers.TryAddWithoutValidation("traceparent", trace);

        return request;
    }

    // Chats ignore signatures and traces.
    private static HttpRequestMessage Request(ChatPlatform platform, Uri target, Message message)
    {
        var address = message.Query.Aggregate(platform.PostUrl(target), static (url, pair) => url.With(pair.Key, pair.Value));
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", message.ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (name, value) in message.Headers)
            request.Headers.TryAddWithoutValidation(name, value);

        return request;
    }

    private static string Version() =>
        typeof(WebhookSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
