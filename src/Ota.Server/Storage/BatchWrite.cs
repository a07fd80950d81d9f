using System.Data.Common;

namespace Ota.Server.Storage;

/// <summary>What a <see cref="GroupCommit{T}"/> wants written into one transaction.</summary>
internal sealed record BatchWrite<T>(DbConnection Connection, DbTransaction Transaction, IReadOnlyList<T> Items);
