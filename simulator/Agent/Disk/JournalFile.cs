using System.Text.Json;
using System.Text.Json.Serialization;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Disk;

/// <summary>The journal as one file.</summary>
internal sealed class JournalFile(string path)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <returns>An empty one if there is none yet.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public AgentJournal Read()
    {
        if (DurableFile.TryRead(path) is not { } bytes) return new AgentJournal();
        try
        {
            return JsonSerializer.Deserialize<AgentJournal>(bytes, Form) ?? new AgentJournal();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no journal: {e.Message} Without it the vehicle does not know what it was doing.", e);
        }
    }

    public void Write(AgentJournal journal) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(journal, Form));
}
