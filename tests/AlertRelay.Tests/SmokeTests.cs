namespace AlertRelay.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Runs() => Assert.NotEmpty(typeof(SmokeTests).Assembly.Location);
}
