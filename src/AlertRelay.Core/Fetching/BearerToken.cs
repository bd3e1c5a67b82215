namespace AlertRelay.Fetching;

/// <summary>A secret that goes into the Authorization header (RFC 6750) and nowhere else: it is never printed, not even by mistake.</summary>
public sealed class BearerToken(string value)
{
    internal string Header => $"Bearer {value}";

    public override string ToString() => "(secret)";
}
