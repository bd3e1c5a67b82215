using AlertRelay.Storage.Azure;
using CsCheck;

namespace AlertRelay.Tests.Storage.Azure;

public sealed class TableKeyTests
{
    private static readonly Gen<string> AnyText = Gen.Char.Array[0, 30].Select(characters => new string(characters));

    [Theory]
    [InlineData("uk-fcdo-travel", "uk-fcdo-travel")]
    [InlineData("a/b\\c#d?e%f", "a=002fb=005cc=0023d=003fe=0025f")]
    [InlineData("é\u0001 |='", "=00e9=0001=0020=007c=003d=0027")]
    public void What_azure_forbids_in_keys_is_written_another_way(string text, string key) => Assert.Equal(key, TableKey.Of(text));

    [Fact]
    public void Every_text_can_be_read_back_from_its_part() => AnyText.Sample(text => TableKey.Read(TableKey.Of(text)) == text);

    [Fact]
    public void Two_texts_have_two_keys_also_when_they_are_long() => Gen.Select(AnyText, AnyText, Gen.Int[0, 300]).Sample((one, other, length) =>
    {
        var common = new string('x', length);
        return (one == other) == (TableKey.Of(common + one) == TableKey.Of(common + other)) && TableKey.Of(common + one).Length <= 200;
    });

    [Fact]
    public void Everything_below_a_prefix_lies_between_its_bounds() => Gen.Select(AnyText, AnyText).Sample((list, item) =>
    {
        var (from, to) = TableKey.Below("list", list);
        var key = TableKey.Of("list", list, item);
        return string.CompareOrdinal(from, key) <= 0 && string.CompareOrdinal(key, to) < 0 && string.CompareOrdinal(key, TableKey.After(key)) < 0;
    });

    [Fact]
    public void Numbers_keep_their_order_or_turn_it_round() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((one, other) =>
        Math.Sign(string.CompareOrdinal(TableKey.Number(one), TableKey.Number(other))) == one.CompareTo(other)
        && Math.Sign(string.CompareOrdinal(TableKey.Falling(one), TableKey.Falling(other))) == other.CompareTo(one));
}
