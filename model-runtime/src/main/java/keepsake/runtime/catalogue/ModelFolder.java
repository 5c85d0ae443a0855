package keepsake.runtime.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.StopSignal;

/// The models of one Keepsake home, and the downloads into it. Threads: any; one download at a time.
public interface ModelFolder {

    /// The models in `HOME/models`, by id.
    List<InstalledModel> list();

    /// The file for an id of [#list], or for a path.
    Optional<Path> find(String idOrPath);

    /// What can be had: `starter`, `smoke`.
    List<Offer> offers();

    /// @param id            `starter`, `smoke`
    /// @param title         for a person
    /// @param about         one or two honest sentences: what it is, what to expect
    /// @param downloadBytes what is downloaded in all
    /// @param freeBytesNeeded free disk space that the whole installation needs at its peak, from where it stands
    /// now
    /// @param installed     it is in the folder
    /// @param resumable     a part of it was downloaded before
    record Offer(
            String id,
            String title,
            String about,
            long downloadBytes,
            long freeBytesNeeded,
            boolean installed,
            boolean resumable) {}

    /// Downloads, verifies, converts and installs. Blocks. Interrupted anywhere (stop, kill, power), the next call
    /// goes on from there. Already installed, it returns at once.
    ///
    /// @param stop pauses: what was downloaded stays for the next call
    /// @throws DownloadException in plain words: no Python, no network, wrong hash, no disk space (checked before
    /// anything is downloaded)
    /// @throws DownloadException.Paused when the stop signal was raised
    Path get(String id, DownloadListener listener, StopSignal stop) throws DownloadException;

    /// Hears how a download goes.
    @FunctionalInterface
    interface DownloadListener {
        DownloadListener NONE = progress -> {};

        void onProgress(DownloadProgress progress);
    }

    /// @param stage `Downloading`, `Checking`, `Splitting into experts`
    /// @param done  units done over all stages
    /// @param total units in all
    /// @param detail for a person: `part 3 of 22, 140 of 1,117 MB`
    record DownloadProgress(String stage, long done, long total, String detail) {}
}
