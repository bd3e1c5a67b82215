using AlertRelay.Channels;
using AlertRelay.Commands.Replay;
using AlertRelay.Countries;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Countries.Recorded;

/// <summary>After every poll of the recorded travel channels the picture shows what the recorded documents say, which are read here by other means.</summary>
public sealed class TapePictureTests(ITestOutputHelper output)
{
    public static TheoryData<string> Tapes => [.. Folders().Select(folder => Path.GetFileName(folder)!).DefaultIfEmpty("none")];

    [Theory, MemberData(nameof(Tapes))]
    public async Task The_picture_after_each_poll_is_what_the_documents_say(string name)
    {
        Assert.SkipWhen(name == "none", "The recorded polls do not lie beside the repository.");
        var tape = Tape.Open(Folders().Single(folder => Path.GetFileName(folder) == name));
        using var relay = new RelayInMemory();
        var clock = new FakeTimeProvider(tape.Polls[0].At);
        using var database = SqliteDatabase.InMemory(clock);
        var store = new SqliteChannelStore(database, TestRows.Unlogged);
        var outbox = new Outbox(store, relay.Publisher, new SqlitePollLease(database), Options.Create(new PollingOptions()), NullLogger<Outbox>.Instance);
        using var run = new TapeRun(tape, ChannelCatalog.Load(null), store, new SqliteEvidenceStore(database, clock), outbox);
        var pictures = new CountryPictures(new ChannelCatalog(run.Channels), store, Options.Create(new PollingOptions()), clock);

        var (compared, kept) = (0, 0);
        await foreach (var (poll, channel, _) in run.Play(TestContext.Current.CancellationToken))
        {
            clock.SetUtcNow((await store.Find(channel.Id, TestContext.Current.CancellationToken))!.LastPollAt!.Value);
            var stated = Stated(tape, channel, poll).ToLookup(level => level.Country, level => level.Statement);
            var ever = Enumerable.Range(0, poll + 1).SelectMany(earlier => Stated(tape, channel, earlier)).ToHashSet();
            foreach (var picture in await pictures.All(null, TestContext.Current.CancellationToken))
            {
                var level = picture.Authorities.Single(level => level.Channel == channel.Id);
                var shown = new[] { level.Whole is { } whole ? $"whole: {whole.Native}" : null, level.Part is { } part ? $"part: {part.Native}" : null };
                var now = stated[picture.Country.Code].ToList();
                // Not what the present document says: one of before stands, because this one is doubted, held, older, or could not be read.
                Assert.All(shown.OfType<string>().Except(now), statement => Assert.Contains((picture.Country.Code, statement), ever));
                if (level.State == Knowledge.NotCovered)
                    Assert.Empty(now);
                if (level.State != Knowledge.Known)
                    continue;

                compared++;
                if (shown.OfType<string>().Except(now).Any())
                {
                    kept++;
                    output.WriteLine($"poll {poll}: {picture.Country.Code} {string.Join(", ", shown)}; the document: {string.Join(", ", now)}");
                }
            }
        }

        output.WriteLine($"{compared} known levels, {kept} of them of an earlier document");
        Assert.True(compared > 0);
        Assert.True(kept <= compared / 50, $"{kept} of {compared} levels differ from the present document");
    }

    private static IEnumerable<(string Country, string Statement)> Stated(Tape tape, Channel channel, int poll) =>
        RecordedLevels.Of(channel.Id, [.. Shown(tape, poll)]);

    /// <summary>The last good answer of each address.</summary>
    private static IEnumerable<(string Url, byte[] Body)> Shown(Tape tape, int poll)
    {
        var shown = new Dictionary<string, string>();
        foreach (var response in tape.Polls.Take(poll + 1).SelectMany(played => played.Responses))
        {
            if (response is { Status: 200, Body: { } body })
                shown[response.Url] = body;
        }

        return shown.Select(document => (document.Key, File.ReadAllBytes(Path.Combine(tape.Folder, document.Value))));
    }

    private static IEnumerable<string> Folders()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "tapes")))
            folder = folder.Parent;

        return folder is null ? [] : Directory.EnumerateDirectories(Path.Combine(folder.FullName, "shared", "tapes"))
            .Where(path => File.Exists(Path.Combine(path, "tape.json")) && Tape.Open(path).Channels is [var only]
                && only is "us-state-travel" or "uk-fcdo-travel" or "ca-gac-travel")
            .Order(StringComparer.Ordinal);
    }
}
