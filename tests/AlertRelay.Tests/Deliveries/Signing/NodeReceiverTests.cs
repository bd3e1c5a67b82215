using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Infra;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Deliveries.Signing;

/// <summary>tests/npm/receiver.js: "v1" by the published library, "v1a" by Node's own crypto and the published keys.</summary>
public sealed class NodeReceiverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_code_verifies_both_signatures_of_a_delivery_before_and_after_a_rotation()
    {
        using var relay = new RelayInMemory(time: TimeProvider.System);
        await using var keys = await Receiver.Start(Serve(relay));
        var secret = SigningSecrets.New();
        using var node = Process.Start(
            new ProcessStartInfo("node", [Script(), secret, "204", keys.At(PublicKeyEndpoints.Path).AbsoluteUri]) { RedirectStandardOutput = true })!;
        try
        {
            var port = int.Parse((await node.StandardOutput.ReadLineAsync(Cancellation))!["listening ".Length..], CultureInfo.InvariantCulture);
            var subscription = Some.Subscription(new Uri($"http://127.0.0.1:{port}/hook")) with { Secrets = [new SigningSecret(secret)] };

            Assert.Equal((true, true), await Deliver(relay, subscription, node));
            await relay.Signer.Rotate(Cancellation);
            Assert.Equal((true, true), await Deliver(relay, subscription, node));
        }
        finally
        {
            node.Kill();
        }
    }

    private static Func<HttpContext, Task> Serve(RelayInMemory relay) => async context =>
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(
            PublicKeyEndpoints.Of(await relay.Signer.Ring(Cancellation)), WebJson.Wire.JsonWebKeySet, cancellationToken: Cancellation);
    };

    private static async Task<(bool Library, bool Anybody)> Deliver(RelayInMemory relay, Subscription subscription, Process node)
    {
        var sent = await relay.Sender.Send(subscription, Some.Message(), Cancellation);
        Assert.Equal(new DeliveryOutcome.Delivered(204), sent.Untimed());
        var line = JsonDocument.Parse((await node.StandardOutput.ReadLineAsync(Cancellation))!).RootElement;
        return (line.GetProperty("verified").GetBoolean(), line.GetProperty("signedByRelay").GetBoolean());
    }

    private static string Script() => Path.Combine(Repository.Root, "tests", "npm", "receiver.js");
}
