using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Feeds;

internal sealed record FeedFormat(string Path, string MediaType, Func<FeedPage, byte[]> Write);

/// <summary>Answers a request for a feed: from the cache, or from the store.</summary>
internal sealed class FeedAnswers(FilterReader filters, FeedCache cache, FeedPageReader pages)
{
    public async Task<Results<PageResult, ProblemHttpResult>> Answer(
        FeedParameters parameters, HttpRequest request, FeedFormat format, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = FeedQuery.Read(parameters, request.Query, filters, errors);
        if (errors.Any)
            return errors.ToProblem();

        return await CursorErrors.Checked<Results<PageResult, ProblemHttpResult>>(
            query.Cursor,
            async () =>
            {
                var body = await cache.Get(
                    format.Path + query.TextFrom(query.Cursor),
                    async () => format.Write(await pages.Read(query, cancellationToken)),
                    cancellationToken);
                return PageResult.Of(body!, format.MediaType) with { Fresh = FeedCache.Lifetime };
            },
            refused => refused);
    }
}
