using System.Globalization;
using System.Text.RegularExpressions;

namespace AlertRelay.Alerts;

/// <summary>Durations as people write them: "15m", "1h30m", "2d", or "00:15:00". A bare number has no unit and is no duration.</summary>
public static partial class DurationText
{
    /// <summary>For error messages.</summary>
    public const string Examples = "30s, 15m, 2h, 1d or 00:15:00";

    /// <returns>Null if it is not a duration.</returns>
    public static TimeSpan? Read(string text) =>
        Units().Match(text.Trim()) is { Success: true } units
            ? new TimeSpan(Number(units, "d"), Number(units, "h"), Number(units, "m"), Number(units, "s"))
            : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        if (duration < TimeSpan.Zero || duration.Ticks % TimeSpan.TicksPerSecond != 0)
            return duration.ToString("c", CultureInfo.InvariantCulture);

        (int Number, string Unit)[] parts = [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s")];
        return string.Concat(parts.Where(part => part.Number > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number}{part.Unit}")));
    }

    /// <summary>In a sentence: "5 minutes".</summary>
    public static string Minutes(TimeSpan duration) =>
        duration == TimeSpan.FromMinutes(1) ? "1 minute" : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0.#} minutes");

    private static int Number(Match units, string unit) =>
        units.Groups[unit] is { Success: true } number ? int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^(?=[0-9])(?:(?<d>[0-9]{1,6})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,6})s)?$")]
    private static partial Regex Units();
}
