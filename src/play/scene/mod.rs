//! The picture of a mail's way as data: which nodes and edges there are, where they stand, how each
//! came out and what it says. No words of a language and no drawing are in here; `text::scene` words
//! it, `text::picture` turns it into shapes, and page, shell and export show those.

pub mod fit;
mod geometry;
mod read;

pub use geometry::{
    Direction, Frame, HEIGHT, LANES, Lane, LaneId, Point, TRUST_BOUNDARY, WIDTH, badge, frame,
    label, path,
};
pub use read::{State, best, of, verdict_state};

use crate::engine::dmarc::Policy;

/// A node of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    /// Who wrote the mail.
    Author,
    /// The server that took it from the author.
    Submit,
    /// The servers in between.
    Relay,
    /// The first server of the receiving side.
    Border,
    /// SPF of the envelope sender.
    Spf,
    /// The best DKIM signature.
    Dkim,
    /// The ARC sets.
    Arc,
    /// DMARC of the author domain.
    Dmarc,
    /// What becomes of the mail.
    Deliver,
    /// Who runs the author domain.
    Owner,
    /// The recipient's MX record.
    Mx,
    /// The SPF record.
    SpfRecord,
    /// The DKIM key record.
    DkimKey,
    /// The DMARC record.
    DmarcRecord,
    /// Signatures over the DNS answers.
    Dnssec,
}

impl NodeId {
    /// All nodes: the way of the mail, then DNS. This is the order of reading.
    pub const ALL: [Self; 15] = [
        Self::Author,
        Self::Submit,
        Self::Relay,
        Self::Border,
        Self::Spf,
        Self::Dkim,
        Self::Arc,
        Self::Dmarc,
        Self::Deliver,
        Self::Owner,
        Self::Mx,
        Self::SpfRecord,
        Self::DkimKey,
        Self::DmarcRecord,
        Self::Dnssec,
    ];

    /// The steps of the list view: everything that is not DNS.
    pub const STEPS: [Self; 9] = [
        Self::Author,
        Self::Submit,
        Self::Relay,
        Self::Border,
        Self::Spf,
        Self::Dkim,
        Self::Arc,
        Self::Dmarc,
        Self::Deliver,
    ];

    /// The word in `data-node`, links and tests.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Submit => "submit",
            Self::Relay => "relay",
            Self::Border => "border",
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Arc => "arc",
            Self::Dmarc => "dmarc",
            Self::Deliver => "deliver",
            Self::Owner => "owner",
            Self::Mx => "mx",
            Self::SpfRecord => "dspf",
            Self::DkimKey => "ddkim",
            Self::DmarcRecord => "ddmarc",
            Self::Dnssec => "dnssec",
        }
    }

    /// The node of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.word() == word)
    }

    /// The nodes that the list view folds into this step.
    pub const fn folded(self) -> &'static [Self] {
        match self {
            Self::Submit => &[Self::Owner],
            Self::Border => &[Self::Mx],
            Self::Spf => &[Self::SpfRecord],
            Self::Dkim => &[Self::DkimKey],
            Self::Dmarc => &[Self::DmarcRecord, Self::Dnssec],
            _ => &[],
        }
    }
}

/// The whole picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Whether this is the lesson, which is about no mail in particular.
    pub lesson: bool,
    /// Nodes in the order of reading. One that this mail's way does not have is left out.
    pub nodes: Vec<Node>,
    /// Edges, those of the mail first.
    pub edges: Vec<Edge>,
    /// What a sentence about the whole picture says; the lesson has none.
    pub summary: Option<Summary>,
}

impl Scene {
    /// The node, if this mail's way has it.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// Where an arrow key leads from `from`. Without relays the way goes straight on, and what hung
    /// on them hangs on the submission server, or without one on nothing.
    pub fn neighbour(&self, from: NodeId, direction: Direction) -> Option<NodeId> {
        let to = geometry::next(from, direction)?;
        if self.node(to).is_some() {
            return Some(to);
        }
        match direction {
            Direction::Up | Direction::Down => self.node(NodeId::Submit).map(|node| node.id),
            Direction::Left | Direction::Right => self.neighbour(to, direction),
        }
    }
}

/// One node: its place is [`frame`] of its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub id: NodeId,
    /// How it came out.
    pub state: State,
    /// What stands after its title.
    pub result: Option<Outcome>,
    /// At most two lines below the title; one where the node is low.
    pub lines: Vec<Line>,
    /// How many things it stands for (signatures, sets); drawn as a pile above one.
    pub count: usize,
}

/// What stands after a node's title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The word of an RFC, the same in both languages.
    Rfc(&'static str),
    /// A number of servers.
    Count(usize),
    /// An answer is missing.
    Waiting,
    /// There was nothing to check it with.
    NotChecked,
    /// It would rest on what is not known.
    NotSettled,
}

/// One line of a node, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A text of the mail or of DNS, the same in both languages.
    Text(String),
    /// Such a text, the first of so many.
    Times(String, usize),
    /// What the lesson says about this node; at most two lines, counted from 0.
    Lesson(NodeId, usize),
    /// A word of the product.
    Word(Word),
}

