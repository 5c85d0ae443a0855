package keepsake.app.ui.model;

import java.util.Optional;
import keepsake.app.ui.model.ModelDesk.Download;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.catalogue.ModelFolder.DownloadProgress;
import keepsake.runtime.catalogue.ModelFolder.Offer;

/// How getting a model goes, in words and numbers.
///
/// @param action   what the button says
/// @param detail   what is happening; empty when nothing is
/// @param share    done, 0..1; -1 when unknown
/// @param problem  what went wrong
/// @param step     what can be done now
record DownloadWords(String action, String detail, double share, Optional<String> problem, Step step) {
    enum Step {
        GET,
        PAUSE,
        RESUME
    }

    static DownloadWords of(Download download, Offer offer) {
        return switch (download) {
            case Download.Running running ->
                new DownloadWords(
                        Texts.of("welcome.getting"),
                        running.progress().map(DownloadWords::detail).orElse(Texts.of("welcome.starting")),
                        running.progress().map(DownloadWords::share).orElse(-1.0),
                        Optional.empty(),
                        Step.PAUSE);
            case Download.Paused paused ->
                new DownloadWords(
                        Texts.of("welcome.resume"),
                        Texts.of(
                                "welcome.paused",
                                paused.progress().map(DownloadProgress::detail).orElse("")),
                        paused.progress().map(DownloadWords::share).orElse(0.0),
                        Optional.empty(),
                        Step.RESUME);
            case Download.Failed failed ->
                new DownloadWords(Texts.of("welcome.again"), "", 0, Optional.of(failed.sentence()), Step.GET);
            case Download.None _ ->
                new DownloadWords(
                        offer.resumable() ? Texts.of("welcome.resume") : Texts.of("welcome.get"),
                        "",
                        0,
                        Optional.empty(),
                        offer.resumable() ? Step.RESUME : Step.GET);
        };
    }

    static String sizes(Offer offer) {
        return Texts.of("welcome.sizes", Sizes.bytes(offer.downloadBytes()), Sizes.bytes(offer.freeBytesNeeded()));
    }

    private static String detail(DownloadProgress progress) {
        return progress.detail().isBlank() ? progress.stage() : progress.stage() + " – " + progress.detail();
    }

    private static double share(DownloadProgress progress) {
        return progress.total() <= 0 ? -1 : Math.clamp((double) progress.done() / progress.total(), 0, 1);
    }
}
