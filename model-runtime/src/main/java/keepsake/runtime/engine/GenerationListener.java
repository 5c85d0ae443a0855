package keepsake.runtime.engine;

/// Hears an answer as it is made.
public interface GenerationListener {
    /// Hears nothing.
    GenerationListener NONE = text -> {};

    /// The prompt is being read; `done` of `total` tokens so far.
    default void onPrompt(int done, int total) {}

    /// More of the answer: whole characters only, never empty.
    void onText(String text);
}
