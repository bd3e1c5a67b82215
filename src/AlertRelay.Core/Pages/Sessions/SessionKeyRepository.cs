using System.Xml.Linq;
using AlertRelay.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AlertRelay.Pages.Sessions;

/// <summary>
/// The interface of the framework is synchronous. It reads at the first session and about once a day, also while a page is rendered. The renderer runs
/// everything of one page on one thread at a time, so a store that came back to it would wait for ever: the store therefore runs on another thread.
/// </summary>
/// <param name="services">With the store, which is asked for only when keys are read: a wrong setting of it must not be reported twice.</param>
internal sealed class SessionKeyRepository(IServiceProvider services) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => Store().List(CancellationToken.None)).GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) => Task.Run(
        () => Store().Save(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None)).GetAwaiter().GetResult();

    private ISessionKeyStore Store() => services.GetRequiredService<ISessionKeyStore>();
}
