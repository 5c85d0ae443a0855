package keepsake.memory;

/// Made-up words, each number another one.
final class SomeWords {
    private static final String[] SYLLABLES = {"ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"};

    private SomeWords() {}

    static String word(int number) {
        StringBuilder word = new StringBuilder("z");
        for (int n = number + 10; n > 0; n /= 10) word.append(SYLLABLES[n % 10]);
        return word.append('k').toString();
    }
}
