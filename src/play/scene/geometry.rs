//! Where everything stands. One unit is one CSS pixel at the width of a small laptop's window, so
//! that text is drawn at its own size there. The numbers hold together: each node is wide enough for
//! its longest title in the widest of the common system fonts (`tests/it/scene.rs` measures).

use super::NodeId;
use super::NodeId::{
    Arc, Author, Border, Deliver, Dkim, DkimKey, Dmarc, DmarcRecord, Dnssec, Mx, Owner, Relay, Spf,
    SpfRecord, Submit,
};

/// Width of the picture.
pub const WIDTH: i32 = 1232;
/// Height of the picture.
pub const HEIGHT: i32 = 266;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Frame {
    const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    /// Whether `other` lies inside.
    pub const fn holds(self, other: Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.w <= self.x + self.w
            && other.y + other.h <= self.y + self.h
    }

    /// Whether the two share any area.
    pub const fn meets(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// One of the four grounds the nodes stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneId {
    /// What the sender's servers did.
    Sending,
    /// What happened in between.
    Internet,
    /// What we check again.
    Receiving,
    /// What is published.
    Dns,
}

/// A lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Which.
    pub id: LaneId,
    /// Its ground.
    pub frame: Frame,
}

/// The four lanes.
pub const LANES: [Lane; 4] = [
    Lane {
        id: LaneId::Sending,
        frame: Frame::new(0, 0, 375, 170),
    },
    Lane {
        id: LaneId::Internet,
        frame: Frame::new(381, 0, 150, 170),
    },
    Lane {
        id: LaneId::Receiving,
        frame: Frame::new(537, 0, 695, 170),
    },
    Lane {
        id: LaneId::Dns,
        frame: Frame::new(0, 176, 1232, 90),
    },
];

/// Left of this line the headers are only claims; from it on, the receiving side saw for itself.
pub const TRUST_BOUNDARY: i32 = 534;

/// Where a node stands.
pub const fn frame(id: NodeId) -> Frame {
    match id {
        Author => Frame::new(8, 55, 148, 64),
        Submit => Frame::new(206, 55, 152, 64),
        Relay => Frame::new(400, 55, 112, 64),
        Border => Frame::new(554, 55, 138, 64),
        Spf => Frame::new(732, 30, 162, 50),
        Dkim => Frame::new(732, 94, 162, 50),
        Dmarc => Frame::new(932, 30, 176, 66),
        Arc => Frame::new(932, 116, 144, 46),
        Deliver => Frame::new(1126, 30, 98, 66),
        Owner => Frame::new(206, 192, 152, 46),
        Mx => Frame::new(390, 192, 132, 46),
        SpfRecord => Frame::new(554, 192, 166, 46),
        DkimKey => Frame::new(732, 192, 178, 46),
        DmarcRecord => Frame::new(922, 192, 186, 46),
        Dnssec => Frame::new(1126, 192, 98, 46),
    }
}

/// Lines of text below the title.
pub const fn rows(id: NodeId) -> usize {
    if frame(id).h > 60 { 2 } else { 1 }
}

/// All edges: the way of the mail, then DNS.
pub const ENDS: [(NodeId, NodeId); 17] = [
    (Author, Submit),
    (Submit, Relay),
    (Relay, Border),
    (Border, Spf),
    (Border, Dkim),
    (Spf, Dmarc),
    (Dkim, Dmarc),
    (Arc, Dmarc),
    (Dmarc, Deliver),
    (Owner, Submit),
    (Owner, SpfRecord),
    (Owner, DkimKey),
    (Owner, DmarcRecord),
    (Relay, Mx),
    (Spf, SpfRecord),
    (Dkim, DkimKey),
    (Dmarc, DmarcRecord),
];

/// Whether an edge is one of DNS.
pub const fn is_dns(from: NodeId, to: NodeId) -> bool {
    matches!(from, Owner) || matches!(to, Mx | SpfRecord | DkimKey | DmarcRecord)
}

