//! The words of the static shell, which stand in the page before any wasm does.
//!
//! `bin/dist.rs` writes them into `index.html`, where `{{key}}` stands; a key that either side
//! does not know stops the build.

use crate::text::Lang;

/// Every `{{key}}` of the shell that is a word, and its text.
pub const fn shell_words(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => &EN,
        Lang::Ja => &JA,
    }
}

const EN: [(&str, &str); 11] = [
    (
        "title",
        "Mailprism: how a mail was sent, checked and delivered",
    ),
    (
        "description",
        "Paste a raw email. The page re-verifies DKIM, SPF and DMARC in your browser and shows which rule decided.",
    ),
    ("heading", "See how a mail was sent, checked and delivered"),
    ("paste_label", "Paste a raw message or just its headers"),
    (
        "paste_hint",
        "Gmail: “Show original” · Outlook: “View source” · or drop an .eml file anywhere",
    ),
    (
        "privacy",
        "Your mail stays in this tab. Only domain names found in it are looked up.",
    ),
    ("loading", "Loading the verifier… you can paste already"),
    (
        "failed",
        "The verifier could not be loaded. It needs WebAssembly: Chrome or Edge 123, Firefox 120, Safari 17.5, or newer. What you typed is still there.",
    ),
    ("retry", "Try again"),
    (
        "unstarted",
        "The verifier did not start. A browser does not run it from a file: put this folder on a web server, or run “python3 -m http.server” in it and open http://localhost:8000.",
    ),
    (
        "noscript",
        "The verification runs in your browser, so it needs JavaScript and WebAssembly. Nothing you paste is sent anywhere.",
    ),
];

const JA: [(&str, &str); 11] = [
    (
        "title",
        "Mailprism: メールがどのように送信、検証、配送されたかを見る",
    ),
    (
        "description",
        "メールのソースを貼り付けると、DKIM・SPF・DMARCをブラウザで再検証し、どの規則が結果を決めたかを示します。",
    ),
    (
        "heading",
        "メールがどのように送信、検証、配送されたかを見る",
    ),
    (
        "paste_label",
        "メールのソースを貼り付けてください（ヘッダだけでも可）",
    ),
    (
        "paste_hint",
        "Gmail:「メッセージのソースを表示」・Outlook:「メッセージのソースの表示」・.emlファイルはどこにでもドロップできます",
    ),
    (
        "privacy",
        "メールの内容は送信されません。DNSに問い合わせるのは、メール中のドメイン名だけです。",
    ),
    (
        "loading",
        "検証エンジンを読み込み中です。先に貼り付けられます。",
    ),
    (
        "failed",
        "検証エンジンを読み込めませんでした。WebAssemblyが必要です（Chrome・Edge 123、Firefox 120、Safari 17.5以降）。入力した内容は残っています。",
    ),
    ("retry", "もう一度読み込む"),
    (
        "unstarted",
        "検証エンジンが起動していません。ファイルを直接開いた場合、ブラウザはこれを実行しません。このフォルダをWebサーバに置くか、フォルダ内で「python3 -m http.server」を実行してhttp://localhost:8000を開いてください。",
    ),
    (
        "noscript",
        "検証はブラウザの中で行うため、JavaScriptとWebAssemblyが必要です。貼り付けた内容はどこにも送信されません。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words_in_the_same_order() {
        let keys = |lang| shell_words(lang).iter().map(|word| word.0);
        assert!(keys(Lang::En).eq(keys(Lang::Ja)));
    }
}
