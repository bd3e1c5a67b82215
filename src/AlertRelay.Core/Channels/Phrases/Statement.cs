namespace AlertRelay.Channels.Phrases;

/// <summary>One sentence, heading or item of a list, as phrases are compared with it.</summary>
/// <param name="EndMarks">The punctuation behind the last word.</param>
internal sealed record Statement(IReadOnlyList<StatementWord> Words, string EndMarks)
{
    /// <summary>The punctuation before a word, or behind the last one.</summary>
    public string MarksBefore(int index) => index < Words.Count ? Words[index].Marks : EndMarks;
}

/// <param name="Folded">Without accents and case.</param>
/// <param name="Marks">The punctuation before it.</param>
/// <param name="Capital">It begins with a capital letter.</param>
/// <param name="AllCapitals">It has capital letters only.</param>
internal readonly record struct StatementWord(string Folded, string Marks, bool Capital, bool AllCapitals);
