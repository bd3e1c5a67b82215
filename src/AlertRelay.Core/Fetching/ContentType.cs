namespace AlertRelay.Fetching;

/// <summary>What the publisher says its bytes are. Often wrong, so it is reported and never relied on here.</summary>
internal readonly record struct ContentType(string? MediaType, string? Charset)
{
    public static ContentType Of(HttpResponseMessage response)
    {
        var parts = (response.Raw("Content-Type") ?? "").Split(';', StringSplitOptions.TrimEntries);
        var charset = parts.Skip(1).FirstOrDefault(part => part.StartsWith("charset", StringComparison.OrdinalIgnoreCase));
        return new ContentType(parts[0].Contains('/') ? parts[0].ToLowerInvariant() : null, Argument(charset));
    }

    private static string? Argument(string? parameter)
    {
        var value = parameter?["charset".Length..].Trim(' ', '\t', '=', '"', '\'');
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
