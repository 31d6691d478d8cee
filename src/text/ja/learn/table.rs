//! The table of techniques, in Japanese.

use crate::text::learn::TechniqueWords;

/// In the order of [`Technique::ALL`](crate::play::lessons::Technique::ALL).
pub const TECHNIQUES: [TechniqueWords; 9] = [
    TechniqueWords {
        name: "サブミッションポート",
        role: "認証した利用者のメールの提出を受け付ける",
        who: "送信側: メールソフトと送信サーバ",
        how: "587/TCP（TLSなら465も）、SMTP-AUTH",
        exam: "正解候補（送信者の認証）",
    },
    TechniqueWords {
        name: "SMTP-AUTHによる認証",
        role: "利用者を認証する",
        who: "送信側: 送信サーバ",
        how: "SMTPのAUTHコマンド（TLSの中で）",
        exam: "正解候補（587番ポートと組で）",
    },
    TechniqueWords {
        name: "POP before SMTP方式",
        role: "かつて、アドレスで利用者を見分けた",
        who: "送信側: メールサーバ",
        how: "25/TCP、POP3（110/TCP）のログイン履歴",
        exam: "誤答候補（古い、アドレスに依存、非標準）",
    },
    TechniqueWords {
        name: "OP25Bによる遮断",
        role: "ネットワークから直接出ていくスパムを止める",
        who: "送信側: アクセス回線の事業者",
        how: "外部の25/TCPへの接続を遮断",
        exam: "原因として問われる（その影響で587番を使う）",
    },
    TechniqueWords {
        name: "SPFの検証",
        role: "エンベロープのドメインに対し、送信サーバのIPアドレスを検証",
        who: "受信側（レコードはドメイン管理者が公開）",
        how: "DNSのTXTレコード、MAIL FROM、IPアドレス",
        exam: "送信者の認証を問う設問では誤答候補（受信側の検証）",
    },
    TechniqueWords {
        name: "DKIMの検証",
        role: "改ざんを検知し、署名したドメインを示す",
        who: "受信側が検証（署名は送信側）",
        how: "デジタル署名、DNSの公開鍵",
        exam: "送信者の認証を問う設問では誤答候補（受信側の検証）",
    },
    TechniqueWords {
        name: "DMARCの判定",
        role: "SPFとDKIMの結果をヘッダFromと結び付け、ポリシーとレポートを定める",
        who: "受信側（ポリシーはドメイン管理者が公開）",
        how: "_dmarcのTXTレコード",
        exam: "送信者の認証を問う設問では誤答候補（受信側のポリシー）",
    },
    TechniqueWords {
        name: "ARCの封印",
        role: "転送で失われる検証結果を残す",
        who: "中継者が封印し、受信側が読む",
        how: "ARC-*ヘッダ、署名、DNSの公開鍵",
        exam: "ほとんど出題されない",
    },
    TechniqueWords {
        name: "DNSSECの署名",
        role: "DNSの応答の出所と完全性を守る",
        who: "DNS: ゾーン管理者が署名し、リゾルバが検証",
        how: "DNSのデジタル署名（RRSIG、DNSKEY、DS）",
        exam: "誤答候補（メールの認証とは目的が異なる）",
    },
];
