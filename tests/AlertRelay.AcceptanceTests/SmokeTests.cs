namespace AlertRelay.AcceptanceTests;

public sealed class SmokeTests
{
    [Fact]
    public void Runs() => Assert.NotEmpty(typeof(SmokeTests).Assembly.Location);
}
