using System.Buffers;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// Reads the custom headers of a webhook. Headers of the relay, the transport and the signature cannot be
/// set.
/// </summary>
internal static class HeaderReader
{
    /// <summary>Shown in place of each value.</summary>
    public const string Hidden = "***";

    private const int MaxCount = 10, MaxNameLength = 100, MaxValueLength = 1000, MaxTotalLength = 4096;

    // RFC 9110, section 5.6.2: token.
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Of the connection (RFC 9110, section 7.6.1, and RFC 9113, section 8.2.2), of the body, of intermediaries, or of the relay itself.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "HTTP2-Settings", "Allow", "Expires", "Last-Modified",
        "Accept-Encoding", "Cookie", "Set-Cookie", "Date", "Via", "Forwarded", "User-Agent", "traceparent", "tracestate",
    };

    private static readonly string[] ReservedBeginnings = ["content-", "proxy-", "webhook-", "ce-", "x-forwarded-"];

    /// <param name="isChat">Chats and mail take no headers.</param>
    /// <param name="stored">Values that may stay hidden.</param>
    /// <returns>Null for none.</returns>
    public static IReadOnlyDictionary<string, string>? Read(
        IReadOnlyDictionary<string, string?>? body, bool isChat, IReadOnlyDictionary<string, string>? stored, ValidationErrors errors)
    {
        if (body is not { Count: > 0 })
            return null;

        if (isChat)
            errors.Add("headers", "leave them out: only plain webhooks get headers, chats and mail have their own.");
        else if (body.Count > MaxCount)
            errors.Add("headers", $"write at most {MaxCount}.");
        else if (body.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < body.Count)
            errors.Add("headers", "a name stands twice; upper and lower case are the same in headers, so write each once.");
        else
            return Each(body, stored, errors);

        return null;
    }

    private static SortedDictionary<string, string> Each(
        IReadOnlyDictionary<string, string?> body, IReadOnlyDictionary<string, string>? stored, ValidationErrors errors)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, written) in body)
        {
            var value = written == Hidden ? stored?.FirstOrDefault(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value : written;
            if ((Complaint(name) ?? Complaint(written, value)) is { } complaint)
                errors.Add($"headers.{(name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…")}", complaint);
            else
                headers[name] = value!;
        }

        if (headers.Sum(header => header.Key.Length + header.Value.Length) > MaxTotalLength)
            errors.Add("headers", $"names and values may have {MaxTotalLength} characters in all.");

        return headers;
    }

    private static string? Complaint(string name) =>
        name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(Token)
            ? $"write a name of 1 to {MaxNameLength} letters, digits or hyphens, such as 'X-Team'."
        : Reserved.Contains(name) || ReservedBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            ? "the relay, or the connection, says this itself; write another name, such as 'X-Team' or 'Authorization'."
        : null;

    private static string? Complaint(string? written, string? value) =>
        written == Hidden && value is null
            ? $"'{Hidden}' is how a value is shown; write the value itself. Earlier values are not sent to another host."
        : value is null ? "write a text in quotes."
        : value.Length is 0 or > MaxValueLength || value.Any(character => character is < ' ' or > '~') || value != value.Trim()
            ? $"write 1 to {MaxValueLength} printable characters of ASCII, without line breaks, and without spaces at the ends."
        : null;
}
