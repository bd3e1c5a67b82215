using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Detection;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>Reads the changed pages of an index, a limited number per poll, the most urgent first.</summary>
public sealed class PageReader(Fetcher fetcher, ChannelCredentialStore credentials, TimeProvider time)
{
    private const int MaxDoublings = 8;

    // A cached page may be older than the index for a while. After this many attempts it is accepted as it is.
    private const int MaxStaleAttempts = 6;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxRetryWait = TimeSpan.FromHours(24);

    /// <summary>
    /// The pages to read now: first those with a pending change, then new and changed ones, then those of the first index, then those that are due by
    /// the channel's interval for pages.
    /// </summary>
    public static IReadOnlyList<NoticeState> Due(Channel channel, IReadOnlyCollection<NoticeState> states, DateTimeOffset now, int limit)
    {
        var available = states.Where(state => state.Page is { } page && !(page.NotBefore > now)).ToList();
        var urgent = available.Where(state => state.Page!.IsDue || state.PendingChange?.NextObservationAt <= now)
            .OrderBy(state => state.PendingChange is null)
            .ThenBy(state => state is { LastNotified: null, FromBaseline: true })
            .ThenBy(state => state.Page!.Failures)
            .ThenBy(state => state.Key, StringComparer.Ordinal);
        return [.. urgent.Concat(DueByInterval(channel, states.Count, available, now)).DistinctBy(state => state.Key).Take(limit)];
    }

    // Each poll reads enough pages that all of them are read within the interval. Pages that left the list are not requested.
    private static IEnumerable<NoticeState> DueByInterval(Channel channel, int pages, List<NoticeState> available, DateTimeOffset now) =>
        channel.PagesInterval is { } interval
            ? available.Where(state => IsInForce(state) && !state.Page!.IsDue && !(now - state.Page!.ReadAt < interval))
                .OrderBy(state => state.Page!.ReadAt ?? DateTimeOffset.MinValue)
                .ThenBy(state => state.Key, StringComparer.Ordinal)
                .Take((int)Math.Ceiling(pages * (channel.Interval / interval)))
            : [];

    // Where there is no advice, some may appear.
    private static bool IsInForce(NoticeState state) =>
        state is { MissingSince: null, Withdrawn: false } or { AbsentSince: null, Withdrawn: true, LastNotified.HasNoAdvice: true };

    public async Task<PageOutcome> Read(Channel channel, NoticeState state, IndexEntry? entry, CancellationToken cancellationToken)
    {
        var page = state.Page!;
        if (!ChannelHosts.Include(channel, page.Url))
            return Failed(page, "it is not at the channel's own host");

        var request = new FetchRequest(page.Url, Validators(page), channel.Accept, Login(channel, page.Url), channel.UserAgent)
        {
            OperatorUrls = ChannelHosts.Operators(channel),
        };
        var result = await fetcher.Fetch(request, cancellationToken);
        return result switch
        {
            FetchResult.NotModified unchanged => new PageOutcome(
                Done(page, unchanged.IsWhole), state.PendingChange is { } pending ? new ObservedNotice(pending.Notice, pending.Evidence) : null),
            FetchResult.Fetched fetched when ChannelHosts.Foreign(channel, fetched) is { } fault => Failed(page, fault) with { IsMoved = true },
            FetchResult.Fetched fetched => Parse(channel, state, entry, fetched),
            FetchResult.Failed failed => Failed(page, failed.Reason, failed.RetryAfter),
            _ => throw new InvalidOperationException($"A fetch ended as {result.GetType().Name}."),
        };
    }

    // A password is for the server that the operator gave it for, not for the publisher's other hosts.
    private BasicLogin? Login(Channel channel, Uri page) =>
        channel.Urls.Any(url => ConditionalRequest.IsSameOrigin(url, page)) ? credentials.Of(channel).Login : null;

