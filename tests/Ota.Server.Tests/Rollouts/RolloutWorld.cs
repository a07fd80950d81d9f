using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Control;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;
using Ota.Server.Telemetry.TroubleCodes;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts;

/// <summary>Vehicles with one ECU, rollouts over them, and one server's half of what works on these. Several can share a database.</summary>
internal sealed class RolloutWorld : IAsyncDisposable
{
    public const string Ecu = "gw-1";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly string Before = ShaOf("before");

    public static readonly string After = ShaOf("after");

    private readonly ServiceProvider _services;
    private readonly HashSet<string> _withdrawn = [];

    public RolloutWorld(Database database, ManualTime? time = null, RolloutsOptions? options = null)
    {
        Database = database;
        Time = time ?? new ManualTime(Start);
        ServiceCollection services = new();
        services.AddMetrics();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(database);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(RandomNumberGenerator.Create());
        services.AddSingleton<ServerRun>();
        services.AddSingleton<VehicleStore>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton(TroubleCodeLimits.Default);
        services.AddSingleton<TroubleCodeStore>();
        services.AddDirector();
        services.AddRollouts(options ?? new RolloutsOptions());
        services.AddSingleton(new ImageRepository(null!, new PublishedFiles(null!), null!, null!)); // Nothing is published in it.
        services.AddSingleton<FindStagedBundle>((digest, _) => Task.FromResult(_withdrawn.Contains(digest) ? null : Bundle(digest)));
        services.AddSingleton<DescribeBundle>((digest, _) => Task.FromResult<KnownBundle?>(new KnownBundle(Bundle(digest), null)));
        services.AddSingleton<Ota.Server.Bridge.IDownTopics>(Down);
        // Only what is told and forgotten matters here; nobody asks for signed files.
        services.AddSingleton(all => new DirectorDesk(
            all.GetRequiredService<DirectorStore>(), null!, all.GetRequiredService<FindStagedBundle>(), database, all.GetRequiredService<DirectorMetrics>(), Time));
        _services = services.BuildServiceProvider();
    }

    public Database Database { get; }

    public ManualTime Time { get; }

    public RecordedDownTopics Down { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public RolloutStore Store => Get<RolloutStore>();

    public RolloutBooks Books => Get<RolloutBooks>();

    public InstallDesk Desk => Get<InstallDesk>();

    public RolloutController Controller => Get<RolloutController>();

    public static string Digest(string name) => ShaOf($"bundle {name}");

    public static StagedBundle Bundle(string digest) => new(digest, [
        new StagedImage(TargetPath.TryParse("gw/fw.bin")!.Value, new TargetEntry(3, FileHashes.TryMake(After, null)!, null), [HardwareId.TryParse("gw")!], 2),
    ]);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Withdraw(string digest) => _withdrawn.Add(digest);

    public Task<bool> TickAsync() => Controller.TickAsync(Now, default);

    /// <summary>Ticks until nothing is left to do at once, and publishes the hints.</summary>
    public async Task SettleAsync()
    {
        for (int i = 0; i < 100; i++)
        {
            if (await TickAsync()) continue;
            while (Get<Lease>().IsOurs && await Get<HintPublisher>().PublishAsync(Now, default)) continue;
            return;
        }

        throw new InvalidOperationException("The controller finds no rest.");
    }

    /// <summary>Registers vehicles that have proven what they run, with the numbers from 1 on.</summary>
    public async Task RegisterAsync(int count, string market = "DE")
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        long last = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(number), 0) FROM vehicles", null, transaction);
        for (long number = last + 1; number <= last + count; number++)
        {
            object values = new { number, vid = VidOf(number), market, Ecu, Before, now = Now.ToUnixTimeMilliseconds() };
            await connection.ExecuteAsync("""
                INSERT INTO vehicles (number, vid, model, year, plant, market, trim, powertrain, status, status_reason, registered, changed, tenure, events)
                VALUES (@number, @vid, 'M', 2025, '', @market, '', '', 1, '', 0, 0, 1, 0);
                INSERT INTO ecus (vehicle, serial, hardware_id, role, public_key, image, version, digest, previous_image, previous_version, previous_digest, counter)
                VALUES (@number, @Ecu, 'gw', 1, '', 'fw', '1', @Before, '', '', '', 1);
                INSERT INTO contacts (
                    vehicle, birth, death, last_time, catalogue_version, configuration, run, inventory, inventory_state, inventory_counter, inventory_key,
                    inventory_digest, proven_time, alarm_day, alarms, alarm_digest)
                VALUES (@number, '', '', @now, 0, '', '', '', 1, 1, '', '', @now, 0, 0, '')
                """, values, transaction);
        }

