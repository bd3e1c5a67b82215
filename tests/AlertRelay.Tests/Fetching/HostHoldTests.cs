using AlertRelay.Fetching;

namespace AlertRelay.Tests.Fetching;

public sealed class HostHoldTests
{
    private static readonly Uri First = new("https://example.org/first");
    private static readonly Uri Second = new("https://example.org/second");

    private readonly TimedGate _timed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hold_is_sat_out()
    {
        _timed.Gate.BlockHost("example.org", TimeSpan.FromMinutes(10));
        _timed.Gate.BlockHost("example.org", TimeSpan.FromMinutes(5));

        await _timed.Visit("example.org");

        Assert.Equal([TimeSpan.FromMinutes(10)], _timed.Waits);
        Assert.Equal(TimeSpan.Zero, _timed.Gate.BlockedFor("example.org"));
    }

    [Fact]
    public async Task A_hold_that_comes_while_waiting_is_sat_out_too()
    {
        await _timed.Visit("example.org");
        _timed.WhilePaused = () =>
        {
            _timed.WhilePaused = () => { };
            _timed.Gate.BlockHost("example.org", TimeSpan.FromMinutes(1));
        };

        await _timed.Visit("example.org");

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)], _timed.Waits);
    }

    [Fact]
    public void No_hold_is_longer_than_the_operator_allows()
    {
        _timed.Gate.BlockHost("example.org", TimeSpan.FromDays(400));

        Assert.Equal(TimeSpan.FromDays(2), _timed.Gate.BlockedFor("example.org"));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task A_clock_that_is_set_changes_neither_a_hold_nor_the_spacing(int days)
    {
        var clock = new SetClock(_timed.Time);
        var waits = new List<TimeSpan>();
        var gate = new HostThrottles(_timed.Options, clock, () => 0, (wait, _) =>
        {
            waits.Add(wait);
            _timed.Time.Advance(wait);
            return Task.CompletedTask;
        });
        gate.BlockHost("example.org", TimeSpan.FromMinutes(10));
        clock.Offset = TimeSpan.FromDays(days);

        (await gate.Enter("example.org", Cancellation)).Dispose();
        clock.Offset = TimeSpan.Zero;
        (await gate.Enter("example.org", Cancellation)).Dispose();

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1)], waits);
    }

    [Fact]
    public async Task The_impatient_are_told_instead_of_kept()
    {
        _timed.Gate.BlockHost("example.org", TimeSpan.FromMinutes(10));

        Assert.Null(await _timed.Gate.TryEnter("example.org", TimeSpan.FromSeconds(30), Cancellation));
        Assert.Empty(_timed.Waits);

        _timed.Time.Advance(TimeSpan.FromMinutes(9.5));
        using var turn = await _timed.Gate.TryEnter("example.org", TimeSpan.FromSeconds(30), Cancellation);
        Assert.NotNull(turn);
    }

    [Theory]
    [InlineData("first first", false)]
    [InlineData("first second", true)]
    [InlineData("first served second", false)]
    [InlineData("first first second", true)]
    [InlineData("first later second", false)]
    public void A_host_is_held_when_it_refuses_two_documents_in_a_row(string story, bool held)
    {
        foreach (var step in story.Split(' '))
            Tell(step);

        Assert.Equal(held ? TimeSpan.FromMinutes(10) : TimeSpan.Zero, _timed.Gate.BlockedFor("example.org"));
    }

    [Fact]
    public async Task Hosts_that_are_done_with_are_forgotten()
    {
        for (var number = 0; number < 1000; number++)
        {
            await _timed.Visit($"host{number}.example");
            _timed.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_timed.Gate.RememberedHosts, 1, 12);
    }

    [Fact]
    public async Task Hosts_that_are_held_in_use_or_refusing_are_remembered()
    {
        using var turn = await _timed.Gate.Enter("used.example", Cancellation);
        _timed.Gate.BlockHost("held.example", TimeSpan.FromMinutes(10));
        _timed.Gate.Refused("refusing.example", First, TimeSpan.Zero);
        _timed.Time.Advance(TimeSpan.FromMinutes(5));
        await _timed.Visit("other.example");
        Assert.Equal(4, _timed.Gate.RememberedHosts);

        _timed.Time.Advance(TimeSpan.FromHours(2));
        await _timed.Visit("last.example");
        Assert.Equal(2, _timed.Gate.RememberedHosts);
    }

    private void Tell(string step)
    {
        switch (step)
        {
            case "served":
                _timed.Gate.Served("example.org");
                break;
            case "later":
                _timed.Time.Advance(TimeSpan.FromHours(1.1));
                break;
            default:
                _timed.Gate.Refused("example.org", step == "first" ? First : Second, TimeSpan.FromMinutes(10));
                break;
        }
    }
}
