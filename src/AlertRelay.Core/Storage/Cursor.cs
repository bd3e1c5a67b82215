using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AlertRelay.Storage;

/// <summary>A place in the order of publication, as followers carry it.</summary>
internal static class FollowCursor
{
    private const string List = "f";

    /// <param name="identity">Of the history; see <see cref="Alerts.IAlertStore.Identity"/>.</param>
    public static string Write(long sequence, long identity) => Cursor.Write(List, sequence, identity);

    /// <summary>Version 0.1 wrote no identity.</summary>
    /// <exception cref="ArgumentException">It is not a follower's, or of another history.</exception>
    public static long Read(string cursor, long identity)
    {
        var numbers = Cursor.Read(List, cursor);
        return numbers.Length == 1 || (numbers.Length == 2 && numbers[1] == identity)
            ? numbers[0]
            : throw new ArgumentException(Cursor.NotOfThisList);
    }
}

/// <summary>A position in a list, opaque and safe in a URL.</summary>
internal static class Cursor
{
    public const string NotOfThisList = "The cursor is not one of this list: take it from the page before, or leave it out to begin.";

    /// <param name="list">Names the list, so that a cursor of another one is refused.</param>
    public static string Write(string list, params ReadOnlySpan<long> place)
    {
        var text = new StringBuilder(list);
        foreach (var number in place)
            text.Append(CultureInfo.InvariantCulture, $".{number}");

        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <exception cref="ArgumentException">It is not a cursor of this list.</exception>
    public static long[] Read(string list, int numbers, string cursor) =>
        Read(list, cursor) is var place && place.Length == numbers ? place : throw new ArgumentException(NotOfThisList);

    /// <inheritdoc cref="Read(string, int, string)"/>
    public static long[] Read(string list, string cursor)
    {
        var parts = Decoded(cursor).Split('.');
        var place = parts.Skip(1)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0)
            .ToArray();

        return parts[0] == list && place.Length == parts.Length - 1 ? place : throw new ArgumentException(NotOfThisList);
    }

    private static string Decoded(string cursor)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : "";
    }
}
