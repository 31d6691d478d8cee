//! SPFについての説明。

use std::net::IpAddr;

use crate::engine::dns::Name;
use crate::engine::spf::finding::{DomainFault, ExplanationFault, Finding, LookAlike, Syntax};
use crate::text::ja::dns;
use crate::text::prose::Prose;

/// The words of a finding about SPF.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NoClient => Prose::new(
            "接続元のIPアドレスが不明なため、SPFは検証していません",
            "SPFは、メールを届けたサーバがエンベロープFromのドメインのメールを送ってよいかを確認します。そのサーバのIPアドレスがReceivedに記載されていません。",
        )
        .fix("サーバのログにあるIPアドレスを「経由サーバ」の欄に入力してください。"),
        Finding::NoSender => Prose::new(
            "エンベロープFromが不明なため、SPFは検証していません",
            "エンベロープFrom（MAIL FROM）はメッセージの一部ではなく、受信サーバがReturn-Pathに記録します。このメールにはReturn-Pathがありません。",
        )
        .fix("サーバのログにあるエンベロープFromを「経由サーバ」の欄に入力してください。"),
        Finding::NoHelo => Prose::new(
            "HELOが不明です",
            "接続元が名乗った名前がReceivedに記載されていません。",
        ),
        Finding::NullSender { helo } => Prose::new(
            "エンベロープFromが空です",
            format!(
                "エラー通知や自動応答のメールでは空になります。この場合、SPFは接続元のHELOからpostmaster@{helo}を検証します。"
            ),
        ),
        Finding::NoLocalPart => Prose::new(
            "エンベロープFromにローカル部がありません",
            "SPFでは「postmaster」として扱います。",
        ),
        Finding::NoDomain { text, fault } => Prose::new(
            "エンベロープFromに検証できるドメインがありません",
            format!("「{text}」は{}", domain_fault(*fault)),
        ),
        Finding::UnusableHelo { text, fault } => Prose::new(
            format!("HELO「{text}」は検証できません"),
            format!("{}MAIL FROMだけを検証します。", domain_fault(*fault)),
        ),
        Finding::ULabels { domain } => Prose::new(
            format!("{domain}として問い合わせました"),
            "ドメインがASCII以外の文字で書かれています。小文字にして符号化しただけで、ほかの正規化は行っていません。",
        ),
        Finding::NonAsciiLocalPart => Prose::new(
            "エンベロープFromのローカル部がASCIIではありません",
            "ローカル部から名前を作る項は一致しません。",
        ),

        Finding::NoRecord { domain, exists } => Prose::new(
            format!("{domain}にはSPFレコードがありません"),
            if *exists {
                "どのサーバがこのドメインのメールを送ってよいか、公開されていません。"
            } else {
                "このドメインはDNSに存在しません。"
            },
        )
        .fix_with(
            format!("{domain}の管理者が、送信サーバを列挙したレコードを公開します。"),
            format!("{domain}. TXT \"v=spf1 mx -all\""),
        ),
        Finding::HeloWithoutRecord { domain, .. } => Prose::new(
            format!("HELOの{domain}にはSPFレコードがありません"),
            "ほとんどのホストにはありません。DMARCはこの結果を使いません。",
        ),
        Finding::SeveralRecords { domain, count } => Prose::new(
            format!("{domain}にSPFレコードが{count}個あります"),
            "SPFレコードは1個でなければなりません。2個以上あると、内容にかかわらずエラーになります。",
        )
        .fix(format!(
            "{domain}の管理者が1個のレコードにまとめ、ほかを削除します。"
        )),
        Finding::LookAlike {
            domain,
            text,
            fault,
        } => Prose::new(
            format!("{domain}に、SPFレコードのようで無効なレコードがあります"),
            format!("「{text}」: {}", look_alike(*fault)),
        )
        .fix_with(
            format!("{domain}の管理者が、先頭を正確に次のようにします。"),
            "v=spf1 ",
        ),
        Finding::SenderId { domain, text } => Prose::new(
            format!("{domain}はSender IDのレコードを公開しています"),
            format!("「{text}」: Sender IDは現在使われていないため、削除できます。"),
        ),
        Finding::RecordTooLong { domain, octets } => Prose::new(
            format!("{domain}のSPFレコードが長すぎます（{octets}オクテット）"),
            "読み取っていません。数百オクテットを超えるレコードは、受信側で問題になることがあります。",
        ),
        Finding::TooManyTerms { domain, count } => Prose::new(
            format!("{domain}のSPFレコードに項が{count}個あります"),
            "評価する上限を超えています。",
        ),
        Finding::Syntax {
            domain,
            record,
            term,
            offset,
            kind,
            ..
        } => Prose::new(
            format!("{domain}のSPFレコードの「{term}」に誤りがあります"),
            format!(
                "{}1か所でも誤りがあると、レコード全体がエラーになります。{}",
                syntax(*kind),
                pointed(record, *offset)
            ),
        )
        .fix(format!("{domain}の管理者がレコードを修正します。")),

        Finding::DnsFailed { question, failure } => Prose::new(
            format!("SPFに必要な{} {}の問い合わせに失敗しました", question.name, question.rtype),
            dns::failure(*failure),
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::TooManyLookups { domain, term, path } => Prose::new(
            "SPFに必要な問い合わせが10回を超えています",
            format!(
                "{domain}のレコードの「{term}」は、DNSへの問い合わせが必要な11番目の項です。受信サーバはここでエラーとし、SPFは失敗します。{}",
                match path.as_slice() {
                    [] | [_] => String::new(),
                    path => format!("ここまでの経路: {}", way(path)),
                }
            ),
        )
        .fix(format!(
            "{domain}の管理者が、使わなくなったincludeを削除するか、IPアドレスをip4:やip6:で直接書きます。"
        )),
        Finding::TooManyVoidLookups {
            domain,
            term,
            question,
            terms,
        } => Prose::new(
            "SPFに、レコードのない名前への問い合わせが多すぎます",
            if *terms > 2 {
                format!(
                    "{domain}のレコードの「{term}」による{} {}は、応答のない3回目の問い合わせです。許されるのは2回までです。",
                    question.name, question.rtype
                )
            } else {
                format!(
                    "{domain}のレコードの「{term}」による{} {}は、応答のない3回目の問い合わせです。許されるのは2回までですが、問い合わせではなく項の数で数える受信サーバでは、評価が続きます。",
                    question.name, question.rtype
                )
            },
        )
        .fix(format!(
            "{domain}の管理者が、存在しなくなった名前の項を削除します。"
        )),
        Finding::TooManyNames {
            domain,
            term,
            target,
            count,
        } => Prose::new(
            format!("{target}にはMXが{count}個あります"),
            format!("{domain}のレコードの「{term}」で使えるのは10個までです。"),
        ),
        Finding::IncludeWithoutRecord { domain, target } => Prose::new(
            format!("{domain}がincludeする{target}には、SPFレコードがありません"),
            "レコードのないincludeはエラーとなり、SPFは失敗します。",
        )
        .fix_with(
            format!("{domain}の管理者が、この項を削除します。"),
            format!("include:{target}"),
        ),
        Finding::RedirectWithoutRecord { domain, target } => Prose::new(
            format!("{domain}のredirect先の{target}には、SPFレコードがありません"),
            "レコードのないredirectはエラーとなり、SPFは失敗します。",
        )
        .fix_with(
            format!("{domain}の管理者が、この項を修正または削除します。"),
            format!("redirect={target}"),
        ),
        Finding::Loop { path } => {
            let first = path.first().map(ToString::to_string);
            Prose::new(
                "SPFレコードが循環しています",
                format!("{} → {}", way(path), first.unwrap_or_default()),
            )
            .fix("いずれかの管理者が、元に戻る項を削除します。")
        }

        Finding::Fail {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain}は、{client}からの送信を認めていません"),
            format!("SPFレコードの「{term}」に一致しました。転送されたメールでもこの結果になります。"),
        )
        .fix_with(
            format!("{client}が実際に{domain}のメールを送るサーバであれば、管理者が「{term}」の前に次を加えます。"),
            mechanism(*client),
        ),
        Finding::SoftFail {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain}は、{client}からの送信をおそらく認めていません"),
            format!("SPFレコードの「{term}」に一致しました。DMARCではpassになりません。"),
        )
        .fix_with(
            format!("{client}が実際に{domain}のメールを送るサーバであれば、管理者が「{term}」の前に次を加えます。"),
            mechanism(*client),
        ),
        Finding::Neutral {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain}は、{client}について何も示していません"),
            format!("SPFレコードの「{term}」に一致しました。DMARCではpassになりません。"),
        )
        .fix_with(
            format!("{client}が実際に{domain}のメールを送るサーバであれば、管理者が「{term}」の前に次を加えます。"),
            mechanism(*client),
        ),
        Finding::NeutralByDefault { domain, client } => Prose::new(
            format!("{domain}は、{client}について何も示していません"),
            "SPFレコードのどの項にも一致せず、末尾に「all」がありません。",
        )
        .fix_with(
            format!("{client}が実際に{domain}のメールを送るサーバであれば、管理者が次を加えます。"),
            mechanism(*client),
        ),
        Finding::PassesAll { domain, term } => Prose::new(
            format!("{domain}は、どのサーバからの送信も認めています"),
            format!("「{term}」はあらゆるIPアドレスに一致するため、このpassは何の証明にもなりません。"),
        )
        .fix_with(
            format!("{domain}の管理者が、レコードの末尾を次のようにします。"),
            "-all",
        ),

        Finding::BadDomain { domain, term, text } => Prose::new(
            format!("「{term}」から作られる名前はDNSで使えません"),
            format!("{domain}のレコードから「{text}」となりました。この項は一致しません。"),
        ),
        Finding::UsesPtr { domain, term } => Prose::new(
            format!("{domain}のレコードは「{term}」を使っています"),
            "遅く信頼性が低いため、規格では使わないこととされています。評価しない受信サーバもあります。",
        ),
        Finding::TooManyPtrNames { count } => Prose::new(
            format!("接続元のIPアドレスに名前が{count}個あります"),
            "最初の10個だけを調べました。",
        ),
        Finding::PtrFailed { question, failure } => Prose::new(
            format!("{} {}の問い合わせに失敗しました", question.name, question.rtype),
            format!(
                "逆引きでは不一致として扱います。{}",
                dns::failure(*failure)
            ),
        ),
        Finding::TooManyReachable {
            domain,
            lookups,
            complete,
        } => Prose::new(
            format!(
                "{domain}のSPFレコード全体では、問い合わせが{lookups}回{}必要です",
                if *complete { "" } else { "以上" }
            ),
            "許されるのは10回までです。このメールはそれより前に結果が決まりましたが、後の項にあるサーバや、どの項にもないサーバからのメールではエラーになります。",
        )
        .fix(format!(
            "{domain}の管理者が、使わなくなったincludeを削除するか、IPアドレスをip4:やip6:で直接書きます。"
        )),
        Finding::OpenToAll { domain, term } => Prose::new(
            format!("{domain}のSPFレコードは、どのサーバからの送信も認めています"),
            format!("「{term}」はあらゆるIPアドレスに一致します。このメールの結果は、これより前に決まりました。"),
        )
        .fix_with(
            format!("{domain}の管理者が、レコードの末尾を次のようにします。"),
            "-all",
        ),
        Finding::SendsNoMail { domain } => Prose::new(
            format!("{domain}は、メールを送らないと宣言しています"),
            "SPFレコードに送信サーバがありません。メールを使わないドメインであれば、正しい設定です。",
        ),
        Finding::AfterAll { domain, term } => Prose::new(
            format!("{domain}のレコードの「{term}」は評価されません"),
            "「all」はすべてに一致するため、その後の項は無効です。",
        ),
        Finding::RedirectIgnored { domain, term } => Prose::new(
            format!("{domain}のレコードの「{term}」は無効です"),
            "「all」のあるレコードでは、redirectは使われません。",
        ),
        Finding::MechanismAsModifier { domain, term } => Prose::new(
            format!("{domain}のレコードの「{term}」は無効です"),
            "「=」があるため、未知の修飾子として読み飛ばされます。「:」の誤りと思われます。",
        )
        .fix_with(
            format!("{domain}の管理者が、次のように修正します。"),
            term.replacen('=', ":", 1),
        ),
        Finding::ExplanationIgnored {
            domain,
            target,
            fault,
        } => Prose::new(
            format!("{domain}の説明文は使えません"),
            format!("{target}: {}", explanation_fault(*fault)),
        ),
    }
}

