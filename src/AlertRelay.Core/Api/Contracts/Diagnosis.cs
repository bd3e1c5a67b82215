using AlertRelay.Diagnostics;

namespace AlertRelay.Api.Contracts;

/// <param name="Healthy">No check failed.</param>
internal sealed record DoctorResponse(bool Healthy, IReadOnlyList<RelayCheck> Checks)
{
    public static DoctorResponse Of(IReadOnlyList<RelayCheck> checks) => new(checks.All(check => check.Status != CheckStatus.Failed), checks);
}

internal sealed record SettingList(IReadOnlyList<SettingResponse> Settings);

/// <param name="Name">As it is written, such as "Storage:Path".</param>
/// <param name="Value">What applies. Null if it is unset and has no default, and for secrets.</param>
/// <param name="Default">Null for none.</param>
/// <param name="IsSet">False: the default applies.</param>
/// <param name="IsSecret">Its value is never shown.</param>
/// <param name="Documentation">Where it is described.</param>
internal sealed record SettingResponse(
    string Name, string? Value, string? Default, bool IsSet, bool IsSecret, string? Meaning, string Documentation);

/// <summary>The settings that apply, without the values of secrets.</summary>
internal interface ISettingsView
{
    IReadOnlyList<SettingResponse> All();
}
