using System.Net;
using AlertRelay.Delivery;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Web;

/// <summary>Answers every delivery in the place of the internet; what the hosts are called says how.</summary>
public sealed class Receiver : HttpMessageHandler
{
    public static WebhookSender Sender(IServiceProvider services) => new(
        new HttpMessageInvoker(new Receiver()),
        services.GetRequiredService<TargetPolicy>(),
        services.GetRequiredService<IOptions<DeliveryOptions>>(),
        services.GetRequiredService<TimeProvider>());

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var busy = request.RequestUri!.Host.StartsWith("busy", StringComparison.Ordinal);
        var signed = request.Headers.Contains("webhook-signature");
        return Task.FromResult(new HttpResponseMessage(busy ? HttpStatusCode.ServiceUnavailable : signed ? HttpStatusCode.NoContent : HttpStatusCode.Unauthorized)
        {
            Content = new StringContent(busy ? "come back later" : ""),
        });
    }
}
