using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

public sealed partial class ChangeDetectorTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Tuesday = Monday.AddDays(1);

    private readonly History _history = new(Some.Channel());

    [Fact]
    public void The_first_look_tells_nothing()
    {
        Assert.Empty(_history.Shows(Some.Notice(), Some.Notice("IQ", Some.Extreme)));
        Assert.Equal("not sent: first reading", _history.Reason());
    }

    [Fact]
    public void The_same_look_twice_tells_nothing_and_changes_nothing()
    {
        _history.Shows(Some.Notice());
        var before = _history.States["IR"];

        Assert.Empty(_history.Shows(Some.Notice()));
        Assert.Same(before, _history.States["IR"]);
    }

    [Fact]
    public void A_notice_that_was_not_there_is_issued()
    {
        _history.Shows(Some.Notice());

        var change = Assert.Single(_history.Shows(Some.Notice(), Some.Notice("IQ", Some.Severe)));

        Assert.Equal((ChangeKind.Issued, "IQ", 1), (change.Kind, change.After.Key, change.State.Revision));
    }

    [Fact]
    public void A_rise_is_told_at_once()
    {
        _history.Shows(Some.Notice(level: Some.Moderate));

        var change = Assert.Single(_history.Shows(Some.Notice(level: Some.Severe, text: "Leave.")));

        Assert.Equal((ChangeKind.Raised, 2), (change.Kind, change.State.Revision));
        Assert.Equal(Some.Moderate, change.Before!.Level);
    }

    [Fact]
    public void A_part_that_becomes_the_whole_at_one_severity_is_a_rise()
    {
        var part = new Level("parts", "To parts", Severity.Severe, Scope.Part, Step: 2);
        var whole = new Level("whole", "To the whole", Severity.Severe, Scope.Whole, Step: 6);
        _history.Shows(Some.Notice(level: part));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: whole))).Kind);
    }

    [Fact]
    public void A_drop_waits_for_a_later_look()
    {
        _history.Shows(Some.Notice(level: Some.Severe));

        Assert.Empty(_history.Shows(Some.Notice(level: Some.Moderate, text: "Better.")));
        Assert.Equal("held: lowered level awaits confirmation", _history.Reason());
        Assert.Equal(ChangeKind.Lowered, Assert.Single(_history.Shows(Some.Notice(level: Some.Moderate, text: "Better."))).Kind);
    }

    [Fact]
    public void A_drop_that_does_not_last_is_never_told_and_the_return_is_no_rise()
    {
        _history.Shows(Some.Notice(level: Some.Extreme));
        _history.Shows(Some.Notice(level: Some.Severe));

        Assert.Empty(_history.Keeps(5, Some.Notice(level: Some.Extreme)));
    }

    [Fact]
    public void A_drop_of_two_steps_waits_longer_and_is_marked()
    {
        var history = new History(Some.Channel(new ChannelRules { ConfirmDropAfter = TimeSpan.FromMinutes(20) }));
        history.Shows(Some.Notice(level: Some.Extreme));

        Assert.Empty(history.Keeps(3, Some.Notice(level: Some.Moderate)));
        Assert.NotEmpty(Assert.Single(history.Shows(Some.Notice(level: Some.Moderate))).Marks);
    }

    [Fact]
    public void A_drop_that_deepens_is_confirmed_anew()
    {
        _history.Shows(Some.Notice(level: Some.Extreme));
        _history.Shows(Some.Notice(level: Some.Severe));

        Assert.Empty(_history.Shows(Some.Notice(level: Some.Moderate)));
    }

    [Fact]
    public void A_placeholder_is_held_however_long_it_stays_and_confirms_no_later_drop()
    {
        _history.Shows(Some.Notice(level: Some.Extreme));

        Assert.Empty(_history.Keeps(50, Some.Notice(level: Some.Minor) with { ImplausibleReason = "placeholder" }));
        Assert.Empty(_history.Shows(Some.Notice(level: Some.Severe)));
    }

    [Fact]
    public void A_level_that_cannot_be_read_is_no_drop_and_hides_no_new_text()
    {
        _history.Shows(Some.Notice(level: Some.Extreme));

        Assert.Empty(_history.Keeps(3, Some.Notice(level: Level.Unreadable("Level ?"))));
        var change = Assert.Single(_history.Shows(Some.Notice(level: Level.Unreadable("Level ?"), text: "Leave now.")));

        Assert.Equal((ChangeKind.Revised, Severity.Extreme), (change.Kind, change.After.Level.Severity));
    }

    [Fact]
    public void A_level_first_read_after_the_baseline_is_no_news()
    {
        _history.Shows(Some.Notice(level: Level.Unreadable("?")));

        Assert.Empty(_history.Shows(Some.Notice(level: Some.Extreme)));
        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Extreme with { Step = 5 }))).Kind);
    }

    [Fact]
    public void A_new_text_is_a_revision_and_a_text_shown_before_is_not()
    {
        _history.Shows(Some.Notice(text: "One."));

        Assert.Equal(ChangeKind.Revised, Assert.Single(_history.Shows(Some.Notice(text: "Two."))).Kind);
        Assert.Empty(_history.Shows(Some.Notice(text: "One.")));
        Assert.Empty(_history.Shows(Some.Notice(text: "Two.")));
    }

    [Fact]
    public void Case_and_punctuation_are_no_news()
    {
        _history.Shows(Some.Notice(text: "GABON - Take care, always."));

        Assert.Empty(_history.Shows(Some.Notice(text: "Gabon – take care always")));
    }

    [Fact]
    public void An_older_version_is_ignored_for_as_long_as_it_is_shown()
    {
        _history.Shows(Some.Notice(level: Some.Severe, text: "Old.", updated: Monday));
        _history.Keeps(3, Some.Notice(level: Some.Moderate, text: "New.", updated: Tuesday));

        Assert.Empty(_history.Keeps(30, Some.Notice(level: Some.Severe, text: "Old.", updated: Monday)));
        Assert.Empty(_history.Keeps(3, Some.Notice(level: Some.Moderate, text: "New.", updated: Tuesday)));
    }

    [Fact]
    public void A_rise_to_a_level_shown_before_is_told_when_its_date_is_newer()
    {
        _history.Shows(Some.Notice(level: Some.Severe, updated: Monday));
        _history.Keeps(3, Some.Notice(level: Some.Moderate, updated: Tuesday));

        Assert.Equal(
            ChangeKind.Raised, Assert.Single(_history.After(TimeSpan.FromDays(2)).Shows(Some.Notice(level: Some.Severe, updated: Tuesday.AddDays(1)))).Kind);
    }

    [Fact]
    public void A_rise_to_a_level_shown_before_is_told_where_there_are_no_dates()
    {
        _history.Shows(Some.Notice(level: Some.Severe));
        _history.Keeps(3, Some.Notice(level: Some.Moderate));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Severe))).Kind);
    }

    [Fact]
    public void A_date_in_the_future_freezes_nothing()
    {
        _history.Shows(Some.Notice(level: Some.Severe, updated: Monday));
        _history.Shows(Some.Notice(level: Some.Severe, updated: Monday.AddYears(4)));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.After(TimeSpan.FromDays(1)).Shows(Some.Notice(level: Some.Extreme, updated: Tuesday))).Kind);
    }

    [Fact]
    public void A_silent_edit_is_told_with_the_next_announcement_only()
    {
        var history = new History(Some.Channel(new ChannelRules { RevisionsAreAnnounced = true }));
        history.Shows(Some.Notice(text: "One.", updated: Monday));

        Assert.Empty(history.Shows(Some.Notice(text: "One more.", updated: Monday)));
        Assert.Single(history.Shows(Some.Notice(text: "One more.", updated: Tuesday)));
    }

    [Fact]
    public void What_the_publisher_marks_as_withdrawn_is_told_once_after_confirmation()
    {
        _history.Shows(Some.Notice());
        var withdrawn = Some.Notice() with { Withdrawn = true };

        Assert.Empty(_history.Shows(withdrawn));
        Assert.Equal(ChangeKind.Withdrawn, Assert.Single(_history.Shows(withdrawn)).Kind);
        Assert.Empty(_history.Keeps(5, withdrawn));
    }

    [Fact]
    public void A_page_read_later_fills_in_the_text_without_news()
    {
        _history.Shows(Some.Notice() with { Text = null, SignificantFacts = null });

        Assert.Empty(_history.Shows(Some.Notice()));
        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Severe) with { Text = null, SignificantFacts = null })).Kind);
        Assert.Equal("Take care.", _history.States["IR"].LastNotified!.Text);
    }

    [Fact]
    public void A_translation_that_moves_is_no_news_and_its_text_stays_while_only_the_list_is_read()
    {
        var history = new History(Some.Channel());
        var whole = Some.Notice() with { Translations = [new Translation("fr", "Iran", "Prudence", "Soyez prudents.")] };
        history.Shows(whole);

        Assert.Empty(history.Shows(whole with { Translations = [new Translation("fr", "Iran", "Vigilance", "Soyez vigilants.")] }));

        var listed = whole with
        {
            Level = Some.Extreme,
            Text = null,
            SignificantFacts = null,
            Translations = [new Translation("fr", "Iran", "Évitez tout voyage", "")],
        };
        Assert.Equal([new Translation("fr", "Iran", "Évitez tout voyage", "Soyez prudents.")], Assert.Single(history.Shows(listed)).After.Translations);
    }
}
