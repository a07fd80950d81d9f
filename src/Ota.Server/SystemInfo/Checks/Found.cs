using State = Ota.V1.SystemCheck.Types.State;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Makes findings.</summary>
internal static class Found
{
    public static V1.SystemCheck Ok(string name, string sentence) => Make(name, State.Ok, sentence);

    public static V1.SystemCheck Warning(string name, string sentence) => Make(name, State.Warning, sentence);

    public static V1.SystemCheck Problem(string name, string sentence) => Make(name, State.Problem, sentence);

    private static V1.SystemCheck Make(string name, State state, string sentence) => new() { Name = name, State = state, Sentence = sentence };
}
