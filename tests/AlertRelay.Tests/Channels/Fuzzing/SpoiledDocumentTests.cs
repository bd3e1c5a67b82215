using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Fuzzing;

/// <summary>Whatever bytes a publisher's server sends, a parser reads them or refuses them: nothing else comes out. "bench fuzz" tries more of them.</summary>
public sealed class SpoiledDocumentTests
{
    private const int Inputs = 400;

    public static TheoryData<int> Fixtures => [.. Enumerable.Range(0, ParserFixture.All.Count)];

    [Fact]
    public void Every_parser_has_a_document_to_be_spoiled() =>
        Assert.Empty(NoticeParsers.All.Select(parser => parser.Name).Except(ParserFixture.All.Select(fixture => fixture.Channel.Parser)));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_spoiled_document_is_read_or_refused(int number)
    {
        var fixture = ParserFixture.All[number];
        var other = ParserFixture.All[(number + 7) % ParserFixture.All.Count].Bytes;
        var mutator = new Mutator(20200103 + number);
        Assert.True(fixture.Read(fixture.Bytes) > 0, $"{fixture}: is not read whole");

        for (var input = 0; input < Inputs; input++)
        {
            var mutant = mutator.Next(fixture.Bytes, other);
            var fault = ParserTrial.Fault(fixture, mutant);
            Assert.True(fault is null, $"{fixture}, input {input}: {fault}\n{Convert.ToBase64String(mutant.Bytes)}");
        }
    }
}
