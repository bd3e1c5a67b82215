using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AlertRelay.Storage;

/// <summary>A place in the order of publication, as followers carry it.</summary>
internal static class FollowCursor
{
    private const string List = "f";

    public static string Write(long sequence) => Cursor.Write(List, sequence);

    /// <exception cref="ArgumentException">It is not a follower's.</exception>
    public static long Read(string cursor) => Cursor.Read(List, 1, cursor)[0];
}

/// <summary>A position in a list, opaque and safe in a URL.</summary>
internal static class Cursor
{
    /// <param name="list">Names the list, so that a cursor of another one is refused.</param>
    public static string Write(string list, params ReadOnlySpan<long> place)
    {
        var text = new StringBuilder(list);
        foreach (var number in place)
            text.Append(CultureInfo.InvariantCulture, $".{number}");

        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <exception cref="ArgumentException">It is not a cursor of this list.</exception>
    public static long[] Read(string list, int numbers, string cursor)
    {
        var parts = Decoded(cursor).Split('.');
        var place = parts.Skip(1)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0)
            .ToArray();

        return parts[0] == list && parts.Length == numbers + 1 && place.Length == numbers
            ? place
            : throw new ArgumentException("The cursor is not one of this list: take it from the page before, or leave it out to begin.");
    }

    private static string Decoded(string cursor)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : "";
    }
}
