package keepsake.runtime.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;

/// What the model host answers.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromHost.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = FromHost.Loaded.class, name = "loaded"),
    @JsonSubTypes.Type(value = FromHost.PromptProgress.class, name = "prompt"),
    @JsonSubTypes.Type(value = FromHost.Text.class, name = "text"),
    @JsonSubTypes.Type(value = FromHost.Counted.class, name = "counted"),
    @JsonSubTypes.Type(value = FromHost.Resized.class, name = "resized"),
    @JsonSubTypes.Type(value = FromHost.Routed.class, name = "routed"),
    @JsonSubTypes.Type(value = FromHost.Done.class, name = "done"),
    @JsonSubTypes.Type(value = FromHost.Failed.class, name = "failed")
})
sealed interface FromHost {
    /// The call this belongs to.
    long id();

    record Progress(long id, String stage, long done, long total) implements FromHost {}

    record Loaded(long id, ModelInfo info) implements FromHost {}

    record PromptProgress(long id, int done, int total) implements FromHost {}

    record Text(long id, String text) implements FromHost {}

    record Counted(long id, int tokens) implements FromHost {}

    record Resized(long id, ModelInfo info) implements FromHost {}

    record Routed(long id, Optional<RoutingLocality> locality) implements FromHost {}

    record Done(long id, Generation generation) implements FromHost {}

    /// @param neededMib of a budget that is too small, else 0
    record Failed(long id, Kind kind, String sentence, int neededMib) implements FromHost {
        static Failed of(long id, EngineException e) {
            return switch (e) {
                case EngineException.BadModel bad -> new Failed(id, Kind.BAD_MODEL, sentence(bad), 0);
                case EngineException.BudgetTooSmall small ->
                    new Failed(id, Kind.BUDGET_TOO_SMALL, sentence(small), small.neededMib());
                case EngineException.Unavailable gone -> new Failed(id, Kind.UNAVAILABLE, sentence(gone), 0);
                case EngineException.PromptTooLong tooLong ->
                    new Failed(id, Kind.PROMPT_TOO_LONG, sentence(tooLong), 0);
                case EngineException.BadRequest bad -> new Failed(id, Kind.BAD_REQUEST, sentence(bad), 0);
                case EngineException.HostDied died -> new Failed(id, Kind.HOST_DIED, sentence(died), 0);
                case EngineException.Failed failed -> new Failed(id, Kind.FAILED, sentence(failed), 0);
            };
        }

        private static String sentence(EngineException e) {
            String message = e.getMessage();
            return message == null ? "The engine failed without saying why." : message;
        }

        /// The exception that crossed the process boundary.
        EngineException exception() {
            return switch (kind) {
                case BAD_MODEL -> new EngineException.BadModel(sentence);
                case BUDGET_TOO_SMALL -> new EngineException.BudgetTooSmall(sentence, neededMib);
                case UNAVAILABLE -> new EngineException.Unavailable(sentence);
                case PROMPT_TOO_LONG -> new EngineException.PromptTooLong(sentence);
                case BAD_REQUEST -> new EngineException.BadRequest(sentence);
                case HOST_DIED -> new EngineException.HostDied(sentence);
                case FAILED -> new EngineException.Failed(sentence);
            };
        }
    }

    /// Which [EngineException] it is.
    enum Kind {
        @JsonProperty("bad_model")
        BAD_MODEL,
        @JsonProperty("budget_too_small")
        BUDGET_TOO_SMALL,
        @JsonProperty("unavailable")
        UNAVAILABLE,
        @JsonProperty("prompt_too_long")
        PROMPT_TOO_LONG,
        @JsonProperty("bad_request")
        BAD_REQUEST,
        @JsonProperty("host_died")
        HOST_DIED,
        @JsonProperty("failed")
        FAILED
    }
}
