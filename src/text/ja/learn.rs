//! The words of Learn, in Japanese.

mod labels;
mod lessons;
mod quiz;
mod simulator;
mod table;

use crate::text::learn::Learn;

/// All of them.
pub static LEARN: Learn = Learn {
    tag: "ja",
    labels: labels::LABELS,
    lessons: lessons::LESSONS,
    techniques: table::TECHNIQUES,
    myths: lessons::MYTHS,
    scenarios: simulator::SCENARIOS,
    questions: quiz::QUESTIONS,
    reasons: simulator::REASONS,
    outcomes: [
        "中継を受け付けました",
        "宛先のサーバが受け取りました",
        "プロバイダのサーバが拒否しました",
        "宛先のサーバが拒否しました",
        "ネットワークの境界で遮断されました",
        "悪用: 第三者のメールが受け付けられました",
    ],
    acts: [
        "{0}番ポートに接続します",
        "ネットワークの境界でパケットが破棄されます",
        "接続が拒否されました（待ち受けなし）",
        "接続が確立しました",
        "ここからTLSで暗号化されます",
        "サーバは{0}を{1}分間記憶します",
        "サーバは{0}を調べます: 記憶にあります",
        "サーバは{0}を調べます: 記憶にありません",
        "メールは送信待ちに入り、25番ポートで宛先のサーバへ送られます",
    ],
    lines: &simulator::LINES,
    sessions: ["POP3（{0}分前）", "SMTPのやり取り", "中継"],
    senders: [
        "プロバイダの利用者",
        "同じネットワークの第三者",
        "利用者のPCに感染したマルウェア",
        "プロバイダのメールサーバ",
    ],
    places: ["契約プロバイダ", "別のISP", "ホテルや携帯回線", "会社"],
    targets: [
        "プロバイダのサーバ（smtp.example.net）",
        "宛先のサーバ（mx.example.org）",
    ],
    auths: ["使わない", "正しいパスワード", "誤ったパスワード"],
    step: "{1}ステップ中{0}",
    score: "解答{1}問中、正解{0}問",
    question: "第{0}問／全{1}問",
    shows: [
        "キーワードにAがあります。クライアントはログイン済みです（SMTP-AUTH）。",
        "サーバと同じネットワークの中のクライアントで、ログインの記載はありません。アドレスを信頼して受け付けたのかもしれません。",
        "家庭や携帯の回線らしい名前のクライアントで、ログインの記載はありません。プロバイダならログインを求めるはずです。マルウェアはこのように送ります。",
        "最初に記載したサーバに、ログインの記載はありません。認証を求めたかどうかは分かりません。",
        "サーバ間の配送です。ここでは誰もログインしないので、記載がなくて当然です。",
        "SMTP以外の手順で渡されたので、SMTP-AUTHについては何も分かりません。",
    ],
};
