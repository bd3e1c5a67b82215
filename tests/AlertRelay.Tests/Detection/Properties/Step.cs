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
    private const int MostBadInARow = 4;

    private static readonly int[] ClockErrors = [-30, 2, 400];

    private static readonly Gen<int> Country = Gen.Int[0, Countries - 1];

    // A whole level, or the text alone (0), or gone (-1): changes of level are what most is promised about.
    private static readonly Gen<Edit> AnyEdit = Gen.Select(
        Country, Gen.Frequency((7, Gen.Int[1, 4]), (2, Gen.Const(0)), (1, Gen.Const(-1))), (country, to) => new Edit(country, to));

    private static readonly LieKind[] Kinds = Enum.GetValues<LieKind>();

    private static readonly Gen<Lie> AnyLie = Gen.Select(
        Gen.Int[0, Kinds.Length - 1], Country, Gen.Int[0, 5], (kind, country, version) => new Lie(Kinds[kind], country, version));

    /// <summary>
    /// The same with good polls between the rows of bad ones, and the clock never set within such a row; each clock's error is then that of its
    /// poll.
    /// </summary>
    public static IEnumerable<Step> Bounded(IEnumerable<Step> steps)
    {
        var (bad, clock) = (0, 0);
        foreach (var step in steps)
        {
            bad = step.Lies.Count == 0 || bad == MostBadInARow ? 0 : bad + 1;
            clock = bad > 0 || step.Clock == 0 ? clock : clock == 0 ? step.Clock : 0;
            yield return step with { Lies = bad == 0 ? [] : step.Lies, Clock = clock };
        }
    }

    public static readonly IReadOnlyList<LieKind> WrongDates = [LieKind.YearsAhead, LieKind.Redated, LieKind.AllRedated, LieKind.OlderRedated];

    /// <summary>
    /// Without an item that is shown under a false date and, in the same poll, in a false version or at a false level: by all that is shown a true rise
    /// that it hides is then the older one.
    /// </summary>
    public Step WithoutDoubleFaults() => this with
    {
        Lies =
        [
            .. Lies.Where(lie => lie.Kind != LieKind.OlderRedated
                && !(WrongDates.Contains(lie.Kind) && Lies.Any(other => other.Kind is LieKind.AllLowered or LieKind.Unreadable))),
        ],
    };

    public static Gen<Step[]> History(int most = 20) => Gen.Select(
        AnyEdit.Array[0, 2],
        Gen.Frequency((1, Gen.Const(Array.Empty<Lie>())), (1, AnyLie.Array[1, 3])),
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
