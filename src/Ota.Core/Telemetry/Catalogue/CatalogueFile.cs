namespace Ota.Core.Telemetry.Catalogue;

/// <summary>
/// One catalogue file: comma-separated lines of <c>id,since,until,path,datatype,unit,min,max,allowed</c>, that line first, lines
/// that begin with # ignored, no quotes; <c>allowed</c> is separated by bars.
/// </summary>
/// <param name="Name">How problems name it.</param>
/// <param name="Text">Its content.</param>
public sealed record CatalogueFile(string Name, string Text);
