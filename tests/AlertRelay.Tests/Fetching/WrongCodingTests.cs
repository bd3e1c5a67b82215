using System.Text;
using AlertRelay.Fetching;

namespace AlertRelay.Tests.Fetching;

/// <summary>Servers name codings that are none, and send gzip without a name.</summary>
public sealed class WrongCodingTests
{
    [Theory]
    [InlineData("utf-8", "plain")]
    [InlineData("none", "plain")]
    [InlineData("UTF8, binary", "plain")]
    [InlineData("gzip", "plain")]
    [InlineData("br", "plain")]
    [InlineData("deflate", "plain")]
    [InlineData("", "gzip")]
    [InlineData("utf-8", "gzip")]
    public async Task Where_the_header_names_no_coding_or_a_wrong_one_the_bytes_decide(string header, string coding)
    {
        var body = coding == "plain" ? Answers.FeedBytes : Answers.Pack(coding, Answers.FeedBytes);
        await using var publisher = await FakePublisher.Start(
            header.Length > 0 ? Answers.Document(body, ("Content-Encoding", header)) : Answers.Document(body));

        Assert.Equal(Answers.FeedBytes, Assert.IsType<FetchResult.Fetched>(await publisher.Fetch()).Document.Body.ToArray());
    }

    [Theory]
    [InlineData("  {\"a\":1}", true)]
    [InlineData("\uFEFF[1]", true)]
    [InlineData("Service unavailable", false)]
    public async Task Only_markup_and_json_are_told_to_be_plain(string text, bool plain)
    {
        var reading = await ContentCoding.Decode(Encoding.UTF8.GetBytes(text), ["gzip"], 100_000, TestContext.Current.CancellationToken);

        Assert.Equal(plain, reading is BodyReading.Whole);
    }

    [Fact]
    public async Task What_is_packed_once_more_than_its_header_says_is_unpacked_once()
    {
        var inner = Answers.Pack("gzip", Answers.FeedBytes);
        await using var publisher = await FakePublisher.Start(Answers.Document(Answers.Pack("gzip", inner), ("Content-Encoding", "gzip")));

        Assert.Equal(inner, Assert.IsType<FetchResult.Fetched>(await publisher.Fetch()).Document.Body.ToArray());
    }
}
