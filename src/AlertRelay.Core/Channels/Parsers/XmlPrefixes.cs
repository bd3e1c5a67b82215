using System.Text;

namespace AlertRelay.Channels.Parsers;

/// <summary>The prefixes that a document uses and never declares. The usual ones of feeds have one meaning each.</summary>
internal sealed class XmlPrefixes
{
    private static readonly Dictionary<string, string> WellKnown = new()
    {
        ["dc"] = "http://purl.org/dc/elements/1.1/",
        ["content"] = "http://purl.org/rss/1.0/modules/content/",
        ["atom"] = "http://www.w3.org/2005/Atom",
        ["rdf"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        ["cap"] = "urn:oasis:names:tc:emergency:cap:1.2",
        ["gdacs"] = "http://www.gdacs.org",
    };

    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _declared = ["xml", "xmlns"];

    public void Use(string name, bool isAttribute = false)
    {
        var parts = name.Split(':');
        if (isAttribute && parts is ["xmlns", var declared])
            _declared.Add(declared);
        else if (parts.Length == 2)
            _used.Add(parts[0]);
    }

    /// <summary>As attributes of the root.</summary>
    public string Missing()
    {
        var missing = new StringBuilder();
        foreach (var prefix in _used.Except(_declared).Order(StringComparer.Ordinal))
            missing.Append(" xmlns:").Append(prefix).Append("=\"").Append(WellKnown.GetValueOrDefault(prefix, $"urn:undeclared:{prefix}")).Append('"');

        return missing.ToString();
    }
}
