using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels.Countries;
using AlertRelay.Pages.Forms;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>A subscription as its form shows it, and as the API takes it.</summary>
internal static class SubscriptionBody
{
    private const string TimeOfDay = "HH:mm";

    /// <summary>What POST /subscriptions takes.</summary>
    public static JsonObject New(FormValues form)
    {
        var body = Of(form);
        Set(body, "tenant", form.Text("tenant"));
        foreach (var name in new[] { "snapshot", "allowDuplicate", "verified" })
        {
            if (form.IsTicked(name))
                body[name] = true;
        }

        return body;
    }

    /// <summary>The members that can also be changed later.</summary>
    public static JsonObject Of(FormValues form)
    {
        var body = new JsonObject();
        foreach (var name in new[] { "name", "target", "format" })
            Set(body, name, form.Text(name));
        // Also when they are empty: a change then names the fields that were cleared, and leaves the others, such as silences.
        body["filter"] = Filter(form);
        body["noise"] = Noise(form);
        body["headers"] = Headers(form);
        return body;
    }

    public static JsonObject Filter(FormValues form)
    {
        var filter = new JsonObject();
        // In one order, so that a list that was only ticked in another order is the same.
        foreach (var name in new[] { "kinds", "channels", "categories", "changes" })
            Set(filter, name, form.All($"filter.{name}").Order(StringComparer.Ordinal));
        Set(filter, "countries", form.Lines("filter.countries").SelectMany(Countries));
        Set(filter, "minimumSeverity", form.Text("filter.minimumSeverity"));
        Set(filter, "languages", form.Lines("filter.languages").SelectMany(Words));
        Set(filter, "keywords", form.Lines("filter.keywords"));
        return filter;
    }

    public static FormValues FormOf(SubscriptionResponse subscription) => FormValues.Of(
    [
        ("name", subscription.Name), ("target", subscription.Target), ("format", subscription.Format),
        .. FieldsOf(subscription.Filter), .. FieldsOf(subscription.Noise),
        ("headers", string.Join('\n', subscription.Headers.Select(header => $"{header.Key}: {header.Value}"))),
    ]);

    private static IEnumerable<(string Name, string Value)> FieldsOf(Filter filter) =>
    [
        .. filter.Kinds.Select(kind => ("filter.kinds", EnumNames<EventKind>.Of(kind))),
        .. filter.Channels.Select(channel => ("filter.channels", channel)),
        .. filter.Categories.Select(category => ("filter.categories", EnumNames<Category>.Of(category))),
        .. filter.Changes.Select(change => ("filter.changes", EnumNames<ChangeKind>.Of(change))),
        ("filter.countries", string.Join('\n', filter.Countries.Select(CountryOf))),
        ("filter.minimumSeverity", filter.MinimumSeverity is { } severity ? EnumNames<Severity>.Of(severity) : ""),
        ("filter.languages", string.Join(", ", filter.Languages)),
        ("filter.keywords", string.Join('\n', filter.Keywords)),
    ];

    private static IEnumerable<(string Name, string Value)> FieldsOf(NotificationSettings noise)
    {
        var daily = noise.Digest is { Every: DigestEvery.Day } digest ? digest : null;
        return
        [
            ("noise.groupFor", noise.GroupFor is { } window ? DurationText.Write(window) : ""),
            ("noise.repeatAfter", noise.RepeatAfter is { } interval ? DurationText.Write(interval) : ""),
            ("noise.digest.every", noise.Digest is { } some ? EnumNames<DigestEvery>.Of(some.Every) : ""),
            ("noise.digest.at", Written(daily?.At)), ("noise.digest.zone", daily?.Zone ?? ""),
            ("noise.quietHours.from", Written(noise.QuietHours?.From)), ("noise.quietHours.to", Written(noise.QuietHours?.To)),
            ("noise.quietHours.zone", noise.QuietHours?.Zone ?? ""),
        ];
    }

    private static JsonObject Noise(FormValues form)
    {
        var noise = Members(form, "noise.", "groupFor", "repeatAfter");
        // A daily one needs its time and zone. Left out of a change, they would stay what they were.
        if (form.Text("noise.digest.every") is { Length: > 0 } every)
            noise["digest"] = every == EnumNames<DigestEvery>.Of(DigestEvery.Day)
                ? new JsonObject { ["every"] = every, ["at"] = form.Text("noise.digest.at"), ["zone"] = form.Text("noise.digest.zone") }
                : new JsonObject { ["every"] = every };
        Set(noise, "quietHours", Members(form, "noise.quietHours.", "from", "to", "zone"));
        return noise;
    }

    private static JsonObject Headers(FormValues form)
    {
        var headers = new JsonObject();
        foreach (var line in form.Lines("headers"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[colon < 0 ? line : line[..colon].Trim()] = colon < 0 ? "" : line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private static JsonObject Members(FormValues form, string within, params ReadOnlySpan<string> names)
    {
        var members = new JsonObject();
        foreach (var name in names)
            Set(members, name, form.Text(within + name));
        return members;
    }

    private static void Set(JsonObject body, string name, string value)
    {
        if (value.Length > 0)
            body[name] = value;
    }

    private static void Set(JsonObject body, string name, JsonObject value)
    {
        if (value.Count > 0)
            body[name] = value;
    }

    private static void Set(JsonObject body, string name, IEnumerable<string> values)
    {
        var list = new JsonArray([.. values.Distinct().Select(value => (JsonNode)value)]);
        if (list.Count > 0)
            body[name] = list;
    }

    // A name may hold a comma: "Korea, North". What nobody knows the API refuses.
    private static IEnumerable<string> Countries(string line) => CodeOf(line) is { } code ? [code] : Words(line).Select(word => CodeOf(word) ?? word);

    private static string? CodeOf(string text) => (CountryNames.OfAlpha2(text) ?? CountryNames.OfAlpha3(text) ?? CountryNames.Named(text))?.Code;

    private static string CountryOf(string code) => CountryNames.NameIn(code, "en") is var name && CodeOf(name) == code ? name : code;

    private static string[] Words(string line) => line.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Written(TimeOnly? time) => time?.ToString(TimeOfDay, CultureInfo.InvariantCulture) ?? "";
}
