using System.Net.Http.Headers;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Commands.Replay;
using AlertRelay.Detection;

namespace AlertRelay.Benchmarks.Accuracy;

/// <summary>
/// What a relay would tell that compares each poll with the one before and believes both: the same parsers, none of the rules. What cannot be read is
/// passed over,
/// which is more than most such readers do.
/// </summary>
public sealed class NaiveReader(Tape tape, Channel channel)
{
    private readonly Dictionary<string, TapeResponse> _inForce = [];
    private readonly Dictionary<string, IReadOnlyList<IndexEntry>> _lists = [];
    private readonly Dictionary<string, Notice> _pages = [];

    // Some channels are asked for by addresses that are made up on the way (an account's posts since the newest known): then everything of the host is a list.
    private readonly bool _listsByHost = !tape.Polls.SelectMany(poll => poll.Responses).Any(response => channel.Urls.Contains(new Uri(response.Url)));

    public IReadOnlyList<ReplayedAlert> Read()
    {
        var told = new List<ReplayedAlert>();
        Dictionary<string, Notice>? before = null;
        for (var poll = 0; poll < tape.Polls.Count; poll++)
        {
            ReadChanged(tape.Polls[poll]);
            var now = Shown(tape.Polls[poll].At);
            if (before is not null)
                told.AddRange(Differences(before, now, poll));
            before = _lists.Count == 0 ? null : now;
        }

        return told;
    }

    private void ReadChanged(TapePoll poll)
    {
        foreach (var response in poll.Responses)
            _inForce[response.Url] = response;
        foreach (var response in poll.Responses.Where(IsList))
            if (Try(response, document => NoticeParsers.Of(channel).Read(document, channel)) is { } reading)
                _lists[response.Url] = reading.Entries;

        var changed = poll.Responses.Select(response => new Uri(response.Url)).ToHashSet();
        foreach (var entry in Entries().Where(entry => entry.Page is { } page && (changed.Contains(page.Url) || !_pages.ContainsKey(entry.Key))))
            if (InForce(entry.Page!.Url) is { } response
                && Try(response, document => NoticeParsers.Of(channel).ReadPage(document, entry, channel)) is { } notice)
                _pages[entry.Key] = notice;
    }

    private List<IndexEntry> Entries() => [.. _lists.Values.SelectMany(entries => entries)];

    private TapeResponse? InForce(Uri url) => _inForce.GetValueOrDefault(url.OriginalString) ?? _inForce.GetValueOrDefault(url.AbsoluteUri);

    private bool IsList(TapeResponse response) =>
        new Uri(response.Url) is var url && (_listsByHost ? channel.Urls.Any(own => own.Host == url.Host) : channel.Urls.Contains(url));

    // Of a doubled item it takes the newer one, as the relay does.
    private Dictionary<string, Notice> Shown(DateTimeOffset at) => DuplicateNotices.Collapse(
        [.. Entries()
            .Select(entry => (entry.Page is null ? null : _pages.GetValueOrDefault(entry.Key)) ?? entry.Notice)
            .OfType<Notice>()
            .Select(notice => new ObservedNotice(notice, EvidenceOf(at)))], at)
        .ToDictionary(sighting => sighting.Notice.Key, sighting => sighting.Notice);

    private T? Try<T>(TapeResponse response, Func<SourceDocument, T> read) where T : class
    {
        if (response is not { Status: 200, Error: null, Body: { } body })
            return null;

        try
        {
            var type = response.Headers.Where(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                .Select(header => MediaTypeHeaderValue.TryParse(header.Value, out var parsed) ? parsed : null).FirstOrDefault();
            return read(new SourceDocument(new Uri(response.Url), File.ReadAllBytes(Path.Combine(tape.Folder, body)), type?.MediaType, type?.CharSet));
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    private IEnumerable<ReplayedAlert> Differences(Dictionary<string, Notice> before, Dictionary<string, Notice> now, int poll) =>
    [
        .. now.Select(shown => Difference(before.GetValueOrDefault(shown.Key), shown.Value) is { } kind
            ? Told(kind, before.GetValueOrDefault(shown.Key), shown.Value, poll)
            : null).OfType<ReplayedAlert>(),
        .. before.Where(shown => !now.ContainsKey(shown.Key)).Select(gone => Told(ChangeKind.Withdrawn, gone.Value, gone.Value, poll)),
    ];

    private static ChangeKind? Difference(Notice? before, Notice now) =>
        before is null ? ChangeKind.Issued
        : now.Withdrawn != before.Withdrawn ? now.Withdrawn ? ChangeKind.Withdrawn : ChangeKind.Issued
        : now.Level.IsKnown && before.Level.IsKnown && now.Level.CompareTo(before.Level) is var direction && direction != 0
            ? direction > 0 ? ChangeKind.Raised : ChangeKind.Lowered
        : now.Text != before.Text || now.Title != before.Title ? ChangeKind.Revised
        : null;

    private ReplayedAlert Told(ChangeKind kind, Notice? before, Notice after, int poll)
    {
        var at = tape.Polls[poll].At;
        var change = Change.Of(kind, channel, before, after, EvidenceOf(at), new NoticeState { Key = after.Key }, []).Change!;
        return new ReplayedAlert(poll, AlertWriter.Write(channel, change, at));
    }

    private Evidence EvidenceOf(DateTimeOffset at) => new(channel.Urls[0], at, "");
}