/// The course of an edge, as SVG path data; empty for two nodes that no edge joins.
pub const fn path(from: NodeId, to: NodeId) -> &'static str {
    match (from, to) {
        (Author, Submit) => "M157 87H204",
        (Submit, Relay) => "M359 87H398",
        (Submit, Border) => "M359 87H552",
        (Relay, Border) => "M513 87H552",
        (Author, Border) => "M157 87H552",
        (Border, Spf) => "M693 87H708Q712 87 712 83V59Q712 55 716 55H730",
        (Border, Dkim) => "M693 87H708Q712 87 712 91V115Q712 119 716 119H730",
        (Spf, Dmarc) => "M895 55H930",
        (Dkim, Dmarc) => "M895 119H908Q912 119 912 115V84Q912 80 916 80H930",
        (Arc, Dmarc) => "M1004 115V98",
        (Dmarc, Deliver) => "M1109 63H1124",
        (Owner, Submit) => "M282 191V121",
        (Owner, SpfRecord) => "M282 239V252Q282 256 286 256H633Q637 256 637 252V240",
        (Owner, DkimKey) => "M282 239V252Q282 256 286 256H817Q821 256 821 252V240",
        (Owner, DmarcRecord) => "M282 239V252Q282 256 286 256H1011Q1015 256 1015 252V240",
        (Relay, Mx) => "M456 120V190",
        (Submit, Mx) => "M330 120V178Q330 182 334 182H452Q456 182 456 186V190",
        (Spf, SpfRecord) => "M731 70H706Q702 70 702 74V190",
        (Dkim, DkimKey) => "M812 145V190",
        (Dmarc, DmarcRecord) => "M1092 97V190",
        _ => "",
    }
}

/// Where an edge's label stands: the middle of its line.
pub const fn label(from: NodeId, to: NodeId) -> Point {
    match (from, to) {
        (Author, Submit) => Point { x: 181, y: 87 },
        (Submit, Relay) => Point { x: 379, y: 87 },
        (Relay, Border) => Point { x: 533, y: 87 },
        (Submit, Border) => Point { x: 456, y: 87 },
        (Author, Border) => Point { x: 266, y: 87 },
        (Owner, Submit) => Point { x: 274, y: 149 },
        (Owner, SpfRecord | DkimKey | DmarcRecord) => Point { x: 290, y: 251 },
        _ => Point { x: 0, y: 0 },
    }
}

/// Where the sign of alignment stands on the edge into DMARC.
pub const fn badge(from: NodeId) -> Point {
    match from {
        Spf => Point { x: 912, y: 55 },
        _ => Point { x: 912, y: 101 },
    }
}

/// The direction of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Back along the mail.
    Left,
    /// On along the mail.
    Right,
    /// Back from a check or a record.
    Up,
    /// To the check below, or to the DNS record.
    Down,
}

/// The next node in that direction, whether or not it is in the picture.
pub const fn next(from: NodeId, direction: Direction) -> Option<NodeId> {
    let (left, right, up, down) = match from {
        Author => (None, Some(Submit), None, Some(Owner)),
        Submit => (Some(Author), Some(Relay), None, Some(Owner)),
        Relay => (Some(Submit), Some(Border), None, Some(Mx)),
        Border => (Some(Relay), Some(Spf), None, Some(SpfRecord)),
        Spf => (Some(Border), Some(Dmarc), None, Some(Dkim)),
        Dkim => (Some(Border), Some(Dmarc), Some(Spf), Some(DkimKey)),
        Dmarc => (Some(Spf), Some(Deliver), None, Some(Arc)),
        Arc => (Some(Dkim), Some(Deliver), Some(Dmarc), Some(DmarcRecord)),
        Deliver => (Some(Dmarc), None, None, Some(Dnssec)),
        Owner => (None, Some(Mx), Some(Submit), None),
        Mx => (Some(Owner), Some(SpfRecord), Some(Relay), None),
        SpfRecord => (Some(Mx), Some(DkimKey), Some(Spf), None),
        DkimKey => (Some(SpfRecord), Some(DmarcRecord), Some(Dkim), None),
        DmarcRecord => (Some(DkimKey), Some(Dnssec), Some(Arc), None),
        Dnssec => (Some(DmarcRecord), None, Some(Deliver), None),
    };
    match direction {
        Direction::Left => left,
        Direction::Right => right,
        Direction::Up => up,
        Direction::Down => down,
    }
}
