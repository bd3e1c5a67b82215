using System.Net;
using MimeKit;

namespace AlertRelay.Tests.Pages;

public sealed class UnsubscribingTests : LetterApi
{
    [Fact]
    public async Task Each_letter_says_how_to_end_them_to_programs_and_to_people()
    {
        using var letter = await FirstAlert(await Confirmed());

        var way = letter.Headers[HeaderId.ListUnsubscribe]!;
        Assert.Matches("^<https://relay\\.example\\.org/unsubscribe/[A-Za-z0-9_-]+>$", way);
        Assert.Equal(OneClick, letter.Headers["List-Unsubscribe-Post"]);
        Assert.Contains($"No more of these emails: {way.Trim('<', '>')}", letter.TextBody!.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{way.Trim('<', '>')}\">Unsubscribe</a>", letter.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"{way}\r\n", Server.Letters.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_click_ends_the_letters_at_once_and_the_owner_reads_why()
    {
        var path = await Confirmed();
        using var letter = await FirstAlert(path);
        var way = WayOut(letter);

        var asked = await Api.Send(HttpMethod.Get, way, headers: Browser);
        Assert.Equal(("Unsubscribe?", "active"), (Heading(asked), Text(await Api.Look(path, Api.Acme), "status")));

        var left = await Api.Post(way, null, OneClick, Form);
        var after = await Api.Look(path, Api.Acme);
        Assert.Equal((HttpStatusCode.OK, "Unsubscribed", "disabled"), (left.Status, Heading(left), Text(after, "status")));
        Assert.StartsWith("Unsubscribed by the link in an email, at 2020-01-03 12:00:00Z.", Text(after, "statusReason"), StringComparison.Ordinal);
        Assert.Equal("Unsubscribed", Heading(await Api.Post(way, null, OneClick, Form)));

        Assert.Equal("target", Assert.Single(await Audited(path, "subscription.disabled")));

        var before = Server.Letters.Count;
        await Api.Send(HttpMethod.Patch, path, Api.Acme, """{"name":"renamed"}""");
        await Publish("alr_2");
        Assert.Equal(before, Server.Letters.Count);
    }

    [Fact]
    public async Task Who_resumes_what_was_unsubscribed_has_the_address_asked_anew()
    {
        var path = await Confirmed();
        using var letter = await FirstAlert(path);
        await Api.Post(WayOut(letter), null, OneClick, Form);

        Assert.Equal("unverified", Text(await Api.Post($"{path}/resume", Api.Acme), "status"));
        Assert.StartsWith("An email", Text(await Api.Post($"{path}/verify", Api.Acme), "statusReason"), StringComparison.Ordinal);
        Assert.Equal("Confirmed", Heading(await Api.Post(Link(Letter(Server.Letters.Last())), null, "", Form, Browser)));
        Assert.Equal("active", Text(await Api.Look(path, Api.Acme), "status"));
    }

    [Fact]
    public async Task A_token_ends_only_what_it_was_made_for()
    {
        var path = await Confirmed();
        var other = await Confirmed("mailto:other@example.org");
        using var letter = await FirstAlert(path);
        var way = WayOut(letter);

        Assert.DoesNotContain(path.Split('_')[^1], way, StringComparison.Ordinal);
        foreach (var wrong in new[] { way[..^2], way + "AA", way[..20] + (way[20] == 'A' ? 'B' : 'A') + way[21..], "/unsubscribe/" + path.Split('/')[^1] })
            Assert.Equal("not-found", (await Api.Post(wrong, null, OneClick, Form)).Word);
        Assert.Equal("invalid-request", (await Api.Post(way, null, "List-Unsubscribe=Maybe", Form)).Word);
        Assert.Equal("invalid-request", (await Api.Post(way, null, "{}")).Word);
        Assert.Equal("active", Text(await Api.Look(path, Api.Acme), "status"));

        await Api.Post(way, null, OneClick, Form);
        Assert.Equal(("disabled", "active"), (Text(await Api.Look(path, Api.Acme), "status"), Text(await Api.Look(other, Api.Acme), "status")));
    }

    [Fact]
    public async Task A_token_says_nothing_about_the_address_to_which_the_subscription_moved()
    {
        var path = await Confirmed();
        using var letter = await FirstAlert(path);
        await Api.Send(HttpMethod.Patch, path, Api.Admin, """{"target":"mailto:new@example.org"}""");
        await Api.Post($"{path}/verify", Api.Admin, """{"verified":true}""");

        await Api.Post(WayOut(letter), null, OneClick, Form);

        Assert.Equal("active", Text(await Api.Look(path, Api.Acme), "status"));
    }

    [Theory]
    [InlineData("http://relay.example.org", false)]
    [InlineData("http://localhost:7071", true)]
    public async Task Mail_programs_are_named_no_address_in_clear_but_one_on_the_same_machine(string relay, bool named)
    {
        await using var api = await Start(relay);
        await api.Subscribe(api.Admin, """{"target":"mailto:duty@example.org","verified":true}""");
        await Publish(api: api);

        Assert.Equal(named, Letter(Assert.Single(Server.Letters)).Headers.Contains(HeaderId.ListUnsubscribe));
    }

    [Fact]
    public async Task No_line_of_a_publisher_becomes_a_header_and_no_token_a_line_of_the_log()
    {
        var path = await Confirmed();
        await Publish("alr_1", "Iran\r\nBcc: eve@evil.example\r\nList-Unsubscribe: <https://evil.example>");
        using var letter = Letter(Server.Letters.Last());

        Assert.Equal((0, 1), (letter.Bcc.Count, letter.Headers.Count(header => header.Id == HeaderId.ListUnsubscribe)));
        Assert.DoesNotContain("evil.example", letter.Headers[HeaderId.ListUnsubscribe], StringComparison.Ordinal);
        Assert.Equal("active", Text(await Api.Look(path, Api.Acme), "status"));
    }
}
