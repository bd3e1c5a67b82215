using System.Globalization;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.Verification;

/// <summary>
/// The OPTIONS handshake of CloudEvents: https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md, section 4.
/// </summary>
internal sealed class OwnershipHandshake(
    HttpMessageInvoker http, TargetPolicy targets, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<OwnershipHandshake> logger)
{
    private readonly UnexpectedFailures _unexpected = new(logger);

    public const string RequestOrigin = "WebHook-Request-Origin", RequestCallback = "WebHook-Request-Callback", RequestRate = "WebHook-Request-Rate";
    public const string AllowedOrigin = "WebHook-Allowed-Origin", AllowedRate = "WebHook-Allowed-Rate";

    private const string Any = "*";

    // Two posts a second: enough for a busy hour and its retries.
    private const string RequestedRate = "120";

    /// <param name="origin">The relay's name.</param>
    /// <param name="callback">The URL by which the target may consent later; null without Relay:BaseUrl.</param>
    public async Task<Consent> Ask(Uri target, string origin, Uri? callback, CancellationToken cancellationToken)
    {
        if (targets.Check(target) is TargetDecision.Refused)
            return Unanswered(new DeliveryOutcome.Failed(DeliveryError.Blocked));

        using var request = Request(target, origin, callback);
        using var deadline = new CancellationTokenSource(options.Value.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            await ResponseStart.Read(response.Content, ResponseStart.MaxLength, linked.Token);
            return Read(response, origin);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return Unanswered(DeliveryError.Failure(exception) ?? _unexpected.Note(exception));
        }
    }

    /// <summary>"*" or nothing for no limit; a positive number of posts a minute. Anything else is no permission.</summary>
    public static bool TryReadRate(string? allowed, out int? rate)
    {
        rate = null;
        if (string.IsNullOrWhiteSpace(allowed) || allowed.Trim() == Any)
            return true;

        if (!int.TryParse(allowed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return false;

        rate = number;
        return true;
    }

    private static HttpRequestMessage Request(Uri target, string origin, Uri? callback)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, target);
        request.Headers.TryAddWithoutValidation("User-Agent", WebhookSender.UserAgent);
        request.Headers.TryAddWithoutValidation(RequestOrigin, origin);
        request.Headers.TryAddWithoutValidation(RequestRate, RequestedRate);
        if (callback is not null)
            request.Headers.TryAddWithoutValidation(RequestCallback, callback.AbsoluteUri);

        return request;
    }

    // The status is ignored, because many servers answer every OPTIONS request.
    private static Consent Read(HttpResponseMessage response, string origin)
    {
        var allowed = Header(response, AllowedOrigin);
        if (allowed is null)
            return new Consent.Denied($"answered OPTIONS (HTTP {(int)response.StatusCode}) without the header {AllowedOrigin}");

        if (allowed != Any && !allowed.Equals(origin, StringComparison.OrdinalIgnoreCase))
            return new Consent.Denied($"answered OPTIONS with an {AllowedOrigin} that is neither {origin} nor *");

        return TryReadRate(Header(response, AllowedRate), out var rate)
            ? new Consent.Given(OwnershipProof.Handshake, origin, rate)
            : new Consent.Denied($"answered OPTIONS with an {AllowedRate} that is neither a number of posts a minute nor *");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values).Trim() : null;

    // A server or firewall that drops OPTIONS may still take a POST.
    private static Consent.Denied Unanswered(DeliveryOutcome.Failed failed) =>
        failed.Kind is DeliveryError.Timeout or DeliveryError.Reset or DeliveryError.Unexpected
            ? new Consent.Denied($"could not be asked by OPTIONS ({failed.Reason})")
            : new Consent.Denied($"could not be asked: {failed.Reason}", IsUnreachable: true);
}

/// <summary>The result of asking a target whether it wants messages.</summary>
internal abstract record Consent
{
    private Consent() { }

    /// <param name="Origin">The origin that it granted; null without a handshake.</param>
    /// <param name="RatePerMinute">Null for no limit.</param>
    public sealed record Given(OwnershipProof Proof, string? Origin = null, int? RatePerMinute = null) : Consent;

    /// <summary>An email was sent. Its reader consents by the link in it.</summary>
    public sealed record Requested(DateTimeOffset Until) : Consent;

    /// <param name="Reason">For the owner: the end of a sentence that begins with the target.</param>
    /// <param name="IsUnreachable">No other kind of verification would succeed either.</param>
    public sealed record Denied(string Reason, bool IsUnreachable = false) : Consent;
}
