//! DNSの失敗についての説明。

use crate::engine::dns::Failure;

/// Why there is no answer, and what that usually means.
pub fn failure(failure: Failure) -> String {
    match failure {
        Failure::Timeout => "時間内に応答がありませんでした。".to_owned(),
        Failure::Unreachable => {
            "リゾルバに接続できませんでした。ネットワークに接続していないか、このブラウザからは利用できません。".to_owned()
        }
        Failure::Http(status) => {
            format!("リゾルバが要求を拒否しました（HTTPステータス{status}）。")
        }
        Failure::NotDns => "応答したのはDNSのリゾルバではありません。".to_owned(),
        Failure::Malformed => "リゾルバの応答を読み取れません。".to_owned(),
        Failure::ServFail => {
            "リゾルバが名前を解決できませんでした（SERVFAIL）。権威サーバが停止しているか、DNSSECの署名が壊れています。".to_owned()
        }
        Failure::Refused => "リゾルバが応答を拒否しました（REFUSED）。".to_owned(),
        Failure::Rcode(code) => format!("リゾルバがエラーコード{code}を返しました。"),
        Failure::AliasLoop => "別名（CNAME）の連鎖が終わりません。".to_owned(),
        Failure::BadName => "DNSの名前として表せないため、問い合わせられません。".to_owned(),
        Failure::Bogus => {
            "応答はありますが、DNSSECの検証によるとドメインが公開したものではないため（bogus）、使っていません。"
                .to_owned()
        }
        Failure::TooMany => {
            "このメールの問い合わせが多すぎるため、送信していません。".to_owned()
        }
    }
}
