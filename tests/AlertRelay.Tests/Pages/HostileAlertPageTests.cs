using AlertRelay.Alerts;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Deliveries.Formats;
using AngleSharp.Html.Parser;
using CsCheck;

namespace AlertRelay.Tests.Pages;

/// <summary>The same hostile texts as for the chats, as an HTML parser reads the page.</summary>
public sealed class HostileAlertPageTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly ApiHost _api = shared.Api;
    private int _number;

    [Fact]
    public Task Whatever_a_publisher_writes_the_page_has_its_own_elements_and_no_others() => HostileText.Alerts.SampleAsync(
        async alert =>
        {
            var id = $"alr_hostile_{++_number}";
            var text = alert.Headline + alert.Title;
            var main = await Main(alert with
            {
                Id = id,
                References = [],
                Text = text,
                Translations = [new Translation("fr", alert.Title, alert.Summary, text)],
            });

            var page = new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(main);

            Assert.Equal(1, page.QuerySelectorAll("h1").Length);
            Assert.Equal([$"/alerts/{id}.json"], page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
            Assert.Empty(page.QuerySelectorAll("script, img, svg, iframe, form, base, meta[http-equiv], [style], [onerror], [onclick]"));
            Assert.DoesNotMatch(
                "[\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u009F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]", page.DocumentElement.TextContent);
            Assert.Equal(main.Split('<').Length - 1, main.Split('>').Length - 1);
        },
        iter: 200, threads: 1);

    [Fact]
    public async Task A_text_of_a_megabyte_is_cut_and_the_reader_told_so()
    {
        var main = await Main(SomePage.Iran with { Id = "alr_long", Text = new string('x', 1_000_000) });

        Assert.InRange(main.Length, 100_000, 120_000);
        Assert.Contains("The text continues on the official page.", main, StringComparison.Ordinal);
    }

    private async Task<string> Main(Alert alert)
    {
        await _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        var page = (await _api.Look($"/alerts/{alert.Id}")).Text;
        return page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("<footer", StringComparison.Ordinal)];
    }
}
