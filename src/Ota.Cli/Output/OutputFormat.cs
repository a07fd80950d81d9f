namespace Ota.Cli.Output;

internal enum OutputFormat
{
    Table,
    Json,
}
