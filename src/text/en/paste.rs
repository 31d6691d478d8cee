//! What is said about what a paste did to the message, and about other messages in it.

use crate::engine::paste::{Damage, Finding};
use crate::text::prose::Prose;

const THE_FILE_IS_EXACT: &str = "A file is exact: save the message as .eml (in Gmail: Show original, \
     then Download Original) and drop it here.";

/// The words of a finding about a paste.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::Damaged { damage, lines } => damaged(*damage, *lines),
        Finding::TooDamaged => Prose::new(
            "The text is changed too often to be repaired here",
            "Below each thing undone there was another one.",
        )
        .fix(THE_FILE_IS_EXACT),
        Finding::NotAllTried => Prose::new(
            "What changed the body was not searched for in full",
            "The body is too large for it, or the signatures state too many hashes.",
        ),
        Finding::CharactersLost { count } => Prose::new(
            format!("Characters were lost before the message got here: {count}"),
            "“\u{fffd}” stands where a program could not read an octet. What stood there is gone, so \
             a signature over it can’t verify.",
        )
        .fix("Use the file instead of its text: save the message as .eml and drop it here."),
        Finding::Attached {
            headers_only: false,
        } => Prose::new(
            "A message is attached",
            "A bounce or a forward carries it. It has signatures of its own, which can be verified \
             on their own.",
        ),
        Finding::Attached { headers_only: true } => Prose::new(
            "The header of a message is attached",
            "A bounce carries it. Its signatures can be verified but for the hash of the body.",
        ),
        Finding::PartsNotRead { limit } => Prose::new(
            "Not all parts were searched for attached messages",
            format!("The search ends after {limit} of them, or that many levels."),
        ),
        Finding::Mailbox { messages } => Prose::new(
            format!("This is a mailbox file with {messages} messages"),
            "Read as one message, all but the first are part of its body, and its signatures can’t \
             verify.",
        )
        .fix("Take one message out of the file, or open the file in the page and choose one."),
        Finding::Repaired { damage } => {
            let undone: Vec<&str> = damage.iter().map(|damage| undone(*damage)).collect();
            Prose::new(
                "This is a repaired text, not what was pasted",
                format!("Undone: {}. All results are about the repaired text.", undone.join("; ")),
            )
        }
    }
}

