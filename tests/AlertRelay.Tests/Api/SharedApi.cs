namespace AlertRelay.Tests.Api;

/// <summary>One API for all tests of a class that do not mind each other.</summary>
public class SharedApi : IAsyncLifetime
{
    public ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiHost.Start();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Api.DisposeAsync();
    }
}

/// <summary>Another one, for what one host limits.</summary>
public sealed class SecondApi : SharedApi;
