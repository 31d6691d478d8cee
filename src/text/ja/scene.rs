//! The words of the picture, in Japanese.

use crate::engine::dmarc::Policy;
use crate::play::scene::{Aligned, LaneId, NodeId, Outcome, Requested, State, Summary, Word};
use crate::text::scene::Worded;

/// Beside the owner's edge to the records.
pub const PUBLISHES: &str = "公開";
/// Beside the owner's edge to the submission server.
pub const PRIVATE_KEY: &str = "秘密鍵";

/// A node's title.
pub const fn node(id: NodeId) -> &'static str {
    match id {
        NodeId::Author => "差出人",
        NodeId::Submit => "送信サーバ(MSA)",
        NodeId::Relay => "中継サーバ",
        NodeId::Border => "受信サーバ(MX)",
        NodeId::Spf => "SPF",
        NodeId::Dkim => "DKIM",
        NodeId::Arc => "ARC",
        NodeId::Dmarc => "DMARC",
        NodeId::Deliver => "配送",
        NodeId::Owner => "送信ドメイン管理者",
        NodeId::Mx => "MXレコード",
        NodeId::SpfRecord => "SPFレコード",
        NodeId::DkimKey => "DKIM公開鍵",
        NodeId::DmarcRecord => "DMARCレコード",
        NodeId::Dnssec => "DNSSEC",
    }
}

/// A node's title with its result.
pub fn title(id: NodeId, result: Option<Outcome>) -> String {
    let node = node(id);
    match result {
        None => node.to_owned(),
        Some(result) => format!("{node}: {}", outcome(result)),
    }
}

fn outcome(result: Outcome) -> String {
    match result {
        Outcome::Rfc(word) => word.to_owned(),
        Outcome::Count(number) => number.to_string(),
        Outcome::Waiting => "待機中".to_owned(),
        Outcome::NotChecked => "未検証".to_owned(),
        Outcome::NotSettled => "未確定".to_owned(),
    }
}

/// What a state is called.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Pass => "pass（成功）",
        State::Fail => "fail（失敗）",
        State::Warn => "注意",
        State::Error => "エラー",
        State::None => "なし",
        State::Stated => "ヘッダの記載（未検証）",
        State::Waiting => "DNSの応答待ち",
    }
}

/// A lane's heading, and what to make of what stands in it.
pub const fn lane(id: LaneId) -> (&'static str, &'static str) {
    match id {
        LaneId::Sending => ("送信側", "ヘッダの記載どおり"),
        LaneId::Internet => ("インターネット", ""),
        LaneId::Receiving => ("受信側", "ここで再検証"),
        LaneId::Dns => ("DNS", "公開された情報"),
    }
}

/// What the lesson says about a node.
pub const fn lesson(id: NodeId, row: usize) -> &'static str {
    let (first, second) = match id {
        NodeId::Author => ("メールソフト(MUA)", "Fromは自由に書ける"),
        NodeId::Submit => ("SMTP-AUTHで認証", "DKIM署名を付与"),
        NodeId::Relay => ("次へ転送する", "変更もあり得る"),
        NodeId::Border => ("接続元IPアドレスと", "MAIL FROMを知る"),
        NodeId::Spf => ("送ってよいIPか", ""),
        NodeId::Dkim => ("改変されていないか", ""),
        NodeId::Arc => ("途中での検証結果", ""),
        NodeId::Dmarc => ("Fromのドメインと", "一致しているか"),
        NodeId::Deliver => ("受信側が", "決める"),
        NodeId::Owner => ("鍵と方針を決める", ""),
        NodeId::Mx => ("受信サーバの名前", ""),
        NodeId::SpfRecord => ("送ってよいIPの一覧", ""),
        NodeId::DkimKey => ("署名を確かめる鍵", ""),
        NodeId::DmarcRecord => ("ポリシー: p=reject", ""),
        NodeId::Dnssec => ("DNSに署名", ""),
    };
    if row == 0 { first } else { second }
}

