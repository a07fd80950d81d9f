using System.Text.Json;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>The values of the interface as words that people read and type.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, RolloutState> RolloutStates =
        Enum.GetValues<RolloutState>().Where(state => state != RolloutState.Unspecified).ToDictionary(Of);

    public static readonly IReadOnlyDictionary<string, InstallState> InstallStates =
        Enum.GetValues<InstallState>().Where(state => state != InstallState.Unspecified).ToDictionary(Of);

    public static readonly IReadOnlyDictionary<string, WorkList> WorkLists =
        Enum.GetValues<WorkList>().Where(list => list != WorkList.Unspecified).ToDictionary(Of);

    public static string Of(RolloutState state) => Snake(state.ToString());

    public static string Of(InstallState state) => Snake(state.ToString());

    public static string Of(WorkList list) => list == WorkList.Unspecified ? "" : Snake(list.ToString());

    public static bool HasEnded(RolloutState state) =>
        state is RolloutState.Completed or RolloutState.Halted or RolloutState.Cancelled or RolloutState.Revoked;

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
