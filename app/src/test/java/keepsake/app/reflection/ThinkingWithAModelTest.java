package keepsake.app.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.thinking.ModelThoughts;
import keepsake.memory.thinking.ModelThoughts.Asking;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.host.HostedLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real model host and a tiny real model, whose judgement is nonsense: what it makes has the form and is grounded.
@Tag("e2e")
@Timeout(240)
class ThinkingWithAModelTest {
    private static final String MESSAGE =
            "Coriander tastes like soap to me. The band rehearses in my garage; my knees hurt. What is a monad?";

    @TempDir
    Path folder;

    private static Said said(long number, String text) {
        return new Said(
                MemoryId.message(number),
                Message.Role.USER,
                Optional.empty(),
                text,
                Instant.parse("2026-05-04T12:00:00Z"));
    }

    private ChatEngine load() throws Exception {
        Path model = TinyModels.qwen2moe(folder.resolve("tiny.gguf"), 11);
        return new HostedLoader().load(LoadRequest.of(model), LoadListener.NONE);
    }

    @Test
    void whateverTheModelThinksFactsAreTheUsersOwnWords() throws Exception {
        try (ChatEngine engine = load()) {
            ModelThoughts thoughts = new ModelThoughts(EngineThinker.with(engine), ZoneOffset.UTC, Asking.EVERYTHING);
            List<CandidateFact> facts =
                    thoughts.facts(said(1, MESSAGE), List.of(), () -> false).orElseThrow();
            assertThat(facts).allSatisfy(fact -> {
                assertThat(MESSAGE).contains(fact.quote());
                assertThat(fact.statement()).isEqualToIgnoringCase(fact.quote());
                assertThat(fact.statement()).doesNotContain("monad");
            });
            assertThat(thoughts.facts(said(1, MESSAGE), List.of(), () -> false)).contains(facts);
        }
    }

    @Test
    void thinkingIsStoppedInTheMiddle() throws Exception {
        try (ChatEngine engine = load()) {
            ModelThoughts thoughts = new ModelThoughts(EngineThinker.with(engine), ZoneOffset.UTC);
            AtomicInteger looks = new AtomicInteger();
            List<Said> episode = List.of(said(1, MESSAGE), said(2, "We rent a boat."));
            assertThat(thoughts.episode(episode, () -> looks.incrementAndGet() > 1))
                    .isEmpty();
            assertThat(thoughts.facts(said(1, MESSAGE), List.of(), () -> false)).isPresent();
        }
    }
}
