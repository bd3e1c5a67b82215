using AlertRelay.Polling;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteEvidenceStore(SqliteDatabase database, TimeProvider time) : IEvidenceStore
{
    public Task Keep(EvidenceDocument document, CancellationToken cancellationToken)
    {
        var packed = EvidenceSerializer.Write(document);
        return database.Write(
            connection => connection.Execute(
                "INSERT INTO evidence (sha256, media_type, kept_at, body) VALUES ($sha256, $type, $at, $body) ON CONFLICT (sha256) DO UPDATE SET "
                + "kept_at = excluded.kept_at",
                ("$sha256", document.Sha256), ("$type", document.MediaType), ("$at", time.GetUtcNow().UtcTicks), ("$body", packed)),
            cancellationToken);
    }

    public Task<EvidenceDocument?> Find(string sha256, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT media_type, body FROM evidence WHERE sha256 = $sha256",
                reader => EvidenceSerializer.Read(sha256, reader.Text(0), reader.GetFieldValue<byte[]>(1)),
                ("$sha256", sha256)).SingleOrDefault(),
            cancellationToken);

    public Task<int> Forget(DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        database.ForgetRows(
            "DELETE FROM evidence WHERE sha256 IN (SELECT sha256 FROM evidence WHERE kept_at < $before ORDER BY kept_at LIMIT $batch)",
            storedBefore.UtcTicks,
            cancellationToken);
}
