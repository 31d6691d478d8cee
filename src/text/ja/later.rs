//! 判定のあとに読み込む、日本語のページの言葉.

use crate::engine::arc;
use crate::engine::dkim::{StepKind, StepState};
use crate::engine::dmarc::Consent;
use crate::engine::dns::{Failure, Source};
use crate::engine::report::BorderWhy;
use crate::text::ja::{claims, log};
use crate::text::later::{Dns, Envelope, Fields, Hops, Later, Share, Trail};

/// The catalog.
pub static LATER: Later = Later {
    trail: Trail {
        signature: |number, domain| format!("DKIM署名{number}: {domain}"),
        step: |kind| match kind {
            StepKind::Parse => "署名ヘッダを読む",
            StepKind::Key => "公開鍵を取得する",
            StepKind::BodyHash => "本文のハッシュ値を比べる",
            StepKind::Signature => "ヘッダの署名を検証する",
        },
        state: |state| match state {
            StepState::Good => "問題なし",
            StepState::Warn => "注意あり",
            StepState::Bad => "不一致",
            StepState::Error => "検証できない",
            StepState::Skipped => "対象なし",
            StepState::Waiting => "DNSの応答待ち",
        },
        alignment: "署名したドメインとFromを比べる",
        key: |kind, bits| format!("{kind}、{bits}ビット"),
        body_match: |octets| format!("{octets}のハッシュ値がbh=と一致"),
        body_mismatch: |stated, computed| {
            format!("bh= {stated} ≠ {computed}（貼り付けた本文のハッシュ値）")
        },
        body_absent: "本文がないため、本文のハッシュ値は確認できません",
        body_stated: "本文は含まれていません。リンクの作成者が申告したハッシュ値がbh=と一致します",
        not_computed: "署名ヘッダの記載が足りず、計算できません",
        signature_match: "この公開鍵で検証できました",
        signature_mismatch: "この公開鍵では検証できません",
        aligned: |domain, author| format!("{domain} = {author}: アライメント一致"),
        not_aligned: |domain, author| format!("{domain} ≠ {author}: アライメント不一致"),
        alignment_open: "まだ決まりません",
        nothing_to_align: "認証されたドメインがないため、比べる対象がありません",
        show_bytes: "署名対象のバイト列を表示",
        hide_bytes: "署名対象のバイト列を隠す",
        bytes_help: "b=の対象となった正規化後のバイト列です。␍␊は改行、·は空白を表します。",
        body_help: "bh=のためにハッシュ値を計算したバイト列です。",
        bytes_cut: "先頭の部分だけを表示しています。",
        spf_of: |domain| format!("エンベロープFromのSPF: {domain}"),
        helo_of: |domain| format!("HELOのSPF: {domain}（DMARCでは使いません）"),
        spf_unevaluated: "評価していません",
        counters: |lookups, void| format!("DNS参照 {lookups}/10、応答なし {void}/2"),
        reach: |lookups, complete| match 10_usize.checked_sub(lookups) {
            Some(left) if complete => {
                format!("レコード全体に必要なDNS参照は10回中{lookups}回で、残りは{left}回です。")
            }
            _ => format!(
                "レコード全体に必要なDNS参照は{lookups}回{}で、上限は10回です。",
                if complete { "" } else { "以上" }
            ),
        },
        matched: "該当",
        no_match: "該当せず",
        explanation: |text| format!("ドメインによる説明:「{text}」"),
        dmarc_of: |domain| format!("{domain}のDMARCポリシー"),
        walk_nothing: "DMARCレコードなし",
        walk_several: |n| format!("レコードが{n}件あるため、すべて無視"),
        walk_void: |record| format!("{record}（タグの重複により無視）"),
        walk_failed: "DNSの応答が得られない",
        waiting: "DNSの応答待ち",
        organizational: |domain| format!("組織ドメイン: {domain}"),
        spf_leg: |domain| format!("SPF: {domain}"),
        dkim_leg: |domain| format!("DKIM: {domain}"),
        consent: |consent| match consent {
            Consent::Own => "同じ組織のドメインです",
            Consent::Waiting => "DNSの応答待ち",
            Consent::Given => "レポートの受け取りに同意しています",
            Consent::Missing => "レポートの受け取りに同意していません",
            Consent::Unknown => "DNSの問い合わせに失敗",
        },
        chain: |sets| format!("ARCチェーン: {sets}セット"),
        chain_step: |kind| match kind {
            arc::StepKind::Collect => "ARCセットを集める",
            arc::StepKind::Status => "最新のARC-Sealにcv=failがないか確かめる",
            arc::StepKind::Structure => "チェーンに欠けがないか確かめる",
            arc::StepKind::Message => "最新のARC-Message-Signatureを検証する",
            arc::StepKind::Oldest => "メールがどこまで変更されていないか調べる",
            arc::StepKind::Seals => "すべてのARC-Sealを検証する",
        },
        set: |instance, sealer| format!("ARCセット{instance}: {sealer}"),
        gloss: |tag| match tag {
            "v" => "版",
            "a" => "アルゴリズム",
            "b" => "署名の値",
            "bh" => "本文のハッシュ値",
            "c" => "空白の扱い（正規化）: ヘッダ/本文",
            "d" => "署名したドメイン",
            "h" => "署名対象のヘッダ",
            "i" => "署名の主体",
            "l" => "署名の対象とする本文の長さ",
            "q" => "公開鍵の取得方法",
            "s" => "セレクタ（どの鍵か）",
            "t" => "署名した時刻",
            "x" => "有効期限",
            "z" => "署名時のヘッダの写し",
            _ => "",
        },
    },
    dns: Dns {
        empty: "問い合わせが必要なものは、まだありません。",
        asked_by: "問い合わせ元",
        question: "問い合わせ",
        answer: "応答",
        status: "状態",
        source: |source| match source {
            Source::Live => "最新",
            Source::Saved => "リンクに保存",
            Source::Example => "サンプルに保存",
            Source::Pasted => "貼り付け",
            Source::Edited => "書き換え",
        },
        nodata: "この種類のレコードなし（NODATA）",
        nxdomain: "この名前は存在しない（NXDOMAIN）",
        failure: |failure| match failure {
            Failure::Timeout => "時間内に応答なし".to_owned(),
            Failure::Unreachable => "リゾルバに接続できない".to_owned(),
            Failure::Http(status) => format!("リゾルバの応答がHTTP {status}"),
            Failure::NotDns => "応答がDNSの形式ではない".to_owned(),
            Failure::Malformed => "応答の形式が正しくない".to_owned(),
            Failure::ServFail => "リゾルバが名前を解決できない（SERVFAIL）".to_owned(),
            Failure::Refused => "リゾルバが応答を拒否（REFUSED）".to_owned(),
            Failure::Rcode(code) => format!("リゾルバの応答がRCODE {code}"),
            Failure::AliasLoop => "別名（CNAME）が終わらない".to_owned(),
            Failure::BadName => "問い合わせできない名前".to_owned(),
            Failure::Bogus => "DNSSECの検証に失敗したため使っていない（bogus）".to_owned(),
            Failure::TooMany => "問い合わせが多すぎるため、送っていない".to_owned(),
        },
        waiting: "問い合わせ中…",
        unsent: "未問い合わせ",
        ttl: |seconds| format!("TTL {seconds}"),
        millis: |millis| format!("{millis} ms"),
        resolver_validated: "DNSSEC: リゾルバは検証成功としている（AD）",
        alias: |name| format!("{name}の別名"),
        formerly: |answer| format!("リンクに保存された応答: {answer}"),
        paste_title: "手元のDNSレコードを使う",
        paste_help: "ゾーンファイルの行、digの出力、または1件のレコードとその名前を貼り付けます。最新の応答より優先され、ネットワークがなくても使えます。",
        paste_label: "DNSレコード",
        paste_name: "レコードの名前（名前のない場合）",
        paste_use: "このレコードを使う",
        paste_clear: "取り消す",
        paste_used: |n| format!("{n}件のレコードを読みました"),
        paste_fault: |line, text| format!("{line}行目はレコードとして読めません: {text}"),
        paste_no_name: "名前のないレコードです。公開している名前を入力してください。",
        copy_zone: "ゾーンファイルの行としてコピー",
    },
    log: log::LOG,
    hops: Hops {
        empty: "Receivedヘッダがないため、メールの経路は分かりません。",
        which: "どこからが受信側のサーバですか",
        which_help: "SPFは、受信側の最初のサーバに接続してきた相手を検証します。それより下の行は、ほかのサーバが書いたものです。",
        from: "接続元",
        by: "受信",
        with: "方式",
        time: "時刻",
        delay: "所要時間",
        border: "境界",
        choose: |number| format!("{number}番目を受信側の最初のサーバとする"),
        why: |why, number| {
            match why {
            BorderWhy::Stated => format!("{number}番目は、選択またはファイルで指定されたものです。"),
            BorderWhy::PublicClient if number == 1 => {
                "1番目を境界としました。接続元がグローバルIPアドレスで、ここで外部からメールを受け取ったとみられるためです。".to_owned()
            }
            BorderWhy::PublicClient => format!(
                "{number}番目を境界としました。接続元がグローバルIPアドレスである行のうち、最も上にあるためです。それより上の行は接続元がプライベートアドレスか記載なしで、同じ組織のサーバ同士の受け渡しとみられます。"
            ),
            BorderWhy::AnyClient => format!(
                "{number}番目を境界としました。接続元がグローバルIPアドレスの行がなく、IPアドレスのある行のうち最も上にあるためです。"
            ),
            BorderWhy::NoClient => {
                "接続元のIPアドレスを記した行がありません。受信側の最初のサーバが書いた行を選んでください。".to_owned()
            }
        }
        },
        default: "初期設定に戻す",
        ours: "受信側",
        others: "未確認",
        tls: "TLS",
        authenticated: "SMTP-AUTH",
        unstated: "記載なし",
        seconds: |seconds| {
            if seconds < 0 {
                format!("{}秒早い（時計のずれ）", seconds.unsigned_abs())
            } else if seconds < 120 {
                format!("{seconds}秒")
            } else if seconds < 7_200 {
                format!("{}分", seconds / 60)
            } else {
                format!("{}時間", seconds / 3_600)
            }
        },
    },
    fields: Fields {
        title: "ヘッダにある検証結果",
        unnamed: "サーバ名なし",
        standing: claims::standing,
        made_by: |number| format!("位置から{number}番目の行のサーバ"),
    },
    envelope: Envelope {
        title: "エンベロープ",
        help: "SPFが検証する値です。ヘッダから読み取ったものですが、ログなどで正しい値が分かる場合は変更できます。",
        ip: "接続元のIPアドレス",
        helo: "HELO",
        mail_from: "エンベロープFrom（MAIL FROM）",
        null_sender: "空の送信者 <>",
        from_hop: |number| format!("Received {number}の記載"),
        from_return_path: "Return-Pathの記載",
        stated: "入力またはファイルの値",
        unknown: "ヘッダに記載なし",
        bad_ip: "IPアドレスではありません。",
        reset: "ヘッダの記載に戻す",
    },
    share: Share {
        title: "この解析結果を共有",
        include: "含める内容",
        headers: "主なヘッダ",
        headers_help: "署名対象のヘッダ、経路、検証結果です。本文は含まず、そのハッシュ値だけを申告するため、結果は作成者を信用できる範囲で成り立ちます。",
        whole: "メール全体",
        whole_help: "本文を含むすべてです。開いた人は完全に検証し直せます。",
        length: |n| format!("長さ: {n}文字"),
        meter: "この長さのリンクが届く場所",
        fits: |place| format!("{place}: 可"),
        too_long_for: |place| format!("{place}: 長すぎます"),
        places: [
            "どこでも",
            "Teams・Outlook・Windowsアプリ",
            "Slack",
            "Webの入力欄",
            "ブラウザ",
        ],
        too_long: "リンクにするには長すぎます。ファイルで共有してください。",
        contains: |contents| {
            let body = if contents.body {
                "本文あり"
            } else {
                "本文なし"
            };
            let addresses = if contents.addresses.is_empty() {
                "メールアドレスなし".to_owned()
            } else {
                format!("メールアドレス: {}", contents.addresses.join("、"))
            };
            format!(
                "含まれる内容: ヘッダ{}件、DNSの応答{}件、{body}、{addresses}。",
                contents.fields, contents.answers
            )
        },
        warning: "リンクにはメールそのものが入っています。リンクを見た人は読むことができ、チャットサービス、ブラウザの履歴、リンクを書き換えるメールゲートウェイにも残ります。",
        copy: "リンクをコピー",
        save: "ファイルに保存（.case）",
        close: "閉じる",
        link_label: "リンク",
        failed: "リンクを作成できませんでした。",
    },
};
