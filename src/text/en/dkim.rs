//! What is said about DKIM.

use crate::engine::dkim::Clock;
use crate::engine::dkim::finding::{Change, Finding, KeyFault, RecordAt, RecordFault, Replaceable};
use crate::engine::mail::time::to_rfc3339;
use crate::text::en::dns;
use crate::text::prose::Prose;

/// The words of a finding about a DKIM signature.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        // The signature field.
        Finding::TagSyntax => Prose::new(
            "The signature field is malformed",
            "It is not a list of tag=value pairs, so nothing can be read from it.",
        )
        .fix("If the field’s lines lost their indent on the way, use the .eml file instead."),
        Finding::DuplicateTag { tag } => Prose::new(
            format!("The tag {tag}= stands twice in the signature"),
            "A duplicate makes the whole list void; the signing software is at fault.",
        ),
        Finding::MissingTag { tag } => Prose::new(
            format!("The signature has no {tag}= tag"),
            "It is required, so the signature can never verify.",
        ),
        Finding::BadTag { tag, value } => Prose::new(
            format!("The signature’s {tag}= has no usable value"),
            format!("It reads “{value}”."),
        ),
        Finding::BadVersion { value } => Prose::new(
            format!("Unknown signature version v={value}"),
            "There is only v=1.",
        ),
        Finding::UnknownAlgorithm { algorithm } => Prose::new(
            format!("Unknown signature algorithm a={algorithm}"),
            "DKIM has rsa-sha256 and ed25519-sha256.",
        ),
        Finding::UnknownCanonicalization { value } => Prose::new(
            format!("Unknown canonicalization c={value}"),
            "DKIM has simple and relaxed, for header and body each.",
        ),
        Finding::UnknownQueryMethod { value } => Prose::new(
            format!("Unknown way to get the key: q={value}"),
            "Keys are published in DNS: q=dns/txt.",
        ),
        Finding::BadDomain { value } => Prose::new(
            format!("The signing domain d={value} is no domain name"),
            "Without one there is no place to get the key from.",
        ),
        Finding::BadSelector { value } => Prose::new(
            format!("The selector s={value} can’t be used"),
            "Selector and domain together make no name that DNS could hold.",
        ),
        Finding::SingleLabelDomain { domain } => Prose::new(
            format!("The signing domain {domain} is a top-level domain"),
            "Receivers may ignore a signature that speaks for so many.",
        ),
        Finding::FromNotSigned => Prose::new(
            "The signature does not cover From",
            "A signature that leaves From out says nothing about the author, so the standard does \
             not accept it.",
        )
        .fix_with("The signing server adds From to the list, best twice:", "h=from:from:…"),
        Finding::SignsSeal => Prose::new(
            "The signature covers ARC-Seal",
            "The seal is made after it, so it can never verify. The standard forbids it.",
        ),
        Finding::SignsResults { name } => Prose::new(
            format!("The signature covers {name}"),
            "The standard forbids it: such fields may be removed further on, and that breaks the \
             signature.",
        ),
        Finding::SealWithHeaders => Prose::new(
            "The seal has an h= tag",
            "A seal covers the ARC fields and nothing else. The standard makes any other choice a \
             fail.",
        ),
        Finding::TooManySignedHeaders { names } => Prose::new(
            format!("The signature covers {names} fields"),
            "That is more than is hashed here.",
        ),
        Finding::IdentityOutsideDomain { identity, domain } => Prose::new(
            format!("i={identity} does not belong to d={domain}"),
            "The identity must lie within the signing domain.",
        ),
        Finding::ExpiresBeforeSigning { signed, expires } => Prose::new(
            "The signature expires before it was made",
            format!("t= says {}, x= says {}.", to_rfc3339(*signed), to_rfc3339(*expires)),
        ),
        Finding::Expired {
            expires,
            clock,
            still,
        } => Prose::new(
            format!("The signature expired at {}", to_rfc3339(*expires)),
            expired(*clock, *still),
        ),
        Finding::ExpiredSince {
            expires,
            received,
            now,
        } => Prose::new(
            "The signature has expired since the mail arrived",
            format!(
                "It was valid at {}, when the mail arrived, and expired at {}; it is now {}. What \
                 counts is the time of arrival.",
                to_rfc3339(*received),
                to_rfc3339(*expires),
                to_rfc3339(*now)
            ),
        ),
        Finding::SignedInFuture {
            signed,
            clock,
            still,
        } => Prose::new(
            if *still {
                "The signature was made in the future"
            } else {
                "The signature was made after the mail arrived"
            },
            match clock.received {
                Some(received) => format!(
                    "t= says {}. The mail arrived at {}, and it is now {}. One of the clocks is \
                     wrong.",
                    to_rfc3339(*signed),
                    to_rfc3339(received),
                    to_rfc3339(clock.now)
                ),
                None => format!(
                    "t= says {}, and it is now {}. One of the clocks is wrong.",
                    to_rfc3339(*signed),
                    to_rfc3339(clock.now)
                ),
            },
        ),
        Finding::BodyLength { signed, total } => Prose::new(
            match total {
                Some(total) => format!("Only the first {signed} of {total} octets of the body are signed"),
                None => format!("Only the first {signed} octets of the body are signed"),
            },
            "With l=, anybody can add text below, and the signature still verifies.",
        )
        .fix("The signing server leaves l= out."),
        Finding::BodyLengthTooLarge { stated, total } => Prose::new(
            format!("The signature covers {stated} octets, and the body has {total}"),
            "Part of the body is missing.",
        ),
        Finding::Replaceable { how } => Prose::new(
            "Anybody can replace all that is shown of the body",
            match how {
                Replaceable::NothingSigned => "With l=0 no octet of the body is signed.",
                Replaceable::TypeUnsigned => {
                    "Content-Type is not signed: a new one can turn the signed octets into a part \
                     that no program shows, with other text below."
                }
                Replaceable::BeforeParts => {
                    "The signed octets end before the first part begins, so every part can be \
                     exchanged."
                }
            },
        )
        .fix("The signing server leaves l= out."),
        Finding::UnsignedFields { names } => Prose::new(
            format!("The signature does not cover {names}"),
            "Whoever passes the mail on can change them, and the signature still verifies.",
        )
        .fix("The signing server adds them to h=."),
        Finding::FromNotOversigned => Prose::new(
            "A second From could be added",
            "The signature names From no more often than it occurs. A further one above would not \
             break it, and a mail program may show that one.",
        )
        .fix_with("The signing server signs From once more than it occurs:", "h=from:from:…"),
        Finding::Ed25519 => Prose::new(
            "The signature uses Ed25519",
            "The standard asks every receiver to verify it; many large ones do not, and count the \
             mail as unsigned.",
        )
        .fix("The signing server adds a second signature with rsa-sha256, under another selector."),
        Finding::ULabels { written, name } => Prose::new(
            format!("{written} was looked up as {name}"),
            "Letters were lower-cased and encoded, without further mapping.",
        ),
        Finding::SecondFrom { unsigned } => Prose::new(
            "A From field stands above the signed one",
            format!(
                "The signature covers the lowest From; {unsigned} more is not covered, and a mail \
                 program may show that one."
            ),
        )
        .fix_with("The signing server can rule this out by signing From once more than it occurs:", "h=from:from:…"),

        Finding::SecondField { name, unsigned } => Prose::new(
            format!("A {name} field stands above the signed one"),
            format!(
                "The signature covers the lowest; {unsigned} more is not covered. A mail program \
                 may show either."
            ),
        ),

        // Getting the key.
        Finding::NoKey { name, exists } => Prose::new(
            format!("There is no key at {name}"),
            if *exists {
                "The name exists, but has no TXT record. The owner removed or renamed the key, or \
                 never published it. For an old mail that is usual: keys are rotated."
            } else {
                "The name does not exist. The owner removed or renamed the key, or never published \
                 it. For an old mail that is usual: keys are rotated."
            },
        )
        .fix_with(
            "If the mail is new, the domain’s owner publishes the public key of the signing server:",
            format!("{name}. TXT \"v=DKIM1; k=rsa; p=…\""),
        ),
        Finding::KeyUnavailable { name, failure } => Prose::new(
            format!("The key could not be looked up: {name}"),
            dns::failure(*failure),
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::KeySyntax {
            at,
            fault,
            corrected,
        } => {
            let prose = Prose::new(
                format!("The key record at {} is malformed", at.name),
                format!("{} {}", record_fault(*fault), pointed(at)),
            );
            match corrected {
                Some(corrected) => prose.fix_with("It was probably meant so:", corrected.as_str()),
                None => prose.fix("The domain’s owner publishes the record again."),
            }
        }
        Finding::KeyDuplicateTag { at, tag } => Prose::new(
            format!("The tag {tag}= stands twice in the key record at {}", at.name),
            format!("A duplicate makes the record void: {}", pointed(at)),
        )
        .fix("The domain’s owner deletes one of the two."),
        Finding::KeyVersion { at, value } => Prose::new(
            format!("The key record at {} has the version {value}", at.name),
            "There is only DKIM1.",
        )
        .fix_with("The domain’s owner corrects it:", "v=DKIM1"),
        Finding::KeyVersionNotFirst { at } => Prose::new(
            format!("In the key record at {}, v= is not the first tag", at.name),
            "Where it stands, it must stand first.",
        ),
        Finding::KeyWithoutP { name, text } => Prose::new(
            format!("The record at {name} holds no key"),
            format!("There is no p= in “{text}”."),
        ),
        Finding::KeyRevoked { name } => Prose::new(
            format!("The key at {name} was revoked by its owner"),
            "An empty p= says that signatures with this key no longer count.",
        ),
        Finding::KeyMalformed { at, fault } => Prose::new(
            format!("The key at {} can’t be used", at.name),
            format!("{} {}", key_fault(*fault), pointed(at)),
        )
        .fix("The domain’s owner publishes the public key again; long ones are often cut or split wrongly."),
        Finding::KeyRecordTooLong { name, octets } => Prose::new(
            format!("The record at {name} is too long: {octets} octets"),
            "It was not read. No key needs that much.",
        ),
        Finding::KeyWithSpaces { at } => Prose::new(
            format!("The key at {} has spaces in it", at.name),
            "That is allowed; some receivers fail to read it.",
        ),
        Finding::KeyHashNotAllowed {
            name,
            allowed,
            hash,
        } => Prose::new(
            format!("The key at {name} does not allow {hash}"),
            format!("Its h= says {allowed}."),
        ),
        Finding::KeyTypeMismatch { name, kind, needed } => Prose::new(
            format!("The key at {name} is of another kind"),
            format!("Its k= says {kind}; the signature needs {needed}."),
        ),
        Finding::KeyNotForEmail { name, services } => Prose::new(
            format!("The key at {name} is not for mail"),
            format!("Its s= says {services}."),
        ),
        Finding::KeyStrictIdentity { name, identity } => Prose::new(
            format!("The key at {name} forbids subdomains (t=s)"),
            format!("The signature’s i={identity} lies below its d=."),
        ),
        Finding::KeyTesting { name } => Prose::new(
            format!("The key at {name} is marked as a test (t=y)"),
            "The signature is judged here as it is. The standard’s other reading: treat the \
             message as unsigned.",
        )
        .fix("Once signing works, the domain’s owner removes t=y."),
        Finding::SeveralKeys {
            name,
            records,
            usable,
        } => Prose::new(
            format!("There are {records} records at {name}"),
            format!(
                "{usable} of them can be used, and each was tried. The standard does not say what \
                 follows, so receivers differ."
            ),
        )
        .fix("The domain’s owner leaves one record there."),
        Finding::KeysCapped {
            name,
            records,
            tried,
        } => Prose::new(
            format!("Only {tried} of {records} records at {name} were tried"),
            "One is usual.",
        ),

        // Judging.
        Finding::RsaSha1 { matches } => Prose::new(
            "The signature uses rsa-sha1, which is no longer accepted",
            match matches {
                Some(true) => "Its arithmetic is right: the octets are those that were signed. But SHA-1 is broken, so that proves nothing.",
                Some(false) => "Its arithmetic does not fit either.",
                None => "SHA-1 is broken, so a match would prove nothing.",
            },
        )
        .fix_with("The signing server changes its algorithm:", "a=rsa-sha256"),
        Finding::ShortKey {
            name,
            bits,
            matches,
        } => Prose::new(
            format!("The key has only {bits} bits"),
            match matches {
                Some(true) => format!("The signature matches the key at {name}, but keys this short can be broken, so it does not count."),
                _ => format!("The key at {name} is so short that it can be broken; it never makes a signature valid."),
            },
        )
        .fix("The domain’s owner publishes a new key of 2048 bits."),
        Finding::WeakKey { name, bits } => Prose::new(
            format!("The key at {name} has {bits} bits"),
            "That is accepted; 2048 bits are recommended.",
        ),
        Finding::KeyTooLarge { name, bits } => Prose::new(
            format!("The key at {name} has {bits} bits"),
            "Receivers need not check keys above 4096 bits; this one was not tried.",
        )
        .fix("The domain’s owner publishes a new key of 2048 bits."),
        Finding::BodyHashMismatch {
            hashed,
            header_intact,
        } => Prose::new(
            "The body was changed after signing",
            match header_intact {
                Some(true) => format!(
                    "The signature itself is intact, so the signed header fields are unchanged. \
                     But the hash of the {hashed} octets of the body is not the one it states."
                ),
                _ => format!("The hash of the {hashed} octets of the body is not the one the signature states."),
            },
        )
        .fix("Look at what stands between signing and this copy: mailing lists add footers, gateways rewrite links, and some mail stores re-encode the body. If you can, compare with a copy from nearer the sender."),
        Finding::StoreRewrites { name } => Prose::new(
            "This copy comes from an Exchange mailbox",
            format!(
                "{name} was written there. Exchange and Microsoft 365 rewrite bodies when they store \
                 them, so the change need not be anybody’s doing. What the receiving server wrote in \
                 Authentication-Results was found before that."
            ),
        ),
        Finding::BodyAbsent { header_intact } => Prose::new(
            "No body pasted: the body hash can’t be checked",
            match header_intact {
                Some(true) => "The signature over the header is intact.",
                Some(false) => "The signature over the header does not fit, either.",
                None => "Whether the signature over the header is intact could not be checked.",
            },
        )
        .fix("Paste the whole message, or drop the .eml file."),
        Finding::BodyStated => Prose::new(
            "The body is known only by its stated hash",
            "It is equal to the one in the signature. Whoever made this link wrote it there.",
        ),
        Finding::HeaderChanged { name, change } => match change {
            Change::Added => Prose::new(
                format!("{name} was added after signing"),
                "Without this field the signature over the header verifies: it was not there, or \
                 another one stood there, when the mail was signed.",
            ),
            Change::Replaced { by } => Prose::new(
                format!("{name} was rewritten after signing"),
                format!(
                    "With the value that {by} has, the signature over the header verifies."
                ),
            ),
            Change::Prefixed { put } => Prose::new(
                format!("“{put}” was put at the start of {name} after signing"),
                "Without it the signature over the header verifies. Mailing lists and filters do \
                 so.",
            ),
            Change::Spaces => Prose::new(
                format!("White space in {name} was changed after signing"),
                "With the folds or spaces it had, the signature over the header verifies. The words \
                 are the same.",
            ),
        },
        Finding::SignatureMismatch {
            name,
            body_intact,
            key_fits,
        } => Prose::new(
            match key_fits {
                Some(true) => "A signed header field was changed after signing".to_owned(),
                Some(false) => format!("The signature does not fit the key at {name}"),
                None => "The signature over the header does not fit".to_owned(),
            },
            format!(
                "{} {}",
                match key_fits {
                    Some(true) => "The key is the one that signed; what it signed is not what is here.",
                    Some(false) => "The key in DNS is another one than was used for signing, as after a rotation under the same name, or the b= tag was damaged.",
                    None => "Either a signed header field was changed, or the key in DNS is another one.",
                },
                match body_intact {
                    Some(true) => "The body is unchanged.",
                    Some(false) => "The body was changed, too.",
                    None => "",
                }
            )
            .trim()
            .to_owned(),
        )
        .fix("Compare the signed fields (numbered in the source) with the mail as it was sent: Subject, To and Date are the ones that lists and gateways rewrite."),
    }
}

