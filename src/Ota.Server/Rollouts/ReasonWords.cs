using System.Text.Json;
using Ota.Core.Rollouts.Failures;

namespace Ota.Server.Rollouts;

/// <summary>Reasons and states as people read them.</summary>
internal static class ReasonWords
{
    public static string Of(FailureReason? reason) => reason is null ? "" : FailureText.Describe(reason);

    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
