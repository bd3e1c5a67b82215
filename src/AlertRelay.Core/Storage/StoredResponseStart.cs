using System.Text;
using System.Text.Unicode;

namespace AlertRelay.Storage;

/// <summary>The part of a response that the ledger stores; see Attempt.ResponseStart.</summary>
internal static class StoredResponseStart
{
    // Bytes of UTF-8.
    private const int MaxLength = 1024;

    // Whole characters only. SQLite's text ends at a NUL, so it is replaced by U+FFFD.
    public static string? Of(string? response)
    {
        if (response is null)
            return null;

        Span<byte> start = stackalloc byte[MaxLength];
        Utf8.FromUtf16(response.Replace('\0', '\uFFFD'), start, out _, out var length);
        return Encoding.UTF8.GetString(start[..length]);
    }
}
