using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>Rises that random histories showed to be lost or late; see Properties/.</summary>
public sealed class DelayedRiseTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Tuesday = Monday.AddDays(1);

    private readonly History _history = new(Some.Channel());

    [Fact]
    public void A_rise_that_was_on_its_way_while_the_old_version_was_shown_under_a_later_date_is_told_at_once()
    {
        _history.Shows(Some.Notice(level: Some.Moderate, text: "Old.", updated: Monday));
        _history.After(TimeSpan.FromDays(2)).Shows(Some.Notice(level: Some.Moderate, text: "Old.", updated: Tuesday.AddHours(9)));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Severe, text: "Leave.", updated: Tuesday))).Kind);
    }

    [Fact]
    public void A_rise_whose_text_came_first_under_the_wrong_level_is_told_though_both_were_shown_before()
    {
        _history.Shows(Some.Notice(level: Some.Severe, text: "One.", updated: Monday));
        _history.Keeps(3, Some.Notice(level: Some.Moderate, text: "Two.", updated: Monday.AddHours(1)));
        _history.Shows(Some.Notice(level: Some.Moderate, text: "Three.", updated: Tuesday));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Severe, text: "Three.", updated: Tuesday))).Kind);
    }

    [Fact]
    public void Dates_that_could_not_be_believed_while_the_clock_was_behind_are_no_mass_re_dating_afterwards()
    {
        var all = Enumerable.Range(0, 20).Select(number => Some.Notice($"N{number}", Some.Severe, updated: Monday)).ToArray();
        Notice[] edited =
        [
            .. all.Select(notice => notice with { Text = $"New {notice.Key}.", SignificantFacts = [$"New {notice.Key}."], UpdatedAt = Some.Morning }),
        ];
        var history = new History(Some.Channel()).After(TimeSpan.FromDays(-30));
        history.Shows(all);
        for (var number = 0; number < edited.Length; number++)
            history.Shows([.. edited[..(number + 1)], .. all[(number + 1)..]]);
        history.After(TimeSpan.FromDays(30) - TimeSpan.FromHours(4)).Keeps(
            2, [.. edited[..^1], edited[^1] with { Level = Some.Moderate, UpdatedAt = Some.Morning.AddMinutes(1) }]);

        Assert.Equal(
            ChangeKind.Raised,
            Assert.Single(history.Shows([.. edited[..^1], edited[^1] with { Level = Some.Severe, UpdatedAt = Some.Morning.AddMinutes(2) }])).Kind);
    }
}
