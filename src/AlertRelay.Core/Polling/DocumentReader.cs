using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads the documents of a channel and says which of them can be believed.</summary>
public sealed class DocumentReader(Fetcher fetcher, ChannelCredentialStore access, TimeProvider time)
{
    // A complete list that lost more than a fifth of its entries is half a list, until it has stayed so for days.
    private const double LeastShare = 0.8;
    private const int MaxPages = 50;
    private static readonly TimeSpan ShortListBelievedAfter = TimeSpan.FromDays(3);

    public async Task<IReadOnlyList<DocumentOutcome>> Read(Channel channel, ChannelState state, CancellationToken cancellationToken)
    {
        var outcomes = new List<DocumentOutcome>();
        foreach (var url in channel.Urls)
            outcomes.Add(await Read(channel, url, Known(state, url, channel), cancellationToken));
        return outcomes;
    }

    // What another version of the relay read is read again, whether it has changed or not.
    private static DocumentState? Known(ChannelState state, Uri url, Channel channel) =>
        state.Documents.GetValueOrDefault(url.AbsoluteUri) is not { } known ? null
        : state.IsReadBy(channel) ? known
        : known with { Validators = CacheValidators.None };

    private async Task<DocumentOutcome> Read(Channel channel, Uri url, DocumentState? before, CancellationToken cancellationToken) =>
        RequestPlanner.Next(channel, url, before?.Timeline ?? TimelineState.Unknown, access.Of(channel), time.GetUtcNow()) switch
        {
            PlannedRequest.Get get => await Get(channel, url, get.Url, before, cancellationToken),
            PlannedRequest.GetAccount lookUp => await LookUp(channel, url, lookUp.Url, before, cancellationToken),
            PlannedRequest.Nothing nothing => new DocumentOutcome.Failed(url, nothing.Reason, nothing.Wait),
            var unknown => throw new InvalidOperationException($"No such question: {unknown}"),
        };

    private async Task<DocumentOutcome> Get(Channel channel, Uri url, Uri address, DocumentState? before, CancellationToken cancellationToken) =>
        await Fetch(channel, address, Trusted(before), cancellationToken) switch
        {
            FetchResult.NotModified same => new DocumentOutcome.Unchanged(
                url, before! with { Validators = same.Validators, WholeAt = same.IsWhole ? time.GetUtcNow() : before.WholeAt }, same.FreshFor)
            { ServerTime = same.ServerTime },
            FetchResult.Fetched fetched when ChannelHosts.Foreign(channel, address, fetched) is { } foreign => Moved(url, foreign, before),
            FetchResult.Fetched fetched => await Whole(channel, Parse(channel, url, address, before, fetched), before, fetched, cancellationToken),
            FetchResult.Failed failed => new DocumentOutcome.Failed(url, $"{failed.Reason} ({url.Host})", failed.RetryAfter, before),
            var unknown => throw new InvalidOperationException($"A fetch ended as {unknown.GetType().Name}."),
        };

    /// <summary>With the further pages of its list. One that cannot be read is a list that cannot: half a list is never believed.</summary>
    private async Task<DocumentOutcome> Whole(
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
                return Misshapen(read.Url, $"a list of more than {MaxPages} pages, or one that leads back to itself", before, fetched);
            var result = await Fetch(channel, next, CacheValidators.None, cancellationToken);
            if (result is not FetchResult.Fetched page)
                return new DocumentOutcome.Failed(
                    read.Url, $"a further page of the list could not be read ({next.Host})", (result as FetchResult.Failed)?.RetryAfter, before);
            if (ChannelHosts.Foreign(channel, next, page) is { } foreign)
                return Moved(read.Url, foreign, before);
            if (Parse(channel, read.Url, next, null, page) is not DocumentOutcome.Read { Reading: var more })
                return Misshapen(read.Url, "a further page of the list is no such list", before, fetched);

            entries.AddRange(more.Entries);
            unread.AddRange(more.Unread);
            next = more.Next;
        }

