//! The one map that live DNS, pasted lines, what-if edits, examples and links all write, and the
//! way evaluators read it.
//!
//! An evaluator never waits. [`Ask::get`] gives the answer, or notes the need and returns
//! [`Pending`]; the evaluator passes that up with `?` and is simply run again once the answer is
//! there. What it asked, in which order, is the [`Asked`] log that the page shows.

use std::cell::RefCell;
use std::net::IpAddr;

use crate::engine::dns::name::Name;
use crate::engine::dns::record::{Material, Rdata, Record, RecordType};
use crate::engine::limits;

/// A question to DNS (class IN).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The name asked about.
    pub name: Name,
    /// The type asked for.
    pub rtype: RecordType,
}

/// What DNS said. The absence of records has two kinds that must never be mixed: DMARC's `np` and
/// SPF's void lookups rest on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Records of the type asked for, at the end of the alias chain. Never empty.
    Records(Vec<Record>),
    /// The name exists, without records of that type (NODATA).
    NoData,
    /// The name does not exist, nor any below it (RFC 8020).
    NxDomain,
    /// No answer that says either.
    Failed(Failure),
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came in time.
    Timeout,
    /// The resolver could not be reached at all: network, name, certificate, cross-origin rule.
    Unreachable,
    /// The resolver answered with this HTTP status instead of DNS.
    Http(u16),
    /// Something answered, but not in `application/dns-message`.
    NotDns,
    /// A DNS message that cannot be read.
    Malformed,
    /// The resolver could not resolve the name (RCODE 2).
    ServFail,
    /// The resolver will not answer (RCODE 5).
    Refused,
    /// Another RCODE.
    Rcode(u16),
    /// An alias chain without end.
    AliasLoop,
    /// The name can't be asked: it has no wire form.
    BadName,
    /// More questions than [`limits::QUESTIONS`]; this one was not sent.
    TooMany,
    /// There is an answer, and DNSSEC proves that it is not what its domain published: it must not be
    /// used (RFC 4035 §5.5).
    Bogus,
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// Asked over the network just now.
    #[default]
    Live,
    /// Saved in a link or file by whoever made it.
    Saved,
    /// From a built-in example.
    Example,
    /// From lines the person pasted, or a DNS file.
    Pasted,
    /// Changed by the person to see what would follow.
    Edited,
}

/// An answer with where and when it was had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What DNS said.
    pub found: Found,
    /// The names the question's name is an alias of, in the order followed (CNAME).
    pub aliases: Vec<Name>,
    /// Where it came from.
    pub source: Source,
    /// Identifier of the resolver that was asked (`net::resolvers`), if one was.
    pub resolver: Option<String>,
    /// When it was had, seconds since 1970 UTC, if known.
    pub at: Option<i64>,
    /// How long it took, in milliseconds, if it was asked live.
    pub millis: Option<u32>,
    /// Octets of the DNS message it came in, if it was asked live.
    pub octets: Option<usize>,
    /// Whether the resolver says it validated the answer with DNSSEC (the AD bit).
    pub authentic_data: Option<bool>,
    /// What the answer can be proved by, if it was asked for; without it, it is not checked.
    pub material: Option<Material>,
}

impl Answer {
    /// An answer about which nothing is known but what it says.
    pub const fn new(found: Found, source: Source) -> Self {
        Self {
            found,
            aliases: Vec::new(),
            source,
            resolver: None,
            at: None,
            millis: None,
            octets: None,
            authentic_data: None,
            material: None,
        }
    }

    /// The records, or none.
    pub fn records(&self) -> &[Record] {
        match &self.found {
            Found::Records(records) => records,
            _ => &[],
        }
    }

    /// The joined text of each TXT record.
    pub fn texts(&self) -> Vec<Vec<u8>> {
        self.records()
            .iter()
            .filter_map(|record| record.data.joined_text())
            .collect()
    }

    /// The addresses of each A or AAAA record.
    pub fn addresses(&self) -> Vec<IpAddr> {
        self.records()
            .iter()
            .filter_map(|record| match record.data {
                Rdata::A(address) => Some(address.into()),
                Rdata::Aaaa(address) => Some(address.into()),
                _ => None,
            })
            .collect()
    }

    /// The smallest time to live among the records, in seconds.
    pub fn ttl(&self) -> Option<u32> {
        self.records().iter().map(|record| record.ttl).min()
    }
}

