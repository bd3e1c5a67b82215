using System.Text;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels;

/// <summary>Markup that would take hours is refused at once: a test here that ends shows it.</summary>
public sealed class HtmlTests
{
    public static TheoryData<string, int> Endless => new()
    {
        { "<div>", 1_000_000 },
        { "<p><div>", 500_000 },
        { "<table><tr><td>", 200_000 },
        { "<b><i><p>", 100_000 },
        { "<span></span>", 300_000 },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void Markup_without_end_is_refused(string markup, int times) =>
        Assert.Throws<ShapeException>(() => Html.Parse(Repeated(markup, times)));

    [Fact]
    public void Formats_that_every_paragraph_opens_again_are_refused()
    {
        var formats = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"<font size={number}>"));

        Assert.Throws<ShapeException>(() => Html.Parse($"<p>{formats}{Repeated("<p>x", 10_000)}"));
    }

    [Fact]
    public void A_page_as_deep_and_as_long_as_pages_are_is_read_whole()
    {
        var page = Html.Parse($"{Repeated("<div>", 200)}deep{Repeated("</div>", 200)}{Repeated("<p>long</p>", 20_000)}");

        Assert.Equal(200, page.QuerySelectorAll("div").Length);
        Assert.Equal(20_000, page.QuerySelectorAll("p").Length);
    }

    private static string Repeated(string markup, int times) => new StringBuilder().Insert(0, markup, times).ToString();
}
