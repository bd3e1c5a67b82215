using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Keys of rows, made of parts. Azure forbids / \ # ? and control characters in keys and advises against %, and a key may have 1 KiB
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). What is not an ASCII letter, a digit or
/// one of "._:-" is written as "=" and four hex digits, so that keys also need no quoting in a filter.
/// </summary>
internal static class TableKey
{
    private const int MaxPart = 200, MaxPartLength = 120;

    /// <summary>Sorts after every character of a part, so a row's continuations and everything below a prefix are one range.</summary>
    private const char Separator = '|', AfterSeparator = '}';

    public static string Of(params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder();
        foreach (var part in parts)
            key.Append(key.Length == 0 ? "" : Separator).Append(Part(part));

        return key.ToString();
    }

    /// <summary>Every key that has these parts and more.</summary>
    public static (string From, string To) Below(params ReadOnlySpan<string> parts)
    {
        var prefix = Of(parts);
        return (prefix + Separator, prefix + AfterSeparator);
    }

    /// <summary>The first key that could come after this one.</summary>
    public static string After(string key) => key + '!';

    /// <summary>Nineteen digits, so that the order of text is the order of numbers.</summary>
    public static string Number(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The larger number first.</summary>
    public static string Falling(long number) => Number(long.MaxValue - number);

    /// <summary>What the part was made of.</summary>
    /// <exception cref="FormatException">It is no part, or one that was too long to be kept whole.</exception>
    public static string Read(string part)
    {
        var text = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '=')
            {
                var digits = part.AsSpan(i + 1, Math.Min(4, part.Length - i - 1));
                text.Append((char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(part[i]);
            }
        }

        return text.ToString();
    }

    private static string Part(string text)
    {
        var part = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or ':' or '-')
                part.Append(character);
            else
                part.Append(CultureInfo.InvariantCulture, $"={(int)character:x4}");
        }

        return part.Length <= MaxPart ? part.ToString() : Shortened(part, text);
    }

    // "=~" is in no other part. The hash is of UTF-16, so that half surrogate pairs count too.
    private static string Shortened(StringBuilder part, string text) =>
        $"{part.ToString(0, MaxPartLength)}=~{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)))}";
}
