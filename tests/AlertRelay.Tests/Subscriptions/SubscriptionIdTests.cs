using AlertRelay.Subscriptions;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Subscriptions;

public sealed class SubscriptionIdTests
{
    private static readonly Gen<(long Milliseconds, byte[] Chance)> Ids =
        Gen.Select(Gen.Long[0, 253402300799999], Gen.Byte.Array[SubscriptionId.Chance]);

    [Fact]
    public void An_id_sorts_by_time_whatever_chance_says() => Gen.Select(Ids, Ids).Sample((one, other) =>
        one.Milliseconds == other.Milliseconds
        || Math.Sign(string.CompareOrdinal(Of(one), Of(other))) == one.Milliseconds.CompareTo(other.Milliseconds));

    [Fact]
    public void An_id_is_26_characters_that_nobody_misreads() =>
        Ids.Sample(id => Assert.Matches("^sub_[0-7][0-9A-HJKMNP-TV-Z]{25}$", Of(id)));

    // The first of the times is the example of the ULID specification (github.com/ulid/spec).
    [Theory]
    [InlineData(1469922850259, "sub_01ARZ3NDEK0000000000000000")]
    [InlineData(0, "sub_00000000000000000000000000")]
    public void Time_comes_first(long milliseconds, string id) => Assert.Equal(id, Of((milliseconds, new byte[10])));

    [Fact]
    public void Chance_comes_last()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);

        Assert.Equal("sub_0000000000ZZZZZZZZZZZZZZZZ", SubscriptionId.New(time, [.. Enumerable.Repeat((byte)255, 10)]));
    }

    private static string Of((long Milliseconds, byte[] Chance) id) =>
        SubscriptionId.Of(DateTimeOffset.FromUnixTimeMilliseconds(id.Milliseconds), id.Chance);
}
