using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Feeds;

/// <summary>
/// Addresses and ids in feeds. Without Relay:BaseUrl addresses are relative to the feed's own, because the Host header of a request is anybody's word.
/// </summary>
internal sealed class FeedLinks(RelayOptions relay)
{
    // Ids must never change (RFC 4287, section 4.2.6), wherever the relay moves.
    private const string Tag = "tag:alertrelay.org,2020:";

    /// <summary>The relay in CAP messages: its host's name, or "alertrelay" without Relay:BaseUrl.</summary>
    public string Sender => relay.Origin;

    public string At(string path) => relay.Base is { } address ? RelayPages.At(address, path).AbsoluteUri : path;

    /// <param name="form">As <see cref="RelayPages.Json"/>; empty for the page.</param>
    public string Of(Alert alert, string form = "") => At($"{RelayPages.Alerts}/{Uri.EscapeDataString(alert.Id)}{form}");

    /// <summary>The same at every relay, as the alert's id is.</summary>
    public static string IdOf(string alert) => $"{Tag}alerts/{Uri.EscapeDataString(alert)}";

    public string IdOf(string path, FeedQuery query) => $"{Tag}{Uri.EscapeDataString(relay.Origin)}{path}{query.Text}";

    /// <summary>What a word in a category is a value of.</summary>
    public static string Scheme(string name) => Tag + name;
}
