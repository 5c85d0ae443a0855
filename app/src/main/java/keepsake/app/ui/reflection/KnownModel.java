package keepsake.app.ui.reflection;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.reflection.Change.SourceLine;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Episode;
import keepsake.memory.Reflection.Sentence;

/// What reflection made of everything: "About you", the episodes, and what was known when.
///
/// Threads: one (see [keepsake.app.ui.state.Value]); the memory is asked in the background.
final class KnownModel {
    /// More than anybody scrolls through.
    static final int EPISODES = 200;

    private final Memory memory;
    private final Reflection reflection;
    private final Wording wording;
    private final Reading<Told> about;
    private final Reading<EpisodeRow> episodes;
    private final Reading<Told> knownThen;

    KnownModel(Memory memory, Reflection reflection, Background background, Wording wording) {
        this.memory = memory;
        this.reflection = reflection;
        this.wording = wording;
        this.about = new Reading<>(background, wording);
        this.episodes = new Reading<>(background, wording);
        this.knownThen = new Reading<>(background, wording);
    }

    /// A sentence and the messages behind it.
    record Told(String text, List<SourceLine> sources) {
        Told {
            sources = List.copyOf(sources);
        }
    }

    /// @param span  when it began and ended
    /// @param first where it begins
    record EpisodeRow(String title, String summary, String span, long conversationId, MemoryId first) {}

    Reading<Told> about() {
        return about;
    }

    Reading<EpisodeRow> episodes() {
        return episodes;
    }

    Reading<Told> knownThen() {
        return knownThen;
    }

    void readAbout() {
        about.read(() -> {
            Sources sources = new Sources(memory, wording);
            return reflection.profile().sentences().stream()
                    .map(sentence -> new Told(sentence.text(), sources.of(sentence.sources())))
                    .toList();
        });
    }

    void readEpisodes() {
        episodes.read(
                () -> reflection.episodes(EPISODES).stream().map(this::row).toList());
    }

    /// What was known at the end of a day.
    void readKnownAt(LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(wording.zone()).toInstant();
        knownThen.read(() -> {
            Sources sources = new Sources(memory, wording);
            return reflection.knownAt(end).stream()
                    .map(fact -> told(fact, sources))
                    .toList();
        });
    }

    private static Told told(Fact fact, Sources sources) {
        return new Told(
                fact.statement(), fact.sources().stream().map(sources::line).toList());
    }

    private EpisodeRow row(Episode episode) {
        String began = wording.day(episode.began());
        String ended = wording.day(episode.ended());
        int messages = (int) Math.min(Integer.MAX_VALUE, episode.messages());
        String span = began.equals(ended) ? began : wording.say("episode.span", began, ended);
        return new EpisodeRow(
                episode.title().isBlank() ? wording.say("episode.untitled") : episode.title(),
                String.join(" ", episode.summary().stream().map(Sentence::text).toList()),
                wording.say("episode.told", span, wording.count("messages", messages)),
                episode.conversationId(),
                episode.first());
    }

    boolean idle() {
        return about.idle() && episodes.idle() && knownThen.idle();
    }
}
