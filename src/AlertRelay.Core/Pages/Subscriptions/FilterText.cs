using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels.Countries;
using AlertRelay.Pages.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>A filter as people read it.</summary>
internal static class FilterText
{
    /// <summary>Only what narrows it, and always its kinds.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Values)> Parts(Filter filter) =>
        new (string Name, IReadOnlyList<string> Values)[]
        {
            (Texts.Channels, filter.Channels),
            (Texts.Categories, Words(filter.Categories)),
            (Texts.Countries, [.. filter.Countries.Select(code => CountryNames.NameIn(code, "en"))]),
            (Texts.Severity, filter.MinimumSeverity is { } minimum ? [PageText.Format(Texts.SeverityOrMore, EnumNames<Severity>.Of(minimum))] : []),
            (Texts.Changes, Words(filter.Changes)),
            (Texts.Languages, filter.Languages),
            (Texts.Keywords, filter.Keywords),
            (Texts.Kinds, Words(filter.Kinds)),
        }.Where(part => part.Values.Count > 0);

    /// <summary>"Countries: Iran, Iraq; Changes: raised". That it is about alerts goes without saying.</summary>
    public static string Line(Filter filter)
    {
        var parts = Parts(filter).Where(part => part.Name != Texts.Kinds || filter.Kinds is not [EventKind.Alert])
            .Select(part => $"{part.Name}: {string.Join(", ", part.Values)}").ToList();
        return parts.Count == 0 ? Texts.FilterAll : string.Join("; ", parts);
    }

    private static string[] Words<T>(IReadOnlyList<T> values)
        where T : struct, Enum =>
        [.. values.Select(EnumNames<T>.Of)];
}
