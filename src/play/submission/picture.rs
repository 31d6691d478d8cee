//! A play on the picture of a mail's way: who takes part, what has been reached, where it ends.

use super::{Act, Outcome, PROVIDER, Played, Port, RECIPIENT, Sender, Session, Settings, Target};
use super::{Auth, PROVIDER_ADDRESS, RECIPIENT_ADDRESS};
use crate::play::scene::{
    self, Edge, EdgeKind, EdgeLabel, Line, Node, NodeId, Point, Scene, State,
};

/// The picture after the first `shown` steps.
pub fn scene(settings: &Settings, played: &Played, shown: usize) -> Scene {
    let settings = settings.settled();
    let is_over = shown >= played.steps.len();
    let ends = ends(settings);
    let mut picture = scene::lesson();
    picture.lesson = false;
    let is_direct = ends == (NodeId::Author, NodeId::Border);
    picture.nodes.retain(|node| match node.id {
        NodeId::Relay => false,
        NodeId::Submit | NodeId::Owner => !is_direct,
        _ => true,
    });
    for node in &mut picture.nodes {
        describe(node, settings);
        if is_over {
            conclude(node, settings, played.outcome);
        }
    }
    picture.edges.retain(|edge| {
        let has = |id| picture.nodes.iter().any(|node| node.id == id);
        has(edge.from) && has(edge.to)
    });
    let on_the_way = [
        (NodeId::Author, NodeId::Submit),
        (NodeId::Submit, NodeId::Border),
    ];
    picture
        .edges
        .retain(|edge| !on_the_way.contains(&(edge.from, edge.to)));
    let way = match ends {
        (NodeId::Author, NodeId::Border) => vec![ends],
        _ => on_the_way.into(),
    };
    let steps = played.steps.get(..shown).unwrap_or(&played.steps);
    let drawn = way.into_iter().map(|(from, to)| Edge {
        from,
        to,
        kind: match () {
            () if (from, to) == ends && is_over => last(played.outcome),
            () if (from, to) == ends && is_begun(steps, Session::Smtp) => EdgeKind::Seen,
            () if is_begun(steps, Session::Relay) => EdgeKind::Seen,
            () => EdgeKind::NotEvidenced,
        },
        label: Some(label(settings, (from, to) == ends)),
        aligned: None,
    });
    picture.edges.splice(0..0, drawn);
    picture
}

/// Between whom the mail is handed over.
fn ends(settings: Settings) -> (NodeId, NodeId) {
    match (settings.sender, settings.target) {
        (Sender::MailServer, _) => (NodeId::Submit, NodeId::Border),
        (_, Target::Provider) => (NodeId::Author, NodeId::Submit),
        (_, Target::Recipient) => (NodeId::Author, NodeId::Border),
    }
}

fn is_begun(steps: &[super::Step], session: Session) -> bool {
    steps
        .iter()
        .any(|step| step.session == session && matches!(step.act, Act::Dial(_) | Act::PassesOn))
}

const fn last(outcome: Outcome) -> EdgeKind {
    match outcome {
        Outcome::Relayed | Outcome::Delivered | Outcome::Abused => EdgeKind::Seen,
        Outcome::Refused(_) | Outcome::Blocked => EdgeKind::Broken,
    }
}

fn label(settings: Settings, is_own: bool) -> EdgeLabel {
    let settings = match is_own {
        true => settings,
        // What the provider passes on or has taken before goes from server to server.
        false => Settings {
            port: Port::Smtp,
            auth: Auth::Off,
            ..settings
        },
    };
    EdgeLabel::Hop {
        port: settings.port.number(),
        auth: settings.auth != Auth::Off,
        tls: settings.tls || settings.port == Port::Submissions,
    }
}

fn describe(node: &mut Node, settings: Settings) {
    let host = match node.id {
        NodeId::Author if settings.sender == Sender::MailServer => return,
        NodeId::Author => vec![settings.client().to_string()],
        NodeId::Submit => vec![PROVIDER.to_owned(), PROVIDER_ADDRESS.to_string()],
        NodeId::Border => vec![RECIPIENT.to_owned(), RECIPIENT_ADDRESS.to_string()],
        _ => return,
    };
    node.lines = host.into_iter().map(Line::Text).collect();
    node.state = State::Stated;
}

/// The one who decided gets the sign of the decision.
fn conclude(node: &mut Node, settings: Settings, outcome: Outcome) {
    let (from, to) = ends(settings);
    let (id, state) = match outcome {
        Outcome::Relayed | Outcome::Delivered => (to, State::Pass),
        Outcome::Abused => (to, State::Warn),
        Outcome::Refused(_) => (to, State::Fail),
        Outcome::Blocked => (from, State::Fail),
    };
    if node.id == id {
        node.state = state;
    }
}

/// The sign where a mail was stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The edge on which it stands.
    pub edge: (NodeId, NodeId),
    /// The node that stopped it; the client's, where its network did.
    pub by: NodeId,
    /// The middle of the sign.
    pub at: Point,
    /// Whether the network's border stopped it. It does not reply.
    pub at_border: bool,
    /// What the server said; nothing from one that does not listen.
    pub reply: String,
}

/// The sign on the picture, once the play has come to its end and the mail was not taken.
pub fn stop(settings: &Settings, played: &Played, shown: usize) -> Option<Stop> {
    let at_border = match played.outcome {
        Outcome::Blocked => true,
        Outcome::Refused(_) => false,
        Outcome::Relayed | Outcome::Delivered | Outcome::Abused => return None,
    };
    let last = played
        .steps
        .last()
        .filter(|_| shown >= played.steps.len())?;
    let (from, to) = ends(settings.settled());
    let middle = scene::label(from, to);
    let [_, internet, ..] = scene::LANES;
    let at = match (from, to) {
        // The client's network ends where the sending side does.
        (NodeId::Author, NodeId::Border) if at_border => Point {
            x: internet.frame.x - 3,
            ..middle
        },
        _ => middle,
    };
    Some(Stop {
        edge: (from, to),
        by: if at_border { from } else { to },
        at,
        at_border,
        reply: match &last.act {
            Act::Server(reply) => reply.clone(),
            _ => String::new(),
        },
    })
}
