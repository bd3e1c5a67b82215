using System.Globalization;
using AlertRelay.Keys;

namespace AlertRelay.Registration;

internal abstract record KeyCreation
{
    private KeyCreation() { }

    public sealed record Made(NewApiKey New) : KeyCreation;

    /// <param name="Key">What the same request, or another one with the same Idempotency-Key, made before.</param>
    public sealed record Repeated(ApiKey Key) : KeyCreation;

    /// <summary>The key that was made before is revoked.</summary>
    public sealed record Revoked : KeyCreation;
}

internal abstract record KeyCheck
{
    private KeyCheck() { }

    public sealed record Accepted(ApiKey Key) : KeyCheck;

    public sealed record Unknown : KeyCheck;

    public sealed record Expired(DateTimeOffset At) : KeyCheck;
}

/// <summary>The outcome of a key rotation.</summary>
public abstract record KeyRotation
{
    // The same limit as Svix: https://api.svix.com/docs, "Rotate Endpoint Secret".
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1), MaxOverlap = TimeSpan.FromDays(7);

    private KeyRotation() { }

    /// <param name="OldUntil">Until then the old key is valid too.</param>
    public sealed record Made(NewApiKey New, DateTimeOffset OldUntil) : KeyRotation;

    public sealed record Unknown : KeyRotation;

    /// <param name="By">The id of the key that replaced it. If that key is lost, rotate it.</param>
    public sealed record Replaced(string By) : KeyRotation
    {
        public string Advice => $"It was rotated already; rotate {By}, which came in its place.";
    }

    public sealed record Expired(DateTimeOffset At) : KeyRotation
    {
        public string Advice => $"It expired at {At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}; make a new key.";
    }
}