fn way(path: &[Name]) -> String {
    let names: Vec<String> = path.iter().map(ToString::to_string).collect();
    names.join(" → ")
}

/// The mechanism that lets one address pass.
fn mechanism(client: IpAddr) -> String {
    match client {
        IpAddr::V4(address) => format!("ip4:{address}"),
        IpAddr::V6(address) => format!("ip6:{address}"),
    }
}

/// The record with a mark in front of the fault.
fn pointed(record: &str, offset: usize) -> String {
    match record.split_at_checked(offset) {
        Some((before, after)) => format!("{before} ⟶ {after}"),
        None => record.to_owned(),
    }
}

fn domain_fault(fault: DomainFault) -> &'static str {
    match fault {
        DomainFault::Empty => "空です。",
        DomainFault::AddressLiteral => "IPアドレスで、ドメインではありません。",
        DomainFault::OneLabel => "ドットのない1語です。",
        DomainFault::EmptyLabel => "ドットの間が空です。",
        DomainFault::TooLong => "ドメインとして長すぎます。",
        DomainFault::BadCharacter => "メールのドメインに使えない文字を含みます。",
    }
}

fn look_alike(fault: LookAlike) -> &'static str {
    match fault {
        LookAlike::LeadingSpace => "v=spf1の前に空白があります。",
        LookAlike::Quoted => "引用符が値に含まれています。",
        LookAlike::Unterminated => "v=spf1の直後には空白が必要です。",
        LookAlike::OtherVersion => "このバージョンはありません。",
        LookAlike::Misspelt => "「=」の前後に空白を置かず、v=spf1で始める必要があります。",
    }
}

