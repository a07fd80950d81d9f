using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

/// <summary>What all compliance suites share: a fresh, migrated database for each test.</summary>
public abstract class StoreSuite : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    internal Database Database { get; private set; } = null!;

    private protected TempFolder Folder => _folder;

    public async Task InitializeAsync() => Database = await New(_folder).MigratedAsync();

    public async Task DisposeAsync() => await Database.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal abstract Database New(TempFolder folder);
}
