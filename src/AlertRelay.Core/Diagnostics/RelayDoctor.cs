using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using Microsoft.Extensions.Options;

namespace AlertRelay.Diagnostics;

public enum CheckStatus
{
    Ok,

    /// <summary>Something to look at. The relay works.</summary>
    Warning,

    Failed,

    /// <summary>Not checked; the detail says why.</summary>
    Skipped,
}

/// <param name="Name">A part of the relay, or the id of a channel.</param>
public sealed record RelayCheck(string Name, CheckStatus Status, string Detail);

/// <summary>What is configured and what fails, for the command and the API.</summary>
public sealed class RelayDoctor(
    ChannelCatalog catalog, IChannelStore channels, IApiKeyStore apiKeys, IStoreProbe probe, Keyring keyring, IOptions<StorageOptions> storage,
    ProbeChannel read, ChannelCredentialStore credentials, FetchTurns turns, TimeProvider time)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    private IEnumerable<Channel> Enabled => catalog.All.Where(channel => channel.Enabled);

    /// <summary>Writes to the store once and reads the state of all channels. Asks nobody outside.</summary>
    public async Task<IReadOnlyList<RelayCheck>> Check(CancellationToken cancellationToken)
    {
        var checks = new List<RelayCheck> { new("Settings", CheckStatus.Ok, "read, no fault found.") };
        try
        {
            await probe.Write(cancellationToken);
            checks.Add(new("Storage", CheckStatus.Ok, $"{Place(storage.Value)}, {(await apiKeys.List(cancellationToken)).Count} API keys."));
            keyring.Check();
            checks.Add(new("Secrets", CheckStatus.Ok, "the keys to encrypt and decrypt them are there."));
            checks.Add(new("Channels", CheckStatus.Ok, $"{Enabled.Count()} enabled of {catalog.All.Count}."));
            checks.AddRange(await Health(cancellationToken));
        }
        catch (StoreException fault)
        {
            checks.Add(new(checks.Count == 2 ? "Secrets" : "Storage", CheckStatus.Failed, fault.Message));
        }

        return checks;
    }

    /// <summary>
    /// Fetches each enabled channel once, one after the other, and for no longer than a time. It leaves out those that were polled or fetched within
    /// their minimum interval, and those that are paid for.
    /// </summary>
    /// <returns>Null while another call does so.</returns>
    public async Task<IReadOnlyList<RelayCheck>?> Fetch(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(0, cancellationToken))
            return null;

        try
        {
            using var end = new CancellationTokenSource(atMost, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
            var states = (await channels.All(cancellationToken)).ToDictionary(state => state.Channel);
            var checks = new List<RelayCheck>();
            foreach (var channel in Enabled)
                checks.AddRange(await Fetch(channel, states.GetValueOrDefault(channel.Id), either.Token, cancellationToken));

            return checks;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<IEnumerable<RelayCheck>> Fetch(Channel channel, ChannelState? state, CancellationToken untilEnd, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var interval = DurationText.Minutes(channel.MinimumInterval);
        if (state?.LastPollAt is { } last && now - last < channel.MinimumInterval)
            return [Skipped(Invariant($"it was polled at {last:HH:mm} UTC, and its minimum interval is {interval}."))];
        if (credentials.Of(channel).Token is not null)
            return [Skipped("it has a token, and what is read with it may cost money. Its polls show whether it works.")];
        if (untilEnd.IsCancellationRequested)
            return [Skipped("the time for this check was over before its turn. Try again.")];

        if (!await turns.TryTake(channel, cancellationToken))
            return [Skipped($"it was fetched less than {interval} ago, which is its minimum interval.")];

        try
        {
            return (await read(channel, untilEnd)).Select(document => document.ToCheck());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new RelayCheck(channel.Id, CheckStatus.Failed, "it did not answer before the time for this check was over.")];
        }

        RelayCheck Skipped(string why) => new(channel.Id, CheckStatus.Skipped, why);
    }

    private static string Place(StorageOptions storage) =>
        storage.Kind == StorageOptions.Azure ? $"azure, {storage.AccountName ?? "by connection string"}" : $"sqlite in {Path.GetFullPath(storage.Path)}";

    private async Task<IEnumerable<RelayCheck>> Health(CancellationToken cancellationToken)
    {
        var enabled = (await channels.All(cancellationToken)).Where(state => catalog.Find(state.Channel) is { Enabled: true }).ToList();
        return
        [
            .. enabled.SelectMany(state => state.Health.Troubles.Where(trouble => state.Failures == 0 || trouble.Detail != state.LastError).Select(trouble =>
                new RelayCheck(state.Channel, CheckStatus.Warning, Invariant($"since {trouble.Since:yyyy-MM-dd HH:mm} UTC: {trouble.Detail}")))),
            .. enabled.Where(state => state.Failures > 0).Select(state =>
                new RelayCheck(state.Channel, CheckStatus.Failed, $"{FailuresOf(state)}: {state.LastError}")),
        ];
    }

    private static string FailuresOf(ChannelState state) =>
        $"{CountText.Of(state.Failures, "failed poll", "failed polls in a row")}, "
        + $"{(state.LastGoodPollAt is { } good ? Invariant($"last good one {good:yyyy-MM-dd HH:mm} UTC") : "none was good before")}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
