using System.Text;
using AlertRelay.Tests.Channels.Fuzzing;

namespace AlertRelay.Benchmarks;

/// <summary>Documents of a megabyte of one mark: alone, and in the middle of a document that is read. A repair that looks back takes minutes for one.</summary>
internal static class LongRows
{
    private const int Length = 1_000_000;

    private static readonly string[] Marks =
    [
        "<", "&", "<![CDATA[", "]]>", "<!--", "<a>", "<b>", "<p>", "<div>", "<table><tr><td>", "</b>", "</a>", "<b", "<b x='1' ", "<a href=\"", "<br>",
        "&amp;", "&lt;b&gt;", "&#", "<!DOCTYPE ",
        "<?xml ", "[", "{\"a\":", "\"", "\\u", " ", "\n", "a ", "http://", "1 ", "\u200D", "é",
    ];

    public static IEnumerable<(string Name, Mutant Document)> In(byte[] whole)
    {
        foreach (var mark in Marks)
        {
            var row = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(mark, Length / mark.Length)));
            var middle = Middle(whole);
            var name = $"a megabyte of \"{mark.ReplaceLineEndings("\\n")}\"";
            yield return (name, new Mutant(row, null, IsBroken: false));
            yield return ($"{name} within", new Mutant([.. whole[..middle], .. row, .. whole[middle..]], null, IsBroken: false));
        }
    }

    // Behind a letter of a text, as markup and rows in quotation marks stand there too.
    private static int Middle(byte[] whole)
    {
        var at = whole.Length / 2;
        while (at < whole.Length && !char.IsAsciiLetter((char)whole[at]))
            at++;
        return at;
    }
}
