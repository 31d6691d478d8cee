//! What is said about DNS that failed.

use crate::engine::dns::Failure;

/// Why there is no answer, and what that usually means.
pub fn failure(failure: Failure) -> String {
    match failure {
        Failure::Timeout => "No answer came in time.".to_owned(),
        Failure::Unreachable => {
            "The resolver could not be reached: no network, or this browser may not ask it."
                .to_owned()
        }
        Failure::Http(status) => {
            format!("The resolver refused the request (HTTP status {status}).")
        }
        Failure::NotDns => "What answered is not a DNS resolver.".to_owned(),
        Failure::Malformed => "The resolver’s answer can’t be read.".to_owned(),
        Failure::ServFail => {
            "The resolver could not resolve the name (SERVFAIL): its name servers are down, or its \
             DNSSEC signatures are broken."
                .to_owned()
        }
        Failure::Refused => "The resolver will not answer this question (REFUSED).".to_owned(),
        Failure::Rcode(code) => format!("The resolver answered with error code {code}."),
        Failure::AliasLoop => "The name’s aliases (CNAME) never end.".to_owned(),
        Failure::BadName => "The name can’t be asked: it has no form in DNS.".to_owned(),
        Failure::Bogus => {
            "There is an answer, but by DNSSEC it is not what the domain published (bogus), so it is \
             not used."
                .to_owned()
        }
        Failure::TooMany => {
            "It was not sent, since this message already asked for too many.".to_owned()
        }
    }
}
