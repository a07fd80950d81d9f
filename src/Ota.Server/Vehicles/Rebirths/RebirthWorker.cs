using System.Data.Common;
using System.Globalization;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Payloads.V1;
using Ota.Server.Bridge;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Vehicles.Rebirths;

/// <summary>Asks vehicles for their births. Who was born in that start before this server began is not asked: the store remembers it.</summary>
internal sealed class RebirthWorker(
    RebirthDesk desk, ContactStore contacts, IDownTopics down, RebirthMetrics metrics, Database database, TimeProvider time, ILogger<RebirthWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A vehicle that is away says its birth when it returns, without being asked.
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    public async Task TickAsync(CancellationToken stop)
    {
        IReadOnlyList<RebirthWish> due = desk.TakeDue();
        if (due.Count == 0) return;
        string[] vids = [.. due.Select(wish => TextOf(wish.Vehicle))];
        IReadOnlyDictionary<string, string> births = await contacts.BirthsAsync(vids, stop);
        for (int i = 0; i < due.Count; i++)
        {
            Vid vehicle = Vid.TryParse(vids[i])!.Value;
            MessagePosition? birth = MessagePosition.TryParse(births.GetValueOrDefault(vids[i]));
            if (due[i].Reason == RebirthReason.NoBirth && birth?.Boot == due[i].Boot)
                await RememberAsync(vehicle, birth.Value, stop);
            else
                await AskAsync(vehicle, due[i].Reason, stop);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Pause, time, stoppingToken);
                await TickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (DbException e) when (database.IsOutage(e))
            {
                log.NotAsked(e); // Their next messages bring them here again.
            }
            catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
            {
                return; // A stop that had no time has closed the database below this look.
            }
        }
    }

    // Its connection outlived a server, as it can with a broker outside: it is this server's from now on.
    private async Task RememberAsync(Vid vehicle, MessagePosition birth, CancellationToken stop)
    {
        desk.NoteBirth(vehicle, birth.Boot);
        await contacts.WriteAsync(new ContactWrite(vehicle, new ContactEvent.Reported(birth), time.GetUtcNow()), stop);
    }

    private async Task AskAsync(Vid vehicle, RebirthReason reason, CancellationToken stop)
    {
        Command command = new() { Rebirth = new Rebirth { Reason = (Rebirth.Types.Reason)reason } };
        metrics.Asked(reason); // Before the vehicle can answer.
        await down.PublishAsync(vehicle, "cmd", command.ToByteArray(), Expiry, stop);
    }

    private static string TextOf(UInt128 vehicle) => vehicle.ToString("x32", CultureInfo.InvariantCulture);
}
