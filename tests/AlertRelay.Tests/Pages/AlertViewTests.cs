using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Pages;
using AlertRelay.Tests.Deliveries.Formats;
using AngleSharp.Html.Parser;
using CsCheck;

namespace AlertRelay.Tests.Pages;

/// <summary>The same hostile texts as for the chats, as an HTML parser reads the page.</summary>
public sealed class AlertViewTests
{
    private static readonly ChannelCatalog Catalog = ChannelCatalog.Load(directory: null);

    [Fact]
    public void Whatever_a_publisher_writes_the_page_has_its_own_elements_and_no_others() => HostileText.Alerts.Sample(
        alert =>
        {
            var text = alert.Headline + alert.Title;
            var written = new AlertView(Catalog, root: "").Write(
                alert with { Text = text, Translations = [new Translation("fr", alert.Title, alert.Summary, text)] }).Body.ToString();

            var page = new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(written);

            Assert.Equal(1, page.QuerySelectorAll("h1").Length);
            Assert.Equal([$"/alerts/{alert.Id}.json"], page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
            Assert.Empty(page.QuerySelectorAll("script, img, svg, iframe, form, base, meta[http-equiv], [style], [onerror], [onclick]"));
            Assert.DoesNotMatch("[\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u009F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]", written);
            Assert.Equal(written.Split('<').Length - 1, written.Split('>').Length - 1);
        },
        iter: 200, threads: 1);

    [Fact]
    public void A_text_of_a_megabyte_is_cut_and_the_reader_told_so()
    {
        var page = new AlertView(Catalog, root: "").Write(SomePage.Iran with { Text = new string('x', 1_000_000) }).Body.ToString();

        Assert.InRange(page.Length, 100_000, 120_000);
        Assert.Contains("The text goes on; the official page has all of it.", page, StringComparison.Ordinal);
    }
}
