using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Tests.Polling;

namespace AlertRelay.Tests.Clusters;

/// <summary>Alerts of governments that speak of Iraq, and the channels that they come from.</summary>
internal static class SomeRaises
{
    public static readonly DateTimeOffset Start = new(2020, 1, 3, 12, 0, 0, TimeSpan.Zero);

    public static readonly Area Iraq = new("IQ", "Iraq");

    public static readonly Level Low = new("1", "Level 1", Severity.Minor, Scope.Whole, 1), Moderate = new("2", "Level 2", Severity.Moderate, Scope.Whole, 2),
        Severe = new("3", "Level 3", Severity.Severe, Scope.Whole, 3), Extreme = new("4", "Level 4", Severity.Extreme, Scope.Whole, 4);

    /// <summary>One channel each, and a second one of the United States; the last is of an international body.</summary>
    public static ChannelCatalog Catalog { get; } = New(
    [
        ("us", "US"), ("us-embassies", "US"), ("gb", "GB"), ("ca", "CA"), ("de", "DE"), ("fr", "FR"), ("jp", "JP"), ("body", null),
    ]);

    /// <param name="at">After the start.</param>
    public static Alert Alert(string channel, TimeSpan at, ChangeKind change = ChangeKind.Raised) => new()
    {
        Id = AlertId.Of(channel, "iraq", (int)(at.Ticks % int.MaxValue)),
        Channel = channel,
        Authority = $"Ministry of {channel}",
        Key = "iraq",
        Revision = 2,
        Change = change,
        MessageType = MessageType.Update,
        Category = Category.Travel,
        Title = "Iraq",
        Headline = $"{channel} raises Iraq to Level 4",
        Level = Extreme,
        PreviousLevel = change == ChangeKind.Issued ? null : Severe,
        Areas = [Iraq],
        Language = "en",
        DetectedAt = Start + at,
        Link = new Uri($"https://{channel}.example.org/iraq"),
        Evidence = new Evidence(new Uri("https://example.org/feed"), Start, new string('a', 64)),
    };

    private static Channel Channel((string Id, string? Country) of) => PollingTrial.StateLike(of.Id, of.Country) with { ShortName = $"Ministry {of.Id}" };

    private static ChannelCatalog New(IEnumerable<(string, string?)> channels) => new(channels.Select(Channel));
}
