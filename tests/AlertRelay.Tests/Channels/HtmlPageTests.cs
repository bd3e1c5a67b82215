using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels;

/// <summary>Whether a page is whole, and in which characters it is written.</summary>
public sealed class HtmlPageTests
{
    [Theory]
    [InlineData("<html><body><p>all of it</p></body></html>")]
    [InlineData("<html><body><p>all of it</p></body></html>\n<!-- served from a cache -->\n")]
    public void A_page_that_ends_is_whole(string page) => Assert.Equal("all of it", Open(page).QuerySelector("p")!.TextContent);

    [Fact]
    public void A_page_is_cut_off_though_a_script_at_its_top_speaks_of_an_end() =>
        Assert.Throws<ShapeException>(() => Open($"<html><script>document.write('</html>')</script><body>{new string('x', 5000)}<p>and th"));

    [Theory]
    [InlineData("<meta charset=\"shift_jis\">", null)]
    [InlineData("<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>", null)]
    [InlineData("<meta charset=\"gb2312\">", "shift_jis")]
    public void A_page_says_in_its_head_how_it_is_written_where_its_server_does_not(string meta, string? header)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!.GetBytes($"<html><head>{meta}</head><body><p>退避勧告</p></body></html>");

        var page = HtmlPage.Open(Fixture.Document(Fixture.Channel("cn-mfa-statements"), bytes, charset: header));

        Assert.Equal("退避勧告", page.QuerySelector("p")!.TextContent);
    }

    [Theory]
    [InlineData("", "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/")]
    [InlineData("<base href=\"/b/\">", "https://www.fmprc.gov.cn/b/")]
    [InlineData("<base target=\"_top\"><base href=\"https://other.example/b/\"><base href=\"/c/\">", "https://other.example/b/")]
    [InlineData("<base href=\"javascript:x\">", "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/")]
    public void A_page_says_what_its_links_start_from(string head, string from)
    {
        var document = new SourceDocument(
            new Uri("https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/"), Encoding.UTF8.GetBytes($"<html><head>{head}</head><body></body></html>"));

        Assert.Equal(from, HtmlPage.BaseOf(HtmlPage.Open(document), document).AbsoluteUri);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Open(string page) =>
        HtmlPage.Open(Fixture.Document(Fixture.Channel("cn-mfa-statements"), Encoding.UTF8.GetBytes(page)));
}
