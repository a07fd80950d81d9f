namespace Ota.Bench.Mqtt;

/// <summary>What all runs of one row gave, by broker.</summary>
internal sealed record MqttResult(MqttRow Row, IReadOnlyDictionary<string, List<MqttSample>> Samples)
{
    public double? Median(string broker, Figure figure)
    {
        if (!Samples.TryGetValue(broker, out List<MqttSample>? samples) || samples.Count == 0)
            return null;
        double[] sorted = [.. samples.Select(sample => sample.Figures[figure]).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
