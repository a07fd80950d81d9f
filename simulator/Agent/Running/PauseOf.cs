namespace Ota.Simulator.Agent.Running;

/// <summary>What a vehicle pauses with.</summary>
internal static class PauseOf
{
    public const string Asking = "ask";
    public const string Telling = "tell";
    public const string Proving = "prove";
    public const string Starting = "start";
    public const string Preparing = "prepare";
    public const string Downloading = "download";
    public const string Driver = "driver";
    public const string Retry = "retry";

    /// <summary>Asking again for metadata that did not come.</summary>
    public const string Looking = "look";

    /// <summary>Asking without a reason.</summary>
    public const string Daily = "daily";

    /// <summary>Those that are over when the vehicle is switched on again.</summary>
    public static IReadOnlyList<string> OneDrive { get; } = [Asking, Telling, Proving, Starting, Preparing, Downloading, Driver];
}
