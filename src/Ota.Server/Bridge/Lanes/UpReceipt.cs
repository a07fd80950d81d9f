namespace Ota.Server.Bridge.Lanes;

/// <summary>What became of a message of the evidence lane. All three are acknowledged: none of them would end otherwise the next time.</summary>
internal readonly record struct UpReceipt
{
    private UpReceipt(string outcome, string detail)
    {
        Outcome = outcome;
        Detail = detail;
    }

    /// <summary>It is durable.</summary>
    public static UpReceipt Stored { get; } = new("stored", "");

    /// <summary>It was durable already.</summary>
    public static UpReceipt Repeated { get; } = new("repeated", "");

    /// <summary>A label of metrics: <c>stored</c>, <c>repeated</c> or the reason of a refusal.</summary>
    public string Outcome { get; }

    /// <summary>More about a refusal, for a person.</summary>
    public string Detail { get; }

    public bool IsRefused => Outcome is not ("stored" or "repeated");

    /// <summary>It can never be taken.</summary>
    /// <param name="reason">One of few, since it becomes a label: <c>malformed</c>.</param>
    /// <param name="detail">For a person.</param>
    public static UpReceipt Refused(string reason, string detail = "") => new(reason, detail);
}
