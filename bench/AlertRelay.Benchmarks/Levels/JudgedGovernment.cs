using AlertRelay.Channels.Phrases;

namespace AlertRelay.Benchmarks.Levels;

/// <summary>Which table of phrases reads a file of judged passages.</summary>
/// <param name="Values">Where the file names a level otherwise than the table.</param>
public sealed record JudgedGovernment(string Name, string File, string Table, IReadOnlyDictionary<string, string> Values)
{
    private static readonly Dictionary<string, string> Same = [];

    public static readonly IReadOnlyList<JudgedGovernment> All =
    [
        new("Austria", "at", "at-bmeia", Same),
        new("Denmark", "dk", "dk-um", Same),
        new("France", "fr", "fr-diplomatie", Same),
        new("Germany", "de", "de-aa", new Dictionary<string, string>
        {
            ["reisewarnung"] = "warning",
            ["dringend_abgeraten"] = "dringend abgeraten",
            ["nicht_notwendige_abgeraten"] = "nicht notwendige Reisen abgeraten",
        }),
        new("Spain", "es", "es-maec", Same),
        new("Switzerland", "ch", "ch-eda", Same),
    ];

    public string FileIn(string folder) => Path.Combine(folder, $"{File}.jsonl");

    /// <param name="before">What was counted until now.</param>
    public LevelTally JudgeAll(LevelTally before, string folder) => JudgedPassage.In(FileIn(folder)).Aggregate(before, Judge);

    private LevelTally Judge(LevelTally before, JudgedPassage passage)
    {
        var table = PhraseTables.Named(Table);
        var read = new PhraseReader(table).Read(passage.Text, [passage.Country]);
        var severest = read.Parts.Append(read.Whole).OfType<string>().MaxBy(table.StepOf);
        return before.With(passage, read.Whole, Native(passage.Level), severest == Native(passage.Regional));
    }

    private string? Native(string judged) => judged == "none" ? null : Values.GetValueOrDefault(judged, judged);
}
