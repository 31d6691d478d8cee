//! The command line's outline in Japanese.

use crate::engine::cite::Level;
use crate::engine::dkim::BodyHash;
use crate::engine::report::{Finding, Verdict};
use crate::text::outline::Outline;

/// The catalog.
pub static OUTLINE: Outline = Outline {
    verdict: |verdict, author| match verdict {
        Verdict::Authenticated => format!("認証済み: {author} のドメイン"),
        Verdict::NotAuthenticated => format!("認証できません: {author} のドメイン"),
        Verdict::NotProtected => {
            format!("保護なし: {author} のドメインにはDMARCレコードがありません")
        }
        Verdict::CannotTell => format!("{author} のドメインが認証されているか判定できません"),
    },
    no_author_domain: |several| {
        if several {
            "認証できません: Fromに複数のドメインの差出人があります"
        } else {
            "認証できません: 差出人のドメインがありません"
        }
    },
    missing: |finding| match finding {
        Finding::AwaitsAnswers { open } => Some(format!("DNSの応答が{open}件不足しています")),
        Finding::RestsOnAbsentBody => Some("本文がありません".to_owned()),
        Finding::RestsOnUnknownEnvelope { client: true, .. } => {
            Some("接続元のIPアドレスが不明です".to_owned())
        }
        Finding::RestsOnUnknownEnvelope { .. } => Some("エンベロープFromが不明です".to_owned()),
        Finding::RestsOnFailedLookup => Some("DNSの問合せに失敗しました".to_owned()),
        _ => None,
    },
    caveat: "「認証済み」は「安全」という意味ではありません。",
    policy: |domain, policy, testing| {
        let policy = policy.word();
        if testing {
            format!("{domain} のポリシーは{policy}（テスト中）")
        } else {
            format!("{domain} のポリシーは{policy}")
        }
    },
    no_policy: |domain| format!("{domain} にはDMARCレコードがありません"),
    aligned: |domain, author, aligned| match aligned {
        Some(true) => format!("{domain} は {author} とアライメント一致"),
        Some(false) => format!("{domain} は {author} とアライメント不一致"),
        None => format!("{domain} と {author} のアライメントは未確定"),
    },
    counters: |lookups, void| format!("問合せ {lookups}/10、空の応答 {void}/2"),
    explanation: |text| format!("ドメインの説明: 「{text}」"),
    no_client: "接続元のIPアドレスが不明です",
    no_domain: "調べるドメインがありません",
    no_signature: "署名がありません",
    body: |body| match body {
        BodyHash::Match { .. } | BodyHash::NotComputed => None,
        BodyHash::Mismatch { .. } => Some("本文が変更されています"),
        BodyHash::Absent => Some("本文がありません"),
        BodyHash::Stated => Some("本文はハッシュ値だけが示されています"),
    },
    header: |holds| {
        if holds {
            "ヘッダの署名は有効です"
        } else {
            "ヘッダの署名が一致しません"
        }
    },
    no_chain: "ARCチェーンがありません",
    set: |instance, sealer, status| format!("ARCセット{instance}: {sealer} が署名、cv={status}"),
    unchanged: |holds| match holds {
        Some(true) => "メールは署名時のまま",
        Some(false) => "メールは署名後に変更されています",
        None => "メールの変更の有無は不明",
    },
    sealed: |holds| match holds {
        Some(true) => "ARC-Sealは有効",
        Some(false) => "ARC-Sealが一致しません",
        None => "ARC-Sealは未確認",
    },
    claims: "受信サーバの記録",
    claimed: |claimed, found| match found {
        Some(found) => format!("記録は{claimed}、再検証は{found}"),
        None => format!("記録は{claimed}、比較対象なし"),
    },
    pending: "応答待ち",
    findings: "検出結果",
    level: |level| match level {
        Level::Fail => "fail",
        Level::Error => "エラー",
        Level::Warn => "警告",
        Level::Note => "参考",
    },
    fix: "対処:",
    octets: |start, end| format!("{start}〜{end}バイト目"),
    needs: "不足しているDNSの応答",
};
