using CsCheck;

namespace AlertRelay.Tests.Detection.Properties;

/// <summary>What happens between two polls, and how the second of them lies about it.</summary>
/// <param name="Edits">What the publisher truly changes, in turn.</param>
/// <param name="Lies">None: the poll is a good one.</param>
/// <param name="Minutes">Since the poll before.</param>
/// <param name="Clock">By how many days the relay's own clock is wrong from now on.</param>
/// <param name="Order">In which order the items are listed.</param>
internal sealed record Step(IReadOnlyList<Edit> Edits, IReadOnlyList<Lie> Lies, int Minutes, int Clock, int Order)
{
    public const int Countries = 24;
    private const int MostMinutes = 40;

    private static readonly int[] ClockErrors = [-30, 2, 400];

    private static readonly Gen<int> Country = Gen.Int[0, Countries - 1];

    // A whole level, or the text alone (0), or gone (-1): changes of level are what most is promised about.
    private static readonly Gen<Edit> Edits1 = Gen.Select(Country, Gen.Frequency((7, Gen.Int[1, 4]), (2, Gen.Const(0)), (1, Gen.Const(-1))), (country, to) => new Edit(country, to));

    private static Gen<Lie> OneOf(IReadOnlyList<LieKind> kinds) =>
        Gen.Select(Gen.Int[0, kinds.Count - 1], Country, Gen.Int[0, 5], (kind, country, version) => new Lie(kinds[kind], country, version));

    public static Gen<Step[]> History(params LieKind[] lies) => History(30, lies);

    public static Gen<Step[]> History(int most, params LieKind[] lies) => Gen.Select(
        Edits1.Array[0, 2],
        Gen.Frequency((1, Gen.Const(Array.Empty<Lie>())), (1, OneOf(lies).Array[1, 3])),
        Gen.Int[10, MostMinutes],
        Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[0, 2].Select(which => ClockErrors[which]))),
        Gen.Int[0, 1000],
        (edits, faults, minutes, clock, order) => new Step(edits, faults, minutes, clock, order)).Array[2, most];
}

/// <param name="To">The new level, from 1 to 4; 0: a new text at the same level; -1: removed.</param>
internal sealed record Edit(int Country, int To);

/// <param name="Version">How many versions before the true one.</param>
internal sealed record Lie(LieKind Kind, int Country, int Version);

/// <summary>What feeds have been seen to do.</summary>
internal enum LieKind
{
    /// <summary>No answer, an error page, half a document: nothing was read.</summary>
    Broken,

    /// <summary>The rest of the list is missing.</summary>
    Cut,
    Missing,

    /// <summary>An earlier version, under its own date.</summary>
    Older,

    /// <summary>The true one, or the one told last, under the date of today.</summary>
    Redated,
    AllRedated,

    /// <summary>An earlier version, under the date of today: two faults in one.</summary>
    OlderRedated,
    YearsAhead,
    Doubled,
    Placeholder,
    AllPlaceholders,
    Unreadable,
    AllLowered,
}
