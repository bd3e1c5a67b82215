using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AlertRelay.Keys;

namespace AlertRelay.Storage;

/// <summary>A place in the list of portal links, which is by creation, the newest first, and then by id.</summary>
internal static class PortalLinkCursor
{
    private const string List = "portal-links";

    public static string Write(PortalLink link) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{List}.{link.CreatedAt.UtcTicks}.{link.Id}")));

    /// <exception cref="ArgumentException">It is not a cursor of this list.</exception>
    public static (long CreatedAt, string Id) Read(string cursor) =>
        (Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : "").Split('.') is [List, var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var createdAt)
                ? (createdAt, id)
                : throw new ArgumentException(Cursor.NotOfThisList, nameof(cursor));
}
