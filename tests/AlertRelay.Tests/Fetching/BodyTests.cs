using System.Text;
using AlertRelay.Fetching;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Fetching;

public sealed class BodyTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate", "raw deflate")]
    [InlineData("identity, gzip", "gzip")]
    public async Task Packed_bodies_are_unpacked_and_hashed_unpacked(string header, string coding)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(Answers.Pack(coding, Answers.FeedBytes), ("Content-Encoding", header)));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.Equal(Answers.FeedBytes, fetched.Document.Body.ToArray());
        Assert.Equal(Answers.FeedSha256, fetched.Sha256);
    }

    [Fact]
    public async Task Layers_are_undone_in_reverse()
    {
        var packed = Answers.Pack("br", Answers.Pack("gzip", Answers.FeedBytes));
        await using var publisher = await FakePublisher.Start(Answers.Document(packed, ("Content-Encoding", "gzip, br")));

        Assert.Equal(Answers.FeedBytes, Assert.IsType<FetchResult.Fetched>(await publisher.Fetch()).Document.Body.ToArray());
    }

    [Theory]
    [InlineData("gzip", "body is not the whole gzip that its header says")]
    [InlineData("br", "body is not the whole br that its header says")]
    [InlineData("deflate", "body is not the whole deflate that its header says")]
    [InlineData("zstd", "body packed in a way that was not asked for (Content-Encoding: zstd)")]
    [InlineData("gzip, gzip, gzip", "body packed 3 times over")]
    public async Task A_body_that_is_not_packed_as_it_says_is_a_fault(string header, string reason)
    {
        await using var publisher = await FakePublisher.Start(
            Answers.Document(Encoding.UTF8.GetBytes("neither packed nor markup"), ("Content-Encoding", header)));

        Assert.Equal(new FetchResult.Failed(reason), await publisher.Fetch());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate", "raw deflate")]
    public async Task A_packed_body_cut_short_anywhere_is_a_fault(string header, string coding)
    {
        var packed = Answers.Pack(coding, Answers.FeedBytes);
        for (var length = 1; length < packed.Length; length++)
        {
            var reading = await ContentCoding.Decode(packed[..length], [header], 100_000, TestContext.Current.CancellationToken);
            Assert.Equal(new BodyReading.Unusable($"body is not the whole {header} that its header says"), reading);
        }
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate", "raw deflate")]
    public void A_packed_body_of_any_size_comes_through_whole(string header, string coding) =>
        Gen.Byte.Array[1, 70_000].Sample(bytes =>
        {
            var decoding = ContentCoding.Decode(Answers.Pack(coding, bytes), [header], 100_000, CancellationToken.None);
            return decoding.GetAwaiter().GetResult() is BodyReading.Whole whole && whole.Bytes.AsSpan().SequenceEqual(bytes);
        }, iter: 100);

    [Theory]
    [InlineData("gzip", 0, null)]
    [InlineData("gzip", 1, "body unpacks to more than 50 times its size")]
    [InlineData("br", 0, null)]
    [InlineData("br", 1, "body unpacks to more than 50 times its size")]
    public async Task A_body_that_was_packed_very_small_is_unpacked_up_to_8_MB(string coding, int over, string? reason)
    {
        var packed = Answers.Pack(coding, new byte[ContentCoding.AlwaysUnpacked + over]);

        var reading = await ContentCoding.Decode(packed, [coding], 64 * 1024 * 1024, TestContext.Current.CancellationToken);

        Assert.Equal(reason, (reading as BodyReading.Unusable)?.Reason);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "body unpacks to more than 50 times its size")]
    public async Task A_larger_body_is_unpacked_up_to_fifty_times_its_size(int over, string? reason)
    {
        // A decoder passes over what follows the end of its data.
        var packed = Answers.Pack("gzip", new byte[10_000_000 + over]);
        Array.Resize(ref packed, 10_000_000 / ContentCoding.MaxExpansion);

        var reading = await ContentCoding.Decode(packed, ["gzip"], 64 * 1024 * 1024, TestContext.Current.CancellationToken);

        Assert.Equal(reason, (reading as BodyReading.Unusable)?.Reason);
    }

    [Fact]
    public async Task A_body_that_ends_where_a_decoders_buffer_ends_comes_through_whole()
    {
        var bytes = new byte[8 * 1024];
        new Random(1).NextBytes(bytes);
        for (var length = bytes.Length - 64; length < bytes.Length; length++)
        {
            var reading = await ContentCoding.Decode(Answers.Pack("gzip", bytes[..length]), ["gzip"], 100_000, TestContext.Current.CancellationToken);
            Assert.Equal(bytes[..length], Assert.IsType<BodyReading.Whole>(reading).Bytes);
        }
    }

    [Fact]
    public async Task A_body_may_be_packed_in_parts()
    {
        byte[] packed = [.. Answers.Pack("gzip", Answers.FeedBytes[..40]), .. Answers.Pack("gzip", Answers.FeedBytes[40..])];

        var reading = await ContentCoding.Decode(packed, ["gzip"], 100_000, TestContext.Current.CancellationToken);

        Assert.Equal(Answers.FeedBytes, Assert.IsType<BodyReading.Whole>(reading).Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_limit_itself_is_allowed(int beyond)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(new byte[100_000 + beyond]));

        var result = await publisher.Fetch();

        Assert.Equal(beyond == 0, result is FetchResult.Fetched);
    }

    [Fact]
    public async Task A_stated_length_beyond_the_limit_is_not_read()
    {
        await using var publisher = await FakePublisher.Start(async context =>
        {
            context.Response.ContentLength = 64L * 1024 * 1024 * 1024;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        Assert.Equal(new FetchResult.Failed("body larger than 100000 bytes"), await publisher.Fetch());
    }

    [Fact]
    public async Task An_endless_body_is_cut_at_the_limit()
    {
        await using var publisher = await FakePublisher.Start(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
        });
        publisher.Options.MaximumBytes = 1024 * 1024;

        Assert.Equal(new FetchResult.Failed("body larger than 1 MB"), await publisher.Fetch());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_bomb_is_cut_at_the_limit(string coding)
    {
        var bomb = Answers.Pack(coding, new byte[32 * 1024 * 1024]);
        Assert.True(bomb.Length < 100_000);
        await using var publisher = await FakePublisher.Start(Answers.Document(bomb, ("Content-Encoding", coding)));

        Assert.Equal(new FetchResult.Failed("body larger than 100000 bytes"), await publisher.Fetch());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void A_bomb_takes_no_more_memory_than_the_limit_allows(string coding)
    {
        var bomb = Answers.Pack(coding, new byte[32 * 1024 * 1024]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var decoding = ContentCoding.Decode(bomb, [coding], 100_000, CancellationToken.None);

        Assert.True(decoding.IsCompletedSuccessfully);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData("text/xml; charset=no-such-charset", "text/xml", "no-such-charset")]
    [InlineData("TEXT/XML;CHARSET=\"ISO-8859-1\"", "text/xml", "ISO-8859-1")]
    [InlineData("text/xml; charset='utf-8'", "text/xml", "utf-8")]
    [InlineData("text/xml; charset = utf-8", "text/xml", "utf-8")]
    [InlineData("text/xml; charset=", "text/xml", null)]
    [InlineData("text/xml; charset", "text/xml", null)]
    [InlineData("text/xml;;; boundary=\"x; charset=utf-16", "text/xml", "utf-16")]
    [InlineData("application/json", "application/json", null)]
    [InlineData("; charset=utf-8", null, "utf-8")]
    [InlineData("xml", null, null)]
    [InlineData("\u00a7$%&/()=", "\u00a7$%&/()=", null)]
    [InlineData(null, null, null)]
    public async Task A_wrong_content_type_is_reported_and_hurts_nobody(string? header, string? mediaType, string? charset)
    {
        await using var publisher = await FakePublisher.Start(header is null ? Answers.Document() : Answers.Document(("Content-Type", header)));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.Equal((mediaType, charset), (fetched.Document.MediaType, fetched.Document.Charset));
        Assert.Equal(Answers.FeedBytes, fetched.Document.Body.ToArray());
    }

    [Fact]
    public async Task Bytes_come_through_as_they_are()
    {
        var bytes = Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(Answers.Feed)).ToArray();
        await using var publisher = await FakePublisher.Start(Answers.Document(bytes, ("Content-Type", "text/xml; charset=utf-8")));

        Assert.Equal(bytes, Assert.IsType<FetchResult.Fetched>(await publisher.Fetch()).Document.Body.ToArray());
    }
}