fn syntax(kind: Syntax) -> &'static str {
    match kind {
        Syntax::BadOctet => "ASCIIではない文字があります。",
        Syntax::UnknownMechanism => "この名前の機構はありません。",
        Syntax::BadName => "英字で始まる名前がありません。",
        Syntax::ModifierWithColon => "redirectとexpには「:」ではなく「=」を使います。",
        Syntax::QualifierOnModifier => "修飾子の前に記号は付けられません。",
        Syntax::MissingArgument => "「:」と値が必要です。",
        Syntax::EmptyArgument => "値がありません。",
        Syntax::UnexpectedArgument => "値を取りません。",
        Syntax::UnexpectedPrefix => "プレフィックス長を取りません。",
        Syntax::MissingSpace => "項の間に空白がありません。",
        Syntax::BadDomainEnd => "値の末尾がドメイン名の形ではありません。",
        Syntax::AddressAsDomain => "IPアドレスにはip4:またはip6:を使います。",
        Syntax::BadMacro => "「%」がマクロになっていません。文字としての%は「%%」と書きます。",
        Syntax::UnknownMacro => "この文字のマクロはありません。",
        Syntax::ExplanationMacro => "このマクロは説明文でしか使えません。",
        Syntax::ZeroParts => "マクロで残すラベルの数を0にはできません。",
        Syntax::BadIp4 => "完全なIPv4アドレスではありません。",
        Syntax::BadIp6 => "IPv6アドレスではありません。",
        Syntax::BadPrefix => "プレフィックス長が範囲外です。",
        Syntax::RepeatedModifier => "この修飾子は1回しか使えません。",
    }
}

fn explanation_fault(fault: ExplanationFault) -> &'static str {
    match fault {
        ExplanationFault::BadName => "DNSの名前として表せません。",
        ExplanationFault::NoText => "文がありません。",
        ExplanationFault::SeveralTexts => "文が2つ以上あります。",
        ExplanationFault::DnsFailed => "DNSの問い合わせに失敗しました。",
        ExplanationFault::NotAscii => "ASCIIではない文字を含みます。",
        ExplanationFault::TooLong => "長すぎます。",
        ExplanationFault::BadMacro => "マクロの書式が誤っています。",
    }
}
