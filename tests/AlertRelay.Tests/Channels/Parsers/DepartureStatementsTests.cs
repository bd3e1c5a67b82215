using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class DepartureStatementsTests
{
    private static readonly DateTimeOffset Updated = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(
        "On March 3, 2026, the Department of State ordered non-emergency U.S. government employees and family members to leave.", "ordered departure 2026-03")]
    [InlineData("In July 2023, the Department of State ordered nonemergency U.S. government employees to leave the country.", "ordered departure 2023-07")]
    [InlineData("On July 27, 2023, the Department of State ordered the departure of U.S. government employees.", "ordered departure 2023-07")]
    [InlineData("The Embassy remains on ordered departure status since March 2, 2026.", "ordered departure 2026-03")]
    [InlineData("Updated to reflect ordered departure of non-emergency personnel on February 23.", "ordered departure 2026-02")]
    [InlineData("Updated to reflect ordered departure of non-emergency personnel on November 23.", "ordered departure 2025-11")]
    [InlineData("On October 30, 2025, the Department of State authorized the departure of all family members.", "authorized departure 2025-10")]
    [InlineData(
        "Updated to reflect the ordered departure of staff.\nOn March 2, 2026, the Department of State ordered staff to leave.", "ordered departure 2026-03")]
    [InlineData("On March 5, 2026, the U.S. Embassy suspended operations (including routine services).", "suspended operations 2026-03")]
    [InlineData("All U.S. consulates have suspended operations.", "suspended operations")]
    [InlineData("Americans are strongly encouraged to depart now.", "depart now")]
    public void A_statement_is_known_by_its_kind_and_month(string text, string fact) => Assert.Equal([fact], DepartureStatements.In(text, Updated));

    [Theory]
    [InlineData("Updated to reflect the lifting of ordered departure of non-emergency personnel.")]
    [InlineData("As of January 9, the Department of State has lifted its ordered departure mandate.")]
    [InlineData("Updated to reflect the end of ordered departure of family members and authorized departure for employees.")]
    [InlineData("The government of the country has ordered the evacuation of some areas.")]
    [InlineData("Given the embassy's suspended operations, employees need authorization to travel.")]
    [InlineData("The Department of State announced the resumption of operations after years of suspended operations.")]
    [InlineData("Have a plan to leave in an emergency.")]
    [InlineData("")]
    public void What_is_over_or_others_say_is_none(string text) => Assert.Empty(DepartureStatements.In(text, Updated));
}
