using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Staging;
using Ota.Server.Hosting;
using Ota.Server.Settings;
using Ota.Server.Storage;

namespace Ota.Bench.Director;

/// <summary>
/// The whole server as a process of its own, with vehicles that have something to install and a Director's root. All bundles count as staged.
/// Prints the address when it is ready; the vids are 1, 2, 3... as 32 hexadecimal digits.
/// </summary>
internal static class DirectorHost
{
    public static async Task<int> RunAsync(string data, int vehicles)
    {
        FindStagedBundle find = (digest, _) => Task.FromResult<StagedBundle?>(new StagedBundle(digest, []));
        HostSurroundings surroundings = new() { Out = TextWriter.Null, Services = services => services.AddSingleton(find) };
        string[] args =
        [
            "--data", data, "--address", "127.0.0.1", "--dev", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0",
            "--mqtt-port", "0",
        ];
        ServerOptions options = OtaHost.ReadOptions(args, surroundings, out _);
        await using OtaHost host = await OtaHost.StartAsync(options, surroundings);
        await PublishRootAsync(host.App.Services);
        await RegisterAsync(host.App.Services.GetRequiredService<Database>(), vehicles);
        Console.WriteLine(File.ReadAllText(Path.Combine(data, "endpoints.json")).ReplaceLineEndings(""));
        await host.App.WaitForShutdownAsync();
        return 0;
    }

    public static string VidOf(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private static async Task PublishRootAsync(IServiceProvider services)
    {
        using LocalSigner own = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        OnlineKeys keys = services.GetRequiredService<OnlineKeys>();
        MetadataRole[] online = [.. OnlineKeys.RolesOf(V1.RepositoryKind.Director)];
        ISigner[] signers = [own, .. online.Select(role => keys.For(V1.RepositoryKind.Director, role))];
        RootMetadata root = new()
        {
            Version = 1,
            Expires = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 86_400),
            Keys = signers.ToDictionary(signer => signer.Key.Id, signer => signer.Key),
            Roles = online.Prepend(MetadataRole.Root).Zip(signers).ToDictionary(pair => pair.First, pair => new RoleKeys([pair.Second.Key.Id], 1)),
        };
        byte[] file = MetadataDraft.Of(root, MetadataDialect.Tuf).SignedBy(own).ToBytes();
        await services.GetRequiredService<RepositoryPublisher>().RunAsync(
            work => Task.FromResult(work.DirectorRoot = SignedFile.Read<RootMetadata>(file, MetadataRole.Root, "1.root.json")), default);
    }

    private static async Task RegisterAsync(Database database, int vehicles)
    {
        await using DbConnection connection = await database.ConnectAsync(default);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, default);
        string[] columns =
            ["number", "vid", "model", "year", "plant", "market", "trim", "powertrain", "status", "status_reason", "registered", "changed", "tenure", "events"];
        await using (BulkInsert rows = await database.BeginInsertAsync(connection, "vehicles", columns, default))
        {
            for (int number = 1; number <= vehicles; number++)
            {
                rows.Write(number);
                rows.Write(VidOf(number));
                rows.Write("");
                rows.Write(2026);
                foreach (string empty in new[] { "", "", "", "" }) rows.Write(empty);
                rows.Write(1);
                rows.Write("");
                foreach (long count in new[] { 0L, 0, 1, 0 }) rows.Write(count);
                rows.EndRow();
            }

            await rows.CompleteAsync(default);
        }

        await using (BulkInsert rows = await database.BeginInsertAsync(
            connection, "director_assignments", ["vid", "number", "time", "operator", "bundle", "images"], default))
        {
            for (int number = 1; number <= vehicles; number++)
            {
                rows.Write(VidOf(number));
                rows.Write(1);
                rows.Write(0);
                rows.Write("bench");
                rows.Write(new string('a', 64));
                rows.Write(ImagesText.Write(SigningRates.Images(number)));
                rows.EndRow();
            }

            await rows.CompleteAsync(default);
        }

        await transaction.CommitAsync();
    }
}
