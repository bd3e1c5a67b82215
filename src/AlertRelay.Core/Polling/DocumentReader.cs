using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads the documents of a channel, and rejects implausible ones.</summary>
public sealed class DocumentReader(Fetcher fetcher, ChannelCredentialStore credentials, TimeProvider time)
{
    // A complete list that lost more than a fifth of its entries counts as incomplete, until it has stayed like this for days.
    private const double MinShare = 0.8;
    private const int MaxPages = 50;
    private static readonly TimeSpan MaxShortListTime = TimeSpan.FromDays(3);

    public async Task<IReadOnlyList<DocumentOutcome>> Read(Channel channel, ChannelState state, CancellationToken cancellationToken)
    {
        var outcomes = new List<DocumentOutcome>();
        foreach (var url in channel.Urls)
            outcomes.Add(await Read(channel, url, Known(state, url, channel), cancellationToken));
        return outcomes;
    }

    // Documents that another version of the relay read are read again, changed or not.
    private static DocumentState? Known(ChannelState state, Uri url, Channel channel) =>
        state.Documents.GetValueOrDefault(url.AbsoluteUri) is not { } known ? null
        : state.IsReadBy(channel) ? known
        : known with { Validators = CacheValidators.None };

    private async Task<DocumentOutcome> Read(Channel channel, Uri url, DocumentState? before, CancellationToken cancellationToken) =>
        RequestPlanner.Next(channel, url, before?.Timeline ?? TimelineState.Unknown, credentials.Of(channel), time.GetUtcNow()) switch
        {
            PlannedRequest.Get get => await Get(channel, url, get.Url, before, cancellationToken),
            PlannedRequest.GetAccount account => await LookUp(channel, url, account.Url, before, cancellationToken),
            PlannedRequest.Nothing nothing => new DocumentOutcome.Failed(url, nothing.Reason, nothing.Wait),
            var unknown => throw new InvalidOperationException($"No such question: {unknown}"),
        };

    private async Task<DocumentOutcome> Get(Channel channel, Uri url, Uri address, DocumentState? before, CancellationToken cancellationToken) =>
        await Fetch(channel, address, Trusted(before), cancellationToken) switch
        {
            FetchResult.NotModified unchanged => new DocumentOutcome.Unchanged(
                url, before! with { Validators = unchanged.Validators, WholeAt = unchanged.IsWhole ? time.GetUtcNow() : before.WholeAt }, unchanged.FreshFor)
            { ServerTime = unchanged.ServerTime },
            FetchResult.Fetched fetched when ChannelHosts.Foreign(channel, fetched) is { } redirectFault => Moved(url, redirectFault, before),
            FetchResult.Fetched fetched => await ReadAllPages(channel, Parse(channel, url, before, fetched), before, fetched, cancellationToken),
            FetchResult.Failed failed => new DocumentOutcome.Failed(url, $"{failed.Reason} ({url.Host})", failed.RetryAfter, before),
            var unknown => throw new InvalidOperationException($"A fetch ended as {unknown.GetType().Name}."),
        };

    /// <summary>Adds the further pages of the list. If one of them cannot be read, the whole list fails.</summary>
    private async Task<DocumentOutcome> ReadAllPages(
        Channel channel, DocumentOutcome first, DocumentState? before, FetchResult.Fetched fetched, CancellationToken cancellationToken)
    {
        if (first is not DocumentOutcome.Read { Reading.Next: not null } read)
            return first;

        var entries = read.Reading.Entries.ToList();
        var unread = read.Reading.Unread.ToList();
        var seen = new HashSet<Uri> { read.Url };
        for (var next = read.Reading.Next; next is not null;)
        {
            if (!seen.Add(next) || seen.Count > MaxPages)
                return ShapeFault(read.Url, $"a list of more than {MaxPages} pages, or one that leads back to itself", before, fetched);
            var result = await Fetch(channel, next, CacheValidators.None, cancellationToken);
            if (result is not FetchResult.Fetched page)
                return new DocumentOutcome.Failed(
                    read.Url, $"a further page of the list could not be read ({next.Host})", (result as FetchResult.Failed)?.RetryAfter, before);
            if (ChannelHosts.Foreign(channel, page) is { } redirectFault)
                return Moved(read.Url, redirectFault, before);
            if (Parse(channel, read.Url, null, page) is not DocumentOutcome.Read { Reading: var more })
                return ShapeFault(read.Url, "a further page of the list is no such list", before, fetched);

            entries.AddRange(more.Entries);
            unread.AddRange(more.Unread);
            next = more.Next;
        }

        return read with
        {
            State = read.State with { Unread = unread.Count },
            Reading = read.Reading with
            {
                Entries = [.. entries.GroupBy(entry => entry.Key).Select(unchanged => unchanged.MaxBy(entry => entry.Page?.UpdatedAt)!)],
                Unread = unread,
            },
        };
    }

    private CacheValidators Trusted(DocumentState? before) =>
        before?.Validators.TrustedAt(time.GetUtcNow(), before.WholeAt ?? before.ReadAt) ?? CacheValidators.None;

    private static DocumentOutcome.Failed Moved(Uri url, string redirectFault, DocumentState? before) =>
        new(url, redirectFault, null, before) { IsMoved = true };

