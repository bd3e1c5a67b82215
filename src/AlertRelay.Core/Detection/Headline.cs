using System.Collections.Frozen;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Detection;

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
        var (now, previous) = (change.After.Level.Label, change.Before?.Level.Label);
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
            (_, not null) => $"{channel.ShortName} updates {subject} (still {now})",
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
