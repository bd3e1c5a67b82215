using System.Globalization;

namespace AlertRelay.Countries;

/// <summary>Reads a time that has passed. A date alone is the end of that day in UTC, or now if the day has not ended.</summary>
internal static class PastTime
{
    private const string Date = "yyyy-MM-dd";

    private static readonly string[] Times = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <returns>Null if it is no time.</returns>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            return day > now ? day : Min(day.AddDays(1).AddTicks(-1), now);

        // A plus sign that was not escaped arrives as a space.
        return DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
