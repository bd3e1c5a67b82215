using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection.Properties;

/// <summary>What a publisher truly says of each country over time, and what its server shows of it.</summary>
internal sealed class World
{
    private static readonly Level[] Scale = [Some.Minor, Some.Moderate, Some.Severe, Some.Extreme];

    private readonly Dictionary<int, List<Notice>> _versions = [];
    private readonly HashSet<int> _removed = [];
    private int _number;

    public World()
    {
        for (var country = 0; country < Step.Countries; country++)
            Publish(country, Scale[country % Scale.Length]);
    }

    /// <summary>The true time, whatever the relay's clock says.</summary>
    public DateTimeOffset Now { get; private set; } = Some.Morning;

    /// <summary>The true notices by key.</summary>
    public IReadOnlyDictionary<string, Notice> Truth =>
        _versions.Where(pair => !_removed.Contains(pair.Key)).Select(pair => pair.Value[^1]).ToDictionary(notice => notice.Key);

    /// <param name="changed">Called with the truth after each edit.</param>
    public void Pass(Step step, Action changed)
    {
        var pause = TimeSpan.FromMinutes(step.Minutes) / (step.Edits.Count + 1);
        foreach (var edit in step.Edits)
        {
            Now += pause;
            Make(edit);
            changed();
        }

        Now += pause;
    }

    /// <param name="told">What is told when an old copy is shown under a new date.</param>
    /// <returns>Null when nothing can be read.</returns>
    public IReadOnlyList<Notice>? Shown(Step step, Func<string, Notice?> told)
    {
        IReadOnlyList<Notice> shown = [.. Truth.Values];
        foreach (var lie in step.Lies)
        {
            if (lie.Kind == LieKind.Broken)
                return null;
            shown = [.. Told(lie, shown, told)];
        }

        return
        [
            .. shown.OrderBy(notice => CanonicalText.Fingerprint($"{step.Order} {notice.Key} {notice.Text} {notice.Level.Native}"), StringComparer.Ordinal),
        ];
    }

    private void Make(Edit edit)
    {
        if (edit.To < 0 && !_removed.Add(edit.Country))
            _removed.Remove(edit.Country);
        else if (edit.To < 0)
            return;

        _removed.Remove(edit.Country);
        Publish(edit.Country, edit.To > 0 ? Scale[edit.To - 1] : _versions[edit.Country][^1].Level);
    }

    private void Publish(int country, Level level)
    {
        if (!_versions.TryGetValue(country, out var versions))
            _versions[country] = versions = [];
        versions.Add(Some.Notice($"C{country}", level, $"Version {++_number} of country {country}.", Now));
    }

    private IEnumerable<Notice> Told(Lie lie, IReadOnlyList<Notice> shown, Func<string, Notice?> told)
    {
        var key = $"C{lie.Country}";
        var older = Older(lie);
        IEnumerable<Notice> Instead(Func<Notice, Notice> of) => shown.Select(notice => notice.Key == key ? of(notice) : notice);
        Notice Today(Notice notice) =>
            (lie.Version % 2 == 0 ? told(notice.Key) : null) is { Withdrawn: false } known ? known with { UpdatedAt = Now } : notice with { UpdatedAt = Now };
        Notice Placeholder(Notice notice) =>
            notice with
            {
                Level = Some.Minor,
                Text = "Summary not available",
                SignificantFacts = ["Summary not available"],
                ImplausibleReason = "placeholder",
                UpdatedAt = Now,
            };

        return lie.Kind switch
        {
            LieKind.Cut => shown.Take(shown.Count * lie.Version / 6),
            LieKind.Missing => shown.Where(notice => notice.Key != key),
            LieKind.Older => Instead(_ => older),
            LieKind.Redated => Instead(Today),
            LieKind.AllRedated => shown.Select(Today),
            LieKind.OlderRedated => Instead(_ => older with { UpdatedAt = Now }),
            LieKind.YearsAhead => Instead(notice => notice with { UpdatedAt = Now.AddYears(4) }),
            LieKind.Doubled => shown.Append(older),
            LieKind.Placeholder => Instead(Placeholder),
            LieKind.AllPlaceholders => shown.Select(Placeholder),
            LieKind.Unreadable => Instead(notice => notice with { Level = Level.Unreadable("Level ?") }),
            LieKind.AllLowered => shown.Select(notice => notice with { Level = Some.Minor }),
            _ => shown,
        };
    }

    private Notice Older(Lie lie) =>
        _versions[lie.Country] is var versions ? versions[Math.Max(0, versions.Count - 1 - lie.Version)] : throw new InvalidOperationException();
}