        return read with
        {
            State = read.State with { Unread = unread.Count },
            Reading = read.Reading with
            {
                Entries = [.. entries.GroupBy(entry => entry.Key).Select(same => same.MaxBy(entry => entry.Page?.UpdatedAt)!)],
                Unread = unread,
            },
        };
    }

    private CacheValidators Trusted(DocumentState? before) =>
        before?.Validators.TrustedAt(time.GetUtcNow(), before.WholeAt ?? before.ReadAt) ?? CacheValidators.None;

    private static DocumentOutcome.Failed Moved(Uri url, string foreign, DocumentState? before) => new(url, foreign, null, before) { IsMoved = true };

    // What was found out is kept also when the posts themselves then cannot be read: it need not be asked, or paid for, again.
    private async Task<DocumentOutcome> LookUp(Channel channel, Uri url, Uri address, DocumentState? before, CancellationToken cancellationToken)
    {
        switch (await Fetch(channel, address, CacheValidators.None, cancellationToken))
        {
            case FetchResult.Fetched fetched:
                return await Found(channel, url, before, fetched, cancellationToken);
            case FetchResult.Failed failed:
                return new DocumentOutcome.Failed(url, $"the account could not be looked up: {failed.Reason} ({url.Host})", failed.RetryAfter);
            case var unknown:
                throw new InvalidOperationException($"An unconditional fetch ended as {unknown.GetType().Name}.");
        }
    }

    private async Task<DocumentOutcome> Found(Channel channel, Uri url, DocumentState? before, FetchResult.Fetched answer, CancellationToken cancellationToken)
    {
        try
        {
            var timeline = new TimelineState(RequestPlanner.AccountIn(new SourceDocument(url, answer.Body, answer.MediaType, answer.Charset)));
            return await Read(channel, url, (before ?? new DocumentState(CacheValidators.None)) with { Timeline = timeline }, cancellationToken);
        }
        catch (ShapeException fault)
        {
            return new DocumentOutcome.Failed(url, $"the account could not be looked up: {fault.Message}", null);
        }
    }

    private Task<FetchResult> Fetch(Channel channel, Uri address, CacheValidators validators, CancellationToken cancellationToken) =>
        fetcher.Fetch(new FetchRequest(address, validators, channel.Accept, access.Of(channel).Token), cancellationToken);

    private DocumentOutcome Parse(Channel channel, Uri url, Uri address, DocumentState? before, FetchResult.Fetched fetched)
    {
        var now = time.GetUtcNow();
        try
        {
            var reading = NoticeParsers.Of(channel).Read(
                new SourceDocument(ChannelHosts.BaseOf(channel, address, fetched), fetched.Body, fetched.MediaType, fetched.Charset) { Asked = address },
                channel);
            if (Implausible(channel, before, reading.Entries.Count + reading.Unread.Count, now) is { } fault)
                return Misshapen(url, fault, before, fetched);
            if (ChannelPlaces.Lost(channel, before, reading, now) is { } lost)
                return Misshapen(url, lost, before, fetched) with { IsWithoutPlaces = true };

            var evidence = new Evidence(address, now, fetched.Sha256, fetched.Validators.ETag, fetched.Validators.LastModified);
            var timeline = before?.Timeline?.After(reading.Newest, reading.Entries.Count, now);
            var state = new DocumentState(
                fetched.Validators, before?.BaselineAt ?? now, reading.Entries.Count, now, fetched.MovedTo, timeline, now, reading.Unread.Count,
                ChannelPlaces.CountOf(reading));
            var document = new EvidenceDocument(fetched.Sha256, fetched.MediaType, fetched.Body);
            return new DocumentOutcome.Read(
                url, state, reading, evidence, document, Baseline: before?.BaselineAt is null, fetched.FreshFor)
            { ServerTime = fetched.ServerTime };
        }
        catch (ShapeException fault)
        {
            return Misshapen(url, fault.Message, before, fetched);
        }
    }

    private static DocumentOutcome.Failed Misshapen(Uri url, string fault, DocumentState? before, FetchResult.Fetched fetched) =>
        new(url, fault, null, before) { IsShape = true, ServerTime = fetched.ServerTime };

    private static string? Implausible(Channel channel, DocumentState? before, int entries, DateTimeOffset now)
    {
        if (entries == 0 && !channel.MayBeEmpty)
            return before is { Entries: > 0 } ? $"an empty list where {before.Entries} entries were" : "an empty list";

        var shrunk = channel.Membership == Membership.Complete && !channel.MayBeEmpty && entries < LeastShare * (before?.Entries ?? 0);
        return shrunk && now - before!.ReadAt < ShortListBelievedAfter ? $"only {entries} entries where {before.Entries} were" : null;
    }
}
