namespace Ota.Conformance.Wire;

/// <summary>A topic filter and its subscription options (3.8.3.1).</summary>
public sealed record Filter(string Text, int Qos = 0)
{
    public bool NoLocal { get; init; }

    public bool RetainAsPublished { get; init; }

    public int RetainHandling { get; init; }

    /// <summary>In place of the options that the other fields make.</summary>
    public int? Options { get; init; }

    public int OptionByte => Options ?? (Qos | (NoLocal ? 0x04 : 0) | (RetainAsPublished ? 0x08 : 0) | RetainHandling << 4);
}
