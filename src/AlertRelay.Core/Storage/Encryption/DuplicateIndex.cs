using System.Text;
using System.Text.Json;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage.Encryption;

/// <summary>
/// Under which entries of the index a subscription is found again by its tenant, target and filter, though all of that is sealed: a hash under a
/// sealing key, which nobody without the key can try guesses on. Filed are those that get alerts, or may get some at any moment.
/// </summary>
internal static class DuplicateIndex
{
    /// <summary>What every entry begins with.</summary>
    public const string Prefix = "like:";

    public static bool IsFiled(Subscription subscription) => subscription.Status is SubscriptionStatus.Active or SubscriptionStatus.Unverified;

    public static string EntryOf(Keyring keys, Subscription subscription) => Prefix + keys.LookupHashes(Text(subscription))[0];

    /// <summary>Also of those that wait to be sealed anew.</summary>
    public static IReadOnlyList<string> EntriesFor(Keyring keys, Subscription subscription) =>
        [.. keys.LookupHashes(Text(subscription)).Select(mark => Prefix + mark)];

    private static byte[] Text(Subscription subscription) => Encoding.UTF8.GetBytes(
        $"{subscription.Tenant}\n{subscription.Target.AbsoluteUri}\n{JsonSerializer.Serialize(InOrder(subscription.Filter), DocumentSerializer.Filter)}");

    // The order of a list means nothing.
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
