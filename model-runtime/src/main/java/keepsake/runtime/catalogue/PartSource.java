package keepsake.runtime.catalogue;

import java.nio.file.Path;
import keepsake.runtime.engine.StopSignal;

/// Where wheels come from.
interface PartSource {

    /// Fetches one wheel and checks it against the hash it is pinned to. Blocks.
    ///
    /// @param requirement a line of a requirements file
    /// @param folder      exists; may be used for temporary files too, which are gone afterwards
    /// @param progress    hears how many bytes of this wheel have come so far
    /// @return the wheel, in `folder`
    /// @throws DownloadException.Paused when the stop signal was raised
    Path fetch(String requirement, Path folder, Progress progress, StopSignal stop) throws DownloadException;

    /// Hears how many bytes of a wheel have come so far.
    @FunctionalInterface
    interface Progress {
        void received(long bytes);
    }
}