        await transaction.CommitAsync();
    }

    /// <summary>What a later proven inventory leaves in the tables, as the feature that takes inventories writes it.</summary>
    public async Task ShowAsync(long vehicle, string image, long counter, string key = "")
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        object values = new { vehicle, image, counter, digest = ShaOf($"inventory {vehicle} {key} {counter}"), key, now = Now.ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync("""
            UPDATE ecus SET previous_digest = digest, digest = @image, counter = @counter WHERE vehicle = @vehicle;
            UPDATE contacts SET inventory_counter = @counter, inventory_digest = @digest, inventory_key = @key, proven_time = @now WHERE vehicle = @vehicle
            """, values, transaction);
        await Inbox.AddAsync(Database, connection, transaction, [(vehicle, Now)], Inbox.Inventory);
        await transaction.CommitAsync();
    }

    /// <summary>A bundle of one image, and how far it is: published, if it was signed.</summary>
    public async Task KnowImageAsync(string sha256, string hardware, long release, string state)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync("""
            INSERT INTO bundles (number, digest, title, version, role, manifest, creator, created, withdrawal_reason, withdrawer)
            VALUES (1, @digest, '', '', 'targets', '', '', 0, '', '');
            INSERT INTO bundle_images (bundle, position, path, sha256, sha512, length, hardware_ids, release_counter)
            VALUES (1, 0, 'gw/later.bin', @sha256, '', 3, @hardware, @release);
            INSERT INTO changes (id, number, kind, state, subject, role, version, draft, edit, bound_to, key_ids, threshold, summary, creator, created_at)
            VALUES ('c1', 1, 'bundle', @state, 'bundles/' || @digest, 'targets', 1, '', '', '', '[]', 1, '[]', '', 0)
            """, new { digest = Digest("later bundle"), sha256, hardware, release, state });
    }

    /// <summary>A running rollout over vehicles, in waves of these sizes.</summary>
    public async Task<Rollout> FreezeAsync(string name, RolloutPolicy policy, IReadOnlyList<long> vehicles, params int[] waves)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        long number = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(number), 0) + 1 FROM rollouts", null, transaction);
        RolloutRow row = new()
        {
            Number = number,
            Id = ShaOf($"rollout {name}")[..12],
            Title = name,
            Bundle = Digest(name),
            State = (long)RolloutState.Running,
            Policy = Encoding.UTF8.GetString(PolicyForm.Write(policy)),
            PolicyDigest = PolicyForm.DigestOf(policy),
            PopulationDigest = ShaOf(name),
            Population = vehicles.Count,
            Selection = "list",
            Author = "anna",
            Approver = "bert",
            Created = Now.ToUnixTimeMilliseconds(),
            Started = Now.ToUnixTimeMilliseconds(),
            Waves = waves.Length,
        };
        await connection.ExecuteAsync(RolloutRow.Insert, row, transaction);
        int[] wave = [.. waves.SelectMany((size, index) => Enumerable.Repeat(index + 1, size)).Concat(Enumerable.Repeat(0, vehicles.Count - waves.Sum()))];
        for (int i = 0; i < vehicles.Count; i++)
        {
            await connection.ExecuteAsync("""
                INSERT INTO installs (
                    rollout, vehicle, amendment, wave, market, verdict, verdict_reason, verdict_text, inventory, inventory_time, state, since, revision,
                    due, work, work_due, reason, body)
                VALUES (@number, @vehicle, 0, @wave, (SELECT market FROM vehicles WHERE number = @vehicle), 1, '', '', '', NULL, 1, @now, 0, NULL, 0, NULL, '', '{}')
                """, new { number, vehicle = vehicles[i], wave = (long)wave[i], now = Now.ToUnixTimeMilliseconds() }, transaction);
        }

        foreach (IGrouping<int, int> one in wave.Append(0).GroupBy(of => of))
        {
            long size = wave.Count(of => of == one.Key);
            await connection.ExecuteAsync("""
                INSERT INTO rollout_waves (rollout, wave, size) VALUES (@number, @wave, @size);
                INSERT INTO rollout_counts (rollout, wave, what, count) VALUES (@number, @wave, 'state:1', @size)
                """, new { number, wave = (long)one.Key, size }, transaction);
        }

        await transaction.CommitAsync();
        return (await Store.FindAsync(number))!;
    }

    public async Task<Install> InstallAsync(Rollout rollout, long vehicle)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        const string sql = $"SELECT {InstallRow.Columns} FROM installs i WHERE i.rollout = @Number AND i.vehicle = @vehicle";
        return (await connection.QuerySingleAsync<InstallRow>(sql, new { rollout.Number, vehicle })).ToInstall();
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        return [.. await connection.QueryAsync<T>(sql, values)];
    }

    public async Task ExecuteAsync(string sql, object? values = null)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync(sql, values);
    }

    /// <summary>The vehicle reports a state under its latest offer.</summary>
    public async Task<InstallStep> ReportAsync(Rollout rollout, long vehicle, long seq, InstallState state)
    {
        Install install = await InstallAsync(rollout, vehicle);
        VehicleReport report = new(new ReportPosition(install.Offer, 1, seq), state);
        return (await Desk.ApplyAsync(rollout.Number, vehicle, new InstallEvent.Reported(report), default))!;
    }

    /// <summary>The vehicle reports that it is done, and proves it with the nonce that it was given.</summary>
    public async Task<Install> ProveAsync(Rollout rollout, long vehicle, ulong counter = 10, string key = "")
    {
        await ReportAsync(rollout, vehicle, 100, InstallState.Committed);
        InventoryFinding finding = new(counter, ShaOf($"proof {vehicle} {counter}"), true, []) { PrimaryKey = key };
        return (await Desk.ApplyAsync(rollout.Number, vehicle, new InstallEvent.Shown(finding, new string('b', 32)), default))!.Install;
    }

    public static string VidOf(long number) => number.ToString("x32", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string ShaOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
