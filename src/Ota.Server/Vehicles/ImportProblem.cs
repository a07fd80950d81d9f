namespace Ota.Server.Vehicles;

/// <summary>Why a row was refused; never with its VIN.</summary>
internal sealed record ImportProblem(long Line, string Field, string Sentence);
