using System.Text.RegularExpressions;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>
/// Plans the next request for a document. Most documents have a URL of their own. The posts of an account need its id, which the channel's URL looks
/// up by name once. Pure.
/// </summary>
internal static partial class RequestPlanner
{
    private const string PostsOfX =
        "tweets?max_results=100&exclude=replies,retweets&tweet.fields=created_at,lang,entities,referenced_tweets,edit_history_tweet_ids,note_tweet";

    // Without since_id, which would hide edits of older posts. An unchanged page costs nothing.
    private const string PostsOfMastodon = "statuses?exclude_replies=true&exclude_reblogs=true&limit=40";

    public static PlannedRequest Next(Channel channel, Uri url, TimelineState known, ChannelCredentials credentials, DateTimeOffset now) =>
        channel.Parser switch
        {
            "x-posts" => Refusal(channel, known, credentials, now) ?? OfAccount(url, known, $"/2/users/{known.Account}/{PostsOfX}{Since(known)}"),
            "mastodon-posts" => OfAccount(url, known, $"/api/v1/accounts/{known.Account}/{PostsOfMastodon}"),
            _ => new PlannedRequest.Get(url),
        };

    /// <exception cref="ShapeException">The response contains no account.</exception>
    public static string AccountIn(SourceDocument response)
    {
        var account = JsonValues.Parse(response);
        var id = (account.Member("data") ?? account).Text("id");
        return id is not null && Number().IsMatch(id) ? id : throw new ShapeException("the answer names no account");
    }

    private static PlannedRequest OfAccount(Uri lookup, TimelineState known, string posts) =>
        known.Account is null ? new PlannedRequest.GetAccount(lookup) : new PlannedRequest.Get(new Uri(lookup, posts));

    private static string Since(TimelineState known) => known.Newest is { } id ? $"&since_id={id}" : "";

    private static PlannedRequest.Nothing? Refusal(Channel channel, TimelineState known, ChannelCredentials credentials, DateTimeOffset now)
    {
        if (credentials.Token is null)
            return new PlannedRequest.Nothing($"X is asked with a token: set Channels:{channel.Id}:Token", null);

        var tomorrow = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return known.ReadOn(now) < credentials.PostsPerDay ? null
            : new PlannedRequest.Nothing(
                $"the {credentials.PostsPerDay} posts of this day are read (Channels:{channel.Id}:PostsPerDay); polling continues at midnight UTC",
                tomorrow - now);
    }

    [GeneratedRegex("^[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

/// <summary>The request of a poll for one document of a channel.</summary>
internal abstract record PlannedRequest
{
    private PlannedRequest() { }

    public sealed record Get(Uri Url) : PlannedRequest;

    /// <summary>Looks up the account's id, which the request for its posts needs.</summary>
    public sealed record GetAccount(Uri Url) : PlannedRequest;

    /// <summary>No request now.</summary>
    /// <param name="Wait">Null if waiting does not help.</param>
    public sealed record Nothing(string Reason, TimeSpan? Wait) : PlannedRequest;
}

/// <summary>The credentials of each channel from the operator's settings. They are not in <see cref="Channel"/>, which is public.</summary>
public sealed class ChannelCredentialStore(IReadOnlyDictionary<string, ChannelCredentials> byChannel, ChannelCredentials defaults)
{
    public static readonly ChannelCredentialStore None = new(new Dictionary<string, ChannelCredentials>(), new ChannelCredentials());

    public ChannelCredentials Of(Channel channel) => byChannel.GetValueOrDefault(channel.Id, defaults);
}

/// <param name="PostsPerDay">Of channels that are paid by the post: when so many were read, polls wait for the next UTC day. The poll that reaches it may
/// read up to 99 more.</param>
public sealed record ChannelCredentials(BearerToken? Token = null, int PostsPerDay = ChannelCredentials.DefaultPostsPerDay)
{
    /// <summary>The user name and password of the channel's URL.</summary>
    internal BasicLogin? Login { get; init; }

    internal PublisherCredential? Credential => Token is null ? Login : Token;

    /// <summary>At X's price of $0.005 a post (docs.x.com, pricing, 2026) one dollar; an official account writes about ten a day.</summary>
    public const int DefaultPostsPerDay = 200;
}
