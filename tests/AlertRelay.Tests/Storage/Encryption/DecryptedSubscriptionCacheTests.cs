using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage.Encryption;

public sealed class DecryptedSubscriptionCacheTests : IDisposable
{
    private readonly DecryptedSubscriptionCache _opened = new(TestKeys.Ring, RenamedChannels.None);

    public void Dispose() => _opened.Dispose();

    [Fact]
    public void The_same_bytes_are_opened_once_and_other_bytes_of_the_same_subscription_anew()
    {
        var subscription = Samples.Subscription(1);
        var stored = Sealed(subscription);
        var first = _opened.Read(subscription.Id, stored);

        Assert.Same(first, _opened.Read(subscription.Id, stored.ToArray()));
        Assert.Equal(
            "https://elsewhere.example/",
            $"{_opened.Read(subscription.Id, Sealed(subscription with { Target = new Uri("https://elsewhere.example/") })).Target}");
        Assert.Equal(subscription.Target, _opened.Read(subscription.Id, stored).Target);
    }

    [Fact]
    public void What_was_put_into_anothers_place_is_refused_though_the_other_is_kept()
    {
        _opened.Read(Samples.Subscription(1).Id, Sealed(Samples.Subscription(1)));

        Assert.ThrowsAny<StoreException>(() => _opened.Read(Samples.Subscription(1).Id, Sealed(Samples.Subscription(2))));
    }

    [Fact]
    public void Beyond_what_is_kept_all_are_opened_all_the_same()
    {
        var all = Enumerable.Range(0, 6000).Select(Samples.Subscription).Select(subscription => (subscription.Id, Stored: Sealed(subscription))).ToList();

        for (var round = 0; round < 2; round++)
            Assert.All(all, one => Assert.Equal(one.Id, _opened.Read(one.Id, one.Stored).Id));
    }

    private static byte[] Sealed(Subscription subscription) =>
        EncryptedDocument.Write(TestKeys.Ring, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id));
}
