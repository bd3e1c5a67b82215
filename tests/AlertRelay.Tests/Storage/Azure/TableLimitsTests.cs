using AlertRelay.Storage.Azure;
using Azure.Data.Tables;

namespace AlertRelay.Tests.Storage.Azure;

public sealed class TableLimitsTests
{
    public static TheoryData<string, TableEntity[]> Breaches => new()
    {
        { "has 1 to 100 rows", [] },
        { "has 1 to 100 rows", [.. Enumerable.Range(0, 101).Select(i => Row($"{i}"))] },
        { "has one partition", [Row("a"), new TableEntity("other", "b")] },
        { "has each row once", [Row("a"), Row("a")] },
        { "at most 3500000 bytes", [.. Enumerable.Range(0, 5).Select(i => Row($"{i}", Enumerable.Repeat<object>(new byte[65536], 9)))] },
        { "at most 252 properties", [Row("a", Enumerable.Repeat<object>(1, 260))] },
        { "a row has at most 1048576 bytes", [Row("a", Enumerable.Repeat<object>(new byte[65536], 13))] },
        { "property P0 is too long", [Row("a", [new byte[65537]])] },
        { "property P0 is too long", [Row("a", [new string('x', 32769)])] },
        { "cannot be one", [Row("a/b")] },
        { "cannot be one", [Row("a\tb")] },
        { "cannot be one", [Row(new string('x', 513))] },
    };

    [Theory, MemberData(nameof(Breaches))]
    public void What_azure_would_refuse_is_refused_here(string rule, TableEntity[] rows)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => TableLimits.Check([.. rows.Select(TableActions.Put)]));
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_just_within_the_limits_passes()
    {
        TableLimits.Check([.. Enumerable.Range(0, 100).Select(i => TableActions.Put(Row($"{i}")))]);
        TableLimits.Check([TableActions.Put(Row(new string('x', 512), [new byte[65536], new string('x', 32768)]))]);
    }

    [Fact]
    public void What_is_one_item_stays_together_and_packs_keep_the_limits_and_the_order()
    {
        var items = Enumerable.Range(0, 90).ToList();
        var packs = items.Packed(Three, reserved: 1).ToList();

        Assert.Equal(items, packs.SelectMany(pack => pack));
        Assert.All(packs, pack => Assert.True(TableActions.FitTogether([.. pack.SelectMany(Three)]) && pack.Count <= 33));
        foreach (var (pack, next) in packs.Zip(packs.Skip(1)))
            Assert.False(TableActions.FitTogether([TableActions.Put(Row("reserved")), .. pack.Append(next[0]).SelectMany(Three)]));
    }

    private static List<TableTransactionAction> Three(int item) =>
        [.. Enumerable.Range(0, 3).Select(row => TableActions.Put(Row($"{item}-{row}", [new byte[item % 10 * 6000]])))];

    private static TableEntity Row(string key, IEnumerable<object>? values = null) =>
        new((values ?? []).Select((value, i) => (Name: $"P{i}", Value: value)).ToDictionary(property => property.Name, property => property.Value))
        {
            PartitionKey = "partition",
            RowKey = key,
        };
}
