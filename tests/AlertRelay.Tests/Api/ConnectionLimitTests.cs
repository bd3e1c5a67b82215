using System.Net.Sockets;
using AlertRelay.Api;
using AlertRelay.Api.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData(10_000, null, 10_000)]
    [InlineData(10_000, 1_024L, 512)]
    [InlineData(10_000, 1_048_576L, 10_000)]
    [InlineData(100, 1_024L, 100)]
    [InlineData(100, 0L, 1)]
    public void Half_of_the_descriptors_are_kept_for_polls_and_deliveries(int stated, long? descriptors, int most) =>
        Assert.Equal(most, ConnectionLimit.MaxOf(stated, descriptors));

    [Fact]
    public async Task A_connection_too_many_is_closed_and_the_next_one_is_taken_when_another_has_ended()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.Connections = 2));
        using var first = await Connect(api);
        using var second = await Connect(api);
        await Eventually.Is(async () => await IsClosed(api), "a third connection is closed");
        await Eventually.Is(async () => await IsClosed(api), "a fourth connection is closed");

        first.Dispose();
        await Eventually.Is(async () => !await IsClosed(api), "a connection is taken again");

        Assert.Single(api.Log.Text.Split('\n'), line => line.StartsWith("Warning: 2 connections are open", StringComparison.Ordinal));
    }

    private static async Task<TcpClient> Connect(ApiHost api)
    {
        var client = new TcpClient();
        await client.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port, ApiHost.Cancellation);
        return client;
    }

    // A server that takes the connection answers; one that does not closes it.
    private static async Task<bool> IsClosed(ApiHost api)
    {
        try
        {
            using var client = await Connect(api);
            var stream = client.GetStream();
            await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n"u8.ToArray(), ApiHost.Cancellation);
            return await stream.ReadAsync(new byte[16], ApiHost.Cancellation) == 0;
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return true;
        }
    }
}
