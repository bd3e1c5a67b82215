namespace AlertRelay.Benchmarks.Levels;

/// <summary>How many levels of a government's passages were read rightly.</summary>
public sealed record LevelTally(
    int Passages, int Explicit, int ExplicitRead, int Implied, int ImpliedRead, int Wrong, int Absent, int ReadWhereAbsent, int PartsWrong)
{
    public static readonly LevelTally Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Passages that were not read rightly.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public string[] Row =>
    [
        $"{Passages}", $"{Explicit}", $"{ExplicitRead}", $"{Share:0.000}", $"{Implied}", $"{ImpliedRead}",
        $"{Wrong}", $"{Absent}", $"{ReadWhereAbsent}", $"{PartsWrong}",
    ];

    private double Share => Explicit == 0 ? 1 : (double)ExplicitRead / Explicit;

    public bool Reaches(double share) => Wrong == 0 && ReadWhereAbsent == 0 && Share >= share;

    /// <param name="partRight">The most severe level of any part is as judged.</param>
    public LevelTally With(JudgedPassage passage, string? read, string? right, bool partRight)
    {
        var isExplicit = passage.Basis == "explicit";
        var isRight = right is not null && read == right;
        var missed = right is not null && read is null;
        return this with
        {
            Passages = Passages + 1,
            Explicit = Explicit + One(isExplicit),
            ExplicitRead = ExplicitRead + One(isExplicit && isRight),
            Implied = Implied + One(passage.Basis == "implied"),
            ImpliedRead = ImpliedRead + One(passage.Basis == "implied" && isRight),
            Wrong = Wrong + One(right is not null && read is not null && !isRight),
            Absent = Absent + One(right is null),
            ReadWhereAbsent = ReadWhereAbsent + One(right is null && read is not null),
            PartsWrong = PartsWrong + One(!partRight),
            Remarks = isRight || (right is null && read is null)
                ? partRight ? Remarks : [.. Remarks, $"{passage.Country}: most severe part, judged as \"{passage.Regional}\""]
                : [.. Remarks, $"{passage.Country}: {(missed ? "not read" : $"read as \"{read}\"")}, judged as \"{right ?? "none"}\" ({passage.Basis})"],
        };
    }

    public LevelTally And(LevelTally other) => new(
        Passages + other.Passages, Explicit + other.Explicit, ExplicitRead + other.ExplicitRead, Implied + other.Implied, ImpliedRead + other.ImpliedRead,
        Wrong + other.Wrong, Absent + other.Absent, ReadWhereAbsent + other.ReadWhereAbsent, PartsWrong + other.PartsWrong);

    private static int One(bool counts) => counts ? 1 : 0;
}
