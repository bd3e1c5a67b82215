using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Silences;

/// <summary>A filter in a line: "countries: IR, IQ; changes: raised".</summary>
internal static class FilterWords
{
    public static string Of(Filter filter)
    {
        var parts = new[]
        {
            (Texts.FilterKinds, filter.Kinds is [EventKind.Alert] ? "" : Words(filter.Kinds)),
            (Texts.FilterChannels, string.Join(", ", filter.Channels)),
            (Texts.FilterCategories, Words(filter.Categories)),
            (Texts.FilterCountries, string.Join(", ", filter.Countries)),
            (Texts.FilterMinimumSeverity, filter.MinimumSeverity is { } minimum ? EnumNames<Severity>.Of(minimum) : ""),
            (Texts.FilterChanges, Words(filter.Changes)),
            (Texts.FilterLanguages, string.Join(", ", filter.Languages)),
            (Texts.FilterKeywords, string.Join(", ", filter.Keywords)),
        };
        var set = parts.Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}: {part.Item2}").ToList();
        return set.Count == 0 ? Texts.FilterAll : string.Join("; ", set);
    }

    private static string Words<T>(IReadOnlyList<T> values)
        where T : struct, Enum =>
        string.Join(", ", values.Select(EnumNames<T>.Of));
}
