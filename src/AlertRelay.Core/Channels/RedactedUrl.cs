namespace AlertRelay.Channels;

/// <summary>A channel's address as others may see it: in alerts, on pages, in the API, in logs and on the console.</summary>
public static class RedactedUrl
{
    private const string Hidden = "***";

    // Compared without case and punctuation: "api_key", "Api-Key".
    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "accesskey", "accesstoken", "apikey", "apitoken", "appid", "appkey", "auth", "authkey", "authorization", "authtoken", "clientsecret", "code", "key",
        "pass", "passwd", "password", "pwd", "secret", "sig", "signature", "subscriptionkey", "token",
    };

    /// <returns>Without user name and password, and without the values of those query parameters whose names say that they are secret.</returns>
    public static Uri Redacted(this Uri url)
    {
        var query = url.Query.TrimStart('?').Split('&');
        if (url.UserInfo.Length == 0 && !Array.Exists(query, IsSecret))
            return url;

        return new UriBuilder(url.WithoutLogin())
        {
            Query = string.Join('&', query.Select(parameter => IsSecret(parameter) ? $"{Name(parameter)}={Hidden}" : parameter)),
        }.Uri;
    }

    /// <returns>Without user name and password.</returns>
    public static Uri WithoutLogin(this Uri url) =>
        url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "", Port = url.IsDefaultPort ? -1 : url.Port }.Uri;

    private static bool IsSecret(string parameter) => Secrets.Contains(string.Concat(Name(parameter).Where(char.IsAsciiLetter)));

    private static string Name(string parameter) => parameter.Split('=')[0];
}
