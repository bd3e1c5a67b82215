using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>Stores reject a foreign cursor with an <see cref="ArgumentException"/>.</summary>
internal static class CursorErrors
{
    public static async Task<T> Checked<T>(string? cursor, Func<Task<T>> list, Func<ProblemHttpResult, T> refuse)
    {
        try
        {
            return await list();
        }
        catch (ArgumentException) when (cursor is not null)
        {
            var errors = new ValidationErrors();
            errors.Add("cursor", "is not one of this list's; send the cursor of the page before as it is, or none to begin.");
            return refuse(errors.ToProblem());
        }
    }
}
