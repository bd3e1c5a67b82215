using AlertRelay.Pages.Alerts;

namespace AlertRelay.Tests.Pages;

public sealed class SentenceDiffTests
{
    [Theory]
    [InlineData("Same. Old words here now.", "Same. New words here now.", "-Old +New words here now.")]
    [InlineData("One. Two.", "One. Two. Three.", "+Three.")]
    [InlineData("One. Two.", "Two.", "-One.")]
    [InlineData("Nothing in common at all.", "Quite other things were written.", "-Nothing in common at all. +Quite other things were written.")]
    [InlineData("a\nb", "a\r\n\r\nb", "")]
    [InlineData("", "First text.", "+First text.")]
    public void Only_changed_sentences_are_shown_with_their_words_marked(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(" / ", SentenceDiff.Between(before, after)!.Select(Written)));

    [Fact]
    public void Texts_of_endless_sentences_are_not_compared() =>
        Assert.Null(SentenceDiff.Between(string.Concat(Enumerable.Repeat("a.\n", 3_000)), string.Concat(Enumerable.Repeat("b.\n", 3_000))));

    private static string Written(ChangedSentences change) => string.Join(' ', change.Runs.Select(run => run.State switch
    {
        WordState.Removed => $"-{run.Text}",
        WordState.Added => $"+{run.Text}",
        _ => run.Text,
    }));
}
