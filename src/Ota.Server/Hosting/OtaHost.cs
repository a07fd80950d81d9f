using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.FileProviders;
using Ota.Server.Operators;
using Ota.Server.Pki;
using Ota.Server.Settings;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Hosting;

/// <summary>The server from its arguments to its exit code.</summary>
internal sealed class OtaHost : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly Database _database;

    private OtaHost(DataFolder folder, Database database, WebApplication app)
    {
        _folder = folder;
        _database = database;
        App = app;
    }

    public WebApplication App { get; }

    public string Data => _folder.Path;

    /// <returns>0 after a stop that was asked for, 1 if the server cannot start, 2 for wrong settings.</returns>
    public static async Task<int> RunAsync(string[] args, HostSurroundings surroundings)
    {
        if (args.Contains("--help")) return Say(surroundings.Out, HelpText.Write(), 0);
        if (args.Contains("--version")) return Say(surroundings.Out, ServerVersion.Text, 0);
        ServerOptions options = ReadOptions(args, surroundings, out IReadOnlyList<string> problems);
        if (problems.Count > 0) return Say(surroundings.Error, string.Join('\n', problems), 2);
        try
        {
            await using OtaHost host = await StartAsync(options, surroundings);
            await host.App.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException e)
        {
            return Say(surroundings.Error, e.Message, 1);
        }
    }

    public static ServerOptions ReadOptions(string[] args, HostSurroundings surroundings, out IReadOnlyList<string> problems)
    {
        using PhysicalFileProvider files = new(surroundings.Folder);
        IConfiguration appSettings = new ConfigurationBuilder()
            .AddJsonFile(files, "appsettings.json", optional: true, reloadOnChange: false)
            .Build();
        SettingValues values = SettingsReader.Read(ServerOptions.Settings, args, surroundings.Environment, appSettings);
        ServerOptions options = ServerOptions.From(values);
        problems = values.Problems;
        return options;
    }

    /// <summary>Returns once every port is open. The order matters: nothing is read or made before the folder is ours.</summary>
    /// <exception cref="StartException">The server cannot start.</exception>
    public static async Task<OtaHost> StartAsync(ServerOptions options, HostSurroundings surroundings)
    {
        DataFolder folder = DataFolder.Open(options.Hosting.Data);
        Database database = Database.Open(options.Storage, folder.Path);
        WebApplication? app = null;
        try
        {
            await Migrator.StartAsync(database, surroundings.Time);
            ServerPki pki = ServerPki.Open(folder.Path, options.Pki, surroundings.Time);
            app = Program.Build(options, database, pki, surroundings);
            await app.Services.GetRequiredService<FirstOperator>().EnsureAsync(folder.Path, CancellationToken.None);
            await app.Services.GetRequiredService<FleetCertificates>().LoadAsync();
            await OpenPortsAsync(app);
            Listeners listeners = app.Services.GetRequiredService<Listeners>();
            await surroundings.Out.WriteLineAsync(Endpoints.Publish(folder.Path, [.. listeners.Ports]));
            return new OtaHost(folder, database, app);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            await database.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task OpenPortsAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartException($"{e.Message.TrimEnd('.')}: stop what listens there, or choose another port (0 is any free one).", e);
        }
    }

    private static int Say(TextWriter to, string text, int exitCode)
    {
        to.WriteLine(text);
        return exitCode;
    }
}
