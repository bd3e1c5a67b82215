using System.Net;

namespace AlertRelay.Tests.Api;

/// <summary>Each says what is wrong and what to write instead, and loses nothing.</summary>
public sealed class BadInputTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Subscriptions = "/api/v1/subscriptions";

    internal const string HalfCharacter = "holds half of a character (such as \\ud83d alone) or bytes that are not UTF-8; write whole characters.";

    private readonly ApiHost _api = shared.Api;

    [Theory]
    [InlineData(
        """{"targett":"https://a.example.org/"}""",
        "targett",
        "is unknown; did you mean 'target'? Write one of: name, target, format, filter, noise, secret, tenant, verified, headers, "
        + "allowDuplicate, snapshot.")]
    [InlineData(
        """{"filter":{"channel":["uk-fcdo-travel"]}}""",
        "filter.channel",
        "is unknown; did you mean 'channels'? Write one of: kinds, channels, categories, countries, minimumSeverity, changes, languages, "
        + "keywords.")]
    [InlineData("""{"name":"a","name":"b"}""", "name", "stands twice; write it once.")]
    [InlineData("""{"NAME":"a","name":"b"}""", "name", "stands twice; write it once.")]
    [InlineData("""{"headers":{"X-Team":"a","X-Team":"b"}}""", "headers.X-Team", "stands twice; write it once.")]
    [InlineData("""{"name":"\ud83d"}""", "name", HalfCharacter)]
    [InlineData("""{"filter":{"keywords":["a","\ude00"]}}""", "filter.keywords[1]", HalfCharacter)]
    [InlineData("""{"headers":{"X-\ud83d":"a"}}""", "headers", HalfCharacter)]
    [InlineData("""{"\ud83d":"a"}""", "body", HalfCharacter)]
    [InlineData("""{"name":5}""", "name", "write a text in quotes.")]
    [InlineData("""{"filter":{"countries":"IR"}}""", "filter.countries", "write a list of texts, such as [\"…\"].")]
    [InlineData("""{"filter":{"countries":["IR",7]}}""", "filter.countries[1]", "write a text in quotes.")]
    [InlineData("""{"filter":[]}""", "filter", "write an object, such as {\"countries\":[\"IR\",\"IQ\"],\"minimumSeverity\":\"Severe\"}.")]
    [InlineData("""[]""", "body", "write an object, such as {\"…\": …}.")]
    [InlineData("""{"name":"a"}""", "target", "is missing; write the URL that is to receive the alerts, such as 'https://example.org/alerts'.")]
    [InlineData("""{"target":"receiver"}""", "target", "The target must be a whole URL without spaces, such as https://example.org/alerts.")]
    [InlineData(
        """{"target":"https://hooks.example.org/…"}""",
        "target",
        "is the shortened form in which targets are shown; leave it out to keep the target, or write the whole URL.")]
    [InlineData(
        """{"target":"https://127.0.0.1/"}""",
        "target",
        "The target lies inside a private network: give a public address, or set Delivery:AllowPrivateNetworks to true for a local trial.")]
    [InlineData(
        """{"format":"telex"}""",
        "format",
        "'telex' is unknown; write one of: webhook, slack, teams, discord, google-chat, mattermost, rocket-chat, telegram, webex, ntfy, "
        + "pagerduty, email.")]
    [InlineData("""{"secret":"hush"}""", "secret", "A signing secret must begin with \"whsec_\".")]
    [InlineData("""{"secret":"whsec_AAAA"}""", "secret", "A signing secret must be \"whsec_\" and 24 to 64 bytes in base64.")]
    [InlineData("""{"filter":{"channels":["uk-fcdo-travle"]}}""", "filter.channels[0]", "there is no channel 'uk-fcdo-travle'; did you mean 'uk-fcdo-travel'?")]
    [InlineData(
        """{"filter":{"kinds":["alert","cluster"],"channels":["uk-fcdo-travel"]}}""", "filter.channels",
        "matches no cluster; add 'clusters', or leave 'channels' out.")]
    [InlineData("""{"filter":{"channels":["clusters"]}}""", "filter.kinds", "matches no cluster; add 'cluster', or leave out the channel 'clusters'.")]
    [InlineData(
        """{"filter":{"kinds":["cluster"],"categories":["cyber"]}}""", "filter.categories",
        "matches no cluster; add 'travel', or leave 'categories' out.")]
    [InlineData("""{"filter":{"channels":["weather"]}}""", "filter.channels[0]", "there is no channel 'weather'; GET /api/v1/channels lists them.")]
    [InlineData("""{"filter":{"channels":[null]}}""", "filter.channels[0]", "write a text in quotes.")]
    [InlineData("""{"filter":{"countries":["GB","Iran"]}}""", "filter.countries[1]", "'Iran' is no ISO 3166 code of two letters; did you mean 'IR' (Iran)?")]
    [InlineData("""{"filter":{"countries":["IRN"]}}""", "filter.countries[0]", "'IRN' is no ISO 3166 code of two letters; did you mean 'IR' (Iran)?")]
    [InlineData("""{"filter":{"countries":["ZZ"]}}""", "filter.countries[0]", "'ZZ' is no ISO 3166 code of two letters; write one such as 'IR'.")]
    [InlineData(
        """{"filter":{"categories":["sport"]}}""",
        "filter.categories[0]",
        "'sport' is unknown; write one of: travel, cyber, threat, civil, statement, health.")]
    [InlineData(
        """{"filter":{"changes":["up"]}}""", "filter.changes[0]", "'up' is unknown; write one of: issued, raised, lowered, revised, withdrawn.")]
    [InlineData("""{"filter":{"changes":["1"]}}""", "filter.changes[0]", "'1' is unknown; write one of: issued, raised, lowered, revised, withdrawn.")]
    [InlineData(
        """{"filter":{"minimumSeverity":"High"}}""", "filter.minimumSeverity", "'High' is unknown; write one of: Minor, Moderate, Severe, Extreme.")]
    [InlineData(
        """{"filter":{"minimumSeverity":"Unknown"}}""",
        "filter.minimumSeverity",
        "'Unknown' is unknown; write one of: Minor, Moderate, Severe, Extreme.")]
    [InlineData(
        """{"filter":{"languages":["en-GB"]}}""",
        "filter.languages[0]",
        "'en-GB' is no language; write the two or three letters of BCP 47 without a region, such as 'en'.")]
    [InlineData("""{"filter":{"keywords":[" "]}}""", "filter.keywords[0]", "write 1 to 100 characters.")]
    [InlineData(
        """{"target":"https://[2606:2800:21f:cb07::1%25eth0]/"}""",
        "target",
        "The target's address has a zone ('%…'), which means something in its own network only: give a public address without one, or set "
        + "Delivery:AllowPrivateNetworks to true for a local trial.")]
    [InlineData(
        """{"target":"https://0x5db8d70e/"}""",
        "target",
        "The target's host is an unusual spelling of the address 93.184.215.14: write it so, or give a name.")]
    [InlineData(
        """{"target":"https://2130706433/"}""",
        "target",
        "The target lies inside a private network: give a public address, or set Delivery:AllowPrivateNetworks to true for a local trial.")]
    [InlineData(
        """{"target":"https://user:sesame@example.org/"}""",
        "target",
        "The target must not carry a user name or password: put a token into its path or query instead.")]
    [InlineData(
        """{"filter":{"channels":["uk-fcdo-travel","us-cisa-kev"],"categories":["statement"]}}""",
        "filter",
        "matches nothing: 'channels' and 'categories' exclude each other, uk-fcdo-travel is travel, us-cisa-kev is cyber; leave 'categories' out, or "
        + "name channels of them.")]
    [InlineData("""{"headers":"X-Team"}""", "headers", "write an object, such as {\"…\": …}.")]
    [InlineData("""{"headers":{"X-Team":5}}""", "headers.X-Team", "write a text in quotes.")]
    [InlineData("""{"verified":"yes"}""", "verified", "write true or false.")]
    [InlineData("""{"tenant":"Two Words"}""", "tenant", "write 1 to 64 small letters, digits, '-' or '_', beginning with a letter or digit.")]
    public async Task A_field_of_a_subscription_that_is_wrong_is_named(string body, string field, string sentence)
    {
        var answer = await _api.Post(Subscriptions, body.Contains("tenant", StringComparison.Ordinal) ? _api.Admin : _api.Acme, body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (answer.Status, answer.Word));
        Assert.Equal(sentence, answer.Error(field));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Empty((await _api.Look($"{Subscriptions}?tenant=acme", _api.Admin)).Json["subscriptions"]!.AsArray());
    }

    [Fact]
    public async Task All_that_is_wrong_is_named_at_once()
    {
        var answer = await _api.Post(Subscriptions, _api.Acme, """{"target":"x","format":"telex","filter":{"changes":["up"],"countries":["XX"]}}""");

        Assert.Equal(["target", "format", "filter.countries[0]", "filter.changes[0]"], answer.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal("These need another value: target, format, filter.countries[0], filter.changes[0].", answer.Json["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{\"name\":\n \"a\",,}", "The body stops being JSON at line 2, byte 6.")]
    [InlineData("{", "The body stops being JSON at line 1, byte 2.")]
    [InlineData("name=a", "The body stops being JSON at line 1, byte 2.")]
    public async Task A_body_that_is_no_JSON_says_where(string body, string detail)
    {
        foreach (var path in new[] { Subscriptions, "/api/v1/keys" })
        {
            var answer = await _api.Post(path, _api.Admin, body);

            Assert.Equal((HttpStatusCode.BadRequest, "invalid-json", detail), (answer.Status, answer.Word, answer.Json["detail"]!.GetValue<string>()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_missing_body_is_asked_for(string body)
    {
        var answer = await _api.Post(Subscriptions, _api.Acme, body);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "Send a JSON object as the body, with the header 'Content-Type: application/json'."),
            (answer.Status, answer.Json["detail"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("POST", Subscriptions, "text/plain")]
    [InlineData("POST", Subscriptions, "application/x-www-form-urlencoded")]
    [InlineData("POST", "/api/v1/filters/test", "application/xml")]
    [InlineData("PATCH", Subscriptions + "/sub_none", "application/json-patch+json")]
    public async Task A_body_of_another_type_is_415(string method, string path, string type)
    {
        var answer = await _api.Send(new HttpMethod(method), path, _api.Acme, Some.SubscriptionBody, ("Content-Type", type));

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (answer.Status, answer.Word));
    }

    [Fact]
    public async Task A_body_over_256_KB_is_413()
    {
        var large = $$"""{"name":"{{new string('a', 256 * 1024)}}"}""";

        foreach (var headers in new (string, string)[][] { [], [("Transfer-Encoding", "chunked")] })
        {
            var answer = await _api.Post(Subscriptions, _api.Acme, large, headers);

            Assert.Equal(
                (HttpStatusCode.RequestEntityTooLarge, "too-large", "The body is larger than 256 KB."),
                (answer.Status, answer.Word, answer.Json["detail"]!.GetValue<string>()));
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/alarms", 404, "no-such-route")]
    [InlineData("GET", "/robots.txt", 404, "no-such-route")]
    [InlineData("PUT", Subscriptions, 405, "method-not-allowed")]
    [InlineData("DELETE", "/api/v1/alerts", 405, "method-not-allowed")]
    public async Task An_unknown_address_or_method_is_a_problem_too(string method, string path, int status, string word)
    {
        var answer = await _api.Send(new HttpMethod(method), path, _api.Acme);

        Assert.Equal(((HttpStatusCode)status, word), (answer.Status, answer.Word));
        Assert.Equal(status == 405, answer.Headers.ContainsKey("Allow"));
        Assert.Equal(["type", "title", "status", "detail"], answer.Json.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData(
        "/api/v1/alerts?chanel=x",
        "chanel",
        "is unknown; did you mean 'channel'? Write one of: channel, category, country, minimumSeverity, change, text, since, until, cursor, "
        + "order, limit, after, wait, kind.")]
    [InlineData("/api/v1/alerts?channel=clusters", "channel", "clusters are of the kind cluster; add kind=cluster.")]
    [InlineData("/api/v1/alerts?after=now&wait=5&kind=cluster", "wait", "is for the kind alert only; leave it out, and ask again.")]
    [InlineData("/api/v1/alerts/stream?channel=clusters", "channel",
        "clusters are not streamed; ask for them by GET /api/v1/alerts?kind=cluster, or subscribe.")]
    [InlineData("/api/v1/alerts?kind=health", "kind", "'health' is unknown; write alert or cluster.")]
    [InlineData("/api/v1/health-events?kind=alert", "kind", "is unknown; write one of: channel, category, country, minimumSeverity, change, "
        + "text, since, until, cursor, order, limit.")]
    [InlineData("/api/v1/alerts?channel=us-cisa-kve", "channel", "there is no channel 'us-cisa-kve'; did you mean 'us-cisa-kev'?")]
    [InlineData(
        "/api/v1/alerts?category=travel,sport", "category", "'sport' is unknown; write one of: travel, cyber, threat, civil, statement, health.")]
    [InlineData("/api/v1/alerts?country=Iraq", "country", "'Iraq' is no ISO 3166 code of two letters; did you mean 'IQ' (Iraq)?")]
    [InlineData("/api/v1/alerts?minimumSeverity=5", "minimumSeverity", "'5' is unknown; write one of: Minor, Moderate, Severe, Extreme.")]
    [InlineData("/api/v1/alerts?change=up", "change", "'up' is unknown; write one of: issued, raised, lowered, revised, withdrawn.")]
    [InlineData("/api/v1/alerts?since=yesterday", "since", "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.")]
    [InlineData("/api/v1/alerts?until=31/01/2026", "until", "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.")]
    [InlineData("/api/v1/alerts?order=random", "order", "write newest (to look) or oldest (to follow).")]
    [InlineData("/api/v1/alerts?limit=0", "limit", "write a number from 1 to 200.")]
    [InlineData("/api/v1/alerts?limit=1000", "limit", "write a number from 1 to 200.")]
    [InlineData("/api/v1/alerts?limit=1&limit=2", "limit", "write it once.")]
    [InlineData("/api/v1/alerts?cursor=whatever", "cursor", "is not one of this list's; send the cursor of the page before as it is, or none to begin.")]
    [InlineData("/api/v1/subscriptions?limit=ten", "limit", "write a number from 1 to 200.")]
    public async Task A_part_of_a_query_that_is_wrong_is_named(string path, string field, string sentence)
    {
        var answer = await _api.Look(path, _api.Admin);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (answer.Status, answer.Word));
        Assert.Equal(sentence, answer.Error(field));
    }

    [Theory]
    [InlineData("""{}""", "name", "write one line of 1 to 100 characters that says whose key it is.")]
    [InlineData("""{"name":"a","role":"root"}""", "role", "'root' is unknown; write one of: subscriber, admin, reader.")]
    [InlineData(
        """{"name":"a","expiresAt":"2019-12-31T00:00:00Z"}""",
        "expiresAt",
        "is in the past; write a later time, or leave it out for a key that does not expire.")]
    [InlineData("""{"name":"a","expiresAt":"soon"}""", "expiresAt", "write a time such as \"2026-01-31T09:00:00Z\".")]
    public async Task A_field_of_a_key_that_is_wrong_is_named(string body, string field, string sentence) =>
        Assert.Equal(sentence, (await _api.Post("/api/v1/keys", _api.Admin, body)).Error(field));

    [Fact]
    public async Task A_filter_that_matches_nothing_is_refused_wherever_it_is_written()
    {
        const string Nothing = """{"filter":{"channels":["uk-fcdo-travel"],"categories":["cyber"]}}""";
        var id = await _api.Subscribe(_api.Globex);

        Answer[] answers =
        [
            await _api.Post("/api/v1/filters/test", _api.Acme, Nothing),
            await _api.Post("/api/v1/filters/backtest", _api.Acme, Nothing),
            await _api.Send(HttpMethod.Patch, $"{Subscriptions}/{id}", _api.Globex, Nothing),
        ];

        Assert.All(answers, answer => Assert.StartsWith("matches nothing: ", answer.Error("filter"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://bücher.example/alerts", "https://xn--bcher-kva.example/alerts")]
    [InlineData("https://EXAMPLE.org/", "https://example.org/")]
    [InlineData("https://аpple.example/?a=b", "https://xn--pple-43d.example/?a=b")]
    public async Task A_host_is_shown_as_it_is_called(string target, string shown) =>
        Assert.Equal(shown, (await _api.Post(Subscriptions, _api.Globex, $$"""{"target":"{{target}}"}""")).Json["target"]!.GetValue<string>());

    [Fact]
    public async Task Only_an_admin_names_another_tenant()
    {
        const string Body = """{"target":"https://receiver.example.org/","tenant":"globex"}""";

        Assert.Equal("forbidden", (await _api.Post(Subscriptions, _api.Acme, Body)).Word);
        Assert.Equal("globex", (await _api.Post(Subscriptions, _api.Admin, Body)).Json["tenant"]!.GetValue<string>());
    }
}
