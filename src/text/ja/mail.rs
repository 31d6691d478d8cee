//! メッセージ自体についての説明。

use crate::engine::mail::Finding;
use crate::text::prose::Prose;

const USE_THE_FILE: &str = "メールソフトでファイル（.eml）として保存し、そのファイルをここにドロップしてください。画面からコピーすると、行の形が変わることがあります。";

/// The words of a finding about the message.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::Empty => Prose::new(
            "まだ検証するものがありません",
            "貼り付けられた内容に文字がありません。",
        )
        .fix("メールソフトでメッセージのソースを表示し、全体を貼り付けてください。"),
        Finding::TooLarge { octets, limit } => Prose::new(
            format!("メッセージが大きすぎます（{}MiB）", octets / (1024 * 1024)),
            format!(
                "読み取れるのは{}MiBまでのため、内容は読み取っていません。",
                limit / (1024 * 1024)
            ),
        )
        .fix("ヘッダだけを貼り付けてください。本文のハッシュ値以外はすべて検証できます。"),
        Finding::NoHeader => Prose::new(
            "メールではありません。ヘッダフィールドの行がありません",
            "メールは「From: …」「Date: …」のような、1行に1つのフィールドで始まります。",
        )
        .fix("メールソフトに表示された文章ではなく、メッセージのソースを貼り付けてください。"),
        Finding::Binary => Prose::new(
            "メールではありません。テキストではないファイルです",
            "ヘッダフィールドがなく、大半がテキストではありません。Outlookの.msgファイルはこの形になります。",
        )
        .fix(".eml形式で保存するか、ソースを貼り付けてください。"),
        Finding::LeadingBlankLines { lines } => Prose::new(
            format!("ヘッダの前の空行を読み飛ばしました（{lines}行）"),
            "メッセージは最初のフィールドから始まります。空行は署名の対象ではありません。",
        ),
        Finding::MboxLine => Prose::new(
            "先頭の行はメールボックスファイルのものです",
            "mbox形式のファイルは、各メッセージの前に「From …」という行を置きます。メッセージの一部ではないため、読み飛ばしました。",
        ),
        Finding::NotAField { lines } => Prose::new(
            format!("フィールドではない行がヘッダにあります（{lines}行）"),
            "これらの行は読み飛ばします。多くは、長いフィールドの2行目以降が途中で字下げを失ったもので、その場合、そのフィールドを含む署名は検証できません。",
        )
        .fix(USE_THE_FILE),
        Finding::TooManyHeaders { limit } => Prose::new(
            format!("ヘッダフィールドは最初の{limit}個だけを読み取りました"),
            "これほど多いメールは通常ありません。以降のフィールドを対象とする署名は、ここでは検証できません。",
        ),
        Finding::LfLineEnds => Prose::new(
            "改行がLFです。CRLFとしてハッシュ値を計算します",
            "メールはCRLFで配送されますが、LFで保存するソフトは多くあります。署名の計算では改行を元に戻すため、結果は変わりません。",
        ),
        Finding::CrLineEnds => Prose::new(
            "改行がCRだけです。CRLFとしてハッシュ値を計算します",
            "メールはCRLFで配送されます。署名の計算では改行を元に戻しますが、本文の一部だったCRとは区別できません。",
        )
        .fix(USE_THE_FILE),
        Finding::MixedLineEnds { crlf, lf } => Prose::new(
            "改行が混在しています",
            format!(
                "CRLFが{crlf}行、LFが{lf}行あります。すべてCRLFとして計算します。本文のハッシュ値が異なる場合、これが原因かもしれません。"
            ),
        )
        .fix(USE_THE_FILE),
        Finding::BareCr { count } => Prose::new(
            format!("改行ではないCRがあります（{count}個）"),
            "そのままハッシュ値を計算します。SMTPでは禁止されており、途中のサーバによって扱いが異なります。",
        ),
        Finding::Nul { count } => Prose::new(
            format!("NUL文字が含まれています（{count}個）"),
            "メールに含めてはならない文字です。途中のサーバが取り除くと、署名は検証できなくなります。",
        ),
        Finding::NoFrom => Prose::new(
            "Fromフィールドがありません",
            "Fromがなければ差出人のドメインがわからず、DMARCで認証する対象がありません。",
        )
        .fix("最初のReceived行から空行の手前まで、ヘッダ全体を貼り付けてください。"),
        Finding::SeveralFrom { count } => Prose::new(
            format!("Fromフィールドが{count}個あります"),
            "Fromは1つだけと定められています。どれを表示するかはメールソフトによって異なり、利用者が見るものとは別のFromに署名が付いていることもあります。攻撃に使われる手口です。",
        ),
        Finding::SeveralAuthorDomains { domains } => {
            let domains: Vec<String> = domains.iter().map(ToString::to_string).collect();
            Prose::new(
                "Fromに複数のドメインの差出人があります",
                format!(
                    "DMARCが認証する差出人のドメインは1つですが、このメールには{}個あります（{}）。多くの受信サーバはこのようなメールを拒否します。",
                    domains.len(),
                    domains.join("、")
                ),
            )
        }
        Finding::SeveralAuthors { count } => Prose::new(
            format!("Fromに同じドメインの差出人が{count}人います"),
            "規格上は認められていますが、まれな形です。共通のドメインを検証します。",
        ),
        Finding::TooManyAddresses { limit } => Prose::new(
            format!("Fromのアドレスが{limit}個を超えています"),
            "残りは読み取っていないため、差出人のドメインを1つに定められません。",
        ),
        Finding::UnreadableFrom => Prose::new(
            "Fromからアドレスを読み取れません",
            "Fromフィールドはありますが、アドレスがないため、認証する差出人のドメインがありません。",
        ),
        Finding::DamagedFrom => Prose::new(
            "Fromの書式が規格に合っていません",
            "それでもアドレスは明らかで、ほかの読み取り方でも同じ結果になります。",
        ),
        Finding::AmbiguousFrom => Prose::new(
            "Fromが複数の読み方をされるおそれがあります",
            "書式が崩れており、ソフトによって異なる差出人に見えます。ここからは差出人を定めません。",
        ),
        Finding::LongFrom { octets, limit } => Prose::new(
            format!("Fromが異常に長くなっています（{octets}オクテット）"),
            format!(
                "{limit}オクテットを超えると別の読み取り方との比較を行わないため、ほかのソフトでも同じ差出人に見えるかどうかは不明です。"
            ),
        ),
        Finding::AuthorWithoutDomain { domain } => Prose::new(
            "差出人のアドレスにドメイン名がありません",
            if domain.is_empty() {
                "@の後に、DNSに問い合わせられる名前がありません。".to_owned()
            } else {
                format!("「{domain}」は、DNSに問い合わせられる名前ではありません。")
            },
        ),
        Finding::AuthorULabels { written, name } => Prose::new(
            format!("差出人のドメインは、DNSでは{name}です"),
            format!(
                "メールには{written}と書かれています。小文字にして符号化しただけで、ほかの正規化は行っていないため、互換文字を含む名前では異なることがあります。"
            ),
        ),
        Finding::NameShowsAddress { shown, domain } => Prose::new(
            "表示名に別のアドレスが書かれています",
            format!(
                "多くのメールソフトは表示名だけを見せるため、「{shown}」と表示されます。実際のアドレスは{domain}のもので、検証の対象もこのドメインです。"
            ),
        ),
        Finding::ReadersDiffer { ours, theirs } => Prose::new(
            "ソフトによって差出人の見え方が異なります",
            format!(
                "ここではFromを{}と読みますが、よく使われる別の読み取り方では{}となります。利用者に見えるものと、認証したものが異なるおそれがあります。",
                list(ours),
                list(theirs)
            ),
        ),
        Finding::RepeatedField { name, count } => Prose::new(
            format!("{name}が{count}個あります"),
            "1通のメールに1個までのフィールドです。どれが表示されるかは、メールソフトによって異なります。",
        ),
        Finding::PrivateSignature { name } => Prose::new(
            format!("{name}はDKIM署名ではありません"),
            "事業者が独自に付けたもので、その事業者にしか検証できません。ここでは検証せず、結果にも影響しません。",
        ),
        Finding::TooManySignatures { found, verified } => Prose::new(
            format!("署名{found}個のうち、{verified}個だけを検証しました"),
            "上にあるものから検証しました。通常は1個か2個です。",
        ),
        Finding::TooManyHops { total, limit } => Prose::new(
            format!("Receivedフィールド{total}個のうち、新しい{limit}個だけを読み取りました"),
            "受信サーバはこれよりはるかに少ない数で拒否します。配送がループしている兆候です。",
        ),
    }
}

fn list(addresses: &[String]) -> String {
    if addresses.is_empty() {
        "アドレスなし".to_owned()
    } else {
        addresses.join("、")
    }
}
