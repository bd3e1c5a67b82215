namespace AlertRelay.Tests.Api;

/// <summary>One API for all tests of a class that do not mind each other.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    public ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiHost.Start();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