/// What a line can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// The author's mail program.
    MailClient,
    /// From holds so many more addresses.
    MoreAddresses(usize),
    /// From holds no address.
    NoAddress,
    /// The author had logged in, by this protocol keyword.
    AuthSeen(String),
    /// The trace does not say that the author had logged in.
    AuthNotSeen,
    /// So many DKIM signatures were added on the way.
    Signs(usize),
    /// No Received field tells.
    NoTrace,
    /// How many of these hops used TLS.
    Tls {
        /// With TLS.
        with: usize,
        /// All.
        of: usize,
    },
    /// The client's address.
    Client(String),
    /// Nobody states the client's address.
    ClientUnknown,
    /// The sender was null, so SPF looked at this domain of HELO.
    Helo(String),
    /// No signature.
    NoSignature,
    /// The body hash differs.
    BodyDiffers,
    /// The signature differs.
    SignatureDiffers,
    /// The body is not there.
    BodyAbsent,
    /// The body's digest is stated by a link.
    BodyStated,
    /// The signature's field can't be read.
    SignatureMalformed,
    /// There is no usable key.
    NoKey,
    /// DNS did not answer.
    DnsFailed,
    /// Too weak: the algorithm or the key.
    Weak(String),
    /// It can't be judged.
    Unjudged,
    /// Both legs are aligned.
    ByBoth,
    /// SPF is aligned.
    BySpf,
    /// DKIM is aligned.
    ByDkim,
    /// Neither leg is.
    NeitherAligned,
    /// No record.
    NoRecord,
    /// From names several domains.
    SeveralAuthors,
    /// From names no domain.
    NoAuthor,
    /// A policy tag and its value, as written.
    Tag(&'static str, Policy),
    /// What the policy asks the receiver to do.
    Asks(Policy),
    /// It is the policy that asks.
    ByPolicy,
    /// No policy asks anything.
    NoPolicy,
    /// Not known yet.
    Undecided,
    /// No seal.
    NoSeal,
    /// This domain's owner publishes the records.
    Publishes,
    /// Not asked, since nobody needs it.
    NotAsked,
    /// The chain says of itself that it is broken.
    ChainEnded,
    /// Nobody checked.
    Unchecked,
}

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// The mail's own headers, or our checks, show it.
    Seen,
    /// Nothing shows it.
    NotEvidenced,
    /// A question to DNS, or a publication there.
    Dns,
    /// It ends here.
    Broken,
    /// It adds nothing to the result.
    NoContribution,
}

impl EdgeKind {
    /// The word in `data-edge`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::NotEvidenced => "unseen",
            Self::Dns => "dns",
            Self::Broken => "broken",
            Self::NoContribution => "idle",
        }
    }
}

/// Whether an authenticated domain is aligned with the author domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aligned {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// One edge; its course is [`path`] of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub from: NodeId,
    /// Where its arrow points.
    pub to: NodeId,
    /// How it is drawn.
    pub kind: EdgeKind,
    /// What stands beside it.
    pub label: Option<EdgeLabel>,
    /// The sign on it.
    pub aligned: Option<Aligned>,
}

/// What stands beside an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeLabel {
    /// A hop of SMTP: its port, and what the trace says about it.
    Hop {
        /// 587, 465 or 25.
        port: u16,
        /// The client had logged in.
        auth: bool,
        /// It used TLS.
        tls: bool,
    },
    /// The owner publishes records.
    Publishes,
    /// The owner's private key signs.
    PrivateKey,
}

/// What the sentence about the whole picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Number of relays.
    pub relays: usize,
    /// SPF and whether it is aligned.
    pub spf: (Outcome, Option<Aligned>),
    /// DKIM and whether it is aligned.
    pub dkim: (Outcome, Option<Aligned>),
    /// DMARC.
    pub dmarc: Outcome,
    /// What the author domain asks.
    pub policy: Requested,
}

/// What the author domain asks of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    /// Its policy was not, or not yet, found out.
    Unknown,
    /// It has no policy.
    Nothing,
    /// This.
    Policy(Policy),
}

/// The picture of no mail in particular: every node explains itself.
pub fn lesson() -> Scene {
    let nodes = NodeId::ALL.map(|id| Node {
        id,
        state: State::None,
        result: None,
        lines: (0..geometry::rows(id))
            .map(|row| Line::Lesson(id, row))
            .collect(),
        count: 1,
    });
    let edges = geometry::ENDS.map(|(from, to)| Edge {
        from,
        to,
        kind: match (from, to) {
            (NodeId::Arc, _) => EdgeKind::NoContribution,
            _ if geometry::is_dns(from, to) => EdgeKind::Dns,
            _ => EdgeKind::Seen,
        },
        label: lesson_label(from, to),
        aligned: None,
    });
    Scene {
        lesson: true,
        nodes: nodes.into(),
        edges: edges.into(),
        summary: None,
    }
}

const fn lesson_label(from: NodeId, to: NodeId) -> Option<EdgeLabel> {
    match (from, to) {
        (NodeId::Author, NodeId::Submit) => Some(EdgeLabel::Hop {
            port: 587,
            auth: true,
            tls: true,
        }),
        (NodeId::Submit, NodeId::Relay) | (NodeId::Relay, NodeId::Border) => Some(EdgeLabel::Hop {
            port: 25,
            auth: false,
            tls: true,
        }),
        (NodeId::Owner, NodeId::Submit) => Some(EdgeLabel::PrivateKey),
        (NodeId::Owner, NodeId::SpfRecord) => Some(EdgeLabel::Publishes),
        _ => None,
    }
}
