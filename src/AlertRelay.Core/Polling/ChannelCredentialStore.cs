using AlertRelay.Channels;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

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