/// One line of a node.
pub fn word(word: &Word) -> Worded {
    Worded::plain(match word {
        Word::MailClient => "メールソフト(MUA)",
        Word::MoreAddresses(more) => return Worded::plain(format!("ほか{more}件")),
        Word::NoAddress => "Fromに宛名なし",
        Word::AuthSeen(with) => return Worded::around(format!("認証あり({with})"), with),
        Word::AuthNotSeen => "認証の記載なし",
        Word::Signs(1) => "DKIM署名を付与",
        Word::Signs(count) => return Worded::plain(format!("DKIM署名 {count}件")),
        Word::NoTrace => "Receivedなし",
        Word::Tls { with: 0, .. } => "TLSの記載なし",
        Word::Tls { with, of } if with == of => "TLSあり",
        Word::Tls { with, of } => return Worded::plain(format!("TLS {of}件中{with}件")),
        Word::Client(ip) => return Worded::around(format!("接続元 {ip}"), ip),
        Word::ClientUnknown => "接続元は不明",
        Word::Helo(domain) => return Worded::around(format!("HELO {domain}"), domain),
        Word::NoSignature => "署名なし",
        Word::BodyDiffers => "本文のハッシュ不一致",
        Word::SignatureDiffers => "署名が一致しない",
        Word::BodyAbsent => "本文なし",
        Word::BodyStated => "本文は未確認",
        Word::SignatureMalformed => "署名の書式エラー",
        Word::NoKey => "使える公開鍵なし",
        Word::DnsFailed => "DNSの応答なし",
        Word::Weak(what) => return Worded::around(format!("強度不足: {what}"), what),
        Word::Unjudged => "判定の対象なし",
        Word::ByBoth => "SPFとDKIMが一致",
        Word::BySpf => "SPFが一致",
        Word::ByDkim => "DKIMが一致",
        Word::NeitherAligned => "一致する認証なし",
        Word::NoRecord => "レコードなし",
        Word::SeveralAuthors => "Fromが複数ドメイン",
        Word::NoAuthor => "Fromにドメインなし",
        Word::Tag(tag, policy) => return Worded::plain(format!("{tag}={}", policy.word())),
        Word::Asks(Policy::None) => "→ 何もしない",
        Word::Asks(Policy::Quarantine) => "→ 隔離",
        Word::Asks(Policy::Reject) => "→ 拒否",
        Word::ByPolicy => "ポリシー",
        Word::NoPolicy => "方針なし",
        Word::Undecided => "未定",
        Word::NoSeal => "ヘッダなし",
        Word::Publishes => "レコードを公開",
        Word::NotAsked => "問い合わせなし",
        Word::ChainEnded => "以前にfail",
        Word::Unchecked => "未検証",
    })
}

/// The whole picture in one sentence.
pub fn summary(summary: &Summary) -> String {
    let leg = |(result, aligned)| {
        let result = outcome(result);
        match aligned {
            Some(Aligned::Yes) => format!("{result}（アライメント一致）"),
            Some(Aligned::No) => format!("{result}（アライメント不一致）"),
            None => result,
        }
    };
    let policy = match summary.policy {
        Requested::Policy(policy) => format!("ポリシーは{}", policy.word()),
        Requested::Nothing => "適用されるポリシーなし".to_owned(),
        Requested::Unknown => "ポリシーは不明".to_owned(),
    };
    format!(
        "中継サーバ{}台、SPFは{}、DKIMは{}、DMARCは{}、{policy}。",
        summary.relays,
        leg(summary.spf),
        leg(summary.dkim),
        outcome(summary.dmarc),
    )
}

/// What alignment is called.
pub const fn aligned(aligned: Aligned) -> &'static str {
    match aligned {
        Aligned::Yes => "アライメント一致",
        Aligned::No => "アライメント不一致",
    }
}
