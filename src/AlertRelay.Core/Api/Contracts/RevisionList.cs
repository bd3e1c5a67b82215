using AlertRelay.Alerts;

namespace AlertRelay.Api.Contracts;

/// <summary>The other alerts of an alert's notice, oldest first.</summary>
internal sealed record RevisionList(IReadOnlyList<RevisionResponse> Earlier, IReadOnlyList<RevisionResponse> Later)
{
    public static RevisionList Of(AlertRevisions revisions) =>
        new([.. revisions.Earlier.Select(RevisionResponse.Of)], [.. revisions.Later.Select(RevisionResponse.Of)]);
}

internal sealed record RevisionResponse(string Id, int Revision, ChangeKind Change, string Headline, Level Level, DateTimeOffset DetectedAt)
{
    public static RevisionResponse Of(Alert alert) => new(alert.Id, alert.Revision, alert.Change, alert.Headline, alert.Level, alert.DetectedAt);
}

/// <summary>The other alerts of an alert's notice that the relay still keeps, oldest first.</summary>
internal sealed record AlertRevisions(IReadOnlyList<Alert> Earlier, IReadOnlyList<Alert> Later)
{
    // As many as a notice remembers.
    public const int MaxLater = 20;

    /// <summary>A read for each of at most twenty earlier and twenty later alerts, and one that finds no later one.</summary>
    public static async Task<AlertRevisions> Of(Alert alert, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var earlier = await Task.WhenAll(alert.References.Select(id => alerts.Find(id, cancellationToken)));
        return new AlertRevisions([.. earlier.OfType<Alert>()], await FindLater(alert, alerts, cancellationToken));
    }

    private static async Task<IReadOnlyList<Alert>> FindLater(Alert alert, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var later = new List<Alert>();
        for (var revision = alert.Revision + 1; revision <= alert.Revision + MaxLater; revision++)
        {
            if (await alerts.Find(AlertId.Of(alert.Channel, alert.Key, revision), cancellationToken) is not { } found)
                break;

            // All health events of a channel share one key.
            if (found.Kind == alert.Kind && (alert.Kind != EventKind.Health || found.References.Contains(alert.Id)))
                later.Add(found);
        }

        return later;
    }
}
