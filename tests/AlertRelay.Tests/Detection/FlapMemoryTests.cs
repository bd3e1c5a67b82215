using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

public sealed class FlapMemoryTests
{
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(240);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void What_was_last_shown_240_days_ago_is_forgotten(int ticks, bool known)
    {
        var memory = Array.Empty<PastFingerprint>().With(Some.Notice(text: "Old words."), Some.Morning);

        var later = memory.With(Some.Notice(text: "New words."), Some.Morning + Oldest + TimeSpan.FromTicks(ticks));

        Assert.Equal(known, later.Knows(NoticeFingerprints.OfSignificantFact("Old words.")));
        Assert.True(later.Knows(NoticeFingerprints.OfSignificantFact("New words.")));
    }

    [Fact]
    public void What_is_shown_again_is_remembered_from_then_on()
    {
        var memory = Array.Empty<PastFingerprint>()
            .With(Some.Notice(text: "Old words."), Some.Morning)
            .With(Some.Notice(text: "Old words."), Some.Morning.AddDays(1))
            .With(Some.Notice(text: "New words."), Some.Morning + Oldest);

        Assert.True(memory.Knows(NoticeFingerprints.OfSignificantFact("Old words.")));
    }

    [Theory]
    [InlineData(47, true)]
    [InlineData(48, false)]
    public void Of_more_than_48_facts_the_oldest_are_forgotten(int newer, bool known)
    {
        // A notice adds three: its level, its text and both together.
        var others = Enumerable.Range(0, newer - 3).Select(number => new PastFingerprint($"fact {number}", Some.Morning));
        IReadOnlyList<PastFingerprint> memory = [new PastFingerprint("first", Some.Morning), .. others];

        Assert.Equal(known, memory.With(Some.Notice(), Some.Morning).Knows("first"));
    }

    // A warning that returns within months is taken for a stale copy of the publisher's; one that returns after that is a warning.
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public void A_text_that_returns_is_sent_again_when_it_was_away_for_240_days(int seconds, int sent)
    {
        var history = new History(Some.Channel());
        history.Shows(Some.Notice(text: "Leave now."));
        var replacedAt = history.Now;
        history.Shows(Some.Notice(text: "Take care."));
        history.After(replacedAt + Oldest + TimeSpan.FromSeconds(seconds) - history.Now).Shows(Some.Notice(text: "Take great care."));

        var changes = history.Shows(Some.Notice(text: "Leave now."));

        Assert.Equal(Enumerable.Repeat(ChangeKind.Revised, sent), changes.Select(change => change.Kind));
    }
}
