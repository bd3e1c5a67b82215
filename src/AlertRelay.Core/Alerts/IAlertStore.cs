using System.Text.Json.Serialization;

namespace AlertRelay.Alerts;

/// <summary>The history of alerts.</summary>
public interface IAlertStore
{
    /// <summary>Adds the alert. An alert with the same id stays unchanged.</summary>
    /// <returns>False when this call did not add it. The history may then hold another content under the id.</returns>
    Task<bool> Append(Alert alert, CancellationToken cancellationToken);

    Task<Alert?> Find(string id, CancellationToken cancellationToken);

    Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken);

    /// <summary>The place of the newest in the order of publication, of whatever kind; 0 while there is none. It never falls.</summary>
    Task<long> Head(CancellationToken cancellationToken);

    /// <summary>Made by chance with the history, so that cursors of another relay are recognised. Not negative, and always the same.</summary>
    Task<long> Identity(CancellationToken cancellationToken);

    /// <returns>How many alerts were deleted.</returns>
    Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken);
}

/// <summary>Which alerts, in which order. Unset fields do not narrow.</summary>
public sealed record AlertQuery
{
    public EventKind Kind { get; init; } = EventKind.Alert;

    public IReadOnlyList<string> Channels { get; init; } = [];

    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>ISO 3166 codes; any of them is enough.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    public Severity? MinimumSeverity { get; init; }

    public IReadOnlyList<ChangeKind> Changes { get; init; } = [];

    /// <summary>
    /// All of them; see <see cref="Alert.Mentions"/>. A store has no index of words and reads a limited number of alerts for a page: it may be short or
    /// empty although its cursor goes on.
    /// </summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Detected at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Detected before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>From the page before; opaque.</summary>
    public string? Cursor { get; init; }

    /// <summary>True: in the order of publication, for followers. False: newest first.</summary>
    public bool OldestFirst { get; init; }

    public int Limit { get; init; } = 50;
}

/// <param name="Cursor">Goes on after the last alert of this page. Newest first: null at the end. Oldest first: always there, to follow with.</param>
public sealed record AlertPage(IReadOnlyList<Alert> Alerts, string? Cursor)
{
    /// <summary>Oldest first: the place of each alert in the order of publication. Not sent.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Sequences { get; init; } = [];
}
