using System.Buffers.Binary;

namespace AlertRelay.Subscriptions;

/// <summary>"sub_" and 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 bits of chance, as in a ULID (github.com/ulid/spec).</summary>
public static class SubscriptionId
{
    /// <summary>In bytes.</summary>
    public const int Chance = 10;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    /// <param name="random">At least <see cref="Chance"/> bytes.</param>
    public static string New(TimeProvider time, ReadOnlySpan<byte> random) => Of(time.GetUtcNow(), random);

    /// <inheritdoc cref="New"/>
    public static string Of(DateTimeOffset at, ReadOnlySpan<byte> random)
    {
        Span<byte> bits = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bits, at.ToUnixTimeMilliseconds() << 16);
        random[..Chance].CopyTo(bits[6..]);
        return "sub_" + string.Create(Length, BinaryPrimitives.ReadUInt128BigEndian(bits), Write);
    }

    private static void Write(Span<char> characters, UInt128 value)
    {
        for (var place = Length - 1; place >= 0; place--, value >>= 5)
            characters[place] = Digits[(int)(value & 31)];
    }
}
