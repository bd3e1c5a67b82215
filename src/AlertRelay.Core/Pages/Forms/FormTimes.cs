using System.Globalization;

namespace AlertRelay.Pages.Forms;

/// <summary>Times in fields. A browser's field has no zone: it is in UTC, as its label says.</summary>
internal static class FormTimes
{
    private const string Field = "yyyy-MM-dd'T'HH:mm", Wire = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] Typed = [Field, "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>As the field holds it: "2026-01-31T09:00".</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(Field, CultureInfo.InvariantCulture);

    /// <summary>As the API takes it. Other texts are for the API to read, or to refuse with what to write.</summary>
    public static string Read(string typed) =>
        DateTime.TryParseExact(typed, Typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString(Wire, CultureInfo.InvariantCulture)
            : typed;
}
