using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>Test data that is right in every respect a test does not mention.</summary>
public static class Some
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly Level Minor = new("1", "Exercise normal precautions", Severity.Minor, Step: 1);
    public static readonly Level Moderate = new("2", "Exercise increased caution", Severity.Moderate, Step: 2);
    public static readonly Level Severe = new("3", "Reconsider travel", Severity.Severe, Step: 3);
    public static readonly Level Extreme = new("4", "Do not travel", Severity.Extreme, Step: 4);

    public static Channel Channel(ChannelRules? rules = null, Membership membership = Membership.Complete) => new()
    {
        Id = "xx-test-travel",
        Name = "Test travel advice",
        Authority = "Ministry of Tests",
        ShortName = "Testland",
        Country = "XX",
        Category = Category.Travel,
        Languages = ["en"],
        Homepage = new Uri("https://example.org/"),
        Terms = "none",
        Attribution = "Ministry of Tests",
        Urls = [new Uri("https://example.org/feed.xml")],
        Parser = "feed",
        Membership = membership,
        Rules = rules ?? new ChannelRules(),
    };

    public static Notice Notice(
        string key = "IR", Level? level = null, string text = "Take care.", DateTimeOffset? updated = null, string? fact = null) => new()
        {
            Key = key,
            Title = $"Advice for {key}",
            Link = new Uri($"https://example.org/{key}"),
            Level = level ?? Moderate,
            Areas = [new Area(key, key)],
            Text = text,
            SignificantFacts = [fact ?? text],
            UpdatedAt = updated,
        };

    public static Evidence Evidence(DateTimeOffset? at = null) => new(new Uri("https://example.org/feed.xml"), at ?? Morning, new string('0', 64));
}
