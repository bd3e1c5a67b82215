namespace AlertRelay.Subscriptions;

/// <summary>"sub_" and a <see cref="Ulid"/>.</summary>
internal static class SubscriptionId
{
    /// <summary>In bytes.</summary>
    public const int Chance = Ulid.Chance;

    /// <param name="random">At least <see cref="Chance"/> bytes.</param>
    public static string New(TimeProvider time, ReadOnlySpan<byte> random) => Of(time.GetUtcNow(), random);

    /// <inheritdoc cref="New"/>
    public static string Of(DateTimeOffset at, ReadOnlySpan<byte> random) => "sub_" + Ulid.Write(Ulid.Of(at, random));
}
