using System.Globalization;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Dates as publishers write them: RFC 822 with two- or four-digit years and named zones, ISO 8601, "Thursday, April 30, 2026 -  06:09",
/// "Wed Jan 06 18:40:40 +0000 2021", "10-01-2020 14:25:00", "2026/01/10 20:10:37", and days without a time.
/// </summary>
internal static partial class WrittenDates
{
    private const int Longest = 80;

    // The year 2191 in seconds.
    private const long PastSeconds = 7_000_000_000;

    // [0-9] throughout: \d is a digit of any script, which int.Parse does not read.
    private const string Time =
        @"(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?";
    private const string Zone = @"(?:\s*(?<zone>[+-][0-9]{2}:?[0-9]{2}|[A-Za-z]{1,5}))?";
    private const string DayName = @"(?:[A-Za-z]{2,9}\.?,?\s+)?";

    // How the names begin in English, French, German and Dutch.
    private static readonly string[][] Months =
    [
        ["jan"], ["feb", "fév"], ["mar", "mär", "maa", "mrt"], ["apr", "avr"], ["may", "mai", "mei"], ["jun", "juin"],
        ["jul", "juil"], ["aug", "aoû"], ["sep"], ["oct", "okt"], ["nov"], ["dec", "déc", "dez"],
    ];

    /// <param name="local">The zone meant where the text names none; UTC when not given.</param>
    /// <returns>Null for what is no date, and for a zone whose name is unknown: a guess would be hours wrong.</returns>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo? local = null)
    {
        if (text is null || text.Length > Longest)
            return null;

        var trimmed = text.Trim();
        Func<Regex>[] forms = [YearFirst, DayThenMonthName, MonthNameThenDay, YearLast, DayFirstInDigits];
        return forms.Select(form => form().Match(trimmed)).FirstOrDefault(match => match.Success) is { } found ? Moment(found, local) : null;
    }

    /// <summary>Unix time in seconds, or in milliseconds as some publishers count.</summary>
    public static DateTimeOffset? OfUnix(long? time) => time switch
    {
        > 0 and < PastSeconds => DateTimeOffset.FromUnixTimeSeconds(time.Value),
        >= PastSeconds * 10 and < PastSeconds * 1000 => DateTimeOffset.FromUnixTimeMilliseconds(time.Value),
        _ => null,
    };

    private static DateTimeOffset? Moment(Match match, TimeZoneInfo? local)
    {
        var (year, month, day) = (YearOf(match), MonthOf(match), Digits(match, "day"));
        var (hour, minute) = (HourOf(match), Digits(match, "minute"));
        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59)
            return null;

        // A leap second is told as the second before it.
        var clock = new DateTime(year, month, day, hour, minute, Math.Min(Digits(match, "second"), 59)).Add(Fraction(match));
        return Offset(match.Groups["zone"].Value, clock, local) is { } offset ? new DateTimeOffset(clock, offset) : null;
    }

    // RFC 2822, 4.3: two digits below 50 are of this century.
    private static int YearOf(Match match)
    {
        var year = Digits(match, "year");
        return match.Groups["year"].Length > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static int MonthOf(Match match) =>
        match.Groups["name"] is { Success: true, Length: >= 3 } name
            ? Array.FindIndex(Months, begins => begins.Any(begin => name.Value.StartsWith(begin, StringComparison.OrdinalIgnoreCase))) + 1
            : Digits(match, "month");

    private static int HourOf(Match match)
    {
        var hour = Digits(match, "hour");
        return match.Groups["half"].Value.ToUpperInvariant() switch
        {
            "A" => hour % 12,
            "P" => hour % 12 + 12,
            _ => hour,
        };
    }

    private static TimeSpan Fraction(Match match) =>
        match.Groups["fraction"] is { Success: true } fraction
            ? TimeSpan.FromTicks(long.Parse(fraction.Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture))
            : TimeSpan.Zero;

    private static TimeSpan? Offset(string zone, DateTime clock, TimeZoneInfo? local) =>
        zone.Length == 0 ? (local ?? TimeZoneInfo.Utc).GetUtcOffset(clock)
        : zone[0] is '+' or '-' ? Numeric(zone)
        : ZoneNames.Offset(zone);

    private static TimeSpan? Numeric(string zone)
    {
        var digits = int.Parse(zone[1..].Replace(":", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var offset = new TimeSpan(digits / 100, digits % 100, 0);
        return offset > TimeSpan.FromHours(14) ? null : zone[0] == '-' ? -offset : offset;
    }

    private static int Digits(Match match, string group) =>
        match.Groups[group] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})[-/](?<month>[0-9]{1,2})[-/](?<day>[0-9]{1,2})(?:(?:[Tt]|\s+)" + Time + ")?" + Zone + "$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(
        "^" + DayName + @"(?<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+(?<name>\p{L}{3,9})\.?,?[\s-]+(?<year>[0-9]{4}|[0-9]{2})(?:[\s,]+" + Time + ")?"
            + Zone + "$",
        RegexOptions.CultureInvariant)]
    private static partial Regex DayThenMonthName();

    [GeneratedRegex(
        "^" + DayName + @"(?<name>[A-Za-z]{3,9})\.?\s+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?<year>[0-9]{4})(?:[\s,-]+(?:at\s+)?" + Time + ")?" + Zone + "$",
        RegexOptions.CultureInvariant)]
    private static partial Regex MonthNameThenDay();

    // The X API, version 1.1.
    [GeneratedRegex(@"^[A-Za-z]{3}\s+(?<name>[A-Za-z]{3})\s+(?<day>[0-9]{1,2})\s+" + Time + Zone + @"\s+(?<year>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})[-./](?<month>[0-9]{1,2})[-./](?<year>[0-9]{4})(?:[\s,]+" + Time + ")?" + Zone + "$", RegexOptions.CultureInvariant)]
    private static partial Regex DayFirstInDigits();
}
