using System.Xml.Linq;
using AlertRelay.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AlertRelay.Pages.Sessions;

/// <summary>The interface of the framework is synchronous. It reads at the first session and about once a day.</summary>
/// <param name="services">With the store, which is asked for only when keys are read: a wrong setting of it must not be reported twice.</param>
internal sealed class SessionKeyRepository(IServiceProvider services) : IXmlRepository
{
    private ISessionKeyStore Store => services.GetRequiredService<ISessionKeyStore>();

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Store.List(CancellationToken.None).GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) =>
        Store.Save(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}

/// <summary>Reads the keys in the background when the program starts, so that the first page need not wait for them.</summary>
internal sealed class SessionKeyLoading(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(Load, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Load()
    {
        try
        {
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect([]);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The first page tries again, and its error says what is wrong.
        }
    }
}
