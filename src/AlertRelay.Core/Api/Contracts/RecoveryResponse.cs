using AlertRelay.Deliveries;

namespace AlertRelay.Api.Contracts;

/// <param name="Count">Deliveries that are sent again, or would be: the dead and the untried.</param>
/// <param name="Dead">Of these, those that were given up.</param>
/// <param name="Untried">Of these, those that were never tried.</param>
/// <param name="Complete">False: there is more; call again.</param>
internal sealed record RecoveryResponse(bool DryRun, int Count, int Dead, int Untried, bool Complete)
{
    public static RecoveryResponse Of(RecoveryCount recovered, bool dryRun) =>
        new(dryRun, recovered.Dead + recovered.Untried, recovered.Dead, recovered.Untried, recovered.Complete);
}
