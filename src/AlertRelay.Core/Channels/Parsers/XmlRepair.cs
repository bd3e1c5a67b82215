using System.Text;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Repairs malformed XML, as far as its meaning is unambiguous: bare ampersands, HTML's entities, a DOCTYPE, control characters, prefixes
/// that are
/// not declared, HTML that is not closed within a text, and what stands behind the root. Every element of the format itself must be closed as it was opened:
/// half a document is never mended into a whole one. The result is still read by a strict reader.
/// </summary>
internal sealed class XmlRepair
{
    private readonly string _text;
    private readonly StringBuilder _xml = new();
    private readonly List<string> _open = [];
    private readonly XmlPrefixes _prefixes = new();
    private int _at;
    private int _afterRootName;
    private bool _isClosed;

    private XmlRepair(string text) => _text = text;

    /// <exception cref="ShapeException">It cannot be mended.</exception>
    public static string Of(string text) => new XmlRepair(XmlCharacters.Legal(text)).Mend();

    private string Mend()
    {
        while (!_isClosed && _at < _text.Length)
            Step();
        if (!_isClosed)
            throw new ShapeException("the root is not closed");
        if (XmlPattern.AnotherDocument().IsMatch(_text[_at..]))
            throw new ShapeException("a second document behind the root");

        return _xml.Insert(_afterRootName, _prefixes.Missing()).ToString();
    }

    private void Step()
    {
        var next = _text.IndexOf('<', _at);
        Text(_text[_at..(next < 0 ? _text.Length : next)]);
        _at = next < 0 ? _text.Length : next;
        if (next < 0)
            return;

        if (Begins("<!--"))
            _at = After("-->");
        else if (Begins("<![CDATA["))
            Cdata();
        else if (Begins("<?"))
            _at = After("?>");
        else if (XmlPattern.Doctype().Match(_text, _at) is { Success: true } doctype && _open.Count == 0)
            Doctype(doctype);
        else if (XmlPattern.EndTag().Match(_text, _at) is { Success: true } end)
            EndTag(end);
        else if (XmlPattern.StartTag().Match(_text, _at) is { Success: true } start)
            StartTag(start);
        else
            Stray();
    }

    private bool Begins(string mark) => string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    private int After(string mark) =>
        _text.IndexOf(mark, _at, StringComparison.Ordinal) is >= 0 and var end ? end + mark.Length : throw new ShapeException($"no {mark} to the end");

    // No markup begins here: the sign is itself. Within a tag that never ends it may be anything.
    private void Stray()
    {
        if (XmlPattern.MayBeTag().IsMatch(_text, _at))
            throw new ShapeException("a tag that has no end");

        Text("<");
        _at++;
    }

    private void Text(string text)
    {
        if (_open.Count > 0)
            _xml.Append(XmlCharacters.Escaped(text));
        else if (!string.IsNullOrWhiteSpace(text.Trim('\uFEFF')))
            throw new ShapeException("text before the root");
    }

    private void Cdata()
    {
        var end = After("]]>");
        if (_open.Count == 0)
            throw new ShapeException("text before the root");

        _xml.Append(_text, _at, end - _at);
        _at = end;
    }

    // Nothing of it is used: HTML's entities are known, and one that the publisher made up is not guessed.
    private void Doctype(Match doctype)
    {
        if (XmlPattern.Entity().Matches(doctype.Groups["subset"].Value).Any(entity => XmlCharacters.Html(entity.Groups[1].Value) is null))
            throw new ShapeException("a DTD with entities of its own");

        _at = doctype.Index + doctype.Length;
    }

    private void StartTag(Match tag)
    {
        var name = tag.Groups["name"].Value;
        var isEmpty = tag.Groups["empty"].Length > 0 || (_open.Count > 0 && HtmlNames.IsVoid(name));
        _at = tag.Index + tag.Length;
        _xml.Append('<').Append(name);
        if (_afterRootName == 0)
            _afterRootName = _xml.Length;
        _prefixes.Use(name);
        Attributes(tag.Groups["attributes"].Value);
        _xml.Append(isEmpty ? "/>" : ">");
        if (!isEmpty)
            _open.Add(name);
        if (_open.Count > XmlTree.MaxDepth)
            throw new ShapeException(XmlTree.TooDeep);
        _isClosed = _open.Count == 0;
    }

    private void Attributes(string written)
    {
        var known = new HashSet<string>();
        foreach (var attribute in XmlPattern.Attribute().Matches(written).Where(match => known.Add(match.Groups["name"].Value)))
        {
            var name = attribute.Groups["name"].Value;
            _prefixes.Use(name, isAttribute: true);
            _xml.Append(' ')
                .Append(name)
                .Append("=\"")
                .Append(XmlCharacters.Escaped(attribute.Groups["value"].Value).Replace("\"", "&quot;", StringComparison.Ordinal))
                .Append('"');
        }
    }

    private void EndTag(Match tag)
    {
        var name = tag.Groups["name"].Value;
        _at = tag.Index + tag.Length;
        var opened = _open.FindLastIndex(open => string.Equals(open, name, StringComparison.OrdinalIgnoreCase));
        if (opened < 0 || _open.Skip(opened + 1).Any(open => !HtmlNames.IsText(open)))
        {
            // The end of a paragraph that never began, or began outside, ends nothing.
            if (_open.Count > 0 && HtmlNames.IsText(name))
                return;
            throw new ShapeException($"</{name}> where another element is open");
        }

        while (_open.Count > opened)
        {
            _xml.Append("</").Append(_open[^1]).Append('>');
            _open.RemoveAt(_open.Count - 1);
        }

        _isClosed = _open.Count == 0;
    }
}

/// <summary>Elements of HTML that publishers put into texts. None of them is an element of a format that this relay reads.</summary>
internal static class HtmlNames
{
    private static readonly HashSet<string> VoidElements = new(StringComparer.OrdinalIgnoreCase) { "br", "hr", "img", "wbr" };

    private static readonly HashSet<string> OfText = new(VoidElements, StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "blockquote", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "nobr", "ol", "p", "pre", "s", "small",
        "span", "strike",
        "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    };

    public static bool IsVoid(string name) => VoidElements.Contains(name);

    public static bool IsText(string name) => OfText.Contains(name);
}
