using System.Net;

namespace AlertRelay.Tests.Pages;

public sealed class ConfirmationTests : LetterApi
{
    [Fact]
    public async Task An_address_gets_one_letter_that_asks_it_and_nothing_else_until_its_reader_confirms()
    {
        var made = await Api.Post(All, Api.Acme, Duty);
        var path = $"{All}/{Text(made, "id")}";

        Assert.Equal((HttpStatusCode.Created, "unverified"), (made.Status, Text(made, "status")));
        Assert.StartsWith(
            "An email with a link was sent to the address. No alerts are sent until the reader confirms there, before 2020-01-04 12:00:00Z.",
            Text(made, "statusReason"),
            StringComparison.Ordinal);
        Assert.Equal("conflict", (await Api.Post($"{path}/test", Api.Acme)).Word);
        await Publish();

        using var letter = Letter(Assert.Single(Server.Letters));
        Assert.Equal("Confirm: alerts from relay.example.org for this address?", letter.Subject);
        Assert.DoesNotContain("Duty officer", letter.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe", letter.Headers.Select(header => header.Field));
        Assert.Contains(Link(letter), letter.HtmlBody!.Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_the_link_confirms_nothing_and_its_button_confirms_once()
    {
        var (path, link) = await Register();

        var asked = await Api.Send(HttpMethod.Get, link, headers: Browser);
        await Api.Send(HttpMethod.Head, link);
        await Api.Look($"{path}/confirm?{link.Split('?')[1]}");
        Assert.Equal("unverified", Text(await Api.Look(path, Api.Acme), "status"));
        Assert.Contains($"<form method=\"post\" action=\"{link}\">", asked.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self';", asked.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", asked.Headers["Cache-Control"]);

        var confirmed = await Api.Post(link, null, "", Form, Browser);
        Assert.Equal((HttpStatusCode.OK, "Confirmed"), (confirmed.Status, Heading(confirmed)));
        var after = await Api.Look(path, Api.Acme);
        Assert.Equal(("active", "letter"), (Text(after, "status"), after.Json["verification"]!["by"]!.GetValue<string>()));

        Assert.Equal("Already confirmed", Heading(await Api.Post(link, null, "", Form, Browser)));
        Assert.Equal("Already confirmed", Heading(await Api.Send(HttpMethod.Get, link, headers: Browser)));
        Assert.Equal("target", Assert.Single(await Audited(path, "subscription.verified")));
    }

    [Fact]
    public async Task A_link_is_good_for_a_day()
    {
        var (path, link) = await Register();
        Api.Time.Advance(TimeSpan.FromHours(24));

        var expired = await Api.Post(link, null, "", Form, Browser);

        Assert.Equal((HttpStatusCode.Gone, "This link has expired"), (expired.Status, Heading(expired)));
        Assert.Equal("link-expired", (await Api.Post(link, null)).Word);
        Assert.Equal("unverified", Text(await Api.Look(path, Api.Acme), "status"));
    }

    [Fact]
    public async Task A_link_that_nobody_was_sent_is_not_known_and_a_newer_letter_takes_the_place_of_an_older()
    {
        var (path, link) = await Register();
        Assert.Equal("unverified", Text(await Api.Post($"{path}/verify", Api.Acme), "status"));

        var replaced = await Api.Post(link, null, "", Form, Browser);
        Assert.Equal((HttpStatusCode.NotFound, "This link is not valid"), (replaced.Status, Heading(replaced)));
        Assert.Equal("not-found", (await Api.Post(link + "x", null)).Word);
        Assert.Equal("not-found", (await Api.Post("/confirm/sub_none?token=x", null)).Word);

        var newer = Link(Letter(Server.Letters.Last()));
        Assert.Equal("Confirmed", Heading(await Api.Post(newer, null, "", Form, Browser)));
    }

    [Fact]
    public async Task An_address_is_written_to_five_times_an_hour_whoever_asks()
    {
        var (path, _) = await Register();
        for (var again = 0; again < 2; again++)
            Assert.Equal(HttpStatusCode.OK, (await Api.Post($"{path}/verify", Api.Acme)).Status);
        for (var again = 0; again < 2; again++)
            Assert.StartsWith("An email", Text(await Api.Post(All, Api.Globex, Twice), "statusReason"), StringComparison.Ordinal);

        Assert.StartsWith("The target was asked too often", Text(await Api.Post(All, Api.Globex, Twice), "statusReason"), StringComparison.Ordinal);
        Assert.Equal("too-many-tries", (await Api.Post($"{path}/verify", Api.Acme)).Word);
        Assert.Equal(5, Server.Letters.Count);
    }

    [Fact]
    public async Task An_operator_may_vouch_and_then_nobody_is_asked()
    {
        var made = await Api.Post(All, Api.Admin, """{"target":"mailto:duty@example.org","verified":true}""");

        Assert.Equal("active", Text(made, "status"));
        Assert.Empty(Server.Letters);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", "there is no such address")]
    [InlineData("450 4.2.0 greylisted", "answered 450: not now")]
    public async Task What_the_mailServer_says_is_told_to_whoever_registered_the_address(string answer, string words)
    {
        Server.Answers["RCPT"] = answer;

        var made = await Api.Post(All, Api.Acme, Duty);

        Assert.Equal("unverified", Text(made, "status"));
        Assert.Contains("did not accept the email that asks it", Text(made, "statusReason"), StringComparison.Ordinal);
        Assert.Contains(words, Text(made, "statusReason"), StringComparison.Ordinal);
        Assert.Contains("/blob/main/docs/chat/email.md says how", Text(made, "statusReason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_does_not_know_its_own_address_says_who_must_set_it()
    {
        await using var api = await Start(null);

        Assert.Contains("whose operator must set Relay:BaseUrl", Text(await api.Post(All, api.Acme, Duty), "statusReason"), StringComparison.Ordinal);
        Assert.Empty(Server.Letters);
    }
}
