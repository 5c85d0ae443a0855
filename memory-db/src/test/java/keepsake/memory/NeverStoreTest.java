package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.memory.NeverStore.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeverStoreTest {
    @TempDir
    Path home;

    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(home, new TestClock());
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String kept(String text) {
        return memory.neverStore().screen(text).text();
    }

    @Test
    void keepsEverythingWithoutRules() {
        String text = "My card is 4111 1111 1111 1111, my password is hunter2";
        assertThat(kept(text)).isEqualTo(text);
    }

    @Test
    void leavesOutAPhraseWhateverItsCaseAndSpaces() {
        NeverStore.Rule rule = memory.neverStore().add(Kind.PHRASE, "Project  Bluebird");
        assertThat(kept("About project\n bluebird, PROJECT BLUEBIRD!"))
                .isEqualTo("About [not kept: rule 1], [not kept: rule 1]!");
        assertThat(kept("projects Bluebirds")).isEqualTo("projects Bluebirds");
        memory.neverStore().add(Kind.PHRASE, "café");
        assertThat(kept("the cafe\u0301 there")).isEqualTo("the [not kept: rule 2] there");
        memory.neverStore().add(Kind.PHRASE, "秘密");
        assertThat(kept("这是秘密吗")).isEqualTo("这是[not kept: rule 3]吗");
        assertThat(memory.neverStore().add(Kind.PHRASE, "Project Bluebird")).isEqualTo(rule);
        memory.neverStore().remove(rule.id());
        assertThat(kept("Project Bluebird")).isEqualTo("Project Bluebird");
        assertThatThrownBy(() -> memory.neverStore().remove(99)).hasMessageContaining("no rule 99");
        assertThatThrownBy(() -> memory.neverStore().add(Kind.PHRASE, " … ")).isInstanceOf(MemoryException.class);
    }

    @Test
    void leavesOutCardNumbersWithAValidCheckDigit() {
        memory.neverStore().add(Kind.CARD_NUMBER, "");
        for (String card :
                List.of("4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005")) {
            assertThat(kept("Pay with " + card + " please")).isEqualTo("Pay with [not kept: card number] please");
        }
        assertThat(kept("4111 1111 1111 1111 12/27 123")).isEqualTo("[not kept: card number] 12/27 123");
        assertThat(kept("12 4111 1111 1111 1111")).isEqualTo("12 [not kept: card number]");
        for (String other :
                List.of("4111 1111 1111 1112", "+49 30 901820", "2026-11-21 10:00", "0000 0000 0000 0000")) {
            assertThat(kept(other)).isEqualTo(other);
        }
    }

    @Test
    void leavesOutBankAccountNumbers() {
        memory.neverStore().add(Kind.IBAN, "");
        assertThat(kept("It is DE89 3704 0044 0532 0130 00, thanks"))
                .isEqualTo("It is [not kept: bank account number], thanks");
        assertThat(kept("gb29nwbk60161331926819 and more")).isEqualTo("[not kept: bank account number] and more");
        assertThat(kept("DE89 3704 0044 0532 0130 01")).isEqualTo("DE89 3704 0044 0532 0130 01");
    }

    @Test
    void leavesOutWhatIsSaidToBeAPassword() {
        memory.neverStore().add(Kind.PASSWORD, "");
        assertThat(kept("My password is hunter2.")).isEqualTo("My password is [not kept: password].");
        assertThat(kept("password for my mail is: Tr0ub4dor&3 ok"))
                .isEqualTo("password for my mail is: [not kept: password] ok");
        assertThat(kept("PIN: 4711")).isEqualTo("PIN: [not kept: password]");
        assertThat(kept("Das Passwort lautet „geheim 1“.")).isEqualTo("Das Passwort lautet [not kept: password].");
        assertThat(kept("The passphrase is correct horse battery staple. Bye"))
                .isEqualTo("The passphrase is [not kept: password]. Bye");
        assertThat(kept("My password is wrong")).isEqualTo("My password is wrong");
        assertThat(kept("I forgot my password")).isEqualTo("I forgot my password");
    }

    @Test
    void nothingOfItReachesTheDisk() {
        memory.neverStore().add(Kind.CARD_NUMBER, "");
        memory.neverStore().add(Kind.PASSWORD, "");
        long conversation = memory.conversations().start().id();
        Message said =
                memory.conversations().say(conversation, "My card is 4111 1111 1111 1111 and password: Xyzzyplugh");
        assertThat(said.text()).isEqualTo("My card is [not kept: card number] and password: [not kept: password]");
        memory.conversations().rename(conversation, "password: Xyzzyplugh");
        memory.facts().remember("the password is Xyzzyplugh", said.id(), "password: Xyzzyplugh");
        Conversations.AnswerDraft draft = memory.conversations().answer(conversation, List.of(), "test");
        for (String token :
                List.of("Your card 4111 11", "11 1111 11", "11 and the pass", "word is Xyzzy", "plugh. Done")) {
            draft.append(token);
        }
        Message answer = draft.finish(Message.State.COMPLETE, Optional.empty());
        assertThat(answer.text())
                .isEqualTo("Your card [not kept: card number] and the password is [not kept: password]. Done");
        assertThat(FileBytes.of(home).holding(List.of("Xyzzyplugh", "4111 1111 1111 1111", "1111 1111")))
                .isEmpty();
    }

    @Test
    void anAnswerThatIsCommittedWhileItGrowsHoldsNoBeginningOfIt() throws InterruptedException {
        memory.neverStore().add(Kind.CARD_NUMBER, "");
        memory.neverStore().add(Kind.PHRASE, "Project Bluebird");
        long conversation = memory.conversations().start().id();
        memory.conversations().say(conversation, "Hello");
        Conversations.AnswerDraft draft = memory.conversations().answer(conversation, List.of(), "test");
        draft.append("A long beginning of many words. ".repeat(30) + "The card is 4111 1111 11");
        Thread.sleep(1_010);
        draft.append(" ");
        assertThat(memory.conversations().message(draft.id()).orElseThrow().text())
                .startsWith("A long")
                .doesNotContain("4111");
        draft.finish(Message.State.STOPPED, Optional.empty());
    }
}
