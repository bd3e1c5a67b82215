using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>Section "SignIn": who may sign in without an API key. As environment variables SignIn__Authority and so on.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    [Description("The OpenID Connect provider, such as `https://login.microsoftonline.com/<tenant id>/v2.0`. Without it people sign in with API keys only.")]
    public string? Authority { get; set; }

    [Description("The client's id at the provider. Its redirect address is `Relay:BaseUrl` and `/sign-in/callback`.")]
    public string? ClientId { get; set; }

    [Description("A secret. Without it the client is a public one, protected by PKCE.")]
    [PasswordPropertyText(true)]
    public string? ClientSecret { get; set; }

    [Description("What is asked of the provider, separated by spaces.")]
    public string Scopes { get; set; } = "openid profile";

    [Description("The text of the button on the page to sign in.")]
    public string Label { get; set; } = "Sign in with your organisation";

    [Description("The claim that says what somebody may do.")]
    public string RoleClaim { get; set; } = "roles";

    [Description("The value of RoleClaim for operators, who may do everything; several with commas between them.")]
    public string AdminRole { get; set; } = "alertrelay-admin";

    [Description("The value of RoleClaim for who may see and change the subscriptions of one tenant; several with commas between them.")]
    public string SubscriberRole { get; set; } = "alertrelay-subscriber";

    [Description("The value of RoleClaim for who may see one tenant's things and change nothing; several with commas between them.")]
    public string ReaderRole { get; set; } = "alertrelay-reader";

    [Description("The claim that names somebody's tenant.")]
    public string TenantClaim { get; set; } = "tenant";

    [Description("The tenant of everybody who has no TenantClaim. Without it they are refused, operators excepted.")]
    public string? Tenant { get; set; }

    [Description("Trust the header `X-MS-CLIENT-PRINCIPAL` of App Service authentication. Only where App Service or Azure Functions runs the relay and its "
        + "authentication is switched on: anywhere else everybody could write the header.")]
    public bool AppService { get; set; }

    /// <summary>Another one as soon as a setting differs by which somebody's rights were decided.</summary>
    public string Mapping() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        (string?[])[Authority, ClientId, RoleClaim, AdminRole, SubscriberRole, ReaderRole, TenantClaim, Tenant])).AsSpan(0, 12));

    public bool HasProvider => Authority is { Length: > 0 };
}

internal sealed class SignInOptionsCheck : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options) =>
        options.HasProvider != options.ClientId is { Length: > 0 }
            ? ValidateOptionsResult.Fail("SignIn:Authority and SignIn:ClientId belong together: set both, or neither.")
        : options.HasProvider && !IsSafe(options.Authority)
            ? ValidateOptionsResult.Fail("SignIn:Authority must be an address that begins with https://; http:// is for the same machine only.")
        : options.HasProvider && !options.Scopes.Split(' ').Contains("openid")
            ? ValidateOptionsResult.Fail("SignIn:Scopes must contain openid.")
        : ValidateOptionsResult.Success;

    private static bool IsSafe(string? authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
