using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Delivery.Formats;
using AlertRelay.Tests.Delivery.Fakes;
using CsCheck;
using MimeKit;

namespace AlertRelay.Tests.Delivery.Formats;

/// <summary>Whatever a publisher writes, in every format: nobody is called, nothing foreign is linked, nothing hidden passes, and no platform finds it too long.</summary>
public sealed partial class HostileTextTests
{
    private static readonly Uri Relay = new("https://relay.example.org/");

    private static readonly IReadOnlyList<IMessageFormat> Formats = new MessageFormats(Relay).All;

    private static readonly string[] Pieces =
    [
        "@everyone", "@here", "@all", "@channel", "<!channel>", "<!here|here>", "<@U024BE7LH>", "<#C024BE7LR>", "<!subteam^S1>", "<users/all>", "<at>Ann</at>", "<@&1234>", "<t:1618953630:R>", "<@all>", "<userid>",
        "https://evil.example/x", "http://user:pass@evil.example", "www.evil.example", "evil.example", "mailto:eve@evil.example", "javascript://evil.example/%0aalert(1)", "[click](https://evil.example)",
        "<https://evil.example|State Department>", "<a href=\"https://evil.example\">x</a>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/x.png)", "*bold* _italic_ ~gone~ `code` ```block```", "||spoiler||",
        "> quote", "# Head", "- item", "\\", "\\\\*", "&lt;!channel&gt;", "&amp;", "\u202Egnp.exe", "\u2066x\u2069", "a\u200Bb", "\uFEFF", "\u00AD", "\r\nBcc: eve@evil.example\r\n\r\n", "\0", "\u0007", "\u2028",
        "\uD83D", "\uDE00", "👩‍👩‍👧‍👦", "🇮🇷", "e\u0301\u0301\u0301", "ا", "不要不急", " ", "word ", "$$x$$", "{{x}}", "~town-square", "#general", ":smile:", "\U000E0041",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(number => Pieces[number]), Gen.String[0, 20]).Array[0, 40].Select(parts => string.Concat(parts));

    internal static readonly Gen<Alert> Alerts = Gen.Select(Texts, Texts, Texts, Gen.Enum<Severity>(), Gen.Enum<ChangeKind>()).Select((one, two, three, severity, change) => Some.Alert() with
    {
        Headline = one,
        Title = two,
        Summary = three,
        Authority = two,
        Key = one,
        Change = change,
        Level = new Level("4", three, severity, Step: 4),
        PreviousLevel = new Level("1", two, Severity.Minor, Step: 1),
        Areas = [new Area("IR", three), new Area("GB-NIR", one)],
        Language = two,
        Marks = [one, two],
        Diff = new TextDiff([one, three], [two]),
        Link = new Uri("https://ministry.example/atlantis?a=(b)&c=d"),
    });

    /// <summary>Each platform's own limit on a whole message; sources stand at the formats.</summary>
    private static readonly Dictionary<string, int> MostBytes = new()
    {
        ["slack"] = 40_000,
        ["teams"] = 21_000,
        ["discord"] = 100_000,
        ["google-chat"] = 32_000,
        ["mattermost"] = 60_000,
        ["rocket-chat"] = 60_000,
        ["telegram"] = 60_000,
        ["webex"] = 16_000,
        ["ntfy"] = 4096,
        ["pagerduty"] = 512_000,
        ["email"] = 100_000,
    };

    public static TheoryData<string> Chats() => new(Formats.OfType<CardFormat>().Select(format => format.Name));

