using System.Globalization;
using System.Net;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Polling;
using AlertRelay.Tests.Channels;
using AlertRelay.Tests.Detection.Properties;
using CsCheck;

namespace AlertRelay.Tests.Polling;

/// <summary>
/// The properties of the detector, seen from outside: the State Department's feed as bytes, with broken documents, moved items and changed ids, through
/// fetcher, parser, detector and store.
/// </summary>
public sealed class LyingFeedTests
{
    private const int Histories = 10;
    private const int MostPolls = 12;
    private const int MinutesBetween = 20;

    private static readonly string[] Names =
    [
        "Albania", "Algeria", "Angola", "Argentina", "Armenia", "Austria", "Bahrain", "Belgium", "Benin", "Bhutan", "Bolivia", "Botswana", "Brazil",
        "Bulgaria", "Burundi", "Cameroon", "Chad",
        "Chile", "Colombia", "Croatia", "Cuba", "Denmark", "Ecuador", "Egypt",
    ];

    private static readonly string[] Words = ["", "Exercise Normal Precautions", "Exercise Increased Caution", "Reconsider Travel", "Do Not Travel"];

    [Fact]
    public async Task A_feed_that_lies_makes_the_relay_say_no_lower_level_and_miss_no_rise() =>
        await Step.History(MostPolls).SampleAsync(
            async steps =>
            {
                using var trial = new PollingTrial(Fixture.Channel("us-state-travel"));
                var world = new World();
                var truths = new List<IReadOnlyDictionary<string, Notice>> { world.Truth };
                foreach (var step in Step.Bounded(steps.Select(step => step.WithoutDoubleFaults()))
                    .Prepend(new Step([], [], 0, 0, 0))
                    .Select(step => step with { Minutes = step.Minutes + MinutesBetween }))
                {
                    world.Pass(step, () => truths.Add(world.Truth));
                    truths.Add(world.Truth);
                    Show(trial.Publisher, world, step);
                    trial.Time.SetUtcNow(world.Now.AddMinutes(-15));
                    var report = await trial.Poll();

                    Assert.DoesNotContain(
                        report.Alerts,
                        alert => alert.Change == ChangeKind.Lowered
                            && truths.All(truth => alert.Level.Step < truth.GetValueOrDefault(KeyOf(alert))?.Level.Step));
                    if (step.Lies.Count > 0)
                        continue;

                    Assert.Equal(PollOutcome.Read, report.Outcome);
                    await AssertKnown(trial, world);
                    truths.RemoveRange(0, truths.Count - 1);
                }
            },
            iter: Histories, threads: 1);

    private static async Task AssertKnown(PollingTrial trial, World world)
    {
        var known = (await trial.Store.Notices(trial.Channel.Id, TestContext.Current.CancellationToken)).Values.ToDictionary(
            state => NameIn(state.LastNotified!.Title), state => state.LastNotified!);
        foreach (var (key, notice) in world.Truth)
            Assert.True(
                known.GetValueOrDefault(NameOf(key)) is { } told && told.Level.Step >= notice.Level.Step,
                $"{NameOf(key)} is truly {notice.Level.Native}, known as {known.GetValueOrDefault(NameOf(key))?.Level.Native}");
    }

    private static void Show(Publisher publisher, World world, Step step)
    {
        var shown = world.Shown(step with { Lies = [.. step.Lies.Where(lie => lie.Kind != LieKind.Broken)] }, _ => null)!;
        var whole = $"<rss version=\"2.0\"><channel><title>Travel Advisories</title>{string.Concat(shown.Select(notice => Item(notice,
            step.Order)))}</channel></rss>";
        var broken = step.Lies.FirstOrDefault(lie => lie.Kind == LieKind.Broken);
        publisher.Status = broken is { Version: 0 } ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        publisher.Body = broken?.Version switch
        {
            null or 0 => whole,
            1 => "<!DOCTYPE html><html><body>Maintenance</body></html>",
            2 => "<rss version=\"2.0\"><channel><title>Travel Advisories</title></channel></rss>",
            _ => whole[..(whole.Length * (broken.Country + 1) / (Step.Countries + 1))],
        };
    }

    // Ids and links move from poll to poll, as they did between two addresses of each page.
    private static string Item(Notice notice, int order)
    {
        var name = NameOf(notice.Key);
        var link = order % 2 == 0 ? $"https://travel.state.gov/{name}-travel-advisory.html" : $"https://travel.state.gov/content/{name}.html";
        var body = notice.ImplausibleReason is null ? $"<p>{notice.Text}</p>" : "Exercise normal precautionSummary not available";
        var level = notice.Level.IsKnown ? $"Level {notice.Level.Step}: {Words[notice.Level.Step]}" : notice.Level.Native;
        return new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <item><title>{name} - {level}</title><link>{link}</link><guid>{link}</guid>
            <pubDate>{notice.UpdatedAt:ddd, dd MMM yyyy}</pubDate><description><![CDATA[{body}]]></description></item>
            """).ToString();
    }

    private static string NameOf(string key) => Names[int.Parse(key[1..], CultureInfo.InvariantCulture)];

    private static string NameIn(string title) => title.Split(" - ")[0];

    private static string KeyOf(Alert alert) => $"C{Array.IndexOf(Names, NameIn(alert.Title))}";
}
