using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using CsCheck;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>
/// Whatever a publisher writes, in every format: nobody is called, nothing foreign is linked and nothing hidden passes. That it is never too
/// long stands in <see cref="LimitTests"/>.
/// </summary>
public sealed class HostileTextTests
{
    public static TheoryData<string> Chats() => new(Samples.Formats.All.OfType<CardFormat>().Select(format => format.Name));

    [Theory]
    [MemberData(nameof(Chats))]
    public void No_text_of_a_publisher_comes_alive(string name)
    {
        var format = Samples.Formats.Find(name)!;

        HostileText.Alerts.Array[2, 30].Sample(
            alerts => Assert.Empty(Rendered(format, alerts).SelectMany(message => LiveText.In(name, message))), iter: 25, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void No_piece_of_the_corpus_comes_alive_by_itself(string name)
    {
        var format = Samples.Formats.Find(name)!;

        Assert.All(
            HostileText.Pieces,
            piece => Assert.Empty(
                Rendered(format, [Samples.Everywhere(piece), Samples.Everywhere($"word {piece} word"), Samples.InMembers(piece)])
                    .SelectMany(message => LiveText.In(name, message))));
    }

    // Cut within its last number, the text would end in an address.
    [Fact]
    public void A_dotted_number_whose_end_is_too_long_for_an_address_is_bracketed_too() =>
        Assert.Equal("192[.]0[.]2[.]71234", TextSanitizer.Line("192.0.2.71234"));

    [Theory]
    [MemberData(nameof(Chats))]
    public void A_sample_of_100_KB_and_all_others_stay_dead_too(string name) =>
        Assert.Empty(Samples.Of(Samples.Formats.Find(name)!).SelectMany(sample => LiveText.In(name, sample.Message)));

    [Theory]
    [InlineData("slack", """{"text":"<!channel>"}""", "mention")]
    [InlineData("slack", """{"text":"see https://evil.example"}""", "foreign address")]
    [InlineData("teams", """{"text":"[click](https://ministry.evil)"}""", "foreign")]
    [InlineData("discord", """{"content":"\\[click](javascript:x) [y](tel:1)"}""", "foreign link")]
    [InlineData("google-chat", """{"text":"a<br><users/all>"}""", "mention")]
    [InlineData("mattermost", """{"text":"[x](<https://ministry.example>) @all"}""", "mention")]
    [InlineData("telegram", """{"text":"192.0.2.7"}""", "foreign address")]
    [InlineData("telegram", """{"text":"x","entities":[{"offset":1,"length":1}]}""", "entity")]
    [InlineData("webex", """{"text":"a\u202Eb"}""", "hidden")]
    [InlineData("rocket-chat", """{"text":"❤.example"}""", "foreign address")]
    public void What_is_alive_is_found(string format, string body, string what) =>
        Assert.Contains(
            LiveText.In(format, new Message("alt_1", "application/json", Encoding.UTF8.GetBytes(body))),
            complaint => complaint.StartsWith(what, StringComparison.Ordinal));

    [Fact]
    public void A_header_that_a_subject_smuggles_in_is_found() =>
        Assert.Contains(
            "header: Bcc", LiveText.In("email", new Message("alt_1", "message/rfc822", "Subject: x\r\nBcc: eve@evil.example\r\n\r\nx"u8.ToArray())));

    [Theory]
    [InlineData("See evil.example, e.g. U.S. no. 3.5, v2.10.", "See evil[.]example, e.g. U.S. no. 3.5, v2.10.")]
    [InlineData("at 192.0.2.7 or ❤.ws or 𝐞𝐯𝐢𝐥.com or उदाहरणी.भारत", "at 192[.]0[.]2[.]7 or ❤[.]ws or 𝐞𝐯𝐢𝐥[.]com or उदाहरणी[.]भारत")]
    [InlineData("HTTPS://user@EVIL.example:8080/x", "user＠EVIL[.]example:8080/x")]
    public void Addresses_are_taken_apart_and_nothing_else(string text, string line) => Assert.Equal(line, TextSanitizer.Line(text));

    [Theory]
    [InlineData("UK raises Iran: all travel (was: R & D)", "UK raises Iran: all travel (was: R & D)")]
    [InlineData("&lt; &#60; :smile: *b* [x](y) 10:30", "＆lt; ＆＃60; ：smile: ∗b∗ ［x］(y) 10:30")]
    public void Only_what_would_mean_something_is_written_by_its_lookalike(string text, string written) =>
        Assert.Equal(written, MarkupEscaping.Lookalike(text));

    // JSON needs no look-alikes: what a program gets is what was published.
    [Fact]
    public void A_webhook_has_the_very_words()
    {
        var words = string.Concat(HostileText.Pieces);
        var body = JsonDocument.Parse(Samples.Formats.Find("webhook")!.Render(Samples.Everywhere(words)).Body);

        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(words)), body.RootElement.GetProperty("data").GetProperty("headline").GetString());
    }

    private static IEnumerable<Message> Rendered(IMessageFormat format, Alert[] alerts) =>
    [
        .. alerts.Take(2).SelectMany(alert => (Message[])[format.Render(alert), format.RenderPlainly(alert)]),
        .. format is IGroupingFormat grouping ? (Message[])[grouping.Render(alerts), grouping.RenderPlainly(alerts)] : [],
    ];
}
