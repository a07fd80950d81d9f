using Ota.Cli.Output;

namespace Ota.Cli.Doctor;

/// <summary>Compares this machine's clock with the server's, as the header of an answer tells it.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";

    private static readonly TimeSpan Harmless = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(1);

    /// <param name="date">Of the answer: HTTP's date, in whole seconds.</param>
    /// <param name="sent">When the question left.</param>
    /// <param name="came">When the answer was here.</param>
    /// <param name="diagnosis">What was found.</param>
    public static void Look(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset came, Diagnosis diagnosis)
    {
        if (date is not { } server)
        {
            diagnosis.Warn(Name, "The server does not tell its time: compare the clocks by hand, as by `timedatectl`.");
            return;
        }

        // The server's clock stood somewhere within this second, while the call was on its way.
        TimeSpan ahead = sent - server.AddSeconds(1);
        TimeSpan behind = server - came;
        TimeSpan off = ahead > behind ? ahead : behind;
        string text = $"This machine's clock is {Moments.Length(off)} {(ahead > behind ? "ahead of" : "behind")} the server's";
        const string Remedy = "set both by NTP, as `timedatectl` shows it";
        if (off <= Harmless)
            diagnosis.Ok(Name, "This machine's clock and the server's agree.");
        else if (off <= Bearable)
            diagnosis.Warn(Name, $"{text}: {Remedy}.");
        else
            diagnosis.Problem(Name, $"{text}: {Remedy}; certificates, signatures and vehicles' times go by these clocks.");
    }
}
