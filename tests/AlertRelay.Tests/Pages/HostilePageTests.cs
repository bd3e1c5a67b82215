using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Pages.Layout;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>Promise 9 in a real browser: whatever stands in a publisher's document, nothing of it comes alive in the relay's pages.</summary>
public sealed class HostilePageTests : IAsyncLifetime
{
    // Each of them, where it works, leaves a mark on the document or calls evil.example.
    private static readonly string Hostile = string.Join("\n",
    [
        "<script>document.documentElement.dataset.ran='script'</script>",
        "</title></style></textarea></script><script>document.documentElement.dataset.ran='closed'</script>",
        "<img src=\"http://evil.example/image\" onerror=\"document.documentElement.dataset.ran='error'\">",
        "<svg onload=\"document.documentElement.dataset.ran='svg'\"></svg>",
        "<iframe src=\"http://evil.example/frame\"></iframe><iframe srcdoc=\"<script>parent.document.documentElement.dataset.ran='frame'</script>\"></iframe>",
        "<link rel=\"stylesheet\" href=\"http://evil.example/style.css\"><style>@import 'http://evil.example/import.css';body{display:none}</style>",
        "<meta http-equiv=\"refresh\" content=\"0;url=http://evil.example/refresh\">",
        "<base href=\"http://evil.example/\">", "<form action=\"http://evil.example/form\"><button>Confirm</button></form>",
        "<a href=\"https://evil.example/\">Official page</a>", "<a href=\"javascript:alert(1)\">x</a>",
        "\" onmouseover=\"document.documentElement.dataset.ran='attribute'\" autofocus onfocus=\"document.documentElement.dataset.ran='focus'\" x=\"",
        "' style='background:url(http://evil.example/attribute)",
        "https://evil.example/plain", "@everyone", "&lt;script&gt;", "-->", "]]>", "{{7*7}}", "\u202Egnp.exe\u2066x", "a\u200Bb", "\0", "\uD83D",
    ]);

    internal static readonly Alert Iran = SomePage.Iran with
    {
        Authority = Hostile,
        Title = Hostile,
        Headline = Hostile,
        Summary = Hostile,
        Text = Hostile,
        Level = new Level(Hostile, Hostile, Severity.Extreme),
        PreviousLevel = new Level(Hostile, Hostile, Severity.Minor),
        Areas = [new Area("IR", Hostile)],
        Language = "en\" onclick=\"x",
        Translations = [new Translation(Hostile, Hostile, Hostile, Hostile)],
        Diff = new TextDiff([Hostile], [Hostile]),
        Evidence = new Evidence(new Uri("javascript:document.documentElement.dataset.ran='evidence'"), Some.Friday, "\"><script>", Hostile, Hostile),
        References = ["../../evil\"><script>"],
        Marks = [Hostile],
    };

    private readonly Chromium _browser = new();
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        await _api.Get<IAlertStore>().Append(Iran, ApiHost.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("/alerts/alr_iran")]
    [InlineData("/alerts")]
    public async Task Nothing_of_a_publisher_comes_alive(string path)
    {
        var page = await _browser.Load(new Uri(_api.Client.BaseAddress!, path));

        Assert.Null(page.DocumentElement.GetAttribute("data-ran"));
        Assert.DoesNotContain("evil", _browser.Caught, StringComparison.Ordinal);
        Assert.Equal(SiteFiles.Script.Path, Assert.Single(page.Scripts).GetAttribute("src"));
        Assert.Empty(page.QuerySelectorAll("img, main svg, iframe, object, embed, base, meta[http-equiv], link:not([rel=alternate],[rel=icon]), [style]"));
        Assert.Equal(path == "/alerts" ? ["/alerts"] : [], page.Forms.Select(form => form.GetAttribute("action")));
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
        Assert.All(
            page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!),
            link => Assert.Matches("^(/alerts($|/[A-Za-z0-9_.%-]+$)|https://www\\.gov\\.uk/)", link));
        Assert.DoesNotMatch("[\\u200B\\u202A-\\u202E\\u2066-\\u2069]", page.Body!.TextContent);
    }

    /// <summary>So that the test above is known to see what it looks for.</summary>
    [Fact]
    public async Task The_same_text_in_a_careless_page_runs_and_calls_out()
    {
        var careless = Path.Combine(Directory.CreateTempSubdirectory("alertrelay-careless-").FullName, "page.html");
        await File.WriteAllBytesAsync(
            careless, Encoding.UTF8.GetBytes($"<!doctype html><body>{Hostile.Replace("<meta", "<b", StringComparison.Ordinal)}"), ApiHost.Cancellation);

        var page = await _browser.Load(new Uri(careless));

        Assert.NotNull(page.DocumentElement.GetAttribute("data-ran"));
        Assert.Contains("evil.example", _browser.Caught, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(careless)!, recursive: true);
    }
}
