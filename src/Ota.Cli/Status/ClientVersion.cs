using System.Reflection;

namespace Ota.Cli.Status;

/// <summary>Which build of `ota` this is.</summary>
internal static class ClientVersion
{
    /// <summary>Semantic version without build metadata.</summary>
    public static string Text { get; } = typeof(ClientVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
