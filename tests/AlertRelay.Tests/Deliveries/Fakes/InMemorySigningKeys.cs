using AlertRelay.Deliveries.Signing;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemorySigningKeys : ISigningKeyStore
{
    private SigningRing? _ring;

    public int Reads { get; private set; }

    public Task<SigningRing?> Find(CancellationToken cancellationToken)
    {
        Reads++;
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
