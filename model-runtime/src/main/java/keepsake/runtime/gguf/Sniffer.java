package keepsake.runtime.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/// Says what a file that is not a GGUF looks like, from its first bytes.
final class Sniffer {
    private Sniffer() {}

    /// @param head the first bytes of the file, at least one
    static String looksLike(byte[] head) {
        String start = new String(head, ISO_8859_1);
        String lower = start.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs")) {
            return "a pointer that Git LFS leaves in place of the real file";
        }
        if (start.startsWith("PK")) return "a zip archive (perhaps a PyTorch model or a wheel)";
        if (start.startsWith("\u001f\u008b")) return "a gzip archive";
        if (start.startsWith("%PDF")) return "a PDF document";
        if (start.startsWith("tjgg") || start.startsWith("fmgg") || start.startsWith("lmgg")) {
            return "a model in llama.cpp's format from before GGUF";
        }
        if (head.length > 8 && head[8] == '{' && head[7] == 0) return "a safetensors model";
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "a web page (perhaps the page of a download instead of the download)";
        }
        if (isText(head)) return lower.startsWith("{") ? "a JSON text" : "a text file";
        if (start.chars().allMatch(c -> c == 0)) return "an unfinished download (it begins with zeros)";
        return "some other kind of file";
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            // 0x80 and above: UTF-8
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') return false;
        }
        return true;
    }
}
