using Ota.V1;
using State = Ota.V1.SystemCheck.Types.State;

namespace Ota.Cli.Doctor;

/// <summary>What was found so far, in the order in which it was looked for.</summary>
internal sealed class Diagnosis
{
    private readonly List<SystemCheck> _checks = [];

    public IReadOnlyList<SystemCheck> Checks => _checks;

    /// <summary>The server could not be asked.</summary>
    public bool IsUnreachable { get; private set; }

    public int ExitCode => IsUnreachable ? Cli.ExitCode.NotReachable : Count(State.Problem) > 0 ? Cli.ExitCode.Refused : Cli.ExitCode.Done;

    public void Ok(string name, string sentence) => Add(name, State.Ok, sentence);

    public void Warn(string name, string sentence) => Add(name, State.Warning, sentence);

    public void Problem(string name, string sentence) => Add(name, State.Problem, sentence);

    public void Unreachable(string name, string sentence)
    {
        IsUnreachable = true;
        Problem(name, sentence);
    }

    public void Add(IEnumerable<SystemCheck> checks) => _checks.AddRange(checks);

    public int Count(State state) => _checks.Count(check => check.State == state);

    private void Add(string name, State state, string sentence) => _checks.Add(new SystemCheck { Name = name, State = state, Sentence = sentence });
}
