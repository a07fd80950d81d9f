using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles;

/// <summary>The methods of the service that import.</summary>
internal sealed class VehicleImports(VehicleImporter importer, ImportStore store)
{
    public async Task<V1.Import> ImportAsync(IAsyncStreamReader<V1.ImportVehiclesRequest> requests, ServerCallContext context)
    {
        ImportRows rows = await ImportRows.BeginAsync(requests, context.CancellationToken);
        string actor = VehicleFinder.CallerOf(context).Name;
        return await importer.RunAsync(rows.First.ImportId, rows.First.ValidateOnly, actor, rows, context.CancellationToken);
    }

    public async Task<V1.Import> GetAsync(V1.GetImportRequest request, ServerCallContext context)
    {
        Violations violations = new();
        if (!Token.IsValid(request.ImportId, Token.MaxLength)) violations.Add("import_id", $"Not an id of an import: {Token.Rule}.");
        violations.ThrowIfAny();
        ImportState state = await store.FindAsync(request.ImportId, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"Nothing was imported as {request.ImportId}."));
        return ImportMessages.From(state, await store.ProblemsAsync(request.ImportId, context.CancellationToken));
    }
}
