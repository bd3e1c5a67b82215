using AlertRelay.Maintenance;

namespace AlertRelay.Tests.Maintenance;

public sealed class MaintenanceRunTests
{
    private readonly List<string> _ran = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_that_fails_keeps_no_other_from_running_and_its_failure_is_thrown_as_it_is()
    {
        var fault = new InvalidOperationException("first");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Task("a"), Task("b", fault), Task("c")));

        Assert.Same(fault, thrown);
        Assert.Equal(["a", "b", "c"], _ran);
    }

    [Fact]
    public async Task Several_failures_are_thrown_together()
    {
        var (one, other) = (new InvalidOperationException("one"), new IOException("other"));

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => Run(Task("a", one), Task("b"), Task("c", other)));

        Assert.Equal([one, other], thrown.InnerExceptions);
        Assert.Equal(["a", "b", "c"], _ran);
    }

    [Fact]
    public async Task Cancelled_it_begins_no_further_task()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Step(async cancellationToken =>
        {
            _ran.Add("a");
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MaintenanceRun([stopping, Task("b")]).Run(stop.Token));

        Assert.Equal(["a"], _ran);
    }

    private static Task Run(params IMaintenanceTask[] tasks) => new MaintenanceRun(tasks).Run(Cancellation);

    private Step Task(string name, Exception? fault = null) => new(_ =>
    {
        _ran.Add(name);
        return fault is null ? System.Threading.Tasks.Task.CompletedTask : System.Threading.Tasks.Task.FromException(fault);
    });

    private sealed class Step(Func<CancellationToken, Task> run) : IMaintenanceTask
    {
        public Task Run(CancellationToken cancellationToken) => run(cancellationToken);
    }
}
