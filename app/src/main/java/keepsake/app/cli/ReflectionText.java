package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keepsake.memory.Reflection.Change;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Episode;
import keepsake.memory.Reflection.Run;
import keepsake.memory.Reflection.Sentence;

/// What reflection did, for scripts and for a person.
final class ReflectionText {
    /// More lines are not read; `--json` has all of them.
    private static final int SHOWN = 40;

    private ReflectionText() {}

    static Json.Fields change(Change change) {
        return new Json.Fields()
                .with("job", change.job().id())
                .with("kind", change.kind().id())
                .with("thing", change.thing())
                .with("before", change.before())
                .with("after", change.after())
                .with("sources", change.sources());
    }

    static Json.Fields run(Run run) {
        return new Json.Fields()
                .with("run", run.number())
                .with("jobs", run.jobs().stream().sorted().map(job -> job.id()).toList())
                .with("state", run.state().id())
                .with("started_at", run.started())
                .with("ended_at", run.ended())
                .with("made_by", run.madeBy())
                .with("changes", run.changes());
    }

    static Json.Fields diff(Diff diff, String state) {
        return new Json.Fields()
                .with("run", diff.run().map(Run::number))
                .with("state", state)
                .with("made_by", diff.run().flatMap(Run::madeBy))
                .with("complete", diff.complete())
                .with(
                        "changes",
                        diff.changes().stream().map(ReflectionText::change).toList());
    }

    static Json.Fields episode(Episode episode) {
        return new Json.Fields()
                .with("id", "e" + episode.number())
                .with("conversation_id", episode.conversationId())
                .with("title", episode.title())
                .with(
                        "summary",
                        episode.summary().stream().map(ReflectionText::sentence).toList())
                .with("made_by", episode.madeBy())
                .with("first_message_id", episode.first())
                .with("last_message_id", episode.last())
                .with("messages", episode.messages())
                .with("began_at", episode.began())
                .with("ended_at", episode.ended())
                .with("closed", episode.closed());
    }

    static Json.Fields sentence(Sentence sentence) {
        return new Json.Fields().with("text", sentence.text()).with("sources", sentence.sources());
    }

    /// A line per change.
    static String prose(List<Change> changes) {
        List<List<String>> rows = new ArrayList<>();
        for (Change change : changes.stream().limit(SHOWN).toList()) {
            rows.add(List.of(
                    change.job().id(),
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.thing(),
                    Prose.line(change.after().or(change::before).orElse(""), 120)));
        }
        String more = changes.size() > SHOWN ? "and " + (changes.size() - SHOWN) + " more; --json has all\n" : "";
        return Prose.table(rows) + more;
    }
}
