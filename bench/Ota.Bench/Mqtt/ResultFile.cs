using System.Text.Json;

namespace Ota.Bench.Mqtt;

/// <summary>All runs with all that the generator said, for later questions.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(string file, IReadOnlyList<MqttResult> results, CancellationToken stop)
    {
        string text = JsonSerializer.Serialize(results.Select(Content), Indented);
        await File.WriteAllTextAsync(file, text, stop);
    }

    private static object Content(MqttResult result) => new
    {
        result.Row.Group,
        result.Row.Name,
        Brokers = result.Samples.ToDictionary(
            entry => entry.Key,
            entry => entry.Value.Select(sample => new
            {
                Figures = sample.Figures.ToDictionary(figure => $"{figure.Key}", figure => figure.Value),
                sample.Remarks,
                sample.Report,
            })),
    };
}
