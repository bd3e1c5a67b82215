using AlertRelay.Api.Endpoints;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Overview;

/// <summary>The first page: all of the relay at a glance.</summary>
internal static class OverviewPages
{
    /// <summary>What "GET /" answers browsers. Programs get <see cref="RootDocument"/>.</summary>
    public static PageResult Show() => PageResult.Of<OverviewPage>();
}
