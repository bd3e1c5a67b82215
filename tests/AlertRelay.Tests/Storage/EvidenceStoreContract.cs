using System.Security.Cryptography;
using AlertRelay.Polling;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of evidence must do. Each store inherits it and says how to open one.</summary>
public abstract class EvidenceStoreContract
{
    /// <summary>Opens the same data again, as the next start does.</summary>
    protected abstract IEvidenceStore Open();

    protected abstract FakeTimeProvider Time { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(3_000_000)]
    public async Task A_document_comes_back_byte_for_byte(int length)
    {
        var kept = Document(length);
        await Open().Keep(kept, Cancellation);

        var found = await Open().Find(kept.Sha256, Cancellation);
        Assert.NotNull(found);
        Assert.Equal((kept.Sha256, kept.MediaType), (found.Sha256, found.MediaType));
        Assert.True(kept.Body.Span.SequenceEqual(found.Body.Span));
    }

    [Fact]
    public async Task What_was_never_kept_is_not_there() => Assert.Null(await Open().Find(new string('0', 64), Cancellation));

    [Fact]
    public async Task A_document_without_a_media_type_has_none_afterwards()
    {
        await Open().Keep(Document(5) with { MediaType = null }, Cancellation);
        Assert.Null((await Open().Find(Document(5).Sha256, Cancellation))!.MediaType);
    }

    [Fact]
    public async Task Old_documents_are_forgotten_and_one_that_was_kept_again_begins_its_time_anew()
    {
        await Open().Keep(Document(10), Cancellation);
        await Open().Keep(Document(20), Cancellation);
        Time.Advance(TimeSpan.FromDays(10));
        await Open().Keep(Document(20), Cancellation);
        await Open().Keep(Document(30), Cancellation);

        Assert.Equal(1, await Open().Forget(Time.GetUtcNow() - TimeSpan.FromDays(5), Cancellation));

        Assert.Null(await Open().Find(Document(10).Sha256, Cancellation));
        Assert.NotNull(await Open().Find(Document(20).Sha256, Cancellation));
        Assert.NotNull(await Open().Find(Document(30).Sha256, Cancellation));
    }

    private static EvidenceDocument Document(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        return new EvidenceDocument(Convert.ToHexStringLower(SHA256.HashData(body)), "application/rss+xml", body);
    }
}