/// All answers at hand, in canonical order of their questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(Vec<(Question, Answer)>);

impl Answers {
    /// No answers.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts an answer in, in place of an earlier one to the same question.
    pub fn insert(&mut self, question: Question, answer: Answer) {
        match self.place(&question) {
            Ok(place) => {
                if let Some((_, before)) = self.0.get_mut(place) {
                    *before = answer;
                }
            }
            Err(place) => self.0.insert(place, (question, answer)),
        }
    }

    fn place(&self, question: &Question) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(question))
    }

    /// Takes an answer out, so that the question is open again.
    pub fn remove(&mut self, question: &Question) -> Option<Answer> {
        let place = self.place(question).ok()?;
        Some(self.0.remove(place).1)
    }

    /// The answer to a question.
    pub fn get(&self, question: &Question) -> Option<&Answer> {
        let place = self.place(question).ok()?;
        self.0.get(place).map(|(_, answer)| answer)
    }

    /// All questions with their answers, in canonical name order.
    pub fn iter(&self) -> impl Iterator<Item = (&Question, &Answer)> {
        self.0.iter().map(|(question, answer)| (question, answer))
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An answer is missing; the need has been noted. The only `Err` of the engine's evaluators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending;

/// Which evaluation asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asker {
    /// The DKIM signature with this index, counted from the top of the header.
    Dkim(usize),
    /// The ARC set with this index, oldest first.
    Arc(usize),
    /// SPF of the HELO identity.
    SpfHelo,
    /// SPF of the MAIL FROM identity.
    SpfMailFrom,
    /// DMARC: policy discovery or an identifier's tree walk.
    Dmarc,
    /// Whether those who are to get DMARC's reports want them, on which no verdict rests.
    Reports,
}

/// One line of the question log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// Who asked first.
    pub by: Asker,
    /// Whether the name was made from the sender's local part or the client's address (SPF macros),
    /// so that asking tells the domain's owner about this mail.
    pub reveals: bool,
    /// Whether the answer was at hand.
    pub answered: bool,
}

/// Answers, borrowed for one evaluation, and the log of what it asked of them.
pub struct Ask<'a> {
    answers: &'a Answers,
    log: RefCell<Vec<Asked>>,
}

/// What a question past the cap is answered with.
static TOO_MANY: Answer = Answer::new(Found::Failed(Failure::TooMany), Source::Live);

impl<'a> Ask<'a> {
    /// Starts an evaluation over `answers`.
    pub const fn new(answers: &'a Answers) -> Self {
        Self {
            answers,
            log: RefCell::new(Vec::new()),
        }
    }

    /// The answer about `name`, asked by `by`.
    ///
    /// # Errors
    /// [`Pending`] when it is not at hand; the need is in the log then.
    pub fn get(&self, by: Asker, name: &Name, rtype: RecordType) -> Result<&'a Answer, Pending> {
        self.look_up(by, name, rtype, false)
    }

    /// As [`Ask::get`], for a name made from the sender's local part or the client's address.
    ///
    /// # Errors
    /// As [`Ask::get`].
    pub fn get_revealing(
        &self,
        by: Asker,
        name: &Name,
        rtype: RecordType,
    ) -> Result<&'a Answer, Pending> {
        self.look_up(by, name, rtype, true)
    }

    /// The answer to a question if it is at hand. Nothing is asked by that, and nothing noted.
    pub fn peek(&self, question: &Question) -> Option<&'a Answer> {
        self.answers.get(question)
    }

    fn look_up(
        &self,
        by: Asker,
        name: &Name,
        rtype: RecordType,
        reveals: bool,
    ) -> Result<&'a Answer, Pending> {
        let question = Question {
            name: name.clone(),
            rtype,
        };
        let answer = self.answers.get(&question);
        let mut log = self.log.borrow_mut();
        if !log.iter().any(|asked| asked.question == question) {
            if log.len() >= limits::QUESTIONS {
                return Ok(&TOO_MANY);
            }
            log.push(Asked {
                question,
                by,
                reveals,
                answered: answer.is_some(),
            });
        }
        answer.ok_or(Pending)
    }

    /// Ends the evaluation: every question in the order it was first asked. Those not answered are
    /// the needs.
    pub fn into_log(self) -> Vec<Asked> {
        self.log.into_inner()
    }
}
