using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace AlertRelay.Pages;

/// <summary>
/// HTML that is safe by construction: literals are kept, all interpolated values are encoded. For text and quoted
/// attributes.
/// </summary>
internal readonly struct Markup
{
    // Letters of all scripts are kept; a lone surrogate becomes U+FFFD.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _html;

    private Markup(string html) => _html = html;

    public static Markup Of(Written written) => new(written.ToString());

    /// <summary>A line each, empty ones left out.</summary>
    public static Markup Join(params IEnumerable<Markup> parts) => new(string.Join('\n', parts.Where(part => !part.IsEmpty)));

    /// <summary>For trusted text of the program only, such as its stylesheet.</summary>
    internal static Markup Own(string html) => new(html);

    public bool IsEmpty => string.IsNullOrEmpty(_html);

    public override string ToString() => _html ?? "";

    /// <summary>The compiler's interpolated string handler for Markup.</summary>
    [InterpolatedStringHandler]
    public readonly struct Written(int literalLength, int holes)
    {
        private readonly StringBuilder _html = new(literalLength + (holes * 32));

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(Markup html) => _html.Append(html._html);

        public void AppendFormatted(int number) => _html.Append(number);

        public override string ToString() => _html.ToString();
    }
}
