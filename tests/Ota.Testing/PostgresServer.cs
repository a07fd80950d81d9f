using System.Diagnostics;

namespace Ota.Testing;

/// <summary>A real PostgreSQL server on a free loopback port: a fixture that is shared by the tests of one run.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string _bin = Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
        .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        ?? throw new InvalidOperationException("These tests need PostgreSQL: apt-get install postgresql.");

    private readonly string _folder = Directory.CreateTempSubdirectory("ota-postgres-").FullName;
    private readonly int _port;
    private readonly string? _password;
    private int _databases;
    private bool _isRunning;

    public PostgresServer()
        : this(password: null)
    {
    }

    private PostgresServer(string? password)
    {
        _password = password;
        _port = FreePort.Next();
        // The server refuses to run as root, so it runs as the user that its package made.
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", _folder);
        RunTool("initdb", ["-D", Data, "-U", "ota", .. Authentication(), "--encoding=UTF8", "--locale=C"]);
        StartAgain();
    }

    public int Port => _port;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>One that lets its user ota in by a password alone, as service has it.</summary>
    public static PostgresServer WithPassword(string password) => new(password);

    /// <summary>Makes an empty database and says how to connect to it.</summary>
    public string NewDatabase()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        RunTool("createdb", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "ota", name);
        return $"Host=127.0.0.1;Port={_port};Username=ota;Database={name};Timeout=60;Maximum Pool Size=10";
    }

    /// <summary>Stops the server at once, as a crash would; it recovers at the next start.</summary>
    public void Stop()
    {
        RunTool("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        _isRunning = false;
    }

    /// <summary>Starts the server again on the same port and folder.</summary>
    public void StartAgain()
    {
        RunTool("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "-o", $"-h 127.0.0.1 -p {_port} -k ''", "start");
        _isRunning = true;
    }

    public void Dispose()
    {
        if (_isRunning) Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Authentication()
    {
        if (_password is null) return ["-A", "trust"];
        string file = Path.Combine(_folder, "password");
        File.WriteAllText(file, _password);
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", file);
        return ["-A", "scram-sha-256", $"--pwfile={file}"];
    }

    private void RunTool(string tool, params string[] arguments)
    {
        string path = Path.Combine(_bin, tool);
        if (Environment.IsPrivilegedProcess)
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (_password is not null) start.Environment["PGPASSWORD"] = _password;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {errors.GetAwaiter().GetResult()}");
    }
}
