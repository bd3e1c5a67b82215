using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>A name as it is looked for in running text.</summary>
/// <param name="Areas">What it names; empty when it only looks as if it named a country ("New Jersey").</param>
/// <param name="Weight">Which of two overlapping phrases stands: the longer one, and of two as long the one in plain order.</param>
/// <param name="Abbreviation">"US" is a name, "us" is not.</param>
internal sealed record Phrase(IReadOnlyList<Area> Areas, int Weight, bool Abbreviation)
{
    /// <summary>A word of some language may be spelt like it: in running text it counts only with a capital, where its script has capitals.</summary>
    public bool NeedsCapital { get; init; }

    public Area? First => Areas.Count > 0 ? Areas[0] : null;

    // "Korea, North" stands in lists too: "Sudan, South Sudan" names both Sudans.
    public static Phrase Of(string name, IReadOnlyList<string> words, IReadOnlyList<Area> areas, bool inverted) =>
        new(areas, (2 * words.Sum(word => word.Length + 1)) - (inverted ? 1 : 0), IsAbbreviation(name));

    private static bool IsAbbreviation(string name) =>
        name.Count(char.IsLetter) <= 5 && name.All(character => char.IsAsciiLetterUpper(character) || character == '.');
}
