//! 貼り付けによる変化と、貼り付けられた内容に含まれる別のメールについての説明。

use crate::engine::paste::{Damage, Finding};
use crate::text::prose::Prose;

const THE_FILE_IS_EXACT: &str = "ファイルなら1バイトも変わりません。.eml形式で保存し（Gmailでは「メッセージのソースを表示」から「元のメールをダウンロード」）、ここにドロップしてください。";

/// The words of a finding about a paste.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::Damaged { damage, lines } => damaged(*damage, *lines),
        Finding::TooDamaged => Prose::new(
            "変化が何重にも重なっているため、ここでは修復できません",
            "元に戻しても、その下に別の変化が見つかります。",
        )
        .fix(THE_FILE_IS_EXACT),
        Finding::NotAllTried => Prose::new(
            "本文が変わった原因をすべては調べていません",
            "本文が大きすぎるか、署名に書かれたハッシュ値が多すぎます。",
        ),
        Finding::CharactersLost { count } => Prose::new(
            format!("ここに届く前に失われた文字があります（{count}個）"),
            "「\u{fffd}」は、ソフトがバイトを文字として読めなかった跡です。元の値は残っていないため、そこを対象とする署名は検証できません。",
        )
        .fix("テキストではなくファイルを使ってください。.eml形式で保存し、ここにドロップします。"),
        Finding::Attached {
            headers_only: false,
        } => Prose::new(
            "メールが添付されています",
            "不達通知や転送によるものです。添付されたメールの署名は、それだけで検証できます。",
        ),
        Finding::Attached { headers_only: true } => Prose::new(
            "メールのヘッダが添付されています",
            "不達通知によるものです。本文のハッシュ値を除き、署名を検証できます。",
        ),
        Finding::PartsNotRead { limit } => Prose::new(
            "添付されたメールを探していない部分があります",
            format!("探すのは{limit}個、または{limit}階層までです。"),
        ),
        Finding::Mailbox { messages } => Prose::new(
            format!("{messages}通のメールを含むメールボックスファイルです"),
            "1通のメールとして読むと、2通目以降が本文の一部になり、署名を検証できません。",
        )
        .fix("1通だけを取り出すか、ページでファイルを開いて1通を選んでください。"),
        Finding::Repaired { damage } => {
            let undone: Vec<&str> = damage.iter().map(|damage| undone(*damage)).collect();
            Prose::new(
                "貼り付けられたままではなく、修復したメールです",
                format!("修復の内容: {}。結果はすべて修復後のものです。", undone.join("、")),
            )
        }
    }
}

