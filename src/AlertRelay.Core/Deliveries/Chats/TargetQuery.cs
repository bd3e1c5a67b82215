namespace AlertRelay.Deliveries.Chats;

/// <summary>Reads and changes single parameters of a URL's query. All other parameters stay as they are.</summary>
internal static class TargetQuery
{
    public static string? Value(this Uri url, string name) =>
        Pairs(url)
            .Where(pair => NameOf(pair) == name)
            .Select(pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=') + 1)..]))
            .FirstOrDefault(value => value.Length > 0);

    /// <summary>Replaces the parameter of this name, or adds it at the end.</summary>
    public static Uri With(this Uri url, string name, string value)
    {
        var pair = $"{name}={Uri.EscapeDataString(value)}";
        var pairs = Pairs(url);
        var replaced = pairs.Select(each => NameOf(each) == name ? pair : each);
        return Of(url, Array.Exists(pairs, each => NameOf(each) == name) ? replaced : pairs.Append(pair));
    }

    public static Uri Without(this Uri url, string name) => Of(url, Pairs(url).Where(pair => NameOf(pair) != name));

    private static string[] Pairs(Uri url) => url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(string pair) => Uri.UnescapeDataString(pair.Split('=')[0]);

    private static Uri Of(Uri url, IEnumerable<string> pairs) =>
        new(new UriBuilder(url) { Query = string.Join('&', pairs) }.Uri.AbsoluteUri);
}
