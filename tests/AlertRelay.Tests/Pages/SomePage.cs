using AlertRelay.Alerts;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

internal static class SomePage
{
    /// <summary>10 January 2020, with everything that a page can show.</summary>
    public static readonly Alert Iran = Some.Alert("alr_iran", at: new DateTimeOffset(2020, 1, 10, 0, 50, 15, TimeSpan.Zero)) with
    {
        Authority = "Foreign, Commonwealth & Development Office",
        Headline = "UK raises Iran to Advises against all travel (was all but essential)",
        Summary = "The FCO now advises against all travel to Iran.",
        Text = "Do not travel.\nAirspace is closed.",
        Level = new Level("avoid_all", "Advises against all travel", Severity.Extreme, Step: 8),
        PreviousLevel = new Level("avoid_most", "Advises against all but essential travel", Severity.Severe, Step: 4),
        Areas = [new Area("IR", "Iran")],
        Translations = [new Translation("ar", "إيران", "", "لا تسافر إلى إيران.")],
        PublishedAt = new DateTimeOffset(2020, 1, 10, 0, 45, 0, TimeSpan.Zero),
        Link = new Uri("https://www.gov.uk/foreign-travel-advice/iran"),
        Diff = new TextDiff(["all but essential travel"], ["all travel"]),
        Evidence = new Evidence(
            new Uri("https://www.gov.uk/api/content/foreign-travel-advice/iran"),
            new DateTimeOffset(2020, 1, 10, 0, 46, 0, TimeSpan.Zero),
            new string('0', 64),
            "W/\"5e17\"",
            "Fri, 10 Jan 2020 00:45:00 GMT"),
        References = ["alr_before"],
        Marks = ["confirmed by a second look"],
    };
}
