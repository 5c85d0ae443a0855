package keepsake.runtime.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepsake.runtime.gguf.GgufArray;
import keepsake.runtime.gguf.GgufType;
import keepsake.runtime.gguf.GgufValue;

/// A SentencePiece vocabulary of some 600 tokens with all 256 bytes, so that any text can be tokenised, and ChatML's
/// special tokens. Immutable.
public final class SmallVocabulary {
    public static final int BOS = 1;
    public static final int IM_START = 3;
    public static final int IM_END = 4;

    /// ChatML, as llama.cpp recognises it.
    public static final String CHATML =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
                    + "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;

    private static final String WORDS =
            "the of and to in is you that it he was for on are as with his they I at be this"
                    + " have from or one had by word but not what all were we when your can said there use an each which she do"
                    + " how their if will up other about out many then them these so some her would make like him into time has"
                    + " look two more write go see number no way could people my than first water been call who oil its now find"
                    + " long down day did get come made may part user assistant system remember name";

    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();

    public SmallVocabulary() {
        add("<unk>", UNKNOWN);
        add("<s>", CONTROL);
        add("</s>", CONTROL);
        add("<|im_start|>", CONTROL);
        add("<|im_end|>", CONTROL);
        for (int b = 0; b < 256; b++) add("<0x%02X>".formatted(b), BYTE);
        Set<String> pieces = new LinkedHashSet<>();
        pieces.add("▁");
        for (char c = '!'; c <= '~'; c++) pieces.add(String.valueOf(c));
        // A merged piece needs its left part to be a piece too, so every word brings its beginnings.
        for (String word : WORDS.split(" ", -1)) {
            for (int end = 1; end <= word.length(); end++) pieces.add("▁" + word.substring(0, end));
        }
        pieces.forEach(piece -> add(piece, NORMAL));
    }

    private void add(String token, int type) {
        tokens.add(token);
        types.add(type);
    }

    /// Tokens.
    public int size() {
        return tokens.size();
    }

    /// The token is text that can be shown.
    public boolean isText(int token) {
        return types.get(token) == NORMAL;
    }

    /// Adds the vocabulary and the chat template to a model's metadata.
    public void describe(Map<String, GgufValue> metadata) {
        float[] scores = new float[size()];
        for (int i = 0; i < scores.length; i++)
            scores[i] = isText(i) ? tokens.get(i).length() : 0;
        metadata.put("tokenizer.ggml.model", GgufValue.text("llama"));
        metadata.put("tokenizer.ggml.pre", GgufValue.text("default"));
        metadata.put("tokenizer.ggml.tokens", GgufArray.ofTexts(tokens));
        metadata.put("tokenizer.ggml.scores", GgufArray.ofFloats(scores));
        metadata.put(
                "tokenizer.ggml.token_type",
                GgufArray.ofIntegers(
                        GgufType.INT32,
                        types.stream().mapToLong(Integer::longValue).toArray()));
        metadata.put("tokenizer.ggml.bos_token_id", GgufValue.u32(BOS));
        metadata.put("tokenizer.ggml.eos_token_id", GgufValue.u32(IM_END));
        metadata.put("tokenizer.ggml.unknown_token_id", GgufValue.u32(0));
        metadata.put("tokenizer.ggml.add_bos_token", new GgufValue.Bool(false));
        metadata.put("tokenizer.ggml.add_space_prefix", new GgufValue.Bool(false));
        metadata.put("tokenizer.chat_template", GgufValue.text(CHATML));
    }
}
