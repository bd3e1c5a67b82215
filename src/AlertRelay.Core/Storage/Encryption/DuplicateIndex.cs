using System.Text;
using System.Text.Json;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage.Encryption;

/// <summary>
/// The index entries by which a subscription is found by its tenant, target and filter, although these are encrypted: a hash under an
/// encryption key, so that nobody without the key can test guesses. Contains subscriptions that are sent alerts, or may be at any moment.
/// </summary>
internal static class DuplicateIndex
{
    /// <summary>The prefix of every entry.</summary>
    public const string Prefix = "like:";

    public static bool IsFiled(Subscription subscription) => subscription.Status is SubscriptionStatus.Active or SubscriptionStatus.Unverified;

    public static string EntryOf(Keyring keys, Subscription subscription) => Prefix + keys.LookupHashes(Text(subscription))[0];

    /// <summary>Also under older keys, for rows that are not yet re-encrypted.</summary>
    public static IReadOnlyList<string> EntriesFor(Keyring keys, Subscription subscription) =>
        [.. keys.LookupHashes(Text(subscription)).Select(mark => Prefix + mark)];

    private static byte[] Text(Subscription subscription) => Encoding.UTF8.GetBytes(
        $"{subscription.Tenant}\n{subscription.Target.AbsoluteUri}\n{JsonSerializer.Serialize(InOrder(subscription.Filter), DocumentSerializer.Filter)}");

    // The order of a list is irrelevant.
    private static Filter InOrder(Filter filter) => filter with
    {
        Kinds = [.. filter.Kinds.Distinct().Order()],
        Channels = Words(filter.Channels),
        Categories = [.. filter.Categories.Distinct().Order()],
        Countries = Words(filter.Countries),
        Changes = [.. filter.Changes.Distinct().Order()],
        Languages = Words(filter.Languages),
        Keywords = Words(filter.Keywords),
    };

    private static IReadOnlyList<string> Words(IReadOnlyList<string> words) => [.. words.Distinct().Order(StringComparer.Ordinal)];
}
