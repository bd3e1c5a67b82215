using System.Globalization;

namespace AlertRelay.Alerts;

public static class CountText
{
    /// <summary>In a sentence: "1 poll", "2 polls".</summary>
    public static string Of(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
