namespace Ota.Bench.Mqtt;

/// <summary>One line of the table: how to load a broker and what to show of it.</summary>
internal sealed record MqttRow(string Group, string Name)
{
    /// <summary>The first one is compared between the brokers.</summary>
    public required Figure[] Shows { get; init; }

    public required Func<RunContext, Task<MqttSample>> RunAsync { get; init; }

    /// <summary>Prepares a fresh broker: a shorter load of the same kind, so that what is measured is compiled and grown.</summary>
    public required Func<RunContext, Task> WarmUpAsync { get; init; }

    /// <summary>The bare handler answers publishers but delivers nothing.</summary>
    public bool NeedsDelivery { get; init; }

    public bool NeedsTls { get; init; }

    /// <summary>Memory is measured from a known start, so each run has a broker of its own.</summary>
    public bool NeedsFreshBroker { get; init; }
}