fn damaged(damage: Damage, n: usize) -> Prose {
    match damage {
        Damage::PageText => Prose::new(
            format!("The text of the web page stands above the message: {n} lines"),
            "The table that Gmail shows above the source was copied with it, and reads like a \
             header.",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Quoted => Prose::new(
            format!("Every line is quoted with “>”: {n} lines"),
            "A mail program quoted the message, so no line of it is as it was signed.",
        ),
        Damage::Indented => Prose::new(
            format!("Every line is indented: {n} lines"),
            "An indented line continues the field above it, so there is no field here.",
        ),
        Damage::BlankLines => Prose::new(
            format!("Blank lines above the header: {n}"),
            "They are not part of the message.",
        ),
        Damage::MailboxQuotes => Prose::new(
            format!("A mailbox put “>” before lines that begin with “From ”: {n}"),
            "Mailbox files do so to tell such lines from the start of a message. The body is no \
             longer as it was signed.",
        ),
        Damage::MailboxLine => Prose::new(
            "A mailbox’s line stands above the header",
            "It is not part of the message.",
        ),
        Damage::MozillaLines => Prose::new(
            format!("Thunderbird’s own lines stand in the header: {n}"),
            "X-Mozilla fields were written when the message was stored. No sender signs them, so \
             they change no result.",
        ),
        Damage::Dots => Prose::new(
            format!("This is a capture of SMTP, with its dots: {n} lines"),
            "On the wire a line that begins with a dot gets a second one, and a single dot ends the \
             message. Neither is part of what was signed.",
        ),
        Damage::LostIndents => Prose::new(
            format!("Folded lines have lost their indent: {n}"),
            "A long field goes on in lines that begin with white space. Without it they belong to no \
             field, and the field is cut short.",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Tabs => Prose::new(
            format!("Folded lines begin with spaces, perhaps in place of tabs: {n}"),
            "Programs that show text may turn tabs into spaces. To a signature with the simple \
             canonicalization of the header that matters.",
        ),
        Damage::Encoded => Prose::new(
            format!("Text was encoded after it was signed: {n} lines"),
            "A relay turns 8-bit text into quoted-printable or base64 when the next server takes \
             only ASCII. Decoded again, the body has the hash that was signed.",
        )
        .fix("Senders avoid this: encode text before it is signed."),
        Damage::Reencoded => Prose::new(
            format!("Encoded parts were encoded anew after signing: {n} lines"),
            "A mail store or gateway took the message apart and put it together again. With the \
             usual encoding, or lines of another length, the body has the hash that was signed.",
        ),
        Damage::Charset => Prose::new(
            format!("Text was converted from windows-1252 or ISO-8859-1 to UTF-8: {n} lines"),
            "A program showed the source as text in one charset and copied it in another. Turned \
             back, the body has the hash that was signed.",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Escapes => Prose::new(
            format!("The escape characters of ISO-2022-JP were lost: {n} lines"),
            "A program left out or replaced the character that switches between ASCII and Japanese. \
             Put back, the body has the hash that was signed.",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::PageCharacters => Prose::new(
            format!("A web page changed characters of the body: {n} lines"),
            "No-break spaces in place of spaces, or &lt; in place of <. Turned back, the body has \
             the hash that was signed.",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::BlankEnds => Prose::new(
            format!("White space at the end of lines was changed: {n} lines"),
            "An editor or mail program added or removed it. Turned back, the body has the hash \
             that was signed; with relaxed canonicalization it would not matter.",
        ),
        Damage::Returns => Prose::new(
            format!("Lines of the body hold an extra CR: {n}"),
            "A program converted line ends that were right already. Without the extra CR the body \
             has the hash that was signed.",
        ),
        Damage::LongLines => Prose::new(
            format!("Long lines of the body were broken in {n} places"),
            "SMTP allows 998 octets a line. A server broke longer ones and began the rest with a \
             space. In one piece again, the body has the hash that was signed.",
        )
        .fix("The sending server encodes text with long lines before it signs."),
        Damage::BlankTop => Prose::new(
            "Blank lines at the top of the body were added or lost",
            "Only blank lines at its end don’t count. Turned back, the body has the hash that was \
             signed.",
        ),
        Damage::Added => Prose::new(
            format!("Lines were added to the body after it was signed: {n}"),
            "Mailing lists and virus scanners add a footer. Without these lines the body has the \
             hash that was signed, so all the rest is unchanged.",
        ),
    }
}

/// What a repair did, in a list.
const fn undone(damage: Damage) -> &'static str {
    match damage {
        Damage::PageText => "the page’s text above the message is taken away",
        Damage::Quoted => "the quote marks are taken away",
        Damage::Indented => "the indent of all lines is taken away",
        Damage::BlankLines => "the blank lines above are taken away",
        Damage::MailboxQuotes => "“>” before “From ” is taken away",
        Damage::MailboxLine => "the mailbox’s line is taken away",
        Damage::MozillaLines => "the X-Mozilla lines are taken away",
        Damage::Dots => "SMTP’s dots are taken away",
        Damage::LostIndents => "folded lines are indented again",
        Damage::Tabs => "spaces before folded lines are tabs again",
        Damage::Encoded => "text encoded on its way is decoded",
        Damage::Reencoded => "parts are encoded as they were signed",
        Damage::Charset => "text is back in its own charset",
        Damage::Escapes => "the escape characters of ISO-2022-JP are put back",
        Damage::PageCharacters => "a web page’s characters are turned back",
        Damage::BlankEnds => "white space at line ends is turned back",
        Damage::Returns => "extra CRs are taken away",
        Damage::LongLines => "broken lines are in one piece again",
        Damage::BlankTop => "blank lines at the top of the body are turned back",
        Damage::Added => "lines added to the body are taken away",
    }
}
