using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Ota.Core.Bundles.Json;

namespace Ota.Cli.Output;

/// <summary>One JSON document: protobuf's canonical mapping, with fields that are zero or false written out.</summary>
internal static class JsonOutput
{
    // A script that reads "reachable" must find it also when it is false.
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    private static readonly JsonFormatter OnOneLine = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>One of many documents, each on a line of its own.</summary>
    public static void WriteLine(TextWriter output, IMessage message) => output.WriteLine(OnOneLine.Format(message));

    public static void Write(TextWriter output, IMessage message) => output.WriteLine(Formatter.Format(message));

    /// <summary>A document that did not come from the server.</summary>
    public static void Write(TextWriter output, JsonValue value)
    {
        using MemoryStream indented = new();
        using (JsonDocument document = JsonDocument.Parse(PublishedJson.Encode(value)))
        using (Utf8JsonWriter json = new(indented, new JsonWriterOptions { Indented = true }))
        {
            document.WriteTo(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(indented.ToArray()));
    }

    /// <summary>A message as part of a document.</summary>
    public static string Text(IMessage message, int indentation) => Formatter.Format(message, indentation);

    // The formatter reads the names of enum values by reflection, which a trimmer cannot see (TrimmerSuppressions.xml).
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.Role))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.Credential.Types.Kind))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.VehicleStatus))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.EcuRole))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.VehicleEvent.Types.Kind))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.TroubleCode.Types.Format))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.TroubleCode.Types.UdsStatus))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.RepositoryKind))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.BundleState))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.ChangeKind))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.ChangeState))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.RolloutState))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.InstallState))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.WorkList))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.ExplainedRule.Types.Outcome))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicFields, typeof(V1.SystemCheck.Types.State))]
    static JsonOutput()
    {
    }

    /// <summary>An object of some messages; those that are null are left out.</summary>
    public static void WriteMembers(TextWriter output, params IEnumerable<(string Name, IMessage? Message)> members)
    {
        IEnumerable<string> lines = members.Where(one => one.Message is not null).Select(one => $"  \"{one.Name}\": {Formatter.Format(one.Message!, 1)}");
        output.WriteLine($"{{\n{string.Join(",\n", lines)}\n}}");
    }

    /// <summary>All pages of a list as one object with one member.</summary>
    public static void WriteList(TextWriter output, string member, IReadOnlyCollection<IMessage> messages)
    {
        if (messages.Count == 0)
        {
            output.WriteLine($$"""{ "{{member}}": [] }""");
            return;
        }
        output.WriteLine($"{{\n  \"{member}\": [");
        output.WriteLine(string.Join(",\n", messages.Select(message => "    " + Formatter.Format(message, 2))));
        output.WriteLine("  ]\n}");
    }
}
