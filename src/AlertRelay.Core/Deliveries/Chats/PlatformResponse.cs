using System.Globalization;
using System.Net.Http.Headers;

namespace AlertRelay.Deliveries.Chats;

/// <summary>What a platform answered.</summary>
/// <param name="Body">Its first 16 KB.</param>
internal sealed record PlatformResponse(int Status, string Body, HttpResponseHeaders Headers, DateTimeOffset Now)
{
    // In seconds: Discord, Telegram.
    private static readonly string[] RetryAfterFields = ["retry_after", "parameters.retry_after"];

    public JsonFields Fields { get; } = JsonFields.In(Body);

    /// <summary>When the platform takes the next request; of several values the longest, at most <see cref="DeliveryOutcome.MaxRetryAfter"/>.</summary>
    public TimeSpan? RetryAfter =>
        RetryAfterFields.Select(path => Seconds(Fields[path]))
            .Append(Seconds(Header("Retry-After")))
            .Append(DeliveryOutcome.BoundedRetryAfter(Headers.RetryAfter, Now))
            .Max();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Whole or not ("1.337"), rounded up to a millisecond; null for what is no time ahead.</summary>
    public static TimeSpan? Seconds(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds >= (decimal)DeliveryOutcome.MaxRetryAfter.TotalSeconds
                ? DeliveryOutcome.MaxRetryAfter
                : TimeSpan.FromMilliseconds((double)Math.Ceiling(seconds * 1000))
            : null;
}
