using AlertRelay.Channels;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>
/// Stored filters may name a channel by a former id. They are read with the current one; their index entries are still those of the former one.
/// </summary>
/// <param name="catalog">Resolved when the first subscription is read, because loading it takes a while.</param>
internal sealed class RenamedChannels(Func<ChannelCatalog> catalog)
{
    private readonly Lazy<Dictionary<string, string>> _current = new(
        () => catalog().All.SelectMany(channel => channel.PreviousIds.Select(id => (id, channel.Id))).ToDictionary(pair => pair.id, pair => pair.Id));

    public static RenamedChannels None { get; } = new(() => new ChannelCatalog([]));

    public Subscription Current(Subscription subscription) => subscription.Filter.Channels.Any(_current.Value.ContainsKey)
        ? subscription with { Filter = subscription.Filter with { Channels = [.. subscription.Filter.Channels.Select(Current).Distinct()] } }
        : subscription;

    /// <summary>The entries of an alert in the index of subscriptions.</summary>
    public IEnumerable<string> EntriesFor(Alerts.Alert alert) => FilterIndex.EntriesFor(alert)
        .Concat(_current.Value.Where(pair => pair.Value == alert.Channel).SelectMany(pair => FilterIndex.EntriesFor(alert with { Channel = pair.Key })))
        .Distinct();

    private string Current(string id) => _current.Value.GetValueOrDefault(id, id);
}
