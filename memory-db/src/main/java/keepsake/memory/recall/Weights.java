package keepsake.memory.recall;

/// What each sign that a message answers a question is worth. Fitted on the dialogues set aside for it by maximum
/// likelihood of the evidence (a softmax over each conversation's messages), the same for all questions and data; how
/// it does on conversations left out of the fit stands in docs/decisions/0116.
///
/// @param near     the question's words in it and next to it, see [Evidence#words]
/// @param wide     the same, looking further
/// @param meaning  ten times the cosine of its vector with the question's
/// @param before   the same of the message before it
/// @param around   the same of the nearest in meaning of five around it
/// @param speaker  it is by the person the question names
/// @param question it ends with a question mark
/// @param reply    the message before it does
/// @param length   the logarithm of its number of words, plus one
/// @param name     it holds a capitalised word
/// @param time     it speaks of a time
/// @param whenTime it does, and the question asks for one
/// @param howMany  it holds a number, and the question asks for one
record Weights(
        double near,
        double wide,
        double meaning,
        double before,
        double around,
        double speaker,
        double question,
        double reply,
        double length,
        double name,
        double time,
        double whenTime,
        double howMany) {
    static final Weights WITH_MEANING =
            new Weights(0.257, 0.752, 0.991, 0.272, 0.862, 1.48, -0.944, 0.684, 0.456, 0.334, 0.518, 1.362, 0.636);

    /// For questions with several answers ("What hobbies does Anna have?"): each is said somewhere else, in words of
    /// its
    /// own. Fitted on those alone, held near the others; see docs/decisions/0178.
    static final Weights SEVERAL =
            new Weights(0.229, 0.474, 1.292, 0.162, 0.671, 1.864, -0.938, 0.776, 0.618, 0.374, 0.26, 1.362, 0.636);

    /// For a memory, or a message, without vectors.
    static final Weights WORDS_ONLY =
            new Weights(0.492, 0.964, 0, 0, 0, 1.268, -0.799, 0.799, 0.342, 0.54, 0.445, 1.352, 0.742);

    double score(Evidence evidence) {
        return near * evidence.near()
                + wide * evidence.wide()
                + 10 * (meaning * evidence.meaning() + before * evidence.before() + around * evidence.around())
                + (evidence.isNamedSpeaker() ? speaker : 0)
                + (evidence.isQuestion() ? question : 0)
                + (evidence.isReply() ? reply : 0)
                + length * Math.log1p(evidence.words())
                + (evidence.hasName() ? name : 0)
                + (evidence.hasTime() ? time + (evidence.asksWhen() ? whenTime : 0) : 0)
                + (evidence.hasNumber() && evidence.asksCount() ? howMany : 0);
    }
}
