using AlertRelay.Alerts;
using AlertRelay.Api;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Overview;

/// <summary>
/// The first page: all of the relay at a glance. Signed in it costs the reads of the API's overview; a visitor costs one list of ten alerts and, where the
/// operator allows it, the row of each channel.
/// </summary>
internal static class OverviewPages
{
    private const int AlertsRead = 10, AlertsShown = 5;

    /// <summary>What "GET /" answers browsers. Programs get <see cref="RootDocument"/>.</summary>
    public static async Task<PageResult> Show(HttpContext http, CancellationToken cancellationToken) =>
        http.User.Identity?.IsAuthenticated == true
            ? (await http.RequestServices.GetRequiredService<RelayApi>().Get<OverviewResponse>(http, "/overview")).Page(
                found => PageResult.Of<OverviewPage>(found))
            : PageResult.Of<VisitorPage>(await Public(http.RequestServices, cancellationToken)) with { Fresh = Alerts.AlertPages.ListIsFresh };

    private static async Task<VisitorModel> Public(IServiceProvider services, CancellationToken cancellationToken)
    {
        var relay = services.GetRequiredService<IOptions<RelayOptions>>().Value;
        var latest = relay.PublicPages
            ? await services.GetRequiredService<IAlertStore>().List(new AlertQuery { Limit = AlertsRead }, cancellationToken)
            : null;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return new VisitorModel(
            [.. latest?.Alerts.Where(CardWriter.HasPage).Take(AlertsShown) ?? []],
            relay.PublicStatus ? await services.GetRequiredService<OverviewReader>().Channels(now, cancellationToken) : null);
    }
}

/// <summary>The public part.</summary>
/// <param name="Channels">Null where the operator does not show them.</param>
internal sealed record VisitorModel(IReadOnlyList<Alert> Alerts, IReadOnlyList<ChannelOverview>? Channels);
