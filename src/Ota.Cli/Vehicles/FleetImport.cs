using Grpc.Core;
using Ota.V1;
using Spectre.Console;

namespace Ota.Cli.Vehicles;

/// <summary>Sends a file to the server, skips what an earlier run stored, and joins the problems of both sides.</summary>
internal sealed class FleetImport(Session session, string id, bool isCheck)
{
    private const int MaxProblems = 1000;
    private const int MessageBytes = 512 * 1024;
    private const int MessageRows = 2000;

    private readonly List<ImportProblem> _problems = [];
    private long _refused;

    public async Task<Import> RunAsync(string path, Func<TextReader, IEnumerable<FleetLine>> read)
    {
        long stored = isCheck ? 0 : await FindLastLineAsync();
        await using FileStream? file = path == FleetFile.StandardInput ? null : FleetFile.OpenBytes(path);
        using TextReader text = file is null ? FleetFile.Open(path, session.Around) : new StreamReader(file);
        IEnumerable<FleetLine> lines = read(text);
        Import import = await ShowProgressAsync(file, moved => SendAsync(lines, stored, moved));
        import.Refused += _refused;
        ImportProblem[] all = [.. import.Problems.Concat(_problems).OrderBy(problem => problem.Line).Take(MaxProblems)];
        import.Problems.Clear();
        import.Problems.Add(all);
        return import;
    }

    private async Task<Import> SendAsync(IEnumerable<FleetLine> lines, long stored, Action moved)
    {
        using AsyncClientStreamingCall<ImportVehiclesRequest, Import> call = session.Start(session.Vehicles.ImportVehicles);
        Import? import = null;
        await session.GuardAsync(async () =>
        {
            try
            {
                await WriteAsync(call.RequestStream, lines, stored, moved);
            }
            catch (RpcException)
            {
                // The call has ended; its status, which the response has, says why.
            }

            import = await call.ResponseAsync;
        });
        return import!;
    }

    private async Task WriteAsync(IClientStreamWriter<ImportVehiclesRequest> stream, IEnumerable<FleetLine> lines, long stored, Action moved)
    {
        ImportVehiclesRequest request = new() { ImportId = id, ValidateOnly = isCheck };
        int bytes = 0;
        foreach (FleetLine line in lines)
        {
            if (line.Problem is not null) Note(line.Problem);
            if (line.Vehicle is null || line.Line <= stored) continue;
            ImportRow row = new() { Line = line.Line, Vehicle = line.Vehicle };
            request.Rows.Add(row);
            bytes += row.CalculateSize();
            if (bytes < MessageBytes && request.Rows.Count < MessageRows) continue;
            await stream.WriteAsync(request);
            moved();
            request = new ImportVehiclesRequest();
            bytes = 0;
        }

        if (request.Rows.Count > 0 || request.ImportId.Length > 0) await stream.WriteAsync(request);
        await stream.CompleteAsync();
        moved();
    }

    private void Note(ImportProblem problem)
    {
        _refused++;
        if (_problems.Count < MaxProblems) _problems.Add(problem);
    }

    private async Task<long> FindLastLineAsync()
    {
        try
        {
            return (await session.Vehicles.GetImportAsync(new GetImportRequest { ImportId = id }, session.Options()).ResponseAsync).LastLine;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return 0;
        }
        catch (RpcException e)
        {
            throw session.Explain(e);
        }
    }

    // How much of the file was sent: the server reads no faster than it stores.
    private async Task<Import> ShowProgressAsync(FileStream? file, Func<Action, Task<Import>> work)
    {
        if (file is null || !session.Around.ErrorIsTerminal) return await work(() => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Around.Error) });
        return await console.Progress().StartAsync(async progress =>
        {
            ProgressTask bar = progress.AddTask("Importing", maxValue: Math.Max(1, file.Length));
            return await work(() => bar.Value = file.Position);
        });
    }
}
