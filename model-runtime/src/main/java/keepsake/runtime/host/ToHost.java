package keepsake.runtime.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.OptionalInt;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadRequest;

/// What the app asks of the model host. `id` names a call; its answers carry the same one. Load is always call 0.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToHost.Load.class, name = "load"),
    @JsonSubTypes.Type(value = ToHost.Generate.class, name = "generate"),
    @JsonSubTypes.Type(value = ToHost.CountTokens.class, name = "count_tokens"),
    @JsonSubTypes.Type(value = ToHost.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = ToHost.Locality.class, name = "locality"),
    @JsonSubTypes.Type(value = ToHost.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = ToHost.Close.class, name = "close")
})
sealed interface ToHost {
    /// The first message, once. Answered by progress, then loaded or failed.
    record Load(LoadRequest request) implements ToHost {}

    /// Answered by prompt progress and text, then done or failed.
    record Generate(long id, GenerationRequest request) implements ToHost {}

    /// Answered by counted or failed.
    record CountTokens(long id, String text) implements ToHost {}

    /// Changes the memory budget when what was asked before is done. Answered by resized or failed.
    ///
    /// @param budgetMib as in [LoadRequest]
    record Resize(long id, OptionalInt budgetMib) implements ToHost {}
    /// Answered by routed or failed.
    record Locality(long id) implements ToHost {}

    /// Ends the generation of that id early; it still answers done. Unknown ids are ignored: it may just have ended.
    record Stop(long id) implements ToHost {}

    /// Unload and exit.
    record Close() implements ToHost {}
}
