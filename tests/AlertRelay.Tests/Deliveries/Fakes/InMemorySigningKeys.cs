using AlertRelay.Deliveries.Signing;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemorySigningKeys : ISigningKeyStore
{
    private SigningRing? _ring;

    public int Reads { get; private set; }

    /// <summary>Throws when it is set.</summary>
    public Exception? Broken { get; set; }

    public Task<SigningRing?> Find(CancellationToken cancellationToken)
    {
        Reads++;
        if (Broken is not null)
            throw Broken;

        return Task.FromResult(_ring);
    }

    public Task<bool> Save(SigningRing ring, CancellationToken cancellationToken)
    {
        if (ring.Version != (_ring?.Version ?? 0) + 1)
            return Task.FromResult(false);

        _ring = ring;
        return Task.FromResult(true);
    }
}
