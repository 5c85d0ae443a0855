package keepsake.runtime.catalogue;

import java.nio.file.Path;

/// A GGUF file in `HOME/models`.
///
/// @param id           the file name without `.gguf`; `starter` and `smoke` for the catalogue's
/// @param path         the file
/// @param architecture `general.architecture`; `unreadable` when the validator refuses the file
/// @param size         bytes
public record InstalledModel(String id, Path path, String architecture, long size) {}