/// When an expired signature was judged, and how that is now.
fn expired(clock: Clock, still: bool) -> String {
    let now = to_rfc3339(clock.now);
    match clock.received.map(to_rfc3339) {
        None => format!(
            "It is judged now, at {now}, since no Received field states when the mail arrived."
        ),
        Some(received) if still => format!(
            "It had expired when the border server received the mail, at {received}, and it is \
             expired now, at {now}."
        ),
        Some(received) => format!(
            "It had expired when the border server received the mail, at {received}. By the clock \
             here it is {now}, and it has not expired. One of the clocks is wrong."
        ),
    }
}

/// The record with a mark in front of the fault.
fn pointed(at: &RecordAt) -> String {
    match at.text.split_at_checked(at.position) {
        Some((before, after)) => format!("{before} ⟶ {after}"),
        None => at.text.clone(),
    }
}

fn record_fault(fault: RecordFault) -> &'static str {
    match fault {
        RecordFault::MissingSemicolon => "A semicolon is missing between two tags:",
        RecordFault::QuotationMark => "A quotation mark is part of the text:",
        RecordFault::NoEqualsSign => "There is no “=” here:",
        RecordFault::BadTagName => "This is no tag name:",
        RecordFault::BadCharacter => "This character is not allowed:",
        RecordFault::Backslash => {
            "A backslash is part of the text, as zone files need and DNS does not:"
        }
        RecordFault::EmptyTag => "There is nothing between two semicolons:",
    }
}

fn key_fault(fault: KeyFault) -> String {
    match fault {
        KeyFault::NotBase64 => "p= is not base64:".to_owned(),
        KeyFault::NotDer => "What p= holds is no public key:".to_owned(),
        KeyFault::OtherKind => "p= holds a key of another kind than k= says:".to_owned(),
        KeyFault::Length { octets } => {
            format!("An Ed25519 key has 32 octets, and this one has {octets}:")
        }
        KeyFault::NotAKey => "The numbers in p= make no key:".to_owned(),
    }
}
