//! DKIMについての説明。

use crate::engine::dkim::Clock;
use crate::engine::dkim::finding::{Change, Finding, KeyFault, RecordAt, RecordFault, Replaceable};
use crate::engine::mail::time::to_rfc3339;
use crate::text::ja::dns;
use crate::text::prose::Prose;

/// The words of a finding about a DKIM signature.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        // The signature field.
        Finding::TagSyntax => Prose::new(
            "署名フィールドの書式が誤っています",
            "「タグ=値」の並びになっていないため、読み取れません。",
        )
        .fix("途中で行の字下げが失われた場合は、.emlファイルを使ってください。"),
        Finding::DuplicateTag { tag } => Prose::new(
            format!("署名にタグ{tag}=が2回あります"),
            "重複があると、タグ全体が無効になります。署名ソフトの誤りです。",
        ),
        Finding::MissingTag { tag } => Prose::new(
            format!("署名にタグ{tag}=がありません"),
            "必須のタグのため、この署名は検証できません。",
        ),
        Finding::BadTag { tag, value } => Prose::new(
            format!("署名の{tag}=の値が使えません"),
            format!("「{value}」となっています。"),
        ),
        Finding::BadVersion { value } => Prose::new(
            format!("署名のバージョンv={value}は存在しません"),
            "有効なのはv=1だけです。",
        ),
        Finding::UnknownAlgorithm { algorithm } => Prose::new(
            format!("署名アルゴリズムa={algorithm}は存在しません"),
            "DKIMで使えるのはrsa-sha256とed25519-sha256です。",
        ),
        Finding::UnknownCanonicalization { value } => Prose::new(
            format!("正規化c={value}は存在しません"),
            "ヘッダと本文のそれぞれに、simpleまたはrelaxedを使います。",
        ),
        Finding::UnknownQueryMethod { value } => Prose::new(
            format!("公開鍵の取得方法q={value}は存在しません"),
            "公開鍵はDNSで公開します（q=dns/txt）。",
        ),
        Finding::BadDomain { value } => Prose::new(
            format!("署名ドメインd={value}はドメイン名ではありません"),
            "公開鍵を取得する場所がわかりません。",
        ),
        Finding::BadSelector { value } => Prose::new(
            format!("セレクタs={value}は使えません"),
            "セレクタとドメインを合わせた名前を、DNSの名前として表せません。",
        ),
        Finding::SingleLabelDomain { domain } => Prose::new(
            format!("署名ドメイン{domain}はトップレベルドメインです"),
            "対象が広すぎるため、受信側で無視されることがあります。",
        ),
        Finding::FromNotSigned => Prose::new(
            "Fromが署名の対象になっていません",
            "Fromを含まない署名は差出人について何も示さないため、規格では認められません。",
        )
        .fix_with("送信サーバの設定で、署名対象にFromを加えます（2回書くのが最善です）。", "h=from:from:…"),
        Finding::SignsSeal => Prose::new(
            "ARC-Sealが署名の対象になっています",
            "ARC-Sealはこの署名のあとに作られるため、検証できることはありません。規格でも禁止されています。",
        ),
        Finding::SignsResults { name } => Prose::new(
            format!("{name}が署名の対象になっています"),
            "このフィールドは途中で取り除かれることがあり、その場合は署名を検証できなくなるため、規格で禁止されています。",
        ),
        Finding::SealWithHeaders => Prose::new(
            "ARC-Sealにタグh=があります",
            "ARC-Sealの署名対象はARCフィールドだけです。h=があるものは、規格によりfailです。",
        ),
        Finding::TooManySignedHeaders { names } => Prose::new(
            format!("署名対象のフィールドが{names}個あります"),
            "ここで計算する上限を超えています。",
        ),
        Finding::IdentityOutsideDomain { identity, domain } => Prose::new(
            format!("i={identity}はd={domain}に属していません"),
            "識別子は署名ドメインの中になければなりません。",
        ),
        Finding::ExpiresBeforeSigning { signed, expires } => Prose::new(
            "署名の有効期限が署名時刻より前です",
            format!("t=は{}、x=は{}です。", to_rfc3339(*signed), to_rfc3339(*expires)),
        ),
        Finding::Expired {
            expires,
            clock,
            still,
        } => Prose::new(
            format!("署名の有効期限が切れています（{}）", to_rfc3339(*expires)),
            expired(*clock, *still),
        ),
        Finding::ExpiredSince {
            expires,
            received,
            now,
        } => Prose::new(
            "受信後に署名の有効期限が切れました",
            format!(
                "{}の受信時には有効で、{}に期限が切れました（現在は{}）。基準となるのは受信時刻です。",
                to_rfc3339(*received),
                to_rfc3339(*expires),
                to_rfc3339(*now)
            ),
        ),
        Finding::SignedInFuture {
            signed,
            clock,
            still,
        } => Prose::new(
            if *still {
                "署名時刻が未来になっています"
            } else {
                "署名時刻が受信時刻より後になっています"
            },
            match clock.received {
                Some(received) => format!(
                    "t=は{}ですが、受信時刻は{}、現在時刻は{}です。いずれかの時計がずれています。",
                    to_rfc3339(*signed),
                    to_rfc3339(received),
                    to_rfc3339(clock.now)
                ),
                None => format!(
                    "t=は{}ですが、現在時刻は{}です。どちらかの時計がずれています。",
                    to_rfc3339(*signed),
                    to_rfc3339(clock.now)
                ),
            },
        ),
        Finding::BodyLength { signed, total } => Prose::new(
            match total {
                Some(total) => format!("本文{total}オクテットのうち、署名対象は先頭の{signed}オクテットだけです"),
                None => format!("本文のうち、署名対象は先頭の{signed}オクテットだけです"),
            },
            "l=があると、誰でも末尾に文章を加えることができ、それでも署名の検証は成功します。",
        )
        .fix("送信サーバの設定で、l=を付けないようにします。"),
        Finding::BodyLengthTooLarge { stated, total } => Prose::new(
            format!("署名対象は{stated}オクテットですが、本文は{total}オクテットしかありません"),
            "本文の一部が失われています。",
        ),
        Finding::Replaceable { how } => Prose::new(
            "表示される本文全体を、誰でも差し替えることができます",
            match how {
                Replaceable::NothingSigned => "l=0のため、本文は1オクテットも署名対象になっていません。",
                Replaceable::TypeUnsigned => {
                    "Content-Typeが署名対象ではないため、これを書き換えて、署名対象の部分を表示されない部分に変え、別の文章を続けることができます。"
                }
                Replaceable::BeforeParts => {
                    "署名対象が最初のパートより前で終わっているため、すべてのパートを差し替えることができます。"
                }
            },
        )
        .fix("送信サーバの設定で、l=を付けないようにします。"),
        Finding::UnsignedFields { names } => Prose::new(
            format!("{}は署名対象ではありません", names.replace(", ", "、")),
            "配送の途中で書き換えられても、署名の検証は成功します。",
        )
        .fix("送信サーバの設定で、署名対象（h=）に加えます。"),
        Finding::FromNotOversigned => Prose::new(
            "2個目のFromを加えることができます",
            "Fromの署名対象の数が、実際の数と同じです。上に別のFromが加えられても署名の検証は成功し、メールソフトにはそちらが表示されることがあります。",
        )
        .fix_with("送信サーバの設定で、実際の数より1回多くFromを署名対象にします。", "h=from:from:…"),
        Finding::Ed25519 => Prose::new(
            "署名にEd25519が使われています",
            "規格ではすべての受信サーバが検証することとされていますが、対応していない大手も多く、署名のないメールとして扱われます。",
        )
        .fix("送信サーバの設定で、別のセレクタによるrsa-sha256の署名も付けます。"),
        Finding::ULabels { written, name } => Prose::new(
            format!("{written}を{name}として問い合わせました"),
            "小文字にして符号化しただけで、ほかの正規化は行っていません。",
        ),
        Finding::SecondFrom { unsigned } => Prose::new(
            "署名されたFromの上に、別のFromがあります",
            format!(
                "署名の対象は最も下のFromです。対象外のFromが{unsigned}個あり、メールソフトにはそちらが表示されることがあります。"
            ),
        )
        .fix_with("実際の数より1回多くFromを署名対象にすると、これを防げます。", "h=from:from:…"),

        Finding::SecondField { name, unsigned } => Prose::new(
            format!("署名された{name}の上に、別の{name}があります"),
            format!(
                "署名の対象は最も下のもので、対象外のものが{unsigned}個あります。どちらが表示されるかはメールソフトによります。"
            ),
        ),

        // Getting the key.
        Finding::NoKey { name, exists } => Prose::new(
            format!("{name}に公開鍵がありません"),
            if *exists {
                "名前は存在しますが、TXTレコードがありません。鍵の更新や廃止によるものか、公開されたことがないかです。古いメールではよくあります。"
            } else {
                "この名前は存在しません。鍵の更新や廃止によるものか、公開されたことがないかです。古いメールではよくあります。"
            },
        )
        .fix_with(
            "新しいメールであれば、ドメインの管理者が署名サーバの公開鍵を公開します。",
            format!("{name}. TXT \"v=DKIM1; k=rsa; p=…\""),
        ),
        Finding::KeyUnavailable { name, failure } => Prose::new(
            format!("公開鍵を問い合わせられませんでした（{name}）"),
            dns::failure(*failure),
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::KeySyntax {
            at,
            fault,
            corrected,
        } => {
            let prose = Prose::new(
                format!("{}の公開鍵レコードの書式が誤っています", at.name),
                format!("{}{}", record_fault(*fault), pointed(at)),
            );
            match corrected {
                Some(corrected) => prose.fix_with("正しくは次のとおりと思われます。", corrected.as_str()),
                None => prose.fix("ドメインの管理者が、レコードを公開し直します。"),
            }
        }
        Finding::KeyDuplicateTag { at, tag } => Prose::new(
            format!("{}の公開鍵レコードにタグ{tag}=が2回あります", at.name),
            format!("重複があると、レコードは無効です。{}", pointed(at)),
        )
        .fix("ドメインの管理者が、どちらかを削除します。"),
        Finding::KeyVersion { at, value } => Prose::new(
            format!("{}の公開鍵レコードのバージョン{value}は存在しません", at.name),
            "有効なのはDKIM1だけです。",
        )
        .fix_with("ドメインの管理者が、次のように修正します。", "v=DKIM1"),
        Finding::KeyVersionNotFirst { at } => Prose::new(
            format!("{}の公開鍵レコードで、v=が先頭にありません", at.name),
            "v=を書く場合は、先頭でなければなりません。",
        ),
        Finding::KeyWithoutP { name, text } => Prose::new(
            format!("{name}のレコードに公開鍵がありません"),
            format!("「{text}」にp=がありません。"),
        ),
        Finding::KeyRevoked { name } => Prose::new(
            format!("{name}の公開鍵は、管理者が失効させています"),
            "p=が空の場合、この鍵による署名は無効であることを示します。",
        ),
        Finding::KeyMalformed { at, fault } => Prose::new(
            format!("{}の公開鍵は使えません", at.name),
            format!("{}{}", key_fault(*fault), pointed(at)),
        )
        .fix("ドメインの管理者が、公開鍵を公開し直します。長い鍵は、途中で切れたり誤って分割されたりしがちです。"),
        Finding::KeyRecordTooLong { name, octets } => Prose::new(
            format!("{name}のレコードが長すぎます（{octets}オクテット）"),
            "読み取っていません。公開鍵にこれほどの長さは必要ありません。",
        ),
        Finding::KeyWithSpaces { at } => Prose::new(
            format!("{}の公開鍵に空白が含まれています", at.name),
            "規格上は認められていますが、読み取れない受信サーバもあります。",
        ),
        Finding::KeyHashNotAllowed {
            name,
            allowed,
            hash,
        } => Prose::new(
            format!("{name}の公開鍵では{hash}を使えません"),
            format!("h=は{allowed}です。"),
        ),
        Finding::KeyTypeMismatch { name, kind, needed } => Prose::new(
            format!("{name}の公開鍵は種類が異なります"),
            format!("k=は{kind}ですが、この署名には{needed}が必要です。"),
        ),
        Finding::KeyNotForEmail { name, services } => Prose::new(
            format!("{name}の公開鍵はメール用ではありません"),
            format!("s=は{services}です。"),
        ),
        Finding::KeyStrictIdentity { name, identity } => Prose::new(
            format!("{name}の公開鍵はサブドメインを認めていません（t=s）"),
            format!("署名のi={identity}は、d=のサブドメインです。"),
        ),
        Finding::KeyTesting { name } => Prose::new(
            format!("{name}の公開鍵は試験用です（t=y）"),
            "ここでは署名をそのまま検証しています。規格には、署名のないメールとして扱うという読み方もあります。",
        )
        .fix("署名が正しく動作したら、ドメインの管理者がt=yを外します。"),
        Finding::SeveralKeys {
            name,
            records,
            usable,
        } => Prose::new(
            format!("{name}にレコードが{records}個あります"),
            format!(
                "使えるのは{usable}個で、それぞれを試しました。この場合の扱いは規格で定められておらず、受信サーバによって異なります。"
            ),
        )
        .fix("ドメインの管理者が、レコードを1個にします。"),
        Finding::KeysCapped {
            name,
            records,
            tried,
        } => Prose::new(
            format!("{name}のレコード{records}個のうち、{tried}個だけを試しました"),
            "通常は1個です。",
        ),

        // Judging.
        Finding::RsaSha1 { matches } => Prose::new(
            "署名に、認められなくなったrsa-sha1が使われています",
            match matches {
                Some(true) => "計算上は一致しており、署名されたときのバイト列と同じです。ただしSHA-1は破られているため、証明にはなりません。",
                Some(false) => "計算上も一致しません。",
                None => "SHA-1は破られているため、一致しても証明にはなりません。",
            },
        )
        .fix_with("送信サーバの設定で、アルゴリズムを変更します。", "a=rsa-sha256"),
        Finding::ShortKey {
            name,
            bits,
            matches,
        } => Prose::new(
            format!("公開鍵が{bits}ビットしかありません"),
            match matches {
                Some(true) => format!("{name}の公開鍵と署名は一致しますが、この長さの鍵は破られるおそれがあるため、有効とは認められません。"),
                _ => format!("{name}の公開鍵は短く、破られるおそれがあるため、署名は有効になりません。"),
            },
        )
        .fix("ドメインの管理者が、2048ビットの新しい鍵を公開します。"),
        Finding::WeakKey { name, bits } => Prose::new(
            format!("{name}の公開鍵は{bits}ビットです"),
            "認められる長さですが、2048ビットが推奨されます。",
        ),
        Finding::KeyTooLarge { name, bits } => Prose::new(
            format!("{name}の公開鍵は{bits}ビットです"),
            "4096ビットを超える鍵の検証は受信側に求められておらず、ここでも試していません。",
        )
        .fix("ドメインの管理者が、2048ビットの新しい鍵を公開します。"),
        Finding::BodyHashMismatch {
            hashed,
            header_intact,
        } => Prose::new(
            "署名後に本文が変更されています",
            match header_intact {
                Some(true) => format!(
                    "署名自体は正しく、署名対象のヘッダは変わっていません。しかし、本文{hashed}オクテットのハッシュ値が、署名に記載された値と異なります。"
                ),
                _ => format!("本文{hashed}オクテットのハッシュ値が、署名に記載された値と異なります。"),
            },
        )
        .fix("署名してからこのコピーに至るまでの経路を確認してください。メーリングリストは末尾に文章を加え、ゲートウェイはリンクを書き換え、メールを保存するときに本文を変換し直すシステムもあります。可能であれば、送信側に近いコピーと比較してください。"),
        Finding::StoreRewrites { name } => Prose::new(
            "Exchangeのメールボックスから取り出したコピーです",
            format!(
                "{name}はそこで付けられたものです。ExchangeやMicrosoft 365は保存するときに本文を書き換えるため、改ざんとは限りません。受信サーバがAuthentication-Resultsに書いた結果は、書き換えの前のものです。"
            ),
        ),
        Finding::BodyAbsent { header_intact } => Prose::new(
            "本文がないため、本文のハッシュ値は確認できません",
            match header_intact {
                Some(true) => "ヘッダに対する署名は正しく検証できました。",
                Some(false) => "ヘッダに対する署名も一致しません。",
                None => "ヘッダに対する署名は確認できませんでした。",
            },
        )
        .fix("メッセージ全体を貼り付けるか、.emlファイルをドロップしてください。"),
        Finding::BodyStated => Prose::new(
            "本文は、記載されたハッシュ値でしか確認できません",
            "署名の値とは一致しています。ハッシュ値はリンクの作成者が書いたものです。",
        ),
        Finding::HeaderChanged { name, change } => match change {
            Change::Added => Prose::new(
                format!("署名の後に{name}が加えられています"),
                "このフィールドがなければ、ヘッダの署名を検証できます。署名されたときには存在しなかったか、別のものでした。",
            ),
            Change::Replaced { by } => Prose::new(
                format!("署名の後に{name}が書き換えられています"),
                format!("{by}の値に戻すと、ヘッダの署名を検証できます。"),
            ),
            Change::Prefixed { put } => Prose::new(
                format!("署名の後に{name}の先頭へ「{put}」が加えられています"),
                "これを除くと、ヘッダの署名を検証できます。メーリングリストやフィルタが加えるものです。",
            ),
            Change::Spaces => Prose::new(
                format!("署名の後に{name}の空白が変わっています"),
                "元の折り返しや空白に戻すと、ヘッダの署名を検証できます。語句は変わっていません。",
            ),
        },
        Finding::SignatureMismatch {
            name,
            body_intact,
            key_fits,
        } => Prose::new(
            match key_fits {
                Some(true) => "署名後に、署名対象のヘッダが変更されています".to_owned(),
                Some(false) => format!("署名が{name}の公開鍵と一致しません"),
                None => "ヘッダに対する署名が一致しません".to_owned(),
            },
            format!(
                "{}{}",
                match key_fits {
                    Some(true) => "鍵は署名に使われたものと同じですが、署名された内容がここにあるものと異なります。",
                    Some(false) => "DNSの公開鍵が署名に使われたものと異なるか（同じ名前で鍵を更新した場合など）、b=の値が壊れています。",
                    None => "署名対象のヘッダが変更されたか、DNSの公開鍵が署名に使われたものと異なります。",
                },
                match body_intact {
                    Some(true) => "本文は変わっていません。",
                    Some(false) => "本文も変更されています。",
                    None => "",
                }
            ),
        )
        .fix("署名対象のフィールド（ソースに番号を付けたもの）を、送信時のメールと比較してください。メーリングリストやゲートウェイが書き換えるのは、主にSubject、To、Dateです。"),
    }
}

