using System.Xml.Linq;
using AlertRelay.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AlertRelay.Pages.Sessions;

/// <summary>The interface of the framework is synchronous. It reads at the first session and about once a day.</summary>
internal sealed class SessionKeyRepository(ISessionKeyStore store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.List(CancellationToken.None).GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) =>
        store.Save(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
