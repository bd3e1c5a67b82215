using System.Buffers.Text;
using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries.Signing;

/// <summary>
/// Signs as this relay, with keys that anybody can check: scheme "v1a" of Standard Webhooks, Ed25519 over "id.timestamp.body". The same for every
/// receiver of a message within one second, so a fan-out costs a few signatures.
/// </summary>
public sealed class RelaySigner(ISigningKeyStore store, TimeProvider time)
{
    /// <summary>So long both the old and the new key sign, as receivers may keep the published keys for a while.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Scheme = "v1a,";

    // Another process may have rotated them; the old ones sign for much longer.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(5);

    private volatile Loaded? _loaded;
    private volatile Signed? _last;

    /// <summary>With the first key, made now, where there was none.</summary>
    public async Task<SigningRing> Ring(CancellationToken cancellationToken) => (await Current(cancellationToken)).Ring;

    /// <returns>A signature for each key that signs at that time, separated by spaces.</returns>
    public async ValueTask<string> Sign(string id, long timestamp, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var loaded = await Current(cancellationToken);
        if (_last is { } last && last.Id == id && last.Timestamp == timestamp && last.Body.Equals(body) && ReferenceEquals(last.By, loaded))
            return last.Text;

        var content = WebhookSignature.Content(id, timestamp, body.Span);
        var text = string.Join(' ', loaded.Signing(timestamp).Select(key => Scheme + Convert.ToBase64String(key.Sign(content))));
        _last = new Signed(id, timestamp, body, text, loaded);
        return text;
    }

    public async Task<SigningRing> Rotate(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var rotated = (await Load(cancellationToken)).Ring.Rotated(SigningKey.New(now), now, Overlap);
            if (await store.Save(rotated, cancellationToken))
                return (_loaded = new Loaded(rotated, now)).Ring;
        }
    }

    private async ValueTask<Loaded> Current(CancellationToken cancellationToken) =>
        _loaded is { } known && time.GetUtcNow() - known.At < LookAgainAfter ? known : await Load(cancellationToken);

    private async Task<Loaded> Load(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (await store.Find(cancellationToken) is { } stored)
                return _loaded = _loaded is { } known && known.Ring.Version == stored.Version ? known with { At = now } : new Loaded(stored, now);

            var first = new SigningRing().Rotated(SigningKey.New(now), now, Overlap);
            if (await store.Save(first, cancellationToken))
                return _loaded = new Loaded(first, now);
        }
    }

    private sealed record Loaded(SigningRing Ring, DateTimeOffset At)
    {
        private readonly IReadOnlyList<(Ed25519 Key, DateTimeOffset? Until)> _keys =
            [.. Ring.Keys.Where(key => key.PrivateKey is not null).Select(key => (new Ed25519(Base64Url.DecodeFromChars(key.PrivateKey)), key.SignsUntil))];

        public IEnumerable<Ed25519> Signing(long timestamp) =>
            _keys.Where(key => !(key.Until?.ToUnixTimeSeconds() <= timestamp)).Select(key => key.Key);
    }

    private sealed record Signed(string Id, long Timestamp, ReadOnlyMemory<byte> Body, string Text, Loaded By);
}
