using AlertRelay.Alerts;
using CsCheck;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>What a publisher that was broken into might write.</summary>
internal static class HostileText
{
    private static readonly string[] Mentions =
    [
        "@everyone", "@here", "@all", "@channel", "@evil_bot", "<!channel>", "<!here|here>", "<!everyone>", "<@U024BE7LH>", "<#C024BE7LR>", "<!subteam^S1>",
        "<users/all>", "<users/1234>", "<at>Ann</at>", "<@&1234>",
        "<t:1618953630:R>", "<@all>", "<userid>", "<@personEmail:eve@evil.example>", "<spark-mention>", "＠everyone", "@\u200Beveryone", "&lt;!channel&gt;",
        "&#64;all", "~town-square", "#general", ":smile:",
    ];

    private static readonly string[] Links =
    [
        "https://evil.example/x", "HTTPS://EVIL.EXAMPLE", "hxxps://evil.example", "http://user:pass@evil.example", "www.evil.example", "evil.example",
        "EVIL.example.", "mailto:eve@evil.example", "javascript://evil.example/%0aalert(1)",
        "[click](https://evil.example)", "[click](javascript:alert(1))", "[a]: https://evil.example", "<https://evil.example|State Department>",
        "<a href=\"https://evil.example\">x</a>", "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)", "https://https://evil.example", "ht\u200Btps://evil.example", "evil\u00AD.example", "tg://resolve?domain=evil",
        "192.0.2.7", "http://192.0.2.7/", "e\u0301vil.example", "उदाहरणी.भारत", "❤.example", "𝐞𝐯𝐢𝐥.example",
    ];

    private static readonly string[] Markup =
    [
        "*bold* _italic_ ~gone~ `code` ```block```", "||spoiler||", "> quote", "# Head", "- item", "\\", "\\\\*", "&amp;", "$$x$$", "{{x}}",
        "{{DATE(2020-01-04T00:00:00Z,SHORT)}}", "${x}", "</td></table>", "<!--", "]]>", "%s%n", "\"", "'",
    ];

    private static readonly string[] Characters =
    [
        "\u202Egnp.exe", "\u2066x\u2069", "\u200F", "a\u200Bb", "\u200D", "\uFEFF", "\u00AD", "\u2060", "\u180E", "\r\nBcc: eve@evil.example\r\n\r\n",
        "\nSubject: x", "\r", "\0", "\u0007", "\u001B[31m", "\u0085", "\u2028", "\uFFFE", "\uFFFF", "\uFDD0", "\U0001FFFE",
        "\uD83D", "\uDE00", "👩‍👩‍👧‍👦", "🇮🇷", "e\u0301\u0301\u0301", "ا", "تحذير", "不要不急", "Größe", " ", "word ", "\U000E0041", "\U0001D173",
    ];

    public static readonly string[] Pieces = [.. Mentions, .. Links, .. Markup, .. Characters];

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(number => Pieces[number]), Gen.String[0, 20]).Array[0,
    40].Select(parts => string.Concat(parts));

    /// <summary>Words of any length at any place; the address leads to the authority's own host, as those of alerts do.</summary>
    public static readonly Gen<Alert> Alerts = Gen.Select(Texts, Texts, Texts, Gen.Enum<Severity>(), Gen.Enum<ChangeKind>(),
    Gen.Int[0, 60_000]).Select((one, two, three, severity, change, length) => Samples.Everywhere(one) with
    {
        Headline = $"UK raises {one}",
        Title = two,
        Summary = three,
        Authority = two,
        Change = change,
        Level = new Level("4", three, severity, Step: 4),
        PreviousLevel = new Level("1", two, Severity.Minor, Step: 1),
        Language = two,
        Marks = [one, two],
        Link = new Uri($"https://ministry.example/atlantis?a=(b)&c=d{(length % 3 == 0 ? new string('x', length) : "")}"),
    });
}
