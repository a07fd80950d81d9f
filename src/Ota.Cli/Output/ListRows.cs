using Google.Protobuf;

namespace Ota.Cli.Output;

/// <summary>Writes a list page by page, so that one of any length needs little memory.</summary>
/// <param name="session">Where to.</param>
/// <param name="member">What the list is called in JSON.</param>
/// <param name="nothing">What the operator reads if there is nothing.</param>
/// <param name="asTable">Writes some rows, with headings or without.</param>
internal sealed class ListRows<T>(Session session, string member, string nothing, Action<TableOutput, IReadOnlyCollection<T>, bool> asTable)
    where T : IMessage
{
    public int Count { get; private set; }

    public void Write(IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0) return;
        if (session.Format is OutputFormat.Json)
            WriteJson(rows);
        else
            asTable(new TableOutput(session.Around), rows, Count == 0);
        Count += rows.Count;
    }

    public void End()
    {
        if (session.Format is OutputFormat.Json)
            session.Around.Out.WriteLine(Count == 0 ? $$"""{ "{{member}}": [] }""" : "\n  ]\n}");
        else if (Count == 0)
            session.Say(nothing);
    }

    private void WriteJson(IReadOnlyCollection<T> rows)
    {
        session.Around.Out.Write(Count == 0 ? $"{{\n  \"{member}\": [\n" : ",\n");
        session.Around.Out.Write(string.Join(",\n", rows.Select(row => "    " + JsonOutput.Text(row, 2))));
    }
}
