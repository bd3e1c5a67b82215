using System.Globalization;

namespace AlertRelay.Tests.Pages;

/// <summary>
/// Every page with every kind of person: a line for each route of a page. docs/operate/console-pages.md holds the same table, and a test calls each route
/// as each of
/// them. A new page needs a line here and in the page.
/// </summary>
internal static class RolePages
{
    /// <summary>A page; or a form that does what it says.</summary>
    public const string Yes = "yes";

    /// <summary>A page leads to the sign-in; a form does nothing and says so.</summary>
    public const string SignIn = "signs in first";

    public const string No = "no";

    /// <summary>Whoever has the link, whatever the role. The test has none, and is told so.</summary>
    public const string Link = "with the link";

    /// <summary>Another answer than a page, such as that nothing is set up.</summary>
    public const string None = "if set up";

    public static readonly IReadOnlyList<RolePage> All =
    [
        Public("GET /", "overview"),
        Public("GET /alerts", "alerts"),
        Public("GET /alerts/{alert}", "one alert"),
        Public("GET /alerts/{alert}.json", "the same for programs"),
        Public("GET /alerts/{alert}.cap.xml", "the same as CAP"),
        Public("GET /feeds/alerts.atom", "alerts as Atom"),
        Public("GET /feeds/alerts.json", "alerts as JSON Feed"),
        Public("GET /feeds/alerts.cap.xml", "alerts as an index of CAP"),
        Public("GET /countries", "countries"),
        Public("GET /countries.csv", "countries as CSV"),
        Public("GET /countries.json", "countries for programs"),
        Public("GET /levels.geojson", "levels as GeoJSON"),
        Public("GET /countries/IR", "one country"),
        Public("GET /countries/IR.json", "the same for programs"),
        Public("GET /preferences", "choose a time zone"),
        Public("POST /preferences", "save it", ("zone", "Europe/Berlin")),
        ByLink("GET /confirm/{token}", "confirm an email address"),
        ByLink("POST /confirm/{token}", "the same"),
        ByLink("GET /unsubscribe/{token}", "unsubscribe from emails"),
        ByLink("POST /unsubscribe/{token}", "the same", ("List-Unsubscribe", "One-Click")),
        ByLink("GET /portal/{token}", "open a portal link"),
        ByLink("POST /portal/{token}", "the same"),
        Public("GET /sign-in", "sign in"),
        Public("POST /sign-in", "the same, with a key", ("key", "{key of operator}")),
        new("GET /sign-in/provider", "the same, at a provider", None, None, None, None),
        Public("POST /sign-out", "sign out"),
        new("GET /sign-out/provider", "the same, at the provider", None, None, None, None),
        SignedIn("GET /subscriptions", "subscriptions"),
        SignedIn("GET /subscriptions/{subscription}", "one subscription"),
        SignedIn("GET /subscriptions/new", "a form for a new one"),
        Changing("POST /subscriptions/new", "create it", ("target", "https://receiver.example.org/hook"), ("allowDuplicate", "true"), ("do", "save")),
        SignedIn("GET /subscriptions/{subscription}/edit", "a form to change it"),
        Changing(
            "POST /subscriptions/{subscription}/edit",
            "save it",
            ("target", "https://receiver.example.org/"),
            ("name", "renamed"),
            ("do", "save"),
            ("version", "{version}")),
        Changing("POST /subscriptions/{subscription}/pause", "pause it"),
        Changing("POST /subscriptions/{subscription}/resume", "resume it"),
        Changing("POST /subscriptions/{subscription}/verify", "ask its target again"),
        new("POST /subscriptions/{subscription}/mark-verified", "mark its target as verified", SignIn, No, No, Yes),
        Changing("POST /subscriptions/{subscription}/test", "send a test alert"),
        Changing("POST /subscriptions/{subscription}/rotate-secret", "rotate its secret", ("version", "{version}")),
        SignedIn("GET /subscriptions/{subscription}/delete", "ask before deleting it"),
        Changing("POST /subscriptions/{subscription}/delete", "delete it"),
        SignedIn("GET /subscriptions/{subscription}/recover", "count its missed alerts"),
        Changing("POST /subscriptions/{subscription}/recover", "send them again", ("since", "2020-01-03T09:00"), ("do", "send")),
        Changing("POST /subscriptions/{subscription}/dead-letters/retry", "retry its dead letters"),
        SignedIn("GET /subscriptions/{subscription}/preview", "an alert in its format"),
        SignedIn("GET /subscriptions/{subscription}/deliveries", "its deliveries"),
        SignedIn("GET /deliveries", "undelivered alerts"),
        SignedIn("GET /deliveries/{delivery}", "one delivery"),
        Changing("POST /deliveries/{delivery}/retry", "retry it"),
        SignedIn("GET /alerts/{alert}/deliveries", "who was sent an alert, and why not others"),
        SignedIn("GET /channels", "channels"),
        SignedIn("GET /channels/uk-fcdo-travel", "one channel"),
        SignedIn("GET /channels/uk-fcdo-travel/notices/{notice}", "one notice"),
        Operators("POST /channels/uk-fcdo-travel/poll", "poll it now"),
        Operators("POST /channels/uk-fcdo-travel/try", "try another address", ("url", "https://publisher.example.org/feed")),
        SignedIn("GET /silences", "silences and quiet hours"),
        SignedIn("GET /silences/{subscription}", "those of one subscription"),
        Changing(
            "POST /silences/{subscription}/add", "add a silence", ("all", "true"), ("until", "2020-01-04T09:00"), ("reason", "exercise"),
            ("version", "{version}")),
        Changing("POST /silences/{subscription}/end", "end one", ("index", "0"), ("version", "{version}")),
        Changing(
            "POST /silences/{subscription}/quiet-hours", "set quiet hours", ("noise.quietHours.from", "22:00"), ("noise.quietHours.to", "06:00"),
            ("noise.quietHours.zone", "UTC"), ("version", "{version}")),
        Changing("POST /silences/{subscription}/quiet-hours/remove", "remove them", ("version", "{version}")),
        SignedIn("GET /audit", "audit log"),
        SignedIn("GET /portal-links", "portal links"),
        Changing("POST /portal-links", "make one", ("expiresIn", "1h")),
        Changing("POST /portal-links/{link}/revoke", "revoke it"),
        Operators("GET /keys", "API keys"),
        Operators("POST /keys", "make one", ("name", "desk"), ("role", "reader")),
        Operators("GET /keys/{key}", "one key"),
        Operators("POST /keys/{key}/rotate", "rotate it"),
        Operators("POST /keys/{key}/revoke", "revoke it", ("confirm", "yes")),
        Operators("GET /signing-keys", "signing keys"),
        Operators("POST /signing-keys/rotate", "rotate the key", ("confirm", "yes"), ("from", "{signing key}")),
        Operators("GET /settings", "settings"),
        Operators("GET /doctor", "doctor"),
        Operators("POST /doctor", "fetch each channel once"),
    ];

