//! 日本語のページ. Sentences end in です・ます, labels are nouns; サーバ and ヘッダ as examiners write
//! them; pass, fail and reject stay in Latin letters; no space between Latin and kana.

use crate::engine::cite::Level;
use crate::engine::dmarc::{Method, Policy};
use crate::text::ja::claims;
use crate::text::show::{grouped, size};
use crate::text::ui::{
    Banner, Claims, Example, Examples, Findings, Header, Hero, Inspector, Link, Live, Missing,
    Paste, Path, Settings, SourcePane, Summary, Trouble, Ui, Verdict,
};

/// The catalog.
pub static UI: Ui = Ui {
    header: Header {
        skip: "メッセージソースへ移動",
        skip_lesson: "レッスンへ移動",
        learn: "学習",
        tools: "ツール",
        fresh: "新しいメール",
        share: "共有…",
        export: "書き出し",
        export_json: "JSON形式のレポート",
        export_case: "解析結果（.caseファイル）",
        settings: "設定",
        other_language: "English",
        bottom: "ページ内の移動",
    },
    hero: Hero {
        lede: "メールのDKIM署名・SPF・DMARCを、実際のDNSの応答を使って、このブラウザの中で検証し直します。",
        choose_file: "ファイルを選択",
        drop_here: "ここにメールをドロップしてください",
    },
    verdict: Verdict {
        authenticated: |from| format!("DMARC pass: 差出人「{from}」のドメインは認証されています"),
        not_authenticated: |from| format!("DMARC fail: 差出人「{from}」は認証できません"),
        no_author: "認証できません: 差出人（From）のドメインがありません",
        several_authors: "認証できません: Fromに複数のドメインの差出人があります",
        not_protected: |domain| format!("保護なし: {domain}にはDMARCレコードがありません"),
        cannot_tell: |missing| match missing {
            Missing::Answers(n) => format!("まだ判定できません: DNSの応答待ち（{n}件）"),
            Missing::Consent(n) => format!("まだ判定できません: 問い合わせの確認待ち（{n}件）"),
            Missing::Body => "判定できません: 本文が貼り付けられていません".to_owned(),
            Missing::Envelope {
                client: true,
                sender: false,
            } => "判定できません: 接続元のIPアドレスがヘッダにありません".to_owned(),
            Missing::Envelope { client: false, .. } => {
                "判定できません: エンベロープFromがヘッダにありません".to_owned()
            }
            Missing::Envelope { .. } => {
                "判定できません: 接続元のIPアドレスとエンベロープFromがヘッダにありません"
                    .to_owned()
            }
            Missing::Failed(question) => {
                format!("判定できません: {question}の応答がDNSから得られませんでした")
            }
            Missing::Unasked(n) => {
                format!("判定できません: この解析に含まれていないDNSの応答があります（{n}件）")
            }
        },
        cannot_tell_plain: "判定できません",
        frozen: "リンクに保存されたDNSの応答による結果:",
        stated_body: "本文はリンクの作成者だけが持っています。その申告による結果:",
        updating: "更新中…",
        caveat: "「認証済み」は「安全」という意味ではありません。",
        carried_by: |method, domain| match method {
            Method::Dkim => {
                format!("{domain}の有効なDKIM署名があり、Fromのドメインと一致しています。")
            }
            Method::Spf => format!("{domain}のSPFがpassで、Fromのドメインと一致しています。"),
        },
        carried_by_both: |dkim, spf| {
            format!(
                "{dkim}の有効なDKIM署名と{spf}のSPF passが、どちらもFromのドメインと一致しています。"
            )
        },
        policy: |domain, policy| match policy {
            Policy::None => format!("{domain}のポリシー: none（何もしない）。"),
            Policy::Quarantine => format!("{domain}のポリシー: quarantine（隔離）。"),
            Policy::Reject => format!("{domain}のポリシー: reject（拒否）。"),
        },
        policy_testing: |domain, policy| {
            format!(
                "{domain}のポリシー: {}（t=yのため試験運用）。",
                policy.word()
            )
        },
        checks: "検証結果",
        aligned: |domain| format!("{domain} = From"),
        not_aligned: |domain| format!("{domain} ≠ From"),
        result_none: "なし",
    },
    banner: Banner {
        by_link: "リンクから開いた結果です。DNSの応答は作成者が保存したもので、確認されていません。",
        by_case: "ファイルから開いた結果です。DNSの応答は作成者が保存したもので、確認されていません。",
        by_example: "サンプルです。DNSの応答はサンプルに保存されたもので、問い合わせはしていません。",
        asked_again: "保存されていたDNSの応答の代わりに、今、DNSに問い合わせ直しました。",
        again: "DNSに再度問い合わせる",
        changed: "共有された内容から変更されています。",
        ask_first: |resolver| {
            format!(
                "次の名前は、確認していただくまで問い合わせません。問い合わせ先は{resolver}です。"
            )
        },
        reveals: "次の名前は送信者のアドレスや接続元のIPアドレスから作られています。問い合わせると、このメールを調べていることがドメインの管理者に伝わります。",
        ask_now: "DNSに問い合わせる",
        offline: "オフラインです。メールだけで分かることは検証しましたが、DNSの応答がありません。",
        failed: "応答が得られなかった問い合わせがあります。",
        retry: "失敗した問い合わせをやり直す",
        preparing: |size| format!("ハッシュ値を計算しています（{size}）…"),
    },
    paste: Paste {
        damaged: "送信されたときのメールと異なる点があります。",
        repair: "修復する",
        would_verify: |domain| format!("修復すると、{domain}の署名を検証できます。"),
        verifies: |domain| {
            format!("{domain}の署名を検証できました。貼り付けられたままでは検証できません。")
        },
        undo: "貼り付けられた状態に戻す",
        attached: "メールが添付されています。",
        analyse: |number| match number {
            None => "添付されたメールを解析".to_owned(),
            Some(number) => format!("添付されたメール{number}を解析"),
        },
        inner: "添付されたメールを表示しています。",
        back: "元のメールに戻る",
        mailbox: |total, listed| {
            if listed < total {
                format!(
                    "{total}通のメールを含むメールボックスファイルです。先頭の{listed}通から選べます。"
                )
            } else {
                format!("{total}通のメールを含むメールボックスファイルです。")
            }
        },
        choose: "メール",
    },
    path: Path {
        title: "このメールの経路",
        hint: "境界より左はヘッダの記載（未検証）、右はこのブラウザで再検証した結果です。",
        lesson: "メールの経路",
        list: "一覧表示",
    },
    source: SourcePane {
        title: "メッセージソース",
        edit: "編集",
        done: "編集を終える",
        edit_label: "メッセージソース（編集中）",
        too_long_to_edit: "このメールは大きいため、ここでは編集できません。エディタで変更してから、もう一度ファイルをドロップしてください。",
        not_utf8: "UTF-8でないバイトが含まれています。ここで編集すると変わってしまうため、編集できません。",
        cut: |shown, all| {
            format!(
                "全{all}のうち先頭の{shown}を表示しています。ハッシュ値は全体で計算しています。"
            )
        },
        not_signed: "署名対象外",
        above_signed: "署名対象外（署名対象はこの下の同名ヘッダ）",
        ghost: |name| format!("{name}:（なし）– 追加すると署名が無効になります"),
        reads: "内容",
        body_hashed: |octets| format!("本文: {octets}のハッシュ値が一致"),
        body_differs: |octets| format!("本文: {octets}のハッシュ値が不一致"),
        body_absent: "本文なし",
        tail: "署名の対象外（l=）",
        empty: "メールが空です。",
    },
    inspector: Inspector {
        label: "詳細",
        findings: "検出結果",
        dns: "DNS",
        hops: "経由サーバ",
        path: "経路",
        source: "ソース",
    },
    findings: Findings {
        none: "特に指摘はありません。",
        octets: "該当箇所",
        fix: "対処",
        copy: "コピー",
        level: |level| match level {
            Level::Fail => "fail",
            Level::Error => "エラー",
            Level::Warn => "注意",
            Level::Note => "補足",
        },
        copy_what: |what| format!("{what}をコピー"),
    },
    claims: Claims {
        title: "受信サーバの記録と再検証の比較",
        help: "ヘッダの記載は主張にすぎません。ここで検証し直した結果と比べます。",
        check: "検証",
        wrote: "受信サーバの記録",
        found: "再検証",
        compared: "比較",
        same: "一致",
        open: "比較できない",
        unclaimed: "記録なし",
        absent: "該当なし",
        cause: claims::cause,
        differs: |method, claimed, found| {
            format!(
                "受信サーバの記録は{method}={}、再検証は{found}",
                claimed.word()
            )
        },
    },
    settings: Settings {
        title: "設定",
        resolver: "DNSの問い合わせ先",
        resolver_help: "HTTPSで問い合わせます。問い合わせ先に伝わるのはドメイン名だけで、メールの内容は伝わりません。",
        same_origin: "このサーバ",
        ask_first: "問い合わせる前に確認する",
        ask_first_help: "受信者ごとに作られた名前を問い合わせると、メールを調べていることが相手に伝わる場合があります。",
        theme: "配色",
        system: "システムに合わせる",
        light: "ライト",
        dark: "ダーク",
        clear: "すべて消去",
        clear_help: "メール、DNSの応答、このページの設定を消去します。",
    },
    examples: Examples {
        title: "サンプル",
        all: [
            Example {
                id: "all-pass",
                title: "すべてpass",
                about: "SPFもDKIMも、差出人のドメインを認証します。",
            },
            Example {
                id: "spoofed-from",
                title: "差出人の詐称",
                about: "SPFはpassですが、差出人とは別のドメインのものです。",
            },
            Example {
                id: "forwarded",
                title: "転送",
                about: "転送でSPFはfailになりますが、署名は有効です。",
            },
            Example {
                id: "mailing-list",
                title: "メーリングリスト",
                about: "フッタの追加で署名が無効になり、SPFはリストのドメインのものです。",
            },
            Example {
                id: "sealed-list",
                title: "ARC付きのリスト",
                about: "同じ例にARCを加えたもので、リストと転送元の検証結果が残っています。",
            },
            Example {
                id: "body-changed",
                title: "本文の変更",
                about: "署名後に、ゲートウェイが本文のリンクを書き換えました。",
            },
            Example {
                id: "no-dmarc",
                title: "DMARCレコードなし",
                about: "署名も送信も正しいのに、検証を求めるポリシーがありません。",
            },
            Example {
                id: "rotated-key",
                title: "鍵の更新",
                about: "検証に必要な公開鍵が、もう公開されていません。",
            },
            Example {
                id: "headers-only",
                title: "ヘッダのみ",
                about: "本文がないと、署名は一部しか検証できません。",
            },
        ],
    },
    link: Link {
        title: "このリンクは開けません",
        cut: |arrived, all| {
            format!(
                "リンクが途中で切れています（{all}文字のうち{arrived}文字）。送信者にファイルを送ってもらってください。"
            )
        },
        cut_early: "リンクが先頭付近で切れています。送信者にファイルを送ってもらってください。",
        altered: "リンクが途中で変わっています（チェックサムの不一致）。送信者にファイルを送ってもらってください。",
        newer: "新しい版で作られたリンクです。再読み込みしてください。",
        too_large: "リンクが大きすぎて開けません。送信者にファイルを送ってもらってください。",
        not_ours: "このページで作られたリンクではありません。",
        unreadable: "リンクはすべて届きましたが、内容を読み取れません。",
        unknown_example: |id| format!("「{id}」というサンプルはありません。"),
        not_yet: "この種類のリンクには、まだ対応していません。",
        keep: "代わりの内容は表示していません。",
        raw: "届いた内容",
        copy_raw: "届いた内容をコピー",
        next: "または、メールを貼り付けてください。",
    },
    trouble: Trouble {
        title: "処理できませんでした",
        too_large: |size| {
            format!(
                "メールの大きさが{size}あります。ブラウザが止まらないよう、50 MiBを超えるものは読み込みません。"
            )
        },
        empty: "内容がありません。",
        outlook_msg: "Outlookの.msgファイルです。送信されたときのメールがそのまま入っていないため、署名を検証できません。新しいOutlookやWeb版では、.eml形式で保存（ダウンロード）してください。従来のOutlookでは、「ファイル」の「プロパティ」にある「インターネットヘッダー」を貼り付ければ、本文以外を検証できます。",
        unreadable_file: "ファイルを読み込めませんでした。",
        clipboard: "ブラウザがコピーを許可しませんでした。文字列を選択してコピーしてください。",
        storage: "このページのデータをブラウザに保存できません。設定はページを閉じると元に戻ります。",
        bad_case: "この.caseファイルは読み取れません。",
        newer_case: "新しい版で作られた.caseファイルです。再読み込みしてください。",
        bad_case_line: |line| format!(".caseファイルの{line}行目を読み取れません。"),
        piece: "ページのこの部分を読み込めませんでした。ネットワークを確認して、もう一度操作するか、ページを再読み込みしてください。",
        several_files: "複数のファイルがドロップされました。最初の1件を表示しています。",
        dismiss: "閉じる",
    },
    live: Live {
        checked: |summary: &Summary<'_>| {
            format!(
                "検証しました。DMARC {}、DKIM {}、SPF {}。検出結果{}件。",
                summary.dmarc, summary.dkim, summary.spf, summary.findings
            )
        },
        copied: "コピーしました",
        cleared: "すべて消去しました",
        saved: "保存しました",
        selected: |what| format!("選択中: {what}"),
    },
    footer: "すべてこのページの中で処理します。送信するのは、選択したリゾルバへのDNSの問い合わせだけです。",
    licences: "使用しているソフトウェアのライセンス",
    octets: |n| format!("{}バイト", grouped(n)),
    size,
};
