using System.Text;
using System.Text.Unicode;

namespace AlertRelay.Storage;

/// <summary>As much of an answer as a ledger keeps; see Attempt.ResponseStart.</summary>
internal static class StoredResponseStart
{
    // Bytes of UTF-8.
    private const int Longest = 1024;

    // Whole characters only. SQLite's text ends at a NUL, so that becomes the sign for what cannot be shown.
    public static string? Of(string? response)
    {
        if (response is null)
            return null;

        Span<byte> start = stackalloc byte[Longest];
        Utf8.FromUtf16(response.Replace('\0', '\uFFFD'), start, out _, out var length);
        return Encoding.UTF8.GetString(start[..length]);
    }
}