fn damaged(damage: Damage, n: usize) -> Prose {
    match damage {
        Damage::PageText => Prose::new(
            format!("メールの前にWebページの文字があります（{n}行）"),
            "Gmailがソースの上に表示する表も一緒にコピーされ、ヘッダのように見えています。",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Quoted => Prose::new(
            format!("すべての行に引用符「>」が付いています（{n}行）"),
            "メールソフトが引用したもので、署名されたときと同じ行がありません。",
        ),
        Damage::Indented => Prose::new(
            format!("すべての行が字下げされています（{n}行）"),
            "字下げされた行は前のフィールドの続きとみなされるため、フィールドが1つもありません。",
        ),
        Damage::BlankLines => Prose::new(
            format!("ヘッダの前に空行があります（{n}行）"),
            "メールの一部ではありません。",
        ),
        Damage::MailboxQuotes => Prose::new(
            format!("「From 」で始まる行に、メールボックスの「>」が付いています（{n}行）"),
            "メールボックスファイルは、メールの先頭と区別するために「>」を付けます。本文が署名されたときと異なります。",
        ),
        Damage::MailboxLine => Prose::new(
            "ヘッダの前にメールボックスの行があります",
            "メールの一部ではありません。",
        ),
        Damage::MozillaLines => Prose::new(
            format!("Thunderbirdが書いた行がヘッダにあります（{n}行）"),
            "X-Mozillaで始まるフィールドは保存時に書かれたものです。署名の対象にはならないため、結果は変わりません。",
        ),
        Damage::Dots => Prose::new(
            format!("SMTPの通信を記録したもので、ドットが加わっています（{n}行）"),
            "通信路ではドットで始まる行にドットが1つ加わり、ドットだけの行で終わります。どちらも署名の対象ではありません。",
        ),
        Damage::LostIndents => Prose::new(
            format!("折り返された行の字下げが失われています（{n}行）"),
            "長いフィールドは、空白で始まる行に続きます。空白がないとどのフィールドにも属さず、フィールドが途中で切れます。",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Tabs => Prose::new(
            format!("折り返された行が空白で始まります。元はタブかもしれません（{n}行）"),
            "表示用のソフトは、タブを空白に変えることがあります。ヘッダの正規化がsimpleの署名では、結果に影響します。",
        ),
        Damage::Encoded => Prose::new(
            format!("署名の後にテキストがエンコードされています（{n}行）"),
            "次のサーバがASCIIしか受け取らないとき、中継サーバは8ビットのテキストをquoted-printableやbase64に変換します。デコードすると、本文のハッシュ値が署名時の値と一致します。",
        )
        .fix("送信側では、署名の前にエンコードしておくと避けられます。"),
        Damage::Reencoded => Prose::new(
            format!("署名の後にエンコードし直されています（{n}行）"),
            "メールの保存先やゲートウェイが、パートを分解して組み立て直したものです。一般的なエンコード、または別の行の長さに戻すと、本文のハッシュ値が署名時の値と一致します。",
        ),
        Damage::Charset => Prose::new(
            format!("文字コードがwindows-1252またはISO-8859-1からUTF-8に変換されています（{n}行）"),
            "ソースを文字として表示したソフトが、別の文字コードでコピーしたものです。元に戻すと、本文のハッシュ値が署名時の値と一致します。",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::Escapes => Prose::new(
            format!("ISO-2022-JPのエスケープ文字が失われています（{n}行）"),
            "ASCIIと日本語を切り替える制御文字を、途中のソフトが取り除いたか、別の文字に置き換えたものです。元に戻すと、本文のハッシュ値が署名時の値と一致します。",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::PageCharacters => Prose::new(
            format!("Webページのために本文の文字が置き換わっています（{n}行）"),
            "空白の代わりにノーブレークスペース、「<」の代わりに「&lt;」などが入っています。元に戻すと、本文のハッシュ値が署名時の値と一致します。",
        )
        .fix(THE_FILE_IS_EXACT),
        Damage::BlankEnds => Prose::new(
            format!("行末の空白が変わっています（{n}行）"),
            "エディタやメールソフトが追加または削除したものです。元に戻すと、本文のハッシュ値が署名時の値と一致します。正規化がrelaxedなら影響しません。",
        ),
        Damage::Returns => Prose::new(
            format!("本文の行に余分なCRがあります（{n}行）"),
            "正しい改行をソフトがもう一度変換したものです。余分なCRを除くと、本文のハッシュ値が署名時の値と一致します。",
        ),
        Damage::LongLines => Prose::new(
            format!("本文の長い行が分割されています（{n}か所）"),
            "SMTPの1行は998オクテットまでです。これを超える行をサーバが分割し、続きの行頭に空白を置いたものです。1行に戻すと、本文のハッシュ値が署名時の値と一致します。",
        )
        .fix("送信サーバの設定で、長い行を含む本文はエンコードしてから署名します。"),
        Damage::BlankTop => Prose::new(
            "本文の先頭の空行が増減しています",
            "無視されるのは末尾の空行だけです。元に戻すと、本文のハッシュ値が署名時の値と一致します。",
        ),
        Damage::Added => Prose::new(
            format!("署名の後に本文に行が加えられています（{n}行）"),
            "メーリングリストやウイルス対策ソフトはフッタを加えます。その行を除くと本文のハッシュ値が署名時の値と一致するため、ほかの部分は変わっていません。",
        ),
    }
}

/// What a repair did, in a list.
const fn undone(damage: Damage) -> &'static str {
    match damage {
        Damage::PageText => "メールの前のWebページの文字を削除",
        Damage::Quoted => "引用符を削除",
        Damage::Indented => "全行の字下げを削除",
        Damage::BlankLines => "先頭の空行を削除",
        Damage::MailboxQuotes => "「From 」の前の「>」を削除",
        Damage::MailboxLine => "メールボックスの行を削除",
        Damage::MozillaLines => "X-Mozillaの行を削除",
        Damage::Dots => "SMTPのドットを削除",
        Damage::LostIndents => "折り返された行を字下げ",
        Damage::Tabs => "折り返された行の空白をタブに置き換え",
        Damage::Encoded => "途中でエンコードされたテキストをデコード",
        Damage::Reencoded => "署名時のエンコードに復元",
        Damage::Charset => "元の文字コードに復元",
        Damage::Escapes => "ISO-2022-JPのエスケープ文字を復元",
        Damage::PageCharacters => "Webページの文字を元に復元",
        Damage::BlankEnds => "行末の空白を復元",
        Damage::Returns => "余分なCRを削除",
        Damage::LongLines => "分割された行を結合",
        Damage::BlankTop => "本文の先頭の空行を復元",
        Damage::Added => "本文に加えられた行を削除",
    }
}
