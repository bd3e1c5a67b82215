using System.Buffers;
using System.Buffers.Binary;

namespace AlertRelay.Subscriptions;

/// <summary>26 characters of Crockford's base 32, which sort by time: 48 bits of milliseconds, then 80 bits of chance (github.com/ulid/spec).</summary>
internal static class Ulid
{
    /// <summary>In bytes.</summary>
    public const int Chance = 10;

    public const int Length = 26;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Digits);

    private const int BitsOfChance = 8 * Chance;

    /// <param name="random">At least <see cref="Chance"/> bytes.</param>
    public static UInt128 Of(DateTimeOffset at, ReadOnlySpan<byte> random)
    {
        Span<byte> bits = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bits, at.ToUnixTimeMilliseconds() << 16);
        random[..Chance].CopyTo(bits[6..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bits);
    }

    public static DateTimeOffset TimeOf(UInt128 value) => DateTimeOffset.FromUnixTimeMilliseconds((long)(value >> BitsOfChance));

    public static string Write(UInt128 value) => string.Create(Length, value, static (characters, rest) =>
    {
        for (var place = Length - 1; place >= 0; place--, rest >>= 5)
            characters[place] = Digits[(int)(rest & 31)];
    });

    /// <param name="text">One.</param>
    public static UInt128 Read(ReadOnlySpan<char> text)
    {
        UInt128 value = 0;
        foreach (var character in text)
            value = (value << 5) | (uint)Digits.IndexOf(character, StringComparison.Ordinal);

        return value;
    }

    public static bool IsOne(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(Allowed);
}

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
