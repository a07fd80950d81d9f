namespace Ota.Simulator.Fleet.Running;

/// <summary>Says how far a fleet is: one line that changes on a terminal, a line whenever something changed elsewhere.</summary>
internal sealed class FleetProgress(TextWriter error)
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private string _last = "";

    public void Show(FleetCounts counts)
    {
        string line = counts.ToString();
        if (line == _last) return;
        _last = line;
        if (_isTerminal) error.Write($"\r\u001b[K{line}");
        else error.WriteLine(line);
    }

    public void End()
    {
        if (_isTerminal && _last.Length > 0) error.Write("\r\u001b[K");
    }
}
