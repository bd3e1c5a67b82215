using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Detection;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads the pages that an index says have changed, a bounded number at a time, the most urgent first.</summary>
public sealed class PageReader(Fetcher fetcher, TimeProvider time)
{
    private const int MaxDoublings = 8;

    // An index may be ahead of a cached page for a while; after this many tries the page is taken as it is.
    private const int StaleTries = 6;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromHours(24);

    /// <summary>
    /// Which pages are to be read now: those something held waits for, then those that are new or moved, then what the first index named, then
    /// those whose turn it is.
    /// </summary>
    public static IReadOnlyList<NoticeState> Due(Channel channel, IReadOnlyCollection<NoticeState> states, DateTimeOffset now, int limit)
    {
        var open = states.Where(state => state.Page is { } page && !(page.NotBefore > now)).ToList();
        var urgent = open.Where(state => state.Page!.IsDue || state.PendingChange?.NextLookAt <= now)
            .OrderBy(state => state.PendingChange is null)
            .ThenBy(state => state is { LastNotified: null, FromBaseline: true })
            .ThenBy(state => state.Page!.Failures)
            .ThenBy(state => state.Key, StringComparer.Ordinal);
        return [.. urgent.Concat(InTurn(channel, states.Count, open, now)).DistinctBy(state => state.Key).Take(limit)];
    }

    // As many at a poll as brings every page its turn within the channel's rhythm, so that they stay spread. What left the list is not asked for.
    private static IEnumerable<NoticeState> InTurn(Channel channel, int pages, List<NoticeState> open, DateTimeOffset now) =>
        channel.PagesInterval is { } rhythm
            ? open.Where(state => state is { MissingSince: null, Withdrawn: false, Page.IsDue: false } && !(now - state.Page!.ReadAt < rhythm))
                .OrderBy(state => state.Page!.ReadAt ?? DateTimeOffset.MinValue)
                .ThenBy(state => state.Key, StringComparer.Ordinal)
                .Take((int)Math.Ceiling(pages * (channel.Interval / rhythm)))
            : [];

    public async Task<PageOutcome> Read(Channel channel, NoticeState state, IndexEntry? entry, CancellationToken cancellationToken)
    {
        var page = state.Page!;
        if (!ChannelHosts.Include(channel, page.Url))
            return Failed(page, "it is not at the channel's own host");

        var result = await fetcher.Fetch(new FetchRequest(page.Url, Validators(page), channel.Accept), cancellationToken);
        return result switch
        {
            FetchResult.NotModified same => new PageOutcome(
                Done(page, same.IsWhole), state.PendingChange is { } held ? new ObservedNotice(held.Notice, held.Evidence) : null),
            FetchResult.Fetched fetched when ChannelHosts.Foreign(channel, page.Url, fetched) is { } foreign => Failed(page, foreign) with { IsMoved = true },
            FetchResult.Fetched fetched => Parse(channel, state, entry, fetched),
            FetchResult.Failed failed => Failed(page, failed.Reason, failed.RetryAfter),
            _ => throw new InvalidOperationException($"A fetch ended as {result.GetType().Name}."),
        };
    }

    private PageOutcome Parse(Channel channel, NoticeState state, IndexEntry? entry, FetchResult.Fetched fetched)
    {
        var page = state.Page!;
        try
        {
            var known = entry ?? new IndexEntry(state.Key, state.PendingChange?.Notice ?? state.LastNotified, new PageReference(page.Url, page.Wanted));
            var notice = NoticeParsers.Of(channel).ReadPage(
                new SourceDocument(ChannelHosts.BaseOf(channel, page.Url, fetched), fetched.Body, fetched.MediaType, fetched.Charset), known, channel);
            if (IsStale(notice, known, state, channel) && page.Failures < StaleTries)
                return Failed(page, "it is older than the list says");

            var validators = fetched.Validators;
            var read = Done(page, true) with { ETag = validators.ETag, LastModified = validators.LastModified, Sha256 = validators.Sha256 };
            var evidence = new Evidence(page.Url, time.GetUtcNow(), fetched.Sha256, fetched.Validators.ETag, fetched.Validators.LastModified);
            return new PageOutcome(read, new ObservedNotice(notice, evidence), new EvidenceDocument(fetched.Sha256, fetched.MediaType, fetched.Body));
        }
        catch (ShapeException fault)
        {
            return Failed(page, fault.Message);
        }
    }

    // Of what is new there is no older copy. Where dates are days, a page of Berlin's midnight may bear the day before the index's.
    private static bool IsStale(Notice notice, IndexEntry known, NoticeState state, Channel channel) =>
        state is not { LastNotified: null, FromBaseline: false }
        && known.Page?.UpdatedAt - notice.UpdatedAt > (channel.Rules.DatesAreDays ? TimeSpan.FromDays(1) : TimeSpan.Zero);

    // A page that the index calls moved, and that answers "not modified", is asked for whole once a day.
    private CacheValidators Validators(PageState page)
    {
        var stored = new CacheValidators(page.ETag, page.LastModified, page.Sha256);
        return page.IsDue ? stored.TrustedAt(time.GetUtcNow(), page.WholeAt) : stored;
    }

    private PageState Done(PageState page, bool isWhole)
    {
        var now = time.GetUtcNow();
        return page with { Read = page.Wanted, ReadAt = now, Failures = 0, FailingSince = null, NotBefore = null, WholeAt = isWhole ? now : page.WholeAt };
    }

    private PageOutcome Failed(PageState page, string fault, TimeSpan? retryAfter = null)
    {
        var now = time.GetUtcNow();
        var backoff = FirstRetry * (1 << Math.Min(page.Failures, MaxDoublings));
        var wait = backoff < MaxRetry ? backoff : MaxRetry;
        return new PageOutcome(page with
        {
            Failures = page.Failures + 1,
            FailingSince = page.FailingSince ?? now,
            NotBefore = now + (retryAfter > wait ? retryAfter.Value : wait),
        })
        { Fault = fault };
    }
}

/// <param name="Page">Its new state.</param>
/// <param name="Sighting">Null when the page could not be read, or says nothing that something held waits for.</param>
/// <param name="Document">Null where nothing was read.</param>
public sealed record PageOutcome(PageState Page, ObservedNotice? Sighting = null, EvidenceDocument? Document = null)
{
    /// <summary>Why the page could not be read; null when it could.</summary>
    public string? Fault { get; init; }

    /// <summary>It moved for good to a host that nobody has checked; the fault names the address.</summary>
    public bool IsMoved { get; init; }
}
