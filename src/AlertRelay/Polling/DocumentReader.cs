using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads the documents of a channel and says which of them can be believed.</summary>
public sealed class DocumentReader(Fetcher fetcher, TimeProvider time)
{
    // A complete list that lost more than a fifth of its entries is half a list, until it has stayed so for days.
    private const double LeastShare = 0.8;
    private static readonly TimeSpan ShortListBelievedAfter = TimeSpan.FromDays(3);

    public async Task<IReadOnlyList<DocumentOutcome>> Read(Channel channel, ChannelState state, CancellationToken cancellation)
    {
        var outcomes = new List<DocumentOutcome>();
        foreach (var url in channel.Urls)
            outcomes.Add(await Read(channel, url, Known(state, url, channel), cancellation));
        return outcomes;
    }

    // What another version of the relay read is read again, whether it has changed or not.
    private static DocumentState? Known(ChannelState state, Uri url, Channel channel) =>
        state.Documents.GetValueOrDefault(url.AbsoluteUri) is not { } known ? null
        : state.IsReadBy(channel) ? known
        : known with { Validators = CacheValidators.None };

    private async Task<DocumentOutcome> Read(Channel channel, Uri url, DocumentState? before, CancellationToken cancellation)
    {
        var result = await fetcher.Fetch(new FetchRequest(url, before?.Validators ?? CacheValidators.None, channel.Accept), cancellation);
        return result switch
        {
            FetchResult.NotModified same => new DocumentOutcome.Unchanged(url, before! with { Validators = same.Validators }, same.FreshFor) { ServerTime = same.ServerTime },
            FetchResult.Fetched fetched => Parse(channel, url, before, fetched),
            FetchResult.Failed failed => new DocumentOutcome.Failed(url, $"{failed.Reason} ({url.Host})", failed.RetryAfter),
            _ => throw new InvalidOperationException($"A fetch ended as {result.GetType().Name}."),
        };
    }

    private DocumentOutcome Parse(Channel channel, Uri url, DocumentState? before, FetchResult.Fetched fetched)
    {
        var now = time.GetUtcNow();
        try
        {
            var reading = NoticeParsers.Of(channel).Read(new Document(url, fetched.Body, fetched.MediaType, fetched.Charset), channel);
            if (Implausible(channel, before, reading.Entries.Count, now) is { } fault)
                return Misshapen(url, fault, fetched);

            var evidence = new Evidence(url, now, fetched.Sha256, fetched.Validators.ETag, fetched.Validators.LastModified);
            var state = new DocumentState(fetched.Validators, before?.BaselineAt ?? now, reading.Entries.Count, now, fetched.MovedTo);
            var document = new EvidenceDocument(fetched.Sha256, fetched.MediaType, fetched.Body);
            return new DocumentOutcome.Read(url, state, reading, evidence, document, Baseline: before?.BaselineAt is null, fetched.FreshFor) { ServerTime = fetched.ServerTime };
        }
        catch (ShapeException fault)
        {
            return Misshapen(url, fault.Message, fetched);
        }
    }

    private static DocumentOutcome.Failed Misshapen(Uri url, string fault, FetchResult.Fetched fetched) =>
        new(url, fault, null, IsShape: true) { ServerTime = fetched.ServerTime };

    private static string? Implausible(Channel channel, DocumentState? before, int entries, DateTimeOffset now)
    {
        if (entries == 0 && !channel.MayBeEmpty)
            return before is { Entries: > 0 } ? $"an empty list where {before.Entries} entries were" : "an empty list";

        var shrunk = channel.Membership == Membership.Complete && !channel.MayBeEmpty && entries < LeastShare * (before?.Entries ?? 0);
        return shrunk && now - before!.ReadAt < ShortListBelievedAfter ? $"only {entries} entries where {before.Entries} were" : null;
    }
}

/// <summary>What became of one document of a channel.</summary>
public abstract record DocumentOutcome(Uri Url)
{
    /// <summary>The publisher's clock; null where it did not answer or gave no time.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public sealed record Unchanged(Uri Url, DocumentState State, TimeSpan? FreshFor) : DocumentOutcome(Url);

    /// <param name="Baseline">It was never read well before.</param>
    public sealed record Read(Uri Url, DocumentState State, Reading Reading, Evidence Evidence, EvidenceDocument Document, bool Baseline, TimeSpan? FreshFor) : DocumentOutcome(Url);

    /// <param name="IsShape">The publisher answered, but not with what it publishes.</param>
    public sealed record Failed(Uri Url, string Reason, TimeSpan? RetryAfter, bool IsShape = false) : DocumentOutcome(Url);
}