/// When an expired signature was judged, and how that is now.
fn expired(clock: Clock, still: bool) -> String {
    let now = to_rfc3339(clock.now);
    match clock.received.map(to_rfc3339) {
        None => {
            format!("受信時刻がReceivedに記載されていないため、現在の{now}を基準に判定しました。")
        }
        Some(received) if still => {
            format!(
                "受信サーバがメールを受け取った{received}の時点で切れており、現在の{now}でも切れています。"
            )
        }
        Some(received) => format!(
            "受信サーバがメールを受け取った{received}の時点では切れていますが、現在時刻は{now}で、まだ切れていません。どちらかの時計がずれています。"
        ),
    }
}

/// The record with a mark in front of the fault.
fn pointed(at: &RecordAt) -> String {
    match at.text.split_at_checked(at.position) {
        Some((before, after)) => format!("{before} ⟶ {after}"),
        None => at.text.clone(),
    }
}

fn record_fault(fault: RecordFault) -> &'static str {
    match fault {
        RecordFault::MissingSemicolon => "タグの間にセミコロンがありません: ",
        RecordFault::QuotationMark => "引用符が値に含まれています: ",
        RecordFault::NoEqualsSign => "「=」がありません: ",
        RecordFault::BadTagName => "タグ名として使えません: ",
        RecordFault::BadCharacter => "使えない文字があります: ",
        RecordFault::Backslash => "ゾーンファイルで使うバックスラッシュが、値に含まれています: ",
        RecordFault::EmptyTag => "セミコロンの間が空です: ",
    }
}

fn key_fault(fault: KeyFault) -> String {
    match fault {
        KeyFault::NotBase64 => "p=がBase64ではありません: ".to_owned(),
        KeyFault::NotDer => "p=の内容が公開鍵ではありません: ".to_owned(),
        KeyFault::OtherKind => "p=の鍵の種類が、k=と異なります: ".to_owned(),
        KeyFault::Length { octets } => {
            format!("Ed25519の鍵は32オクテットですが、{octets}オクテットあります: ")
        }
        KeyFault::NotAKey => "p=の数値が鍵になっていません: ".to_owned(),
    }
}
