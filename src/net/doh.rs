//! DNS over HTTPS (RFC 8484) with the browser's `fetch`.
//!
//! GET with nothing but `Accept`: a request that needs no preflight is what most resolvers allow a
//! page. Nothing of the page goes along: no cookie, no referrer, no cache entry stays behind.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestRedirect,
};

use crate::engine::dns::{Answer, Failure, Found, Name, Question, RecordType, Source, wire};
use crate::net::resolvers::Resolver;

/// Milliseconds that one attempt may take.
const PATIENCE: u32 = 5_000;

/// Attempts for one question.
const ATTEMPTS: u32 = 2;

const DNS_MESSAGE: &str = "application/dns-message";

/// Asks a resolver. `now`, in seconds since 1970 UTC, is what the answer is dated with.
pub async fn ask(resolver: &Resolver, question: &Question, now: i64) -> Answer {
    let started = milliseconds();
    let mut outcome = attempt(resolver, question).await;
    for _ in 1..ATTEMPTS {
        match outcome {
            Err(failure) if is_worth_a_retry(failure) => {
                outcome = attempt(resolver, question).await;
            }
            _ => break,
        }
    }
    let mut answer = match outcome {
        Ok(message) => Answer {
            octets: Some(message.len()),
            ..wire::read(question, &message)
        },
        Err(failure) => Answer::new(Found::Failed(failure), Source::Live),
    };
    answer.resolver = Some(resolver.id.to_owned());
    answer.at = Some(now);
    answer.millis = Some((milliseconds() - started) as u32);
    answer
}

/// Whether DNS is spoken at a resolver's address. It is asked about the root, which tells nobody
/// anything.
pub async fn probe(resolver: &Resolver) -> bool {
    let question = Question {
        name: Name::root(),
        rtype: RecordType::NS,
    };
    attempt(resolver, &question).await.is_ok()
}

/// One request; the octets of a DNS message, whatever it says.
async fn attempt(resolver: &Resolver, question: &Question) -> Result<Vec<u8>, Failure> {
    let query = URL_SAFE_NO_PAD.encode(wire::query(question, wire::Wanted::Records));
    let patience = AbortSignal::timeout_with_u32(PATIENCE);
    let failure = || match patience.aborted() {
        true => Failure::Timeout,
        false => Failure::Unreachable,
    };
    let response = Request::get(resolver.url)
        .query([("dns", query)])
        .header("Accept", DNS_MESSAGE)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer("")
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&patience))
        .send()
        .await
        .map_err(|_| failure())?;
    if !response.ok() {
        return Err(Failure::Http(response.status()));
    }
    if !is_dns_message(&response) {
        return Err(Failure::NotDns);
    }
    body(&response).await.unwrap_or_else(|| Err(failure()))
}

/// A server in trouble may be out of it a moment later; one that refuses will refuse again.
const fn is_worth_a_retry(failure: Failure) -> bool {
    match failure {
        Failure::Timeout | Failure::Unreachable => true,
        Failure::Http(status) => status == 429 || status >= 500,
        _ => false,
    }
}

fn is_dns_message(response: &Response) -> bool {
    response.headers().get("Content-Type").is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(DNS_MESSAGE)
    })
}

/// The octets of the body, no further than a DNS message can be long; `None` when they stop coming.
async fn body(response: &Response) -> Option<Result<Vec<u8>, Failure>> {
    let mut octets = Vec::new();
    let Some(stream) = response.body() else {
        return Some(Ok(octets));
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().ok()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&chunk, &"done".into()).ok()?.is_truthy() {
            return Some(Ok(octets));
        }
        let value = Reflect::get(&chunk, &"value".into()).ok()?;
        let value: Uint8Array = value.dyn_into().ok()?;
        if octets.len() + value.length() as usize > wire::MESSAGE_OCTETS {
            let _ = JsFuture::from(reader.cancel()).await;
            return Some(Err(Failure::Malformed));
        }
        octets.extend(value.to_vec());
    }
}

fn milliseconds() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}
