using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class TextEncodingTests
{
    private const string Names = "Côte d'Ivoire, São Tomé, Bénin, Curaçao";
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("utf-8", null)]
    [InlineData("ISO-8859-1", null)]
    [InlineData("windows-1251", null)]
    [InlineData("Shift_JIS", null)]
    [InlineData("x-made-up", null)]
    [InlineData(null, "iso-8859-1")]
    [InlineData(null, "gb2312")]
    [InlineData(null, null)]
    public void Bytes_that_are_UTF8_are_read_so_whatever_is_declared(string? declared, string? header) =>
        Assert.Equal(Names, TextOf(Declaring(declared, Encoding.UTF8.GetBytes(Names)), header));

    [Theory]
    [InlineData("ISO-8859-1", null)]
    [InlineData("windows-1252", "utf-8")]
    [InlineData("utf-8", null)]
    [InlineData(null, "utf-8")]
    [InlineData(null, null)]
    public void Bytes_that_are_not_UTF8_were_written_on_Windows(string? declared, string? header) =>
        Assert.Equal(Names, TextOf(Declaring(declared, Windows1252.GetBytes(Names)), header));

    [Theory]
    [InlineData("iso-2022-jp", "退避勧告")]
    [InlineData("gb2312", "中国外交部")]
    [InlineData("koi8-r", "Иран")]
    [InlineData("windows-1256", "إيران")]
    public void A_declared_encoding_that_fits_is_believed(string declared, string text) =>
        Assert.Equal(text, TextOf(Declaring(declared, CodePagesEncodingProvider.Instance.GetEncoding(declared)!.GetBytes(text))));

    // Cut by counting bytes: inside "é", and inside an ellipsis after its first and its second byte.
    [Theory]
    [InlineData("utf-8", "Bénin, São Tomé: Évitez<p>", new byte[] { 0xC3 }, "\uFFFD")]
    [InlineData("iso-8859-1", "Côte, São, Tomé, Bénin, Curaçao<p>", new byte[] { 0xC3 }, "\uFFFD")]
    [InlineData("utf-8", "Leave the country<p>", new byte[] { 0xE2, 0x80 }, "\uFFFD")]
    [InlineData("utf-8", "Leave the country<p>", new byte[] { 0xE2 }, "\uFFFD")]
    [InlineData("utf-8", "Leave by the caf<p>", new byte[] { 0xE9 }, "é")]
    [InlineData("utf-8", "Évitez<p>", new byte[] { 0xFF }, "\uFFFD")]
    public void A_few_bad_bytes_cost_these_bytes(string declared, string text, byte[] bad, string seen)
    {
        var at = text.IndexOf("<p>", StringComparison.Ordinal);
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text[..at]), .. bad, .. Encoding.UTF8.GetBytes(text[at..])];

        Assert.Equal(text.Insert(at, seen), TextOf(Declaring(declared, bytes)));
    }

    [Fact]
    public void A_bad_byte_in_a_declared_encoding_costs_this_byte() =>
        Assert.Equal(
            "退避\uFFFD", TextOf(Declaring("shift_jis", [.. CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!.GetBytes("退避"), 0x81])).TrimEnd('>'));

    [Fact]
    public void JSON_is_mended_where_it_is_UTF8_and_refused_where_it_is_not()
    {
        byte[] broken = [.. "{\"text\":\"Bénin, São Tomé, Côte, Curaçao "u8, 0xC3, .. "\"}"u8];

        Assert.Equal("Bénin, São Tomé, Côte, Curaçao \uFFFD", JsonValues.Parse(Document(broken)).Text("text"));
        Assert.Throws<ShapeException>(() => JsonValues.Parse(Document(Encoding.Latin1.GetBytes("{\"text\":\"Bénin, São Tomé\"}"))).Text("text"));
    }

    private static byte[] Declaring(string? label, byte[] text) =>
        [.. label is null ? [] : Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{label}\"?>"), .. text];

    private static string TextOf(byte[] body, string? header = null)
    {
        var text = XmlSource.Text(new SourceDocument(new Uri("https://example.org/"), body, Charset: header));
        return text[(text.IndexOf("?>", StringComparison.Ordinal) is >= 0 and var end ? end + 2 : 0)..];
    }

    private static SourceDocument Document(byte[] body) => new(new Uri("https://example.org/"), body);
}