    // The account's id is stored even if its posts cannot be read then, so that it need not be requested, or paid for, again.
    private async Task<DocumentOutcome> LookUp(Channel channel, Uri url, Uri address, DocumentState? before, CancellationToken cancellationToken)
    {
        switch (await Fetch(channel, address, CacheValidators.None, cancellationToken))
        {
            case FetchResult.Fetched fetched:
                return await ReadPosts(channel, url, before, fetched, cancellationToken);
            case FetchResult.Failed failed:
                return new DocumentOutcome.Failed(url, $"the account could not be looked up: {failed.Reason} ({url.Host})", failed.RetryAfter);
            case var unknown:
                throw new InvalidOperationException($"An unconditional fetch ended as {unknown.GetType().Name}.");
        }
    }

    private async Task<DocumentOutcome> ReadPosts(
        Channel channel, Uri url, DocumentState? before, FetchResult.Fetched response, CancellationToken cancellationToken)
    {
        try
        {
            var timeline = new TimelineState(RequestPlanner.AccountIn(response.Document));
            return await Read(channel, url, (before ?? new DocumentState(CacheValidators.None)) with { Timeline = timeline }, cancellationToken);
        }
        catch (ShapeException fault)
        {
            return new DocumentOutcome.Failed(url, $"the account could not be looked up: {fault.Message}", null);
        }
    }

    private Task<FetchResult> Fetch(Channel channel, Uri address, CacheValidators validators, CancellationToken cancellationToken) =>
        fetcher.Fetch(
            new FetchRequest(address, validators, channel.Accept, credentials.Of(channel).Credential, channel.UserAgent)
            {
                OperatorUrls = ChannelHosts.Operators(channel),
            },
            cancellationToken);

    private DocumentOutcome Parse(Channel channel, Uri url, DocumentState? before, FetchResult.Fetched fetched)
    {
        var now = time.GetUtcNow();
        try
        {
            var source = fetched.Document with { Url = ChannelHosts.BaseOf(channel, fetched.Document).Redacted() };
            var reading = NoticeParsers.Of(channel).Read(source, channel);
            if (Implausible(channel, before, reading.Entries.Count + reading.Unread.Count, now) is { } fault)
                return ShapeFault(url, fault, before, fetched);
            if (ChannelPlaces.LossOf(channel, before, reading, now) is { } placeFault)
                return ShapeFault(url, placeFault, before, fetched) with { IsWithoutPlaces = true };

            var evidence = new Evidence(source.RequestUrl.Redacted(), now, fetched.Sha256, fetched.Validators.ETag, fetched.Validators.LastModified);
            var timeline = before?.Timeline?.After(reading.Newest, reading.Entries.Count, now);
            var state = new DocumentState(
                fetched.Validators, before?.BaselineAt ?? now, reading.Entries.Count, now, fetched.MovedTo?.Redacted(), timeline, now, reading.Unread.Count,
                ChannelPlaces.CountOf(reading));
            var document = new EvidenceDocument(fetched.Sha256, source.MediaType, source.Body);
            return new DocumentOutcome.Read(
                url, state, reading, evidence, document, Baseline: before?.BaselineAt is null, fetched.FreshFor)
            { ServerTime = fetched.ServerTime };
        }
        catch (ShapeException fault)
        {
            return ShapeFault(url, fault.Message, before, fetched);
        }
    }

    private static DocumentOutcome.Failed ShapeFault(Uri url, string fault, DocumentState? before, FetchResult.Fetched fetched) =>
        new(url, fault, null, before) { IsShape = true, ServerTime = fetched.ServerTime };

    private static string? Implausible(Channel channel, DocumentState? before, int entries, DateTimeOffset now)
    {
        if (entries == 0 && !channel.MayBeEmpty)
            return before is { Entries: > 0 } ? $"an empty list where {before.Entries} entries were" : "an empty list";

        var shrunk = channel.Membership == Membership.Complete && !channel.MayBeEmpty && entries < MinShare * (before?.Entries ?? 0);
        return shrunk && now - before!.ReadAt < MaxShortListTime ? $"only {entries} entries where {before.Entries} were" : null;
    }
}

/// <summary>The result of reading one document of a channel.</summary>
public abstract record DocumentOutcome(Uri Url)
{
    /// <summary>The publisher's clock; null without a response or a Date header.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public sealed record Unchanged(Uri Url, DocumentState State, TimeSpan? FreshFor) : DocumentOutcome(Url);

    /// <param name="Baseline">It was never read successfully before.</param>
    public sealed record Read(
        Uri Url, DocumentState State, NoticeReading Reading, Evidence Evidence, EvidenceDocument Document, bool Baseline, TimeSpan? FreshFor)
        : DocumentOutcome(Url);

    /// <param name="State">What is known about it; null for nothing.</param>
    public sealed record Failed(Uri Url, string Reason, TimeSpan? RetryAfter, DocumentState? State = null) : DocumentOutcome(Url)
    {
        /// <summary>The publisher responded, but not with the expected document.</summary>
        public bool IsShape { get; init; }

        /// <summary>It redirects permanently to a host that is not in the channel file. The reason contains the URL.</summary>
        public bool IsMoved { get; init; }

        /// <summary>The document is valid, but the places of most notices cannot be read.</summary>
        public bool IsWithoutPlaces { get; init; }
    }
}
