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

        var shownBy = new StatedLevels(tape);
        var (compared, kept) = (0, 0);
        await foreach (var (poll, channel, _) in run.Play(TestContext.Current.CancellationToken))
        {
            clock.SetUtcNow((await store.Find(channel.Id, TestContext.Current.CancellationToken))!.LastPollAt!.Value);
            shownBy.ReadUpTo(poll, channel.Id);
            var (stated, ever) = (shownBy.Now, shownBy.Ever);
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

    /// <summary>What the documents of a tape state, poll by poll. Each document is parsed once.</summary>
    private sealed class StatedLevels(Tape tape)
    {
        private readonly Dictionary<string, string> _files = [];
        private readonly Dictionary<(string Url, string File), List<(string Country, string Statement)>> _parsed = [];
        private int _read;

        /// <summary>By the last good answer of each address.</summary>
        public ILookup<string, string> Now { get; private set; } = Enumerable.Empty<string>().ToLookup(_ => "");

        /// <summary>By these and all earlier answers.</summary>
        public HashSet<(string Country, string Statement)> Ever { get; } = [];

        public void ReadUpTo(int poll, string channel)
        {
            for (; _read <= poll; _read++)
            {
                foreach (var response in tape.Polls[_read].Responses)
                {
                    if (response is { Status: 200, Body: { } body })
                        _files[response.Url] = body;
                }

                // Of Canada's documents the pages count, once there are any.
                var levels = RecordedLevels.Wanted(channel, _files.Keys).SelectMany(url => Parsed(channel, url, _files[url])).ToList();
                Now = levels.ToLookup(level => level.Country, level => level.Statement);
                Ever.UnionWith(levels);
            }
        }

        private List<(string Country, string Statement)> Parsed(string channel, string url, string file)
        {
            if (!_parsed.TryGetValue((url, file), out var levels))
                _parsed[(url, file)] = levels = [.. RecordedLevels.Of(channel, [(url, File.ReadAllBytes(Path.Combine(tape.Folder, file)))])];

            return levels;
        }
    }
}
