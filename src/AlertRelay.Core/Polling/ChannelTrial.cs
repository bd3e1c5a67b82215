using AlertRelay.Channels;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads a channel once, from its own addresses or another one. Nothing is stored or sent.</summary>
public sealed class ChannelTrial(
    Fetcher fetcher, DocumentReader documents, ChannelCredentialStore credentials, FetchTurns turns, TimeProvider time)
{
    /// <summary>From its own addresses, as if it had never been read.</summary>
    public Task<IReadOnlyList<DocumentOutcome>> Read(Channel channel, CancellationToken cancellationToken) =>
        documents.Read(channel, New(channel), cancellationToken);

    /// <summary>
    /// From another address. The channel's secrets are sent only to the origins that the operator has set, and once in its minimum interval, because what is
    /// read with them may cost money.
    /// </summary>
    /// <param name="mayBePrivate">Whether the address may lie in a private network.</param>
    /// <returns>Null until that interval is over.</returns>
    public async Task<IReadOnlyList<DocumentOutcome>?> Read(Channel channel, Uri url, bool mayBePrivate, CancellationToken cancellationToken)
    {
        var isKnown = channel.Urls.Any(own => ConditionalRequest.IsSameOrigin(own, url));
        if (isKnown && credentials.Of(channel).Credential is not null && !await turns.TryTake(channel, cancellationToken))
            return null;

        var reader = isKnown ? documents : new DocumentReader(fetcher, ChannelCredentialStore.None, time);
        var tried = channel with { Urls = [url], AreUrlsOperators = mayBePrivate };
        return await reader.Read(tried, New(channel), cancellationToken);
    }

    private static ChannelState New(Channel channel) => new() { Channel = channel.Id };
}

/// <summary>A notice of a list, as it is shown to people.</summary>
/// <param name="Level">With its severity; empty where the list states none.</param>
/// <param name="Title">Or the path of its page.</param>
public sealed record ListedNotice(string Key, string Level, IReadOnlyList<string> Areas, DateTimeOffset? UpdatedAt, string Title)
{
    public static ListedNotice Of(IndexEntry entry) => new(
        entry.Key,
        entry.Notice?.Level is { Native: not null } level ? $"{level.Label ?? level.Native} ({level.Severity})" : "",
        [.. entry.Notice?.Areas.Select(area => area.Code) ?? []],
        entry.Notice?.UpdatedAt ?? entry.Page?.UpdatedAt,
        entry.Notice?.Title ?? entry.Page?.Url.AbsolutePath ?? "");
}