    /// <summary>As docs/operate/console-pages.md holds it.</summary>
    public static string Table() => string.Concat(
    [
        "| page | what it does | visitor | tenant, read only | tenant | operator |\n|---|---|---|---|---|---|\n",
        .. All.Select(page => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{page.Route}` | {page.Does} | {page.Visitor} | {page.Reader} | {page.Tenant} | {page.Operator} |\n")),
    ]);

    private static RolePage Public(string route, string does, params (string, string)[] fields) => new(route, does, Yes, Yes, Yes, Yes, fields);

    private static RolePage ByLink(string route, string does, params (string, string)[] fields) => new(route, does, Link, Link, Link, Link, fields);

    private static RolePage SignedIn(string route, string does) => new(route, does, SignIn, Yes, Yes, Yes);

    private static RolePage Changing(string route, string does, params (string, string)[] fields) => new(route, does, SignIn, No, Yes, Yes, fields);

    private static RolePage Operators(string route, string does, params (string, string)[] fields) => new(route, does, SignIn, No, No, Yes, fields);
}

/// <param name="Route">With {subscription}, {alert}, {key} or {link}, of the tenant, where the path needs one.</param>
/// <param name="Fields">What its form sends.</param>
internal sealed record RolePage(
    string Route, string Does, string Visitor, string Reader, string Tenant, string Operator, params (string Name, string Value)[] Fields);
