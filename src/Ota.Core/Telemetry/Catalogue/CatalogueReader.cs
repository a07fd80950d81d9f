namespace Ota.Core.Telemetry.Catalogue;

/// <summary>Makes a catalogue from a standard's file and the overlays over it.</summary>
public static class CatalogueReader
{
    private const string Header = "id,since,until,path,datatype,unit,min,max,allowed";

    /// <summary>
    /// Reads the files in order. A later file may repeat a signal by id and path to replace its limits, its allowed texts and its end;
    /// within one file that is a mistake.
    /// </summary>
    /// <param name="files">The standard first, then overlays.</param>
    public static CatalogueReading Read(params IReadOnlyList<CatalogueFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<string> problems = [];
        Dictionary<int, SignalDefinition> signals = [];
        foreach (CatalogueFile file in files)
        {
            HashSet<int> own = [];
            foreach ((int number, string line) in LinesOf(file, problems))
                Add(line, $"{file.Name} line {number}", own, signals, problems);
        }

        CheckPaths(signals.Values, problems);
        return new CatalogueReading(problems.Count == 0 ? new SignalCatalogue(signals.Values) : null, problems);
    }

    private static IEnumerable<(int Number, string Line)> LinesOf(CatalogueFile file, List<string> problems)
    {
        bool begun = false;
        int number = 0;
        foreach (string raw in file.Text.Split('\n'))
        {
            number++;
            string line = raw.TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#') continue;
            if (begun)
            {
                yield return (number, line);
            }
            else if (line == Header)
            {
                begun = true;
            }
            else
            {
                problems.Add($"{file.Name} line {number}: the first line must be \"{Header}\".");
                yield break;
            }
        }

        if (!begun) problems.Add($"{file.Name}: it is empty; the first line must be \"{Header}\".");
    }

    private static void Add(
        string line, string place, HashSet<int> own, Dictionary<int, SignalDefinition> signals, List<string> problems)
    {
        int before = problems.Count;
        SignalDefinition? signal = CatalogueLine.Parse(line, problem => problems.Add($"{place}: {problem}"));
        if (signal is null || problems.Count > before) return;
        if (!own.Add(signal.Id))
        {
            problems.Add($"{place}: the id {signal.Id} is in this file already; give the signal an id of its own.");
            return;
        }

        if (signals.TryGetValue(signal.Id, out SignalDefinition? standard))
        {
            if (standard.Path != signal.Path || standard.Type != signal.Type || standard.Unit != signal.Unit || standard.Since != signal.Since)
                problems.Add($"{place}: the id {signal.Id} is {standard.Path} with another type, unit or first version; use a new id.");
        }

        signals[signal.Id] = signal;
    }

    // A path may come again only after the signal that had it has ended, or a look-up by path would have two answers.
    private static void CheckPaths(IEnumerable<SignalDefinition> signals, List<string> problems)
    {
        foreach (IGrouping<string, SignalDefinition> same in signals.GroupBy(signal => signal.Path))
        {
            SignalDefinition[] inOrder = [.. same.OrderBy(signal => signal.Since)];
            for (int i = 1; i < inOrder.Length; i++)
            {
                if (inOrder[i - 1].IsIn(inOrder[i].Since))
                    problems.Add($"{same.Key} has the ids {inOrder[i - 1].Id} and {inOrder[i].Id} in version {inOrder[i].Since}; end one of them.");
            }
        }
    }
}
