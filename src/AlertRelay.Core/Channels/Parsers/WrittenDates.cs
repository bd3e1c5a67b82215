using System.Globalization;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Dates as publishers write them: RFC 822 and 5322 with comments, ISO 8601 in both formats, Unix times, "Thursday, April 30, 2026 -  06:09", "2 de marzo
/// de 2026",
/// "10-01-2020 14:25:00", "2026年3月2日", and days without a time. What could mean two days is none.
/// </summary>
internal static partial class WrittenDates
{
    private const int MaxLength = 80;

    // The year 2191 in seconds.
    private const long PastSeconds = 7_000_000_000;

    // [0-9] throughout: \d is a digit of any script, which int.Parse does not read.
    private const string Clock =
        @"(?<hour>[0-9]{1,2})(?:[:.]|\s?h\s?)(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?";
    private const string Time = @"(?:(?:at|um|à|a\s+las|alle|ore|às|kl\.?|klo|o\s+godz\.?|v|в|о|saat)\s+)?" + Clock + @"(?:\s*(?:Uhr|Uur|hrs?|hours|h)\.?)?";
    private const string Zone = @"(?:\s*(?:GMT|UTC)?(?<zone>[+-][0-9]{1,2}(?::?[0-9]{2})?)|\s*(?<zone>[A-Za-z]{1,5}))?";
    private const string DayName = @"(?:(?:le|den|el|d\.)\s+)?(?:\p{L}[\p{L}-]{1,14}\.?\s*,?\s+)?";

    /// <param name="local">The zone meant where the text names none; UTC when not given.</param>
    /// <returns>Null for what is no date, and for a zone whose name is unknown: a guess would be hours wrong.</returns>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo? local = null)
    {
        if (text is null || text.Length > MaxLength)
            return null;

        // RFC 5322, 3.2.2: what stands in parentheses is for people; some say there which zone they mean.
        var trimmed = Comment().Replace(text, " ").Trim();
        if (Unix().IsMatch(trimmed))
            return OfUnix(long.Parse(trimmed, CultureInfo.InvariantCulture));

        Func<Regex>[] forms = [YearFirst, Basic, DayThenMonthName, MonthNameThenDay, YearLast, DayFirstInDigits, YearFirstInCharacters];
        return forms.Select(form => form().Match(trimmed)).FirstOrDefault(match => match.Success) is { } found
            ? Moment(found, found.Groups["zone"].Success ? found.Groups["zone"].Value : ZoneIn(text), local)
            : null;
    }

    /// <summary>Unix time in seconds, or in milliseconds as some publishers count.</summary>
    public static DateTimeOffset? OfUnix(long? time) => time switch
    {
        > 0 and < PastSeconds => DateTimeOffset.FromUnixTimeSeconds(time.Value),
        >= PastSeconds * 10 and < PastSeconds * 1000 => DateTimeOffset.FromUnixTimeMilliseconds(time.Value),
        _ => null,
    };

    private static string ZoneIn(string text) =>
        Comment().Matches(text).Select(comment => comment.Groups["zone"].Value).FirstOrDefault(zone => ZoneNames.Offset(zone) is not null, "");

    private static DateTimeOffset? Moment(Match match, string zone, TimeZoneInfo? local)
    {
        var (year, month, day) = (YearOf(match), MonthOf(match), Digits(match, "day"));
        var (hour, minute) = (HourOf(match), Digits(match, "minute"));
        var isEndOfDay = hour == 24 && minute == 0 && Digits(match, "second") == 0;
        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || (hour > 23 && !isEndOfDay) || minute > 59)
            return null;

        // A leap second is read as the second before it.
        var clock = new DateTime(year, month, day).AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(Digits(match, "second"), 59)).Add(Fraction(match));
        return Offset(zone, clock, local) is { } offset ? new DateTimeOffset(clock, offset) : null;
    }

    // RFC 2822, 4.3: two digits below 50 are of this century.
    private static int YearOf(Match match)
    {
        var year = Digits(match, "year");
        return match.Groups["year"].Length > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static int MonthOf(Match match) => match.Groups["name"] is { Success: true } name ? MonthNames.Number(name.Value) : Digits(match, "month");

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

    // "+01:00", "+0100", "+1:00", "+01".
    private static TimeSpan? Numeric(string zone)
    {
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        var number = int.Parse(digits.Length <= 2 ? digits + "00" : digits, CultureInfo.InvariantCulture);
        var offset = new TimeSpan(number / 100, number % 100, 0);
        return offset > TimeSpan.FromHours(14) || number % 100 > 59 ? null : zone[0] == '-' ? -offset : offset;
    }

    private static int Digits(Match match, string group) =>
        match.Groups[group] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})\.?(?:(?:[Tt]|[\s,]+)" + Time + @"|[Tt](?<hour>[0-9]{2}))?" + Zone + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex YearFirst();

    // ISO 8601, basic format. Eight digits alone are a day.
    [GeneratedRegex(
        @"^(?<year>(?:19|20|21)[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})"
            + @"(?:[Tt\s](?<hour>[0-9]{2})(?::?(?<minute>[0-9]{2})(?::?(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?)?" + Zone + ")?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Basic();

    [GeneratedRegex(
        "^" + DayName
            + @"(?<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?(?:[\s-]+de)?[\s-]+(?<name>\p{L}[\p{L}\p{M}]{2,11})\.?,?"
            + @"(?:\s+de[l]?)?[\s-]+(?<year>[0-9]{4}|[0-9]{2})(?:\s*(?:г|р)\.?)?(?:[\s,-]+" + Time + ")?" + Zone + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DayThenMonthName();

    [GeneratedRegex(
        "^" + DayName + @"(?<name>\p{L}[\p{L}\p{M}]{2,11})\.?\s+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?<year>[0-9]{4})(?:[\s,-]+" + Time + ")?" + Zone + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MonthNameThenDay();

    // The X API, version 1.1, and C's asctime.
    [GeneratedRegex(@"^[A-Za-z]{3}\s+(?<name>[A-Za-z]{3})\s+(?<day>[0-9]{1,2})\s+" + Clock + Zone + @"\s+(?<year>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();

    [GeneratedRegex(
        "^" + DayName + @"(?<day>[0-9]{1,2})[-./](?<month>[0-9]{1,2})[-./](?<year>[0-9]{4})(?:[\s,-]+" + Time + ")?" + Zone + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DayFirstInDigits();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})\s*[年년]\s*(?<month>[0-9]{1,2})\s*[月월]\s*(?<day>[0-9]{1,2})\s*[日일](?:\s*" + Clock + ")?" + Zone + "$",
        RegexOptions.CultureInvariant)]
    private static partial Regex YearFirstInCharacters();

    // Java names the zone's city behind the offset: "+01:00[Europe/Paris]".
    [GeneratedRegex(@"\((?<zone>[A-Za-z]{2,5})\)|\([^()]*\)|\[[A-Za-z]+(?:/[A-Za-z_+-]+)*\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("^(?:[0-9]{10}|[0-9]{13})$", RegexOptions.CultureInvariant)]
    private static partial Regex Unix();
}
