using System.Text.RegularExpressions;
using AlertRelay.Api.OpenApi;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>The page in a real browser, which has to be installed ("apt-get install chromium"), or another of its family named in ALERTRELAY_BROWSER.</summary>
public sealed partial class DocsPageTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private static readonly string Browser = Environment.GetEnvironmentVariable("ALERTRELAY_BROWSER") ?? "chromium";

    private ApiHost Api => shared.Api;

    [Fact]
    public async Task The_page_shows_the_operations_and_asks_nobody_else_for_anything()
    {
        using var folder = new ScratchFolder();
        var page = new Uri(Api.Client.BaseAddress!, DocsPage.Path + "/");

        var ran = await new Tool(Browser).Run([
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", $"--user-data-dir={folder.Path}",
            "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=10000", "--dump-dom",
            page.AbsoluteUri]);

        Assert.True(ran.ExitCode == 0, ran.Said);
        // It opens the first tag only.
        var first = Documented.Document["tags"]![0]!["name"]!.GetValue<string>();
        var summaries = Documented.Operations
            .Where(each => each.Operation["tags"]![0]!.GetValue<string>() == first)
            .Select(each => each.Operation["summary"]!.GetValue<string>())
            .ToList();
        Assert.All(summaries, summary => Assert.Contains(summary.TrimEnd('.'), ran.Said, StringComparison.Ordinal));
        // The browser complains on its console of whatever its policy or the network keeps from the page; the page's script says its own name there.
        Assert.All(Said().Matches(ran.Said), line => Assert.Contains("@scalar/api-reference@", line.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_may_load_nothing_but_its_own()
    {
        var (first, second) = (await Api.Look(DocsPage.Path + "/"), await Api.Look(DocsPage.Path + "/"));
        var policy = first.Headers["Content-Security-Policy"];

        Assert.Matches(
            "^default-src 'none'; script-src 'nonce-[A-Za-z0-9_-]{22}'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri "
            + "'none'; form-action 'none'; frame-ancestors 'none'$",
            policy);
        Assert.NotEqual(policy, second.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("//", first.Text, StringComparison.Ordinal);
        Assert.Equal("nosniff", first.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task Without_script_the_page_leads_to_the_document()
    {
        var page = await Api.Look(DocsPage.Path + "/");

        Assert.Matches($"<html lang=\"en\">(.|\n)*<noscript>.*href=\"..{ApiDocument.Path}\".*</noscript>", page.Text);
    }

    [GeneratedRegex("^.*:CONSOLE.*$", RegexOptions.Multiline)]
    private static partial Regex Said();
}
