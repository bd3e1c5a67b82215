using AlertRelay.Subscriptions;

namespace AlertRelay.Auditing;

/// <summary>"aud_" and a <see cref="Ulid"/>: the order of ids is the order of time, so that an id is also a place in the log.</summary>
internal static class AuditId
{
    private const string Prefix = "aud_";

    /// <summary>Sorts after every id.</summary>
    public const string End = "aud_~";

    internal static string Of(UInt128 value) => Prefix + Ulid.Write(value);

    /// <summary>At most any id of that time or later, and above all earlier ones.</summary>
    public static string From(DateTimeOffset at) => at <= DateTimeOffset.UnixEpoch ? Prefix : Of(Ulid.Of(WholeMilliseconds(at), stackalloc byte[Ulid.Chance]));

    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && Ulid.IsOne(text.AsSpan(Prefix.Length));

    // Rounded up, because an id of the same millisecond may be earlier.
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 || at > DateTimeOffset.MaxValue.AddMilliseconds(-1) ? at : at.AddMilliseconds(1);
}
