using System.Text.RegularExpressions;

namespace AlertRelay.Api.Contracts;

internal static partial class TenantName
{
    /// <summary>As JSON Schema writes it.</summary>
    internal const string Pattern = "^[a-z0-9][a-z0-9_-]{0,63}$";

    public static void Check(string tenant, ValidationErrors errors)
    {
        if (!Allowed().IsMatch(tenant))
            errors.Add("tenant", "write 1 to 64 small letters, digits, '-' or '_', beginning with a letter or digit.");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex Allowed();
}
