using System.CommandLine;
using Google.Protobuf;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>What a rollout is made of, on a command line.</summary>
internal sealed class SpecificationOptions
{
    private readonly Option<string> _bundle = BundleOption.Create();
    private readonly Option<string?> _policy = PolicyFile.Option();
    private readonly Option<string> _title;

    public SpecificationOptions(bool needsTitle) => _title = new("--title")
    {
        HelpName = "TEXT",
        Description = "What people call it, up to 200 characters.",
        Required = needsTitle,
        DefaultValueFactory = _ => "",
    };

    public PopulationOptions Population { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(_title);
        command.Add(_bundle);
        command.Add(_policy);
        Population.AddTo(command);
    }

    /// <exception cref="CliException">The policy has problems, or the bundle is no staged one.</exception>
    public async Task<RolloutSpecification> ReadAsync(ParseResult given, Session session)
    {
        ByteString policy = PolicyFile.Read(given.GetValue(_policy), session.Around);
        Bundle bundle = await BundleOption.FindStagedAsync(session, given.GetRequiredValue(_bundle));
        return new RolloutSpecification
        {
            Title = given.GetRequiredValue(_title),
            Bundle = bundle.Name,
            Policy = policy,
            Filter = Population.FilterOf(given),
            Purpose = Population.PurposeOf(given),
        };
    }
}
