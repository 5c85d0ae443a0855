package keepsake.runtime.embedding;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a model's two files are.
sealed interface ModelFiles {
    InputStream model() throws IOException;

    InputStream tokenizer() throws IOException;

    /// In the class path: what Keepsake brings along.
    record Resources(String modelName, String tokenizerName) implements ModelFiles {
        @Override
        public InputStream model() throws IOException {
            return open(modelName);
        }

        @Override
        public InputStream tokenizer() throws IOException {
            return open(tokenizerName);
        }

        private static InputStream open(String name) throws IOException {
            InputStream in = ModelFiles.class.getResourceAsStream("/" + name);
            if (in == null) throw new FileNotFoundException(name);
            return in;
        }
    }

    /// In a folder of the user's.
    record Folder(Path directory) implements ModelFiles {
        @Override
        public InputStream model() throws IOException {
            return Files.newInputStream(directory.resolve("model.onnx"));
        }

        @Override
        public InputStream tokenizer() throws IOException {
            return Files.newInputStream(directory.resolve("tokenizer.json"));
        }
    }
}
