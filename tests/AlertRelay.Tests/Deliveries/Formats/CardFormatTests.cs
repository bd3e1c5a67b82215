using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats.Discord;
using AlertRelay.Deliveries.Chats.Email;
using AlertRelay.Deliveries.Chats.GoogleChat;
using AlertRelay.Deliveries.Chats.PagerDuty;
using AlertRelay.Deliveries.Chats.Slack;
using AlertRelay.Deliveries.Chats.Teams;
using AlertRelay.Deliveries.Chats.Telegram;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using MimeKit;

namespace AlertRelay.Tests.Deliveries.Formats;

public sealed class CardFormatTests
{
    private static readonly Uri Relay = new("https://relay.example.org/");

    private static readonly Alert Iran = Some.Alert() with
    {
        Headline = "UK raises Iran to Advises against all travel (was all but essential)",
        Authority = "Foreign, Commonwealth & Development Office",
        Areas = [new Area("IR", "Iran")],
        Level = new Level("avoid_all", "Advises against all travel", Severity.Extreme, Step: 8),
        PreviousLevel = new Level("avoid_most", "Advises against all but essential travel", Severity.Severe, Step: 4),
        Summary = "The FCO now advises against all travel to Iran.",
        PublishedAt = new DateTimeOffset(2020, 1, 4, 16, 50, 0, TimeSpan.Zero),
        Diff = new TextDiff(["all but essential travel"], ["all travel"]),
    };

