//! DMARCについての説明。

use crate::engine::dmarc::{Alignment, Finding, Method, ReportFault};
use crate::engine::dns::Name;
use crate::text::ja::dns;
use crate::text::prose::Prose;

/// The words of a finding about DMARC.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NoRecord { domain } => Prose::new(
            format!("{domain}にはDMARCレコードがありません"),
            "このドメインにも上位のドメインにもポリシーが公開されていないため、DMARCは適用されません。誰でもこのドメインをFromに書くことができます。",
        )
        .fix_with(
            format!("{domain}の管理者は、まずレポートだけを求めるレコードから始めます。"),
            first_record(domain),
        ),
        Finding::DnsFailed { name, failure } => Prose::new(
            format!("ポリシーを問い合わせられませんでした（{name}）"),
            dns::failure(*failure),
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::SeveralRecords { domain, count } => Prose::new(
            format!("_dmarc.{domain}にDMARCレコードが{count}個あります"),
            "2個以上ある場合はすべて無効になり、レコードがないものとして扱われます。古い規則に従う受信サーバでは異なることがあります。",
        )
        .fix(format!("{domain}の管理者が、1個だけ残して削除します。")),
        Finding::BadVersion { domain, text } => Prose::new(
            format!("_dmarc.{domain}に無効なレコードがあります"),
            format!("「{text}」となっています。DMARCレコードは、正確に「v=DMARC1」で始まる必要があります。"),
        )
        .fix(format!("{domain}の管理者が、先頭を「v=DMARC1;」に修正します。")),
        Finding::LongRecord { domain, octets } => Prose::new(
            format!("_dmarc.{domain}のレコードが長すぎます（{octets}オクテット）"),
            "読み取っていません。ポリシーにこれほどの長さは必要ありません。",
        ),
        Finding::WalkShortened { domain, labels } => Prose::new(
            format!("{domain}は{labels}個のラベルからなるため、一部を飛ばしてたどります"),
            "問い合わせの数を抑えるため、受信側は名前全体の次に、末尾の7ラベルから順に調べます。その間にあるレコードは見つかりません。",
        ),
        Finding::TopLevelRecord { domain } => Prose::new(
            format!("トップレベルドメイン{domain}に、psd=yのないレコードがあります"),
            "このため、自分のレコードを持たない配下の名前すべての組織ドメインになってしまいます。",
        )
        .fix(format!("{domain}のレジストリが、psd=yを加えるか、レコードを削除します。")),
        Finding::SuffixAbove { author, domain } => Prose::new(
            format!("{author}は公開サフィックス{domain}のすぐ下にあります"),
            format!(
                "ここでは{author}自身を組織ドメインとします。仕様は、探索を{domain}から始めるとも読めます。その場合は{domain}が組織ドメインになり、レコードのない配下の名前もすべて一致します。"
            ),
        )
        .fix(format!("{author}にDMARCレコードを公開すると、解釈は分かれません。")),
        Finding::DuplicateTag { domain, tag } => Prose::new(
            format!("{domain}のレコードにタグ{tag}が2回あります"),
            "重複のあるタグリストは無効なため、ここではこのレコードを使いません。最初または最後の値を使う受信サーバもあります。",
        )
        .fix(format!("{domain}の管理者が、どちらかを削除します。")),
        Finding::TagSyntax { domain, text } => Prose::new(
            format!("{domain}のレコードに、タグではない部分があります"),
            format!("「{text}」は無視されます。ほかのタグは有効です。"),
        ),
        Finding::BadPolicy { domain, tag, value } => Prose::new(
            format!("{tag}={value}はポリシーとして無効です（{domain}）"),
            "ポリシーはnone（何もしない）、quarantine（隔離）、reject（拒否）のいずれかです。",
        )
        .fix_with(
            format!("{domain}の管理者が修正します。例:"),
            format!("{tag}=quarantine"),
        ),
        Finding::PolicyAbsent { domain } => Prose::new(
            format!("{domain}のレコードにp=がありません"),
            "p=がないと、受信側はnoneとして扱うか、何も行わないかのどちらかになります。",
        )
        .fix_with(format!("{domain}の管理者が、ポリシーを加えます。"), "p=none"),
        Finding::CountsAsNone { domain } => Prose::new(
            format!("{domain}のレコードはp=noneとして扱われます"),
            "ポリシーは使えませんが、レポートの送付先があるため、その部分だけが有効です。",
        ),
        Finding::NoProcessing { domain } => Prose::new(
            format!("{domain}のレコードは使えません"),
            "ポリシーがないか誤っており、レポートの送付先もないため、このメールにDMARCは適用されません。",
        ),
        Finding::BadValue {
            domain,
            tag,
            value,
            default,
        } => Prose::new(
            format!("{tag}={value}という値はありません（{domain}）"),
            if default.is_empty() {
                "このタグは無視されます。".to_owned()
            } else {
                format!("既定値の{tag}={default}が適用されます。")
            },
        ),
        Finding::BadUri { domain, tag, value } => Prose::new(
            format!("レポートの送付先の書式が誤っています（{domain}）"),
            format!("{tag}=の「{value}」はURIではないため、レポートは送られません。"),
        )
        .fix_with("メールアドレスはURIの形で書きます。", mailto(value)),
        Finding::ObsoleteSize { domain, tag, value } => Prose::new(
            format!("{tag}=のサイズ上限は無視されます（{domain}）"),
            format!("「{value}」の「!」以降は、廃止された書き方です。"),
        ),
        Finding::ObsoleteTag { domain, tag, value } => Prose::new(
            format!("{tag}={value}は、現在は効果がありません（{domain}）"),
            match *tag {
                "pct" => {
                    "現在の規格に割合の指定はありません。代わりのt=yは、ポリシーより1段階弱い扱いを求めます。"
                }
                "rf" => {
                    "失敗レポートの形式を選ぶタグでしたが、形式は1種類しかなかったため、現在の規格では廃止されています。"
                }
                _ => {
                    "集約レポートの間隔を指定するタグでしたが、現在の規格では廃止されています。間隔は受信側が決め、1日に1回が一般的です。"
                }
            },
        ),
        Finding::UnknownTag { domain, tag } => Prose::new(
            format!("未知のタグ{tag}=があります（{domain}）"),
            "未知のタグは無視されます。書き間違いではありませんか。",
        ),
        Finding::TagCase { domain, tag } => Prose::new(
            format!("タグ{tag}が大文字です（{domain}）"),
            "文法上は認められており、ここでは有効としますが、見落とす受信サーバもあります。",
        ),
        Finding::SpaceAroundEquals { domain, tag } => Prose::new(
            format!("{tag}の「=」の前後に空白があります（{domain}）"),
            "規格上は認められていますが、読み取れない受信サーバが多くあります。",
        ),
        Finding::PolicyNone { domain } => Prose::new(
            format!("{domain}は監視のみです（ポリシーはnone）"),
            "failとなったメールはレポートで数えられるだけで、扱いは変わりません。",
        ),
        Finding::Testing { domain, from, to } => Prose::new(
            format!("{domain}はポリシーを試行中です（t=y）"),
            format!(
                "レコードの値は{}ですが、当面は{}として扱うことを求めています。",
                from.word(),
                to.word()
            ),
        ),
        Finding::SubdomainPolicy {
            domain,
            author,
            tag,
            policy,
        } => Prose::new(
            format!("{author}のポリシーは{domain}のものです"),
            format!(
                "{author}自身のレコードはなく、{domain}のタグ{tag}の値{}が適用されます。",
                policy.word()
            ),
        ),
        Finding::NonexistentPolicy {
            domain,
            author,
            policy,
        } => Prose::new(
            format!("{author}はDNSに存在しません"),
            format!(
                "存在しない名前に対して、{domain}のタグnpは{}を求めています。",
                policy.word()
            ),
        ),
        Finding::PsdPolicy { domain, policy } => Prose::new(
            format!("ポリシーはパブリックサフィックス{domain}のものです"),
            format!(
                "途中のドメインにレコードがないため、サフィックス自体のポリシー{}が適用されます。",
                policy.word()
            ),
        ),
        Finding::NothingAuthenticated => Prose::new(
            "このメールでは何も認証されていません",
            "検証に成功したDKIM署名がなく、エンベロープFromのSPFもpassではありません。DMARCがpassになるには、差出人のドメインについて、どちらか一方が必要です。",
        ),
        Finding::SpfNotAligned {
            domain,
            organizational_domain,
            author,
            mode,
        } => Prose::new(
            format!("SPFは{domain}についてpassですが、Fromは{author}です"),
            format!(
                "SPFが検証するのはエンベロープFromで、利用者に見えるヘッダFromではありません。{}",
                apart(domain, organizational_domain.as_ref(), author, *mode)
            ),
        )
        .fix_with(
            format!("{author}が実際に送ったメールであれば、エンベロープFromを同じドメインにします。"),
            format!("MAIL FROM:<bounce@{author}>"),
        ),
        Finding::DkimNotAligned {
            domain,
            organizational_domain,
            author,
            mode,
        } => Prose::new(
            format!("{domain}の署名は有効ですが、Fromは{author}です"),
            format!(
                "この署名が示すのは{domain}が送ったことで、{author}が送ったことではありません。{}",
                apart(domain, organizational_domain.as_ref(), author, *mode)
            ),
        )
        .fix_with(
            format!("{author}が実際に送ったメールであれば、同じドメインで署名します。"),
            format!("DKIM-Signature: … d={author}; …"),
        ),
        Finding::AlignmentUnknown {
            domain,
            name,
            failure,
        } => Prose::new(
            format!("{domain}がどの組織に属するか判定できません"),
            format!("{name}の問い合わせに失敗しました。{}", dns::failure(*failure)),
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::MisplacedRecord { domain } => Prose::new(
            format!("DMARCレコードが{domain}自体にあり、参照されません"),
            "受信側は、ドメインの前に_dmarcを付けた名前に問い合わせます。",
        )
        .fix_with(
            format!("{domain}の管理者が、次の名前で公開します。"),
            format!("_dmarc.{domain}."),
        ),
        Finding::RejectAlone => Prose::new(
            "ポリシーはrejectですが、それだけで拒否してはならないとされています",
            "転送やメーリングリストを経由するとDMARCの検証に失敗することがあるため、受信側はp=rejectだけを理由に拒否してはなりません。ほかに判断材料がなければ、quarantineとして扱います。",
        ),
        Finding::SpfAlone { author } => Prose::new(
            format!("{author}はrejectを求めながら、SPFだけに頼っています"),
            "このメールはSPFによってpassとなりましたが、ドメインの署名がないため、転送されるとfailになります。p=rejectのドメインは、メールに署名しなければなりません。",
        )
        .fix("ドメインの管理者が、すべての送信サーバでDKIMを有効にします。"),
        Finding::ReportsRefused {
            domain,
            tag,
            host,
            fault,
        } => {
            let prose = Prose::new(
                format!("{domain}についてのレポートは、{host}に送られません"),
                match fault {
                    ReportFault::NoRecord => format!(
                        "{tag}=に別の組織のホストが指定されていますが、受け取りに同意するレコードがDNSにありません。"
                    ),
                    ReportFault::NameTooLong => format!(
                        "{tag}=に別の組織のホストが指定されていますが、同意を公開する名前がDNSの上限を超えます。"
                    ),
                    ReportFault::OtherHost => format!(
                        "{tag}=に指定されたホストのレコードが、レポートをさらに別のホストに送るよう求めています。これは認められていません。"
                    ),
                },
            );
            match fault {
                ReportFault::NoRecord => prose.fix_with(
                    format!("{host}の管理者が、次のレコードを公開します。"),
                    format!("{domain}._report._dmarc.{host}. TXT \"v=DMARC1\""),
                ),
                ReportFault::NameTooLong | ReportFault::OtherHost => prose,
            }
        }
        Finding::ReportsCapped { domain, hosts } => Prose::new(
            format!("{domain}はレポートの送付先として{hosts}個のホストを指定しています"),
            "最初のいくつかだけを確認しました。",
        ),
        Finding::StatedIdentifier { method, domain } => Prose::new(
            format!("{domain}についての申告に基づく結果です"),
            format!(
                "{}で認証されたという申告によるもので、検証はしていません。",
                match method {
                    Method::Spf => "SPF",
                    Method::Dkim => "DKIM",
                }
            ),
        ),
    }
}

fn first_record(domain: &Name) -> String {
    format!("_dmarc.{domain}. TXT \"v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain}\"")
}

fn mailto(value: &str) -> String {
    format!("mailto:{}", value.trim())
}

/// Why two domains are not aligned.
fn apart(domain: &Name, organization: Option<&Name>, author: &Name, mode: Alignment) -> String {
    match (mode, organization) {
        (Alignment::Strict, _) => {
            format!("ポリシーがstrictのため、{domain}と{author}が同一である必要があります。")
        }
        (Alignment::Relaxed, Some(organization)) if organization != domain => {
            format!("{domain}は{organization}に属し、{author}とは別の組織です。")
        }
        (Alignment::Relaxed, _) => {
            format!("{domain}と{author}は別の組織のドメインです。")
        }
    }
}
