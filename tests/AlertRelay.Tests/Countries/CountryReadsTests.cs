using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Storage.Azure;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Countries;

/// <summary>What a question costs in a storage account, in requests; docs/build/countries.md states it.</summary>
public sealed class CountryReadsTests(Azurite azurite)
{
    private const int Channels = 3, LevelsPerChannel = 240;

    [Fact]
    public async Task A_question_costs_three_requests_for_each_channel_and_a_past_time_two_more()
    {
        var account = new AzureAccount(await azurite.Account());
        var requests = new Counter();
        var store = new AzureChannelStore(account.Open(requests), TestRows.Unlogged);
        var catalog = new ChannelCatalog(
            ChannelCatalog.Load(null).All.Where(LevelPeriods.AreOf).Take(Channels).Select(channel => channel with { Enabled = true }));
        foreach (var channel in catalog.All)
            await Fill(store, channel);

        var pictures = new CountryPictures(catalog, store, Options.Create(new PollingOptions()), account.Time);
        var iraq = CountryPictures.Find("IQ")!;
        Assert.Equal(Channels * 3, await requests.Of(() => pictures.Of(iraq, null, Cancellation)));
        Assert.Equal(Channels * 3, await requests.Of(() => pictures.All(null, Cancellation)));
        Assert.Equal(Channels * 5, await requests.Of(() => pictures.Of(iraq, Samples.Noon.AddMinutes(1), Cancellation)));
        Assert.Equal(Channels * 5, await requests.Of(() => pictures.All(Samples.Noon.AddMinutes(1), Cancellation)));
        Assert.Equal(Channels * 5, await requests.Of(() => pictures.WithHistory(iraq, null, Cancellation)));
        Assert.Equal((Knowledge.Known, "past"), Shown(await pictures.Of(iraq, Samples.Noon.AddMinutes(1), Cancellation)));
        Assert.Equal((Knowledge.Known, "now"), Shown(await pictures.Of(iraq, Samples.Noon.AddMinutes(2), Cancellation)));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (Knowledge State, string? Native) Shown(CountryPicture picture) => (picture.Authorities[0].State, picture.Authorities[0].Whole?.Native);

    private static async Task Fill(AzureChannelStore store, Channel channel)
    {
        var levels = CountryPictures.Countries.Take(LevelsPerChannel).SelectMany(
            country => new[] { Period(country, "now", 2, null), Period(country, "past", 0, 2) });
        var state = Samples.ChannelState(channel.Id, 1) with
        {
            LastGoodPollAt = Samples.Noon.AddMinutes(2),
            Documents = channel.Urls.ToDictionary(url => url.AbsoluteUri, _ => new DocumentState(default!, BaselineAt: Samples.Noon)),
        };
        Assert.True(await store.Commit(state, [], [], [], [.. levels], Cancellation));
        // A long commit is moved to its places by the first who reads.
        await store.Levels(channel.Id, null, Cancellation);
    }

    private static LevelPeriod Period(Area country, string native, int from, int? until) => new()
    {
        Country = country.Code,
        Key = country.Code,
        Level = new Level(native, native, Severity.Severe),
        From = Samples.Noon.AddMinutes(from),
        Until = until is { } end ? Samples.Noon.AddMinutes(end) : null,
        Title = country.Name,
        Link = new Uri("https://example.org/"),
        Areas = [country],
    };

    private sealed class Counter : HttpPipelineSynchronousPolicy
    {
        private int _requests;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _requests);

        public async Task<int> Of(Func<Task> work)
        {
            var before = _requests;
            await work();
            return _requests - before;
        }
    }
}
