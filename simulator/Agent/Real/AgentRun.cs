using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Backend;
using Ota.Simulator.Agent.Disk;
using Ota.Simulator.Agent.Downloads;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Simulator.Agent.Trust;
using Ota.Simulator.Inventories;
using Ota.Simulator.Replay;

namespace Ota.Simulator.Agent.Real;

/// <summary>Runs one vehicle from its disk until its job has ended, or for ever.</summary>
internal sealed class AgentRun(AgentOptions options, TimeProvider time)
{
    private const ulong MetresBetweenStarts = 12_000;

    private string? _said;

    /// <param name="say">Takes a line for each change.</param>
    /// <param name="stop">Switches the vehicle off.</param>
    /// <returns>How its job ended; null if it was switched off before.</returns>
    /// <exception cref="InvalidDataException">A file is not as it should be.</exception>
    public async Task<AgentJob?> RunAsync(Action<string> say, CancellationToken stop)
    {
        Directory.CreateDirectory(options.Data);
        JournalFile file = new(Path.Combine(options.Data, "journal.json"));
        AgentJournal journal = file.Read();
        journal = journal with
        {
            Boots = journal.Boots + 1,
            IgnitionCycles = journal.IgnitionCycles + 1,
            OdometerM = journal.OdometerM + MetresBetweenStarts,
        };
        file.Write(journal);
        using HttpClient http = Http();
        VehicleVoice voice = new(options.Vid, BootIdOf(journal.Boots), journal.Boots, ClockFault.None with { Quality = Core.Telemetry.Batches.ClockQuality.Ntp }, time);
        RealBody body = BodyOf(http, journal);
        PowerCut power = new(options.DieAt);
        AgentLoop loop = new(voice, body, journal, Keep, Pace(), time);
        body.SignInventory(loop.NextCounter(), ByteString.Empty, voice.NowMs);
        loop.Apply(new AgentEvent.Started());
        await using BackendLink link = new(
            options.Broker, Tls(options.Broker.Host), voice, () => body.BirthInventory, Pace().Answer, new Random(options.Seed), time);
        Task connecting = link.ConnectAsync(stop); // Meanwhile it goes on with what needs no network.
        AgentJob? ended = await LiveAsync(loop, link, connecting, stop);
        if (link.IsConnected) await link.LeaveAsync(CancellationToken.None);
        return ended;

        void Keep(AgentJournal next, AgentEvent? happened)
        {
            if (happened is not null) power.BeforeNote(happened);
            file.Write(next);
            if (happened is not null) power.AfterNote(happened);
            Say(next.Job, say);
        }
    }

    private async Task<AgentJob?> LiveAsync(AgentLoop loop, BackendLink link, Task connecting, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (connecting.IsFaulted) await connecting; // Refused for good: it has no way to the backend.
                bool acted = await loop.StepAsync(link, stop);
                if (!options.Forever && HasEnded(loop)) return loop.LatestJob;
                if (!acted) await loop.WaitAsync(link, TimeSpan.FromSeconds(1), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (MqttClientException e)
        {
            throw new InvalidDataException($"The broker {options.Broker} does not let the vehicle in: {e.Message}", e);
        }
    }

    private static bool HasEnded(AgentLoop loop) => loop.LatestJob is { HasEnded: true, IsTold: true } job && job.State switch
    {
        JobState.Committed => job.IsProven || job.IsDisbelieved,
        JobState.RolledBack => !loop.IsRetryWanted,
        _ => true,
    };

    private void Say(AgentJob? job, Action<string> say)
    {
        if (job is null) return;
        string proven = job.IsProven ? ", proven" : job.IsDisbelieved ? ", not believed" : "";
        string line = $"{job.Rollout} offer {job.Offer} attempt {job.Attempt}: {job.State}{proven}";
        if (line == _said) return;
        _said = line;
        say(line);
    }

    private RealBody BodyOf(HttpClient http, AgentJournal journal)
    {
        TrustFolder director = new(Path.Combine(options.Data, "director"), File.ReadAllBytes(options.DirectorRoot));
        TrustFolder image = new(Path.Combine(options.Data, "image"), File.ReadAllBytes(options.ImageRoot));
        SimulatedInventory built = SimulatedInventory.Read(options.Ecus, options.Vid);
        Use use = new() { IgnitionCycles = journal.IgnitionCycles, OdometerM = journal.OdometerM };
        return new RealBody(
            options, built, new FullTrust(options.Vid, director, image, http, time), new ResumableDownload(http, Path.Combine(options.Data, "downloads")),
            new VehicleConditions(options.Seed, options.Unsafe), use);
    }

    // Another id at each start, and the same vehicle from the same seed.
    private ByteString BootIdOf(ulong boots) =>
        ByteString.CopyFrom(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{options.Seed} {options.Vid} {boots}")).AsSpan(0, BootId.Size));

    private LoopPace Pace()
    {
        LoopPace pace = new();
        return pace with
        {
            FirstPause = pace.FirstPause / options.Speed,
            LongestPause = pace.LongestPause / options.Speed,
            Driver = pace.Driver / options.Speed,
            Start = pace.Start / options.Speed,
        };
    }

    private HttpClient Http()
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        if (Tls(options.Server.Host) is { } tls) handler.SslOptions = tls;
        return new HttpClient(handler) { BaseAddress = options.Server };
    }

    private SslClientAuthenticationOptions? Tls(string host)
    {
        if (options.Certificate is null) return null;
        X509Certificate2Collection? roots = null;
        if (options.Authority is not null)
        {
            roots = [];
            roots.ImportFromPemFile(options.Authority);
        }

        return MqttClientTls.Create(host, roots, X509Certificate2.CreateFromPemFile(options.Certificate, options.Key ?? options.Certificate));
    }
}
