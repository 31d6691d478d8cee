//! The static shell in Japanese.

/// Key and text, in the order of [`shell`](crate::text::shell).
pub const SHELL: [(&str, &str); 11] = [
    (
        "title",
        "Mailprism: メールがどのように送信、検証、配送されたかを見る",
    ),
    (
        "description",
        "メールのソースを貼り付けると、DKIM・SPF・DMARC・ARCをブラウザで再検証し、どの規則が結果を決めたかを示します。",
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
