using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>Some servers say "not modified" for ever.</summary>
public sealed class StuckValidatorsTests : IDisposable
{
    private readonly PollingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Once_a_day_the_whole_document_is_asked_for()
    {
        await _trial.Poll(("Iran", 4));
        for (var poll = 0; poll < 2 * 96; poll++)
            Assert.Equal(PollOutcome.Unchanged, (await _trial.Poll()).Outcome);

        Assert.Equal([0, 96, 192], _trial.Publisher.Conditional.Index().Where(asked => !asked.Item).Select(asked => asked.Index));
    }
}
