using System.Buffers.Text;
using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries.Signing;

/// <summary>
/// Signs with the relay's own keys, whose public parts are published: scheme "v1a" of Standard Webhooks, Ed25519 over "id.timestamp.body". All
/// receivers of a message within one second share the signature, so a fan-out needs only a few.
/// </summary>
public sealed class RelaySigner(ISigningKeyStore store, TimeProvider time)
{
    /// <summary>Both the old and the new key sign for this long, because receivers may cache the published keys.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Scheme = "v1a,";

    // Another process may have rotated the keys. The overlap is much longer than this.
    private static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    private volatile Loaded? _loaded;
    private volatile Signed? _last;

    /// <summary>Creates the first key if there is none.</summary>
    public async Task<SigningRing> Ring(CancellationToken cancellationToken) => (await Current(cancellationToken)).Ring;

    /// <returns>One signature for each key that is valid at that time, separated by spaces.</returns>
    public async ValueTask<string> Sign(string id, long timestamp, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var loaded = await Current(cancellationToken);
        if (_last is { } last && last.Id == id && last.Timestamp == timestamp && last.Body.Equals(body) && ReferenceEquals(last.By, loaded))
            return last.Text;

        var content = WebhookSignature.Content(id, timestamp, body.Span);
        var text = string.Join(' ', loaded.KeysAt(timestamp).Select(key => Scheme + Convert.ToBase64String(key.Sign(content))));
        _last = new Signed(id, timestamp, body, text, loaded);
        return text;
    }

    public async Task<SigningRing> Rotate(CancellationToken cancellationToken) => (await Rotate(from: null, cancellationToken))!;

    /// <param name="from">The key that must be the newest; null for any.</param>
    /// <returns>Null, with nothing changed, if another key is.</returns>
    public async Task<SigningRing?> Rotate(string? from, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var ring = (await Load(cancellationToken)).Ring;
            if (from is not null && ring.Keys[0].Id != from)
                return null;

            var rotated = ring.Rotated(SigningKey.New(now), now, Overlap);
            if (await store.Save(rotated, cancellationToken))
                return (_loaded = new Loaded(rotated, now)).Ring;
        }
    }

    private async ValueTask<Loaded> Current(CancellationToken cancellationToken) =>
        _loaded is { } cached && time.GetUtcNow() - cached.At < CacheTime ? cached : await Load(cancellationToken);

    private async Task<Loaded> Load(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (await store.Find(cancellationToken) is { } stored)
                return _loaded = _loaded is { } cached && cached.Ring.Version == stored.Version ? cached with { At = now } : new Loaded(stored, now);

            var first = new SigningRing().Rotated(SigningKey.New(now), now, Overlap);
            if (await store.Save(first, cancellationToken))
                return _loaded = new Loaded(first, now);
        }
    }

    private sealed record Loaded(SigningRing Ring, DateTimeOffset At)
    {
        private readonly IReadOnlyList<(Ed25519 Key, DateTimeOffset? Until)> _keys =
            [.. Ring.Keys.Where(key => key.PrivateKey is not null).Select(key => (new Ed25519(Base64Url.DecodeFromChars(key.PrivateKey)), key.SignsUntil))];

        public IEnumerable<Ed25519> KeysAt(long timestamp) =>
            _keys.Where(key => !(key.Until?.ToUnixTimeSeconds() <= timestamp)).Select(key => key.Key);
    }

    private sealed record Signed(string Id, long Timestamp, ReadOnlyMemory<byte> Body, string Text, Loaded By);
}
