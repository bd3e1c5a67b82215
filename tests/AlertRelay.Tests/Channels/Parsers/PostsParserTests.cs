using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class PostsParserTests
{
    public static readonly Channel OfX = ChannelFor("x-posts", "https://x.com/agency");
    public static readonly Channel OfBluesky = ChannelFor("bluesky-posts", "https://bsky.app/profile/agency.example.gov");
    public static readonly Channel OfMastodon = ChannelFor("mastodon-posts", "https://social.example/@agency");

    [Fact]
    public void An_edited_post_on_X_keeps_its_first_id()
    {
        var notice = Read(OfX, "posts.json").Notice("1346889436626259900");

        Assert.Equal("https://x.com/agency/status/1346889436626259968", notice.Link.AbsoluteUri);
        Assert.Equal("Update & patch: Iran may respond. https://www.example.gov/alerts/aa20-001?a=1&b=2", notice.Text);
        Assert.Equal("Update & patch: Iran may respond.", notice.Title);
        Assert.Equal([notice.Text!], notice.SignificantFacts!);
        Assert.Equal(["US", "IR"], notice.Areas.Select(area => area.Code));
        Assert.Equal((Level.None, "en"), (notice.Level, notice.Language));
        Assert.Equal(new DateTimeOffset(2021, 1, 6, 18, 40, 40, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void A_long_post_on_X_is_told_whole()
    {
        var notice = Read(OfX, "posts.json").Notice("1346000000000000001");

        Assert.Equal("A long post that is cut here, and goes on: https://www.example.gov/long", notice.Text);
        Assert.Equal("en", notice.Language);
        Assert.Equal(new DateTimeOffset(2021, 1, 6, 12, 0, 0, TimeSpan.Zero), notice.PublishedAt);
    }

    [Fact]
    public void What_others_wrote_is_left_out_and_the_newest_id_remembered()
    {
        var reading = Read(OfX, "posts.json");

        Assert.Equal(["997", "999", "1346000000000000001", "1346889436626259900"], reading.Entries.Select(entry => entry.Key));
        Assert.Equal("1346889436626259968", reading.Newest);
    }

    [Fact]
    public void No_new_post_is_an_ordinary_answer()
    {
        var reading = Read(OfX, """{"meta":{"result_count":0}}"""u8);

        Assert.Equal((0, null), (reading.Entries.Count, reading.Newest));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"errors":[{"title":"Not Found Error","detail":"Could not find user with id: [1]."}]}""")]
    [InlineData("""{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}""")]
    [InlineData("""{"meta":{"result_count":2},"data":[{"id":"1","text":"One of two"}]}""")]
    [InlineData("""{"meta":{"result_count":1},"data":[{"id":"1","text":""}]}""")]
    [InlineData("""{"meta":{"result_count":1},"data":[{"id":"../2","text":"A wrong id"}]}""")]
    [InlineData("""{"meta":{"result_count":1},"data":[{"id":"1","text":"x","edit_history_tweet_ids":["1&max_results=100"]}]}""")]
    [InlineData("""{"meta":{"result_count":1},"data":[{"id":"1","text":"\ud800"}]}""")]
    public void Anything_else_from_X_is_refused(string body) => Assert.Throws<ShapeException>(() => Read(OfX, System.Text.Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Bluesky_is_read_without_reposts_replies_and_pictures()
    {
        var notice = Assert.Single(Read(OfBluesky, "feed.json").Entries).Notice!;

        Assert.Equal("at://did:plc:sample/app.bsky.feed.post/3kaaa", notice.Key);
        Assert.Equal("https://bsky.app/profile/agency.example.gov/post/3kaaa", notice.Link.AbsoluteUri);
        Assert.Equal("Avoid all travel to Iran.\nMore at example.gov/iran", notice.Text);
        Assert.Equal("Avoid all travel to Iran.", notice.Title);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 8, 40, 10, 123, TimeSpan.Zero), notice.PublishedAt);
    }

    [Theory]
    [InlineData("Patch now: example.org/advisori...", 11, 34, "https://www.example.org/advisories/long", "Patch now: https://www.example.org/advisories/long")]
    [InlineData("Patch: www.example.org/adv…", 7, 29, "https://www.example.org/advisories/long", "Patch: https://www.example.org/advisories/long")]
    [InlineData("São: example.org/x now", 6, 19, "https://example.org/x", "São: https://example.org/x now")]
    [InlineData("Read this", 5, 9, "https://example.org/x", "Read this (https://example.org/x)")]
    [InlineData("Read this", 5, 90, "https://example.org/x", "Read this")]
    [InlineData("Read this", 9, 5, "https://example.org/x", "Read this")]
    [InlineData("Read this", 5, 9, "javascript:alert(1)", "Read this")]
    public void A_link_on_Bluesky_is_whole(string shown, int from, int to, string address, string text)
    {
        var record = new
        {
            text = shown,
            facets = new[]
        {
            new { index = new { byteStart = from, byteEnd = to }, features = new[] { new { uri = address } } },
        }
        };
        var post = new { uri = "at://did:plc:a/app.bsky.feed.post/1", author = new { handle = "a.example" }, record };

        Assert.Equal(text, Assert.Single(Read(OfBluesky, JsonSerializer.SerializeToUtf8Bytes(new { feed = new[] { new { post } } })).Entries).Notice!.Text);
    }

    [Theory]
    [InlineData("did:plc:a", "did:plc:a", 1)]
    [InlineData("did:plc:a", "did:plc:other", 0)]
    [InlineData("did:plc:other", "did:plc:a", 0)]
    public void An_answer_to_itself_is_part_of_an_accounts_statement(string root, string parent, int told)
    {
        var feed = $$"""
            { "feed": [{ "post": { "uri": "at://did:plc:a/app.bsky.feed.post/2", "author": { "handle": "handle.invalid" },
              "record": { "text": "2/2", "reply": { "root": { "uri": "at://{{root}}/p/1" }, "parent": { "uri": "at://{{parent}}/p/1" } } } }, "reply": {} }] }
            """;
        var entries = Read(OfBluesky with { MayBeEmpty = true }, Encoding.UTF8.GetBytes(feed)).Entries;

        Assert.Equal(told, entries.Count);
        Assert.All(entries, entry => Assert.Equal("https://bsky.app/profile/did:plc:a/post/2", entry.Notice!.Link.AbsoluteUri));
    }

    // 2 answers 1; 3 answers somebody else's 9, and 4 answers 3.
    [Theory]
    [InlineData("public", new[] { "1", "2" })]
    [InlineData("unlisted", new[] { "1", "2" })]
    [InlineData("private", new string[0])]
    [InlineData("direct", new string[0])]
    [InlineData("limited", new string[0])]
    public void Of_Mastodon_what_is_for_everybody_is_told_with_the_accounts_answers_to_itself(string visibility, string[] told)
    {
        string Status(int id, string? before, string? account) => JsonSerializer.Serialize(new
        {
            id = $"{id}",
            visibility,
            content = $"<p>Part {id}</p>",
            created_at = $"2026-03-02T08:0{id}:00Z",
            in_reply_to_id = before,
            in_reply_to_account_id = account,
            account = new { id = "7" },
        });
        var statuses = $"[{Status(4, "3", "7")},{Status(3, "9", "8")},{Status(2, "1", "7")},{Status(1, null, null)}]";

        Assert.Equal(told.Reverse(), Read(OfMastodon with { MayBeEmpty = true }, Encoding.UTF8.GetBytes(statuses)).Entries.Select(entry => entry.Key));
    }

    [Fact]
    public void Mastodon_is_read_without_boosts_and_replies()
    {
        var notice = Assert.Single(Read(OfMastodon, "statuses.json").Entries).Notice!;

        Assert.Equal("109999999999999999", notice.Key);
        Assert.Equal("https://social.example/@agency/109999999999999999", notice.Link.AbsoluteUri);
        Assert.Equal("Alert\nPatch https://www.example.gov/a now.\nAct & report.", notice.Text);
        Assert.Equal(new DateTimeOffset(2022, 11, 8, 17, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2022, 11, 8, 18, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Theory]
    [InlineData("""{"error":"InvalidRequest","message":"Profile not found"}""")]
    [InlineData("""{"feed":[{"post":{"uri":"at://a/b/c","record":{"text":"Nobody wrote it"}}}]}""")]
    [InlineData("""{"feed":["text"]}""")]
    public void Anything_else_from_Bluesky_is_refused(string body) =>
        Assert.Throws<ShapeException>(() => Read(OfBluesky, System.Text.Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"error":"Record not found"}""")]
    [InlineData("""[{"content":"<p>Without an id</p>"}]""")]
    [InlineData("""[7]""")]
    public void Anything_else_from_Mastodon_is_refused(string body) =>
        Assert.Throws<ShapeException>(() => Read(OfMastodon, System.Text.Encoding.UTF8.GetBytes(body)));

    private static NoticeReading Read(Channel channel, string file) => Read(channel, Fixture.Bytes($"{channel.Parser}/{file}"));

    private static NoticeReading Read(Channel channel, ReadOnlySpan<byte> body) =>
        NoticeParsers.Of(channel).Read(Fixture.Document(channel, body.ToArray()), channel);

    private static Channel ChannelFor(string parser, string homepage) =>
        Fixture.Channel("x-cisagov") with { Id = parser, Parser = parser, Homepage = new Uri(homepage) };
}
