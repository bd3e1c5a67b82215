using System.Globalization;

namespace AlertRelay.Registration;

/// <summary>What came of a wish to rotate a key.</summary>
public abstract record KeyRotation
{
    // As Svix bounds it, too: https://api.svix.com/docs, "Rotate Endpoint Secret".
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(1), MaxOverlap = TimeSpan.FromDays(7);

    private KeyRotation() { }

    /// <param name="OldUntil">Until then the old key opens too.</param>
    public sealed record Made(NewApiKey New, DateTimeOffset OldUntil) : KeyRotation;

    public sealed record Unknown : KeyRotation;

    /// <param name="By">Id of the key that was made then: whoever lost it rotates that one.</param>
    public sealed record Replaced(string By) : KeyRotation
    {
        public string Advice => $"It was rotated already; rotate {By}, which came in its place.";
    }

    public sealed record Expired(DateTimeOffset At) : KeyRotation
    {
        public string Advice => $"It expired at {At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}; make a new key.";
    }
}
