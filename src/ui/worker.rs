//! Hashing of large messages in a worker: the same wasm module, started without a window.
//!
//! A copy of the octets is transferred there and only digests come back; the page keeps the octets it
//! has. When there is no worker to be had, the caller hashes by itself.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::engine::crypto::HashKind;
use crate::engine::dkim::{Bodies, BodyDigest, BodyVariant, Canonicalization};
use crate::engine::mail::Message;
use crate::engine::prepare;
use crate::ui::browser;

/// In the worker: answers each message's octets with the digests of its body.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answer = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let octets = Uint8Array::new(&event.data()).to_vec();
            let digests = encode(&prepare::digests(&Message::parse(octets)));
            let _ = scope.post_message(&Uint8Array::from(digests.as_slice()));
        })
    };
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
}

/// In the page: the body digests of a message; `None` when the worker fails.
pub async fn digests(octets: &[u8]) -> Option<Bodies> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&browser::worker_address()?, &options).ok()?;
    let copy = Uint8Array::from(octets);
    let answered = Promise::new(&mut |resolve, reject| {
        let message = Closure::once_into_js(move |event: MessageEvent| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &event.data());
        });
        worker.set_onmessage(Some(message.unchecked_ref()));
        worker.set_onerror(Some(&reject));
    });
    let transferred = Array::of1(&copy.buffer());
    worker
        .post_message_with_transfer(&copy, &transferred)
        .ok()?;
    let answer = JsFuture::from(answered).await;
    worker.terminate();
    decode(&Uint8Array::new(&answer.ok()?).to_vec())
}

/// Octets of one digest on its way: seven numbers, then the digest in 32.
const RECORD: usize = 7 * 8 + 32;

fn encode(bodies: &Bodies) -> Vec<u8> {
    let mut octets = Vec::new();
    for (variant, digest) in bodies.iter() {
        let numbers = [
            u64::from(variant.canonicalization == Canonicalization::Relaxed),
            u64::from(variant.hash == HashKind::Sha256),
            u64::from(variant.length.is_some()),
            variant.length.unwrap_or_default(),
            digest.hashed,
            digest.total,
            digest.digest.len() as u64,
        ];
        octets.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let end = octets.len() + 32;
        octets.extend_from_slice(&digest.digest);
        octets.resize(end, 0);
    }
    octets
}

fn decode(octets: &[u8]) -> Option<Bodies> {
    octets
        .chunks(RECORD)
        .map(|record| {
            let (numbers, digest) = record.split_at_checked(RECORD - 32)?;
            let mut numbers = numbers
                .as_chunks::<8>()
                .0
                .iter()
                .map(|number| u64::from_le_bytes(*number));
            let canonicalization = match numbers.next()? {
                0 => Canonicalization::Simple,
                _ => Canonicalization::Relaxed,
            };
            let hash = match numbers.next()? {
                0 => HashKind::Sha1,
                _ => HashKind::Sha256,
            };
            let has_length = numbers.next()? == 1;
            let length = numbers.next()?;
            let (hashed, total) = (numbers.next()?, numbers.next()?);
            let size = usize::try_from(numbers.next()?).ok()?;
            Some((
                BodyVariant {
                    canonicalization,
                    length: has_length.then_some(length),
                    hash,
                },
                BodyDigest {
                    digest: digest.get(..size)?.to_vec(),
                    hashed,
                    total,
                },
            ))
        })
        .collect()
}
