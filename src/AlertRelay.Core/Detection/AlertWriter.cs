using System.Collections.Frozen;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;
using DiffPlex;
using DiffPlex.Chunkers;

namespace AlertRelay.Detection;

/// <summary>Creates the alert of a change.</summary>
internal static class AlertWriter
{
    public static Alert Write(Channel channel, Change change, DateTimeOffset detectedAt) => new()
    {
        Id = AlertId.Of(channel.Id, change.After.Key, change.State.Revision),
        Channel = channel.Id,
        Authority = channel.Authority,
        Key = change.After.Key,
        Revision = change.State.Revision,
        Change = change.Kind,
        MessageType = MessageTypeOf(change),
        References = change.Earlier,
        Category = channel.Category,
        Title = change.After.Title,
        Headline = Detection.Headline.Of(channel, change),
        Summary = change.After.Summary,
        Text = change.After.Text ?? "",
        Level = IsUnreadable(change) ? Level.Unreadable(change.State.UnreadableLevel ?? "") : change.After.Level,
        PreviousLevel = IsUnreadable(change) ? change.After.Level : change.Before?.Level,
        Areas = change.After.Areas,
        Language = change.After.Language,
        Translations = change.After.Translations,
        PublishedAt = NoticeDates.Believable(change.After.UpdatedAt ?? change.After.PublishedAt, detectedAt),
        DetectedAt = detectedAt,
        ExpiresAt = change.After.ExpiresAt,
        // A place without advice was never said to be safe.
        WithdrawnByPublisher = change is
        {
            Kind: ChangeKind.Withdrawn,
            State.ReasonCode: DecisionReason.WithdrawalConfirmed,
            After.HasNoAdvice: false,
        },
        Link = OfficialLink.Of(channel, change.After.Link),
        Diff = WordDiff.Between(change.Before?.Text, change.After.Text),
        Evidence = change.Evidence,
        PlaceUnknown = IsPlaceUnknown(change, channel),
        Marks = [.. change.Marks, .. Warnings(channel, change)],
    };

    // The last level that could be read says nothing about now: subscribers to severe alerts are sent it too.
    private static bool IsUnreadable(Change change) => change.State.LevelUnreadableSince is not null && change.Kind != ChangeKind.Withdrawn;

    private static IEnumerable<string> Warnings(Channel channel, Change change)
    {
        if (IsPlaceUnknown(change, channel))
            yield return Alert.PlaceUnknownMark;
        if (IsUnreadable(change))
            yield return $"the level cannot be read; the last that could was {change.After.Level.Severity} ({change.After.Level.Label})";
    }

    private static bool IsPlaceUnknown(Change change, Channel channel) => channel.HasPlaces && change.After.Areas.Count == 0;

    private static MessageType MessageTypeOf(Change change) => change.Kind switch
    {
        ChangeKind.Withdrawn => MessageType.Cancel,
        _ when change.Earlier.Count == 0 => MessageType.Alert,
        ChangeKind.Issued => MessageType.Alert,
        _ => MessageType.Update,
    };
}

/// <summary>
/// One line for people. A notice with a title of its own keeps it. If the title only repeats the country and the level, the country replaces it.
/// </summary>
internal static class Headline
{
    private static readonly FrozenSet<string> GenericWords = FrozenSet.Create(
        "travel", "advice", "advisory", "advisories", "information", "level", "for", "to", "of", "in", "a", "reise", "sicherheitshinweise", "reisehinweise",
        "conseils", "aux", "voyageurs", "pour", "fur", "nach", "reisadvies", "voor");

    public static string Of(Channel channel, Change change)
    {
        var title = change.After.Title;
        var place = PlaceOf(channel, change);
        var subject = place ?? title;
        var isUnreadable = change.State.LevelUnreadableSince is not null && change.Kind != ChangeKind.Withdrawn;
        var (now, previous) = (isUnreadable ? "level cannot be read" : change.After.Level.Label, change.Before?.Level.Label);
        var before = previous is null || previous == now ? "" : $" (was {previous})";
        return (change.Kind, now) switch
        {
            (ChangeKind.Raised, not null) when place is null && Country(channel, change) is { } country =>
                $"{channel.ShortName} raises {country} to {now}: {title}",
            (ChangeKind.Raised, not null) => $"{channel.ShortName} raises {subject} to {now}{before}",
            (ChangeKind.Lowered, not null) => $"Lowered: {channel.ShortName}, {subject} to {now}{before}",
            (ChangeKind.Withdrawn, _) => $"Withdrawn: {channel.ShortName}, {subject}{(previous is null ? "" : $" (was {previous})")}",
            (ChangeKind.Issued, not null) => $"{channel.ShortName}: {subject} ({now})",
            (ChangeKind.Issued, null) => $"{channel.ShortName}: {subject}",
            (_, not null) => $"{channel.ShortName} updates {subject} ({(isUnreadable ? "" : "still ")}{now})",
            _ => $"{channel.ShortName} updates {subject}",
        };
    }

    private static string? PlaceOf(Channel channel, Change change) =>
        Country(channel, change) is { } country && OnlyNames(change.After.Title, change.After) ? country : null;

    private static string? Country(Channel channel, Change change) =>
        channel.Category == Category.Travel && change.After.Areas is [var area] ? area.Name : null;

    // "Iran", "Iran - Level 4: Do Not Travel", "Iran Travel Advisory".
    private static bool OnlyNames(string title, Notice notice)
    {
        if (CountryNames.Named(title)?.Code == notice.Areas[0].Code)
            return true;

        var known = TextTokenizer.Of($"{notice.Areas[0].Name} {notice.Level.Label} {notice.Level.Native}").ToHashSet();
        return TextTokenizer.Of(title).All(word => known.Contains(word) || GenericWords.Contains(word) || word.All(char.IsAsciiDigit));
    }
}

/// <summary>Restricts an alert's link to the authority's own hosts, because people follow it.</summary>
internal static class OfficialLink
{
    private const string Www = "www.";

    /// <returns>The link if its host is one of the channel's or a subdomain of it; otherwise the channel's home page.</returns>
    public static Uri Of(Channel channel, Uri link) =>
        link.Scheme is "http" or "https" && link.UserInfo.Length == 0
            && channel.Urls.Append(channel.Homepage).Any(official => IsAt(link.Host, WithoutWww(official.Host)))
            ? link
            : channel.Homepage;

    private static bool IsAt(string host, string official) => host == official || host.EndsWith("." + official, StringComparison.Ordinal);

    private static string WithoutWww(string host) => host.StartsWith(Www, StringComparison.Ordinal) ? host[Www.Length..] : host;
}

/// <summary>The removed and added words, in runs short enough for a chat.</summary>
internal static class WordDiff
{
    private const int MaxRuns = 8;
    private const int MaxRun = 280;

    // Longer texts are compared by line, because comparing them by word takes seconds.
    private const int MaxCharacters = 200_000;

    public static TextDiff Between(string? before, string? after)
    {
        if (before is null || after is null || before == after)
            return TextDiff.Empty;

        IChunker chunker = before.Length + after.Length > MaxCharacters ? new LineChunker() : new DelimiterChunker([' ', '\n']);
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: true, ignoreCase: false, chunker);
        return new TextDiff(
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA)))),
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB)))));
    }

    private static IReadOnlyList<string> Runs(IEnumerable<string> runs) =>
        [.. runs.Select(run => run.Trim()).Where(run => run.Length > 0).Take(MaxRuns).Select(Shorten)];

    private static string Shorten(string run) => run.Length <= MaxRun ? run : string.Concat(run.AsSpan(0, MaxRun).TrimEnd(), "…");
}
