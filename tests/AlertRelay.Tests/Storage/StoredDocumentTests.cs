using AlertRelay.Alerts;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage;

public sealed class StoredDocumentTests
{
    [Fact]
    public void A_document_written_before_a_property_existed_gets_its_default()
    {
        const string Old = """
            {"id":"sub_1","tenant":"acme","target":"https://example.org/","createdAt":"2020-01-03T12:00:00+00:00","updatedAt":"2020-01-03T12:00:00+00:00",
             "filter":{"countries":["IR"]}}
            """;

        var subscription = StoredDocument.Read(Old, DocumentSerializer.Subscription, "subscription sub_1");

        Assert.Equal(("webhook", 1, SubscriptionStatus.Active), (subscription.Format, subscription.Version, subscription.Status));
        Assert.Empty(subscription.Secrets);
        Assert.Equal(["IR"], subscription.Filter.Countries);
        Assert.Empty(subscription.Filter.Keywords);
    }

    [Fact]
    public void A_document_of_a_newer_program_is_read_as_far_as_it_is_known()
    {
        var state = StoredDocument.Read("""{"key":"iran","mood":{"of":"tomorrow"},"revision":7}""", DocumentSerializer.Notice, "notice iran");

        Assert.Equal(("iran", 7), (state.Key, state.Revision));
        Assert.Empty(state.Memory);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public void An_alert_is_serialised_once_and_one_with_other_words_by_itself(int length)
    {
        var alert = Samples.Alert("alr_1") with { Text = Samples.LongText(length), Trace = null };
        var changed = alert with { Title = "changed" };

        Assert.Same(StoredAlert.Write(alert), StoredAlert.Write(alert));
        Assert.Equal("changed", StoredDocument.Read(StoredAlert.Write(changed), DocumentSerializer.Alert, "alert alr_1").Title);
        Assert.Equivalent(alert, StoredDocument.Read(StoredAlert.Write(alert), DocumentSerializer.Alert, "alert alr_1"), strict: true);
    }

    [Fact]
    public void The_products_words_are_words_in_the_store()
    {
        var subscription = Samples.Subscription(1) with { Filter = new Filter { MinimumSeverity = Severity.Severe } };
        var stored = Assert.IsType<string>(StoredDocument.Write(subscription, DocumentSerializer.Subscription));

        Assert.Contains("\"status\":\"active\"", stored, StringComparison.Ordinal);
        Assert.Contains("\"minimumSeverity\":\"Severe\"", stored, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_long_documents_are_compressed()
    {
        Assert.IsType<string>(StoredDocument.Write(Samples.Subscription(1), DocumentSerializer.Subscription));
        var compressed = Assert.IsType<byte[]>(StoredDocument.Write(Samples.NoticeState("iran", new string('x', 500_000)), DocumentSerializer.Notice));
        Assert.True(compressed.Length < 5_000);
    }

    [Fact]
    public void A_long_document_that_was_cut_is_damaged_and_not_read_in_part()
    {
        var whole = (byte[])StoredDocument.Write(Samples.NoticeState("iran", Samples.LongText(5_000)), DocumentSerializer.Notice);

        // The last bytes are checksum and length (RFC 1952, 2.3.1): without them all of the document is there.
        for (var length = 0; length < whole.Length - 8; length += 97)
            Assert.ThrowsAny<StoreException>(() => StoredDocument.Read(whole[..length], DocumentSerializer.Notice, "notice iran"));
    }
}