    [Theory]
    [MemberData(nameof(Chats))]
    public void No_text_of_a_publisher_comes_alive(string name)
    {
        var format = (CardFormat)Formats.First(format => format.Name == name);

        Alerts.Array[1, 30].Sample(alerts => Assert.All(
            [format.Render(alerts[0]), format.RenderPlainly(alerts[0]), .. Grouped(format, alerts)], message => AssertSafe(name, message)), iter: 60, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void A_text_of_100_KB_is_cut(string name)
    {
        var format = (CardFormat)Formats.First(format => format.Name == name);
        var text = string.Concat(Enumerable.Repeat("*Ünder*👩‍👩‍👧‍👦 <!channel> ", 5000));
        var alert = Some.Alert() with { Headline = text, Summary = text, Authority = text, Level = new Level("4", text, Severity.Extreme), Diff = new TextDiff([text], [text]), Areas = [new Area("IR", text)], Marks = [text] };

        AssertSafe(name, format.Render(alert));
        Assert.All(Grouped(format, [.. Enumerable.Repeat(alert, 40)]), message => AssertSafe(name, message));
    }

    private static IEnumerable<Message> Grouped(CardFormat format, IReadOnlyList<Alert> alerts) =>
        format is IGroupingFormat grouping ? [grouping.Render(alerts), grouping.RenderPlainly(alerts)] : [];

    private static void AssertSafe(string format, Message message)
    {
        Assert.True(message.Body.Length <= MostBytes[format], $"{message.Body.Length} bytes");
        foreach (var text in TextsOf(message))
        {
            Assert.DoesNotMatch(Hidden(), text);
            Assert.DoesNotMatch(Surrogates(), text);
            Assert.All(Address().Matches(text), address => Assert.Matches("^https://(ministry|relay)\\.example", address.Value));
            Assert.DoesNotMatch(Mention(), text);
            if (format is "discord" or "mattermost" or "teams" or "rocket-chat")
                Assert.DoesNotMatch(ForeignLink(), Escaped().Replace(text, ""));
        }

        if (format == "discord")
            Assert.InRange(TextsOf(message).Sum(text => text.Length), 0, 6000);
        if (format == "telegram")
            AssertEntities(JsonNode.Parse(message.Body.Span)!);
    }

    private static IEnumerable<string> TextsOf(Message message)
    {
        var query = message.Query.Where(pair => pair.Key is "title").Select(pair => pair.Value);
        if (message.ContentType.StartsWith("application/json", StringComparison.Ordinal))
            return Strings(JsonNode.Parse(message.Body.Span)).Concat(query);
        if (message.ContentType != "message/rfc822")
            return query.Append(Encoding.UTF8.GetString(message.Body.Span).Replace('\n', ' '));

        using var letter = MimeMessage.Load(new MemoryStream(message.Body.ToArray()), TestContext.Current.CancellationToken);
        Assert.Empty(letter.Bcc);
        return [letter.Subject!, letter.TextBody!.ReplaceLineEndings(" "), letter.HtmlBody!.ReplaceLineEndings(" ").Replace("<!doctype html>", "")];
    }

    // The members that hold ids are not shown.
    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(member => member.Key is not ("dedup_key" or "cardId" or "$schema" or "contentType")).SelectMany(member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text.Replace('\n', ' ')],
        _ => [],
    };

    private static void AssertEntities(JsonNode body)
    {
        var text = body["text"]!.GetValue<string>();
        Assert.InRange(text.Length, 1, 4096);
        Assert.All(body["entities"]?.AsArray() ?? [], entity => Assert.InRange(entity!["offset"]!.GetValue<int>() + entity["length"]!.GetValue<int>(), 1, text.Length));
    }

    [GeneratedRegex(@"[\u0000-\u001F\u007F-\u009F\u00AD\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]")]
    private static partial Regex Hidden();

    [GeneratedRegex(@"(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])")]
    private static partial Regex Surrogates();

    [GeneratedRegex(@"(?i)\b[a-z][a-z0-9+.-]*://[^\s""<>)]*|\bwww\.[a-z]|evil\.example")]
    private static partial Regex Address();

    [GeneratedRegex("@|<[!@#]|<users|<at>|<userid")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\[[^\]]*\]\((?!<?https://(ministry|relay)\.)")]
    private static partial Regex ForeignLink();

    // What stands behind a backslash has no meaning.
    [GeneratedRegex(@"\\[\p{P}\p{S}]")]
    private static partial Regex Escaped();
}