    [Fact]
    public void A_card_says_what_changed_first_how_grave_where_who_and_when()
    {
        var card = new CardWriter(Relay).Write(Iran);

        Assert.Equal("🟥 UK raises Iran to Advises against all travel (was all but essential)", card.Title);
        Assert.Equal(
        [
            "Level: Extreme (Advises against all travel), was: Severe (Advises against all but essential travel)", "Where: 🇮🇷 Iran",
            "Authority: Foreign, Commonwealth & Development Office",
            "Published: 2020-01-04 16:50 UTC", "Detected: 2020-01-10 00:50 UTC", "Removed: all but essential travel", "Added: all travel",
        ], card.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));
        Assert.Equal(["https://ministry.example/atlantis", "https://relay.example.org/alerts/alt_1"], card.Links.Select(link => link.Url.AbsoluteUri));
    }

    [Fact]
    public void A_date_without_a_time_stays_a_date() =>
        Assert.Contains(
            new CardField("Published", "2020-01-04"),
            new CardWriter(Relay).Write(Iran with { PublishedAt = new DateTimeOffset(2020, 1, 4, 0, 0, 0, TimeSpan.Zero) }).Facts);

    [Theory]
    [InlineData(ChangeKind.Withdrawn, true, "withdrawn by its publisher")]
    [InlineData(ChangeKind.Withdrawn, false, "no longer given by its publisher")]
    [InlineData(ChangeKind.Revised, false, "revised, level as before")]
    public void What_kind_of_change_it_is_stands_in_words(ChangeKind change, bool byPublisher, string note)
    {
        var alert = Iran with { Change = change, PreviousLevel = Iran.Level, WithdrawnByPublisher = byPublisher };

        Assert.Contains(new CardField("Note", note), new CardWriter(Relay).Write(alert).Facts);
    }

    [Fact]
    public void Another_language_is_named_and_an_insecure_page_is_not_linked()
    {
        var card = new CardWriter(null).Write(Iran with { Language = "de", Link = new Uri("http://ministry.example/") });

        Assert.Contains(new CardField("Language of the source", "de"), card.Facts);
        Assert.Empty(card.Links);
    }

    [Fact]
    public void A_channel_that_is_well_again_is_not_called_withdrawn()
    {
        var card = new CardWriter(Relay).Write(Iran with { Health = HealthKind.Failing, Change = ChangeKind.Withdrawn });

        Assert.Contains(new CardField("Note", "about the channel itself, not from its authority"), card.Facts);
    }

    [Fact]
    public void All_that_links_to_the_relay_leads_to_its_pages_below_its_own_path()
    {
        var writer = new CardWriter(new Uri("https://example.org/relay/"));

        Assert.Equal("https://example.org/relay/alerts/a%2Fb", writer.Write(Iran with { Id = "a/b" }).Links[^1].Url.AbsoluteUri);
        Assert.Equal("https://example.org/relay/alerts", writer.Write([Iran, Iran with { Id = "alt_2" }]).Links[^1].Url.AbsoluteUri);
    }

    [Fact]
    public void Without_public_pages_no_message_links_to_the_relay()
    {
        foreach (var format in new MessageFormats(Relay, hasPages: false).All.OfType<CardFormat>())
            Assert.DoesNotContain(
                "relay.example.org/",
                Encoding.UTF8.GetString(format.Render(Iran).Body.Span) + string.Concat(format.Render(Iran).Query.Values),
                StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_health_has_no_page() =>
        Assert.Empty(new CardWriter(Relay).Write(Iran with { Health = HealthKind.Failing }).Links);

    [Fact]
    public void A_test_links_to_nothing() => Assert.Empty(new CardWriter(Relay).Write(TestAlert.For("sub_000001", Some.Time)).Links);

    [Fact]
    public void Two_notices_with_long_keys_are_two_threads()
    {
        var key = new string('x', 500);
        var writer = new CardWriter(Relay);

        Assert.NotEqual(writer.Write(Iran with { Key = key + "1" }).Thread, writer.Write(Iran with { Key = key + "2" }).Thread);
        Assert.InRange(writer.Write(Iran with { Key = key }).Thread.Length, 1, 255);
    }

    // 4 January 2020: the same note for thirteen countries within half a day.
    [Fact]
    public void A_wave_is_one_message_with_a_list_the_gravest_first()
    {
        var wave = Enumerable.Range(0, 25)
            .Select(number => Iran with
            {
                Id = $"alt_{number}",
                Headline = $"UK updates country {number}",
                Level = new Level(null, null, number == 7 ? Severity.Extreme : Severity.Moderate),
            })
            .ToList();

        var card = new CardWriter(Relay).Write(wave);

        Assert.Equal("🟥 25 alerts from Foreign, Commonwealth & Development Office", card.Title);
        Assert.Equal((20, 5), (card.Entries.Count, card.Unlisted));
        Assert.Equal(("🟥 UK updates country 7", "🟨 UK updates country 0"), (card.Entries[0].Text, card.Entries[1].Text));
        Assert.All(card.Entries, entry => Assert.Equal(Iran.Link, entry.Link));
        Assert.Equal(card.Id, new CardWriter(Relay).Write([.. wave.AsEnumerable().Reverse()]).Id);
    }

    [Fact]
    public void Slack_gets_plain_text_blocks_and_buttons()
    {
        var body = Read(new SlackFormat(Relay).Render(Iran));

        Assert.Equal(["header", "section", "rich_text", "actions"], body["blocks"]!.AsArray().Select(block => block!["type"]!.GetValue<string>()));
        Assert.Equal("Official page", body["blocks"]![3]!["elements"]![0]!["text"]!["text"]!.GetValue<string>());
        Assert.Equal("🟥 UK raises Iran to Advises against all travel (was all but essential)", body["text"]!.GetValue<string>());
        Assert.False(body["unfurl_links"]!.GetValue<bool>());
    }

    [Fact]
    public void Teams_gets_an_adaptive_card()
    {
        var card = Read(new TeamsFormat(Relay).Render(Iran))["attachments"]![0]!["content"]!;

        Assert.Equal(("AdaptiveCard", "1.4"), (card["type"]!.GetValue<string>(), card["version"]!.GetValue<string>()));
        Assert.Equal("Attention", card["body"]![0]!["color"]!.GetValue<string>());
        Assert.Equal(2, card["actions"]!.AsArray().Count);
    }

    [Fact]
    public void Discord_calls_nobody()
    {
        var body = Read(new DiscordFormat(Relay).Render(Iran with { Headline = "*Iran* <@1>" }));

        Assert.Empty(body["allowed_mentions"]!["parse"]!.AsArray());
        Assert.Equal("🟥 \\*Iran\\* ‹＠1›", body["embeds"]![0]!["title"]!.GetValue<string>());
        Assert.Equal("🟥 \\*Iran\\* ‹＠1›", body["content"]!.GetValue<string>());
    }

    [Fact]
    public void Google_keeps_a_notice_in_its_thread()
    {
        var message = new GoogleChatFormat(Relay).Render(Iran);

        Assert.Equal(("xx-ministry-travel/atlantis", "alt_1"), (message.Query["threadKey"], message.Query["requestId"]));
    }

    [Fact]
    public void Telegram_gets_entities_and_the_chat_of_the_target()
    {
        var format = new TelegramFormat(Relay);
        var body = Read(format.Address(format.Render(Iran), Iran, Some.Subscription(new Uri("https://api.telegram.org/bot1:x/sendMessage?chat_id=-100"))));
        var text = body["text"]!.GetValue<string>();
        var links = body["entities"]!.AsArray().Where(entity => entity!["type"]!.GetValue<string>() == "text_link").ToList();

        Assert.Equal("-100", body["chat_id"]!.GetValue<string>());
        Assert.Null(body["parse_mode"]);
        Assert.Equal(["Official page", "This alert"], links.Select(link => text.Substring(link!["offset"]!.GetValue<int>(), link["length"]!.GetValue<int>())));
    }

    [Theory]
    [InlineData("@alerts")]
    [InlineData("\"}],\\ \n 日本")]
    public void A_chat_and_the_post_to_reply_to_are_members_beside_what_every_receiver_gets(string chat)
    {
        var format = new TelegramFormat(Relay);
        var shared = format.Render(Iran);
        var target = new Uri($"https://api.telegram.org/bot1:x/sendMessage?chat_id={Uri.EscapeDataString(chat)}");
        var expected = Read(shared);
        expected["reply_parameters"] = new JsonObject { ["message_id"] = 7, ["allow_sending_without_reply"] = true };
        expected["chat_id"] = chat;

        var sent = format.Address(format.Reply(shared, """{"ok":true,"result":{"message_id":7"""), Iran, Some.Subscription(target));

        Assert.Equal(expected.ToJsonString(), Read(sent).ToJsonString());
        Assert.Equal(shared.Id, sent.Id);
    }

    // Extreme lowered to Severe is still news for those whose minimum is Severe.
    [Theory]
    [InlineData(ChangeKind.Raised, Severity.Severe, Severity.Severe, "trigger")]
    [InlineData(ChangeKind.Lowered, Severity.Severe, Severity.Severe, "trigger")]
    [InlineData(ChangeKind.Lowered, Severity.Moderate, Severity.Severe, "resolve")]
    [InlineData(ChangeKind.Lowered, Severity.Minor, null, "trigger")]
    [InlineData(ChangeKind.Lowered, Severity.Unknown, Severity.Severe, "trigger")]
    [InlineData(ChangeKind.Withdrawn, Severity.Extreme, null, "resolve")]
    [InlineData(ChangeKind.Withdrawn, Severity.Extreme, Severity.Minor, "resolve")]
    public void An_incident_of_PagerDuty_stays_open_while_the_level_is_at_or_above_the_minimum(
        ChangeKind change, Severity severity, Severity? minimum, string action)
    {
        var format = new PagerDutyFormat(Relay);
        var alert = Iran with { Change = change, Level = severity == Severity.Unknown ? Level.None : Iran.Level with { Severity = severity } };
        var body = Read(format.Address(format.Render(alert), alert, OnCall(minimum)));

        Assert.Equal(
            (action, "key", "xx-ministry-travel/atlantis"),
            (body["event_action"]!.GetValue<string>(), body["routing_key"]!.GetValue<string>(), body["dedup_key"]!.GetValue<string>()));
    }

    private static Subscription OnCall(Severity? minimum) =>
        Some.Subscription(new Uri("https://events.pagerduty.com/v2/enqueue?routing_key=key")) with { Filter = new Filter { MinimumSeverity = minimum } };

    [Fact]
    public void Only_what_must_be_resolved_one_by_one_is_never_grouped() =>
        Assert.Equal(["webhook", "pagerduty"], new MessageFormats(Relay).All.Where(format => format is not IGroupingFormat).Select(format => format.Name));

    [Fact]
    public void Letters_of_one_notice_are_a_thread()
    {
        using var first = Letter(Iran);
        using var second = Letter(Iran with { Id = "alt_2" });

        Assert.Equal(first.References, second.References);
        Assert.NotEqual(first.MessageId, second.MessageId);
        Assert.Contains("Where: 🇮🇷 Iran", first.TextBody, StringComparison.Ordinal);
        Assert.Contains("Foreign, Commonwealth &amp; Development Office", first.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to the crater", 9, "to the…")]
    [InlineData("unbreakable", 5, "unbr…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 15, "👩‍👩‍👧‍👦…")]
    [InlineData("short", 5, "short")]
    public void A_text_is_cut_at_a_word_and_never_within_a_character(string text, int max, string cut) => Assert.Equal(cut, TextTruncation.To(text, max));

    private static JsonNode Read(Message message) => JsonNode.Parse(Encoding.UTF8.GetString(message.Body.Span))!;

    private static MimeMessage Letter(Alert alert) =>
        MimeMessage.Load(new MemoryStream(new EmailFormat(Relay, Relay).Render(alert).Body.ToArray()), TestContext.Current.CancellationToken);
}
