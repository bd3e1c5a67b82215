using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>What a server shows in the place of the publisher's page is a failed poll.</summary>
public sealed class InterstitialPageTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("<p>The authorities advise travellers to keep away from the border.</p>", 30));

    [Theory]
    [InlineData("<title>Just a moment...</title>", "<h1>www.example.org</h1>")]
    [InlineData("<title>Attention Required! | Cloudflare</title>", "<h1>Sorry, you have been blocked</h1>")]
    [InlineData("<title>Access Denied</title>", "<h1>Access Denied</h1><p>Reference #18.2</p>")]
    [InlineData("<title>example.org</title>", "<h1>example.org</h1><p>Checking if the site connection is secure</p>")]
    [InlineData("<title>example.org</title>", "<p>Verify you are human by completing the action below.</p>")]
    [InlineData("<title></title><script>window._cf_chl_opt={cRay:'8'}</script>", "")]
    [InlineData("<title>Level</title>", "<iframe src='https://geo.captcha-delivery.com/captcha/'></iframe>")]
    [InlineData("<title>Maintenance</title>", "<h1>We will be back soon</h1>")]
    [InlineData("<title>Threat level</title>", "<h1>We’ll be right back</h1>")]
    [InlineData("<title>Site under maintenance | Ministry</title>", "<p>Come back later.</p>")]
    [InlineData("<title>Ministry - Scheduled maintenance</title>", "")]
    [InlineData("<title>503 Service Unavailable</title>", "<h1>Service Unavailable</h1>")]
    [InlineData("<title>Error</title>", "<h1>Page not found</h1>")]
    [InlineData("<title>Wartungsarbeiten</title>", "")]
    [InlineData("<title>Ministère</title>", "<h1>Site en maintenance</h1>")]
    [InlineData("<title>Ministerio</title>", "<h1>Página en mantenimiento</h1>")]
    [InlineData("<title>外務省</title>", "<h1>ただいまメンテナンス中です</h1>")]
    public void Challenges_and_maintenance_are_known_by_their_marks(string head, string body) =>
        Assert.Contains("where the publisher's own was due", Assert.Throws<ShapeException>(() => Open(head, body)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<title>Threat level</title>", "<h1>Current threat level</h1><p>The level is moderate.</p>")]
    [InlineData("<title>Threat level</title>", "<h1>Current threat level</h1><p>This service is down for planned maintenance on Sunday.</p>")]
    [InlineData("<title>Iran</title>", "<h1>Maintenance of the embassy's building closes the consular section</h1>")]
    [InlineData("<title>Iran</title>", "<h1>Iran</h1><h2>Road 404 closed at the border</h2>")]
    [InlineData("<title>Iran</title>", "<h1>Iran</h1><noscript>Enable JavaScript and cookies to continue</noscript>")]
    [InlineData("<title>Iran</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", "<h1>Iran</h1>")]
    [InlineData("<title>Security checks at airports</title>", "<h1>Delays</h1>")]
    public void A_publishers_own_page_is_read_whatever_it_speaks_of(string head, string body) => Assert.NotNull(Open(head, body));

    [Fact]
    public void In_a_long_text_such_words_are_the_publishers()
    {
        Assert.NotNull(Open("<title>Iran</title>", $"<h1>Maintenance</h1>{Long}<p>Verify you are human</p>"));
        Assert.Throws<ShapeException>(() => Open("<title>Just a moment...</title>", Long));
    }

    [Theory]
    [InlineData(1500, false)]
    [InlineData(1501, true)]
    public void A_text_is_long_from_1501_characters_on(int length, bool read)
    {
        var shortest = CanonicalText.WordsOf("<p>Verify you are human x</p>").Length;
        var body = $"<p>Verify you are human {new string('x', length - shortest + 1)}</p>";

        if (read)
            Assert.NotNull(Open("", body));
        else
            Assert.Throws<ShapeException>(() => Open("", body));
    }

    private static object Open(string head, string body) => HtmlPage.Open(new SourceDocument(
        new Uri("https://example.org/"), Encoding.UTF8.GetBytes($"<!doctype html><html><head>{head}</head><body>{body}</body></html>")));
}
