using AlertRelay.Channels;

namespace AlertRelay.Commands;

/// <summary>Collects the notices and problems of a catalogue file, and prints them as tables or as one JSON object.</summary>
/// <param name="limit">How many notices of a document the table shows.</param>
internal sealed class ChannelCheck(Channel channel, bool asJson, int limit)
{
    private readonly List<CheckedNotice> _notices = [];
    private readonly List<string> _problems = [];
    private bool _failed;

    public Channel Channel => channel;

    public void Add(Uri address, NoticeReading reading)
    {
        _notices.AddRange(reading.Entries.Select(CheckedNotice.Of));
        _problems.AddRange(ReadingCheck.ProblemsOf(channel, reading));
        _failed |= ReadingCheck.IsEmpty(channel, reading);
        if (!asJson)
            ReadingPrinter.Print(channel, address, reading, limit);
    }

    public void Fail(string problem)
    {
        _problems.Add(problem);
        _failed = true;
    }

    public void Print(string sentence)
    {
        if (!asJson)
            Console.WriteLine(sentence);
    }

    /// <returns>False if the channel cannot be read.</returns>
    public bool Finish()
    {
        if (asJson)
            Console.WriteLine(new CheckedChannel(channel.Id, _notices, _problems).Json());
        foreach (var problem in _problems)
            Console.Error.WriteLine(problem);

        if (_problems.Count == 0)
            Print($"{channel.Id}: no fault found.");
        return !_failed;
    }
}
