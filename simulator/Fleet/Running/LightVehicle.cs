using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Ota.Mqtt.Client;
using Ota.Simulator.Agent.Backend;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Simulator.Inventories;

namespace Ota.Simulator.Fleet.Running;

/// <summary>
/// One vehicle of a fleet over its life: driven and connected, then parked and away, then again. What was begun without network goes on
/// without it.
/// </summary>
internal sealed class LightVehicle(string vid, VehicleKind kind, FleetWorld world)
{
    private const int MostSteps = 10_000; // In one drive. More is a loop that does nothing.

    private readonly Lock _sync = new();
    private FleetEntry _entry = new(
        vid, kind, AtFirst(kind), TruthTable.Expected(AtFirst(kind)), null, 0, 0, 0, 0, null, null, null);

    /// <summary>What is known of it so far.</summary>
    public FleetEntry Entry
    {
        get
        {
            lock (_sync) return _entry;
        }
    }

    public bool IsSettled => Entry.Truth != VehicleTruth.Open;

    /// <summary>Whether it is connected now.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Lives until the fleet ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (kind == VehicleKind.Offline) return;
        byte[] chance = SHA256.HashData(Encoding.UTF8.GetBytes($"{world.Seed} {vid}"));
        Random random = new(BitConverter.ToInt32(chance));
        Temperament temperament = Temperament.Draw(kind, random, world.StartMs);
        await world.Clock.SleepAsync(temperament.First, stop);
        SimulatedInventory inventory = SimulatedInventory.TryRead(world.Folder, vid)
            ?? throw new InvalidDataException($"{vid}.json is not there any more.");
        VehicleVoice voice = new(vid, ByteString.CopyFrom(chance.AsSpan(0, 16)), (ulong)world.StartMs, temperament.Clock, world.Clock.Real);
        LightBody body = new(vid, inventory, temperament, world.Trust, world.DownloadFor(vid));
        // Its counter goes on where an earlier run may have ended: no run signs more than one a millisecond.
        AgentLoop loop = new(voice, body, new AgentJournal { Counter = (ulong)world.StartMs }, (_, _) => { }, world.Pace, world.Clock.Real);
        while (!loop.IsDead && !(world.RestsWhenSettled && IsSettled))
        {
            body.WakeUp((ulong)(temperament.Drive.TotalMinutes * random.Next(300, 1200)), loop.NextCounter, voice.NowMs);
            await DriveAsync(voice, body, loop, temperament, random, stop);
            await ParkAsync(body, loop, temperament.Away * (0.5 + random.NextDouble()), stop);
        }
    }

    private async Task DriveAsync(VehicleVoice voice, LightBody body, AgentLoop loop, Temperament temperament, Random random, CancellationToken stop)
    {
        await world.Gate.PassAsync(stop);
        body.IsDriven = true;
        await using BackendLink link = new(
            world.Broker, world.TlsOf(vid), voice, () => body.BirthInventory, world.Pace.Answer, random, world.Clock.Real);
        try
        {
            await ConnectAsync(link, stop);
            Note(entry => entry with { Connections = entry.Connections + 1, FirstContactMs = entry.FirstContactMs ?? world.NowMs });
            IsConnected = true;
            loop.WakeUp();
            await LiveAsync(body, loop, link, world.Clock.ShortenToUse(temperament.Drive), stop);
            if (!loop.IsDead) await link.LeaveAsync(stop);
        }
        catch (MqttClientException)
        {
            world.Refusals.Add(); // Refused for good, as after a revocation; it tries again on its next drive.
        }
        finally
        {
            IsConnected = false;
        }
    }

    private async Task ConnectAsync(BackendLink link, CancellationToken stop)
    {
        await world.Connecting.WaitAsync(stop);
        try
        {
            await link.ConnectAsync(stop);
        }
        finally
        {
            world.Connecting.Release();
        }
    }

    private async Task ParkAsync(LightBody body, AgentLoop loop, TimeSpan away, CancellationToken stop)
    {
        body.IsDriven = false;
        if (!loop.IsDead) await LiveAsync(body, loop, link: null, world.Clock.Shorten(away), stop);
    }

    private async Task LiveAsync(LightBody body, AgentLoop loop, BackendLink? link, TimeSpan length, CancellationToken stop)
    {
        long began = world.Clock.Real.GetTimestamp();
        for (int steps = 0; steps < MostSteps; steps++)
        {
            bool acted = await loop.StepAsync(link, stop);
            Look(body, loop);
            if (loop.IsDead) return;
            if (acted) continue;
            TimeSpan left = length - world.Clock.Real.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return; // Nobody switches off in the middle of something.
            await loop.WaitAsync(link, left, stop);
        }
    }

    private void Look(LightBody body, AgentLoop loop)
    {
        AgentJob? job = loop.LatestJob;
        VehicleTruth truth = TruthTable.Of(kind, loop);
        Note(entry =>
        {
            if (job is null) return entry;
            bool isSame = entry.Truth == truth && entry.Offer == job.Offer && entry.Rollout == job.Rollout && entry.Attempts == job.Attempt;
            return isSame && truth == VehicleTruth.Open ? entry : entry with
            {
                Truth = truth,
                Expected = TruthTable.Expected(truth),
                Rollout = job.Rollout,
                Offer = job.Offer,
                Attempts = job.Attempt,
                Proofs = loop.Proofs,
                EndedMs = truth == VehicleTruth.Open ? null : isSame ? entry.EndedMs : world.NowMs,
                Images = body.Inventory.Ecus.ToDictionary(ecu => ecu.Serial, ecu => ecu.Sha256),
            };
        });
    }

    private static VehicleTruth AtFirst(VehicleKind kind) => kind == VehicleKind.Offline ? VehicleTruth.NeverContacted : VehicleTruth.Open;

    private void Note(Func<FleetEntry, FleetEntry> change)
    {
        lock (_sync) _entry = change(_entry);
    }
}
