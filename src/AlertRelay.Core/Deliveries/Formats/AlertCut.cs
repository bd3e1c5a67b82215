using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>Cuts the long texts of an alert, and says in each where the whole alert is.</summary>
internal static class AlertCut
{
    /// <summary>In the alert's marks.</summary>
    public const string Mark = "text cut";

    private const int MaxTitle = 500, MaxRuns = 50, MaxAreas = 200, MaxMembers = 10;

    /// <param name="max">Of each text, in UTF-16 units.</param>
    /// <param name="whole">The address of the whole alert.</param>
    public static Alert To(Alert alert, int max, Uri whole)
    {
        var note = $" [cut; the whole text: {whole.AbsoluteUri}]";
        return alert with
        {
            Title = Text(alert.Title, MaxTitle),
            Headline = Text(alert.Headline, MaxTitle),
            Summary = Text(alert.Summary, max),
            Text = Text(alert.Text, max),
            Areas = [.. alert.Areas.Take(MaxAreas)],
            Cluster = alert.Cluster is { } cluster ? cluster with { Members = [.. cluster.Members.Take(MaxMembers).Select(CutMember)] } : null,
            Translations = [.. alert.Translations.Select(Cut)],
            Diff = new TextDiff(Runs(alert.Diff.Removed), Runs(alert.Diff.Added)),
            Marks = [.. alert.Marks, Mark],
        };

        string Text(string text, int length) => text.Length <= length ? text : TextTruncation.To(text, length) + note;

        ClusterMember CutMember(ClusterMember member) => member with
        {
            Name = Text(member.Name, MaxTitle),
            Authority = Text(member.Authority, MaxTitle),
            Headline = Text(member.Headline, MaxTitle),
        };

        Translation Cut(Translation other) =>
            other with { Title = Text(other.Title, MaxTitle), Summary = Text(other.Summary, max), Text = Text(other.Text, max) };

        IReadOnlyList<string> Runs(IReadOnlyList<string> runs) =>
        [
            .. runs.Take(MaxRuns).Select(run => Text(run, max)),
            .. CutList.More(runs.Count - MaxRuns),
        ];
    }
}