    private PageOutcome Parse(Channel channel, NoticeState state, IndexEntry? entry, FetchResult.Fetched fetched)
    {
        var page = state.Page!;
        try
        {
            var known = entry ?? new IndexEntry(state.Key, state.PendingChange?.Notice ?? state.LastNotified, new PageReference(page.Url, page.Wanted));
            var url = ChannelHosts.BaseOf(channel, fetched.Document);
            var source = fetched.Document with { Url = url, RequestUrl = url };
            var notice = NoticeParsers.Of(channel).ReadPage(source, known, channel);
            if (IsStale(notice, known, state, channel) && page.Failures < MaxStaleAttempts)
                return Failed(page, "it is older than the list says");

            var validators = fetched.Validators;
            var read = Done(page, true) with { ETag = validators.ETag, LastModified = validators.LastModified, Sha256 = validators.Sha256 };
            var evidence = new Evidence(page.Url, time.GetUtcNow(), fetched.Sha256, fetched.Validators.ETag, fetched.Validators.LastModified);
            return new PageOutcome(read, new ObservedNotice(notice, evidence), new EvidenceDocument(fetched.Sha256, source.MediaType, source.Body));
        }
        catch (ShapeException fault)
        {
            return Failed(page, fault.Message);
        }
    }

    // A new notice has no older copy. If dates are days, a page with midnight in Berlin may have the day before the index's date.
    private static bool IsStale(Notice notice, IndexEntry known, NoticeState state, Channel channel) =>
        state is not { LastNotified: null, FromBaseline: false }
        && known.Page?.UpdatedAt - notice.UpdatedAt > (channel.Rules.DatesAreDays ? TimeSpan.FromDays(1) : TimeSpan.Zero);

    // A page that changed in the index, but answers "not modified", is requested without validators once a day.
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
        var wait = backoff < MaxRetryWait ? backoff : MaxRetryWait;
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
/// <param name="Observed">Null if the page could not be read, or is unchanged without a pending change.</param>
/// <param name="Document">Null if nothing was read.</param>
public sealed record PageOutcome(PageState Page, ObservedNotice? Observed = null, EvidenceDocument? Document = null)
{
    /// <summary>Why the page could not be read; null after a success.</summary>
    public string? Fault { get; init; }

    /// <summary>It redirects permanently to a host that is not in the channel file. The fault contains the URL.</summary>
    public bool IsMoved { get; init; }
}

/// <summary>The hosts that a channel may be read from: those of its URLs, and those in its channel file.</summary>
internal static class ChannelHosts
{
    private const string Www = "www.";

    public static bool Include(Channel channel, Uri address) =>
        channel.Urls.Any(url => IsSame(url.Host, address.Host) && (url.Scheme == address.Scheme || address.Scheme == Uri.UriSchemeHttps))
        || (address.Scheme == Uri.UriSchemeHttps && channel.Hosts.Any(host => IsSame(host, address.Host)));

    /// <summary>The base URL for relative links: the document's final URL, if it is at one of the channel's hosts.</summary>
    public static Uri BaseOf(Channel channel, SourceDocument document) => Include(channel, document.Url) ? document.Url : document.RequestUrl;

    /// <returns>The error if the document redirects permanently to a host that is not in the channel file; otherwise null.</returns>
    public static string? Foreign(Channel channel, FetchResult.Fetched fetched) =>
        fetched.MovedTo is { } movedTo && !IsSame(WithoutWww(movedTo.Host), WithoutWww(fetched.Document.RequestUrl.Host)) && !Include(channel, movedTo)
            ? $"the publisher redirects permanently to {movedTo.GetLeftPart(UriPartial.Path)}: if that is right, list \"{movedTo.Host}\" in the channel "
                + "file's \"hosts\""
            : null;

    /// <summary>Addresses that may lie in a private network.</summary>
    public static IReadOnlyList<Uri> Operators(Channel channel) => channel.AreUrlsOperators ? channel.Urls : [];

    private static string WithoutWww(string host) => host.StartsWith(Www, StringComparison.OrdinalIgnoreCase) ? host[Www.Length..] : host;

    private static bool IsSame(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);
}
