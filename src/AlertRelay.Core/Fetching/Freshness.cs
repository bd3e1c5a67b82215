namespace AlertRelay.Fetching;

/// <summary>For how long a publisher says that asking again is of no use (RFC 9111, 4.2).</summary>
internal static class Freshness
{
    /// <returns>Null where nothing is stated or no-cache or no-store is; zero where the answer is stale already.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var directives = response.RawList("Cache-Control");
        if (directives.Any(Forbids))
            return null;

        var left = Lifetime(response, directives, now) - (DeltaSeconds.Parse(response.Raw("Age")) ?? TimeSpan.Zero);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    // s-maxage is not for us: no one shares this copy.
    private static TimeSpan? Lifetime(HttpResponseMessage response, string[] directives, DateTimeOffset now)
    {
        var ages = directives.Where(directive => Is(directive, "max-age")).ToArray();
        return ages.Length > 0 ? ages.Min(Argument) : UntilExpiry(response, now);
    }

    private static TimeSpan? UntilExpiry(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Raw("Expires") is not { } expires)
            return null;

        // RFC 9111, 5.3: what is no date, "0" above all, lies in the past.
        return ResponseHeaders.ParseDate(expires) is { } date ? date - (response.RawDate("Date") ?? now) : TimeSpan.Zero;
    }

    private static bool Forbids(string directive) => Is(directive, "no-cache") || Is(directive, "no-store");

    private static bool Is(string directive, string name) =>
        directive.AsSpan(0, NameLength(directive)).TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase);

    // RFC 9111, 4.2.1: freshness information that cannot be read is best taken for stale.
    private static TimeSpan Argument(string directive)
    {
        var value = directive[NameLength(directive)..].Trim('=', '"', ' ');
        return DeltaSeconds.Parse(value) ?? TimeSpan.Zero;
    }

    private static int NameLength(string directive) => directive.IndexOf('=') is var at and >= 0 ? at : directive.Length;
}
