using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). No keys are stored: the id of a new object is derived from
/// tenant, key and day, so that a repeat finds it.
/// </summary>
internal sealed record IdempotencyKey(string Value)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static ProblemHttpResult Reused => ProblemKind.IdempotencyKeyReused.WithDetail(
        "The same key came within 24 hours with another body; send the body of then, or a new key.");

    public static ProblemHttpResult Unreadable => ProblemKind.InvalidRequest.WithDetail(
        $"Write 1 to {MaxLength} characters without spaces as the header Idempotency-Key, such as a UUID.");

    internal const int MaxLength = 255;

    private const int IdBytes = 9;

    public const string Description =
        "A text without spaces, such as a UUID. The same request with the same key makes one subscription within 24 hours, however often it is sent.";

    public const string OnceDescription =
        "A text without spaces, such as a UUID. The same request with the same key is done once within 24 hours. "
        + "A repeat gets 409, because secrets are shown once.";

    public const string TestDescription =
        "A text without spaces, such as a UUID. The same request with the same key sends one test alert within 24 hours. A repeat gets 409.";

    public static bool TryRead(string header, out IdempotencyKey key)
    {
        key = new IdempotencyKey(header);
        return header.Length is > 0 and <= MaxLength && header.All(character => character is > ' ' and <= '~');
    }

    /// <summary>Today's id, for new objects, and yesterday's.</summary>
    public IReadOnlyList<string> Ids(string tenant, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{Value}"));
        return [SubscriptionId.Of(today, bytes), SubscriptionId.Of(today.AddDays(-1), bytes)];
    }

    /// <summary>Today's id, for new objects, and yesterday's.</summary>
    /// <param name="prefix">Such as "key_".</param>
    /// <param name="by">Who sent the request.</param>
    public IReadOnlyList<string> Ids(string prefix, string by, DateTimeOffset now) =>
        [.. new[] { now, now.AddDays(-1) }.Select(at => prefix + Base64Url.EncodeToString(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{prefix}\n{by}\n{Value}\n{at.UtcDateTime.Date.Ticks}")).AsSpan(0, IdBytes)))];

    /// <summary>The same for equivalent requests, however they were written.</summary>
    public static string Fingerprint(SubscriptionDraft draft) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(draft, WebJson.Wire.SubscriptionDraft)));
}
