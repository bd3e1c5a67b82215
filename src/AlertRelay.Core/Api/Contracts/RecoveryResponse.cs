using AlertRelay.Deliveries;

namespace AlertRelay.Api.Contracts;

/// <param name="Count">Deliveries that are sent again, or would be: the dead, the untried and the superseded.</param>
/// <param name="Dead">Of these, those that were dead-lettered.</param>
/// <param name="Untried">Of these, those that were never tried.</param>
/// <param name="Superseded">Of these, those that were not sent because of a newer alert of the same notice. They are marked as such.</param>
/// <param name="Complete">False: there is more; call again.</param>
internal sealed record RecoveryResponse(bool DryRun, int Count, int Dead, int Untried, int Superseded, bool Complete)
{
    public static RecoveryResponse Of(RecoveryCount recovered, bool dryRun) =>
        new(dryRun, recovered.Dead + recovered.Untried + recovered.Superseded, recovered.Dead, recovered.Untried, recovered.Superseded, recovered.Complete);
}
