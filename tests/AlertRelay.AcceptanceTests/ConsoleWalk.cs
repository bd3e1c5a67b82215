using System.Diagnostics;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests;

/// <summary>tests/npm/walk.mjs: a person in a real browser, with receivers and a publisher on this machine.</summary>
internal static class ConsoleWalk
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What is published when the walk asks for a change: the first, the second, the third.
    private static readonly (string Country, int Level)[][] Changes =
    [
        [("Iran", 4), ("Iraq", 3), ("France", 1)],
        [("Iran", 4), ("Iraq", 4), ("France", 1)],
        [("Iran", 4), ("Iraq", 4), ("France", 2)],
    ];

    public static (string Country, int Level)[] Before => [("Iran", 3), ("Iraq", 3), ("France", 1)];

    /// <param name="wish">Members of the walk's argument, such as its mode.</param>
    /// <returns>What it printed; its last line is "done" if all went well.</returns>
    public static async Task<string> Run(Uri relay, string key, FakePublisher publisher, Receiver receiver, Dictionary<string, object> wish)
    {
        var argument = new Dictionary<string, object>(wish)
        {
            ["base"] = relay.AbsoluteUri.TrimEnd('/'),
            ["key"] = key,
            ["webhook"] = receiver.Target("desk"),
            ["chat"] = receiver.Target("chat?key=k&token=t"),
            ["chatFormat"] = "google-chat",
            ["channel"] = Trial.Channel,
        };
        using var browser = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(Repository.Root, "tests", "npm", "walk.mjs"), JsonSerializer.Serialize(argument)])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var lines = new ProcessLines(browser);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var published = 0;
            var end = browser.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token)) != end)
            {
                if (published < Changes.Length && lines.All.Contains($"publish {published + 1}"))
                    publisher.Publish(Changes[published++]);
            }

            await end;
        }
        finally
        {
            if (!browser.HasExited)
                browser.Kill(entireProcessTree: true);
        }

        return string.Join('\n', lines.All);
    }
}
