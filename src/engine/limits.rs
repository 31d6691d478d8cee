//! Every cap of the engine in one place. Whatever is pasted, the work it causes is bounded by these;
//! each cap that bites leaves a finding, so nothing is dropped in silence.

/// Largest message that is looked at, in octets.
pub const MESSAGE_OCTETS: usize = 50 * 1024 * 1024;

/// Header fields that are read; further ones are ignored.
pub const HEADERS: usize = 10_000;

/// DKIM signatures that are verified; RFC 6376 §6.1 lets a verifier limit them.
pub const SIGNATURES: usize = 16;

/// Tags that are read in one tag list.
pub const TAGS: usize = 256;

/// Faults named of one tag list, and of one list of report addresses; more of them say nothing new.
pub const TAG_FAULTS: usize = 16;

/// Names in one `h=` that are hashed.
pub const SIGNED_HEADERS: usize = 1_000;

/// Octets at the beginning of a body in which the first part of a multipart is looked for.
pub const PREAMBLE_OCTETS: usize = 64 * 1024;

/// ARC sets, RFC 8617 §5.2 step 1.
pub const ARC_SETS: usize = 50;

/// ARC-Message-Signatures that are verified, newest first: all but the newest one tell only how far
/// back the message is unchanged (RFC 8617 §5.2 step 5, which is optional).
pub const ARC_SIGNATURES: usize = 16;

/// Key records tried at one selector for a signature of ARC's, of which there may be many.
pub const ARC_KEYS_PER_NAME: usize = 2;

/// Key records tried at one selector, RFC 6376 §6.1.2.
pub const KEYS_PER_NAME: usize = 8;

/// Octets of one TXT record that are parsed as a key or policy.
pub const RECORD_OCTETS: usize = 16 * 1024;

/// Bits of an RSA modulus above which a key is not tried: RFC 8301 §3.2 asks for up to 4096.
pub const RSA_BITS: usize = 8_192;

/// Distinct DNS questions that verdicts may need.
pub const QUESTIONS: usize = 70;

/// CNAMEs followed for one question.
pub const ALIASES: usize = 12;

/// Records kept of one DNS answer.
pub const RECORDS_PER_ANSWER: usize = 256;

/// Terms evaluated in one SPF record, before the RFC's own limits bite.
pub const SPF_TERMS: usize = 512;

/// SPF terms that cause DNS queries, RFC 7208 §4.6.4.
pub const SPF_LOOKUPS: usize = 10;

/// SPF terms that cause DNS queries, above which no further one is counted: there are too many.
pub const SPF_REACH: usize = 64;

/// SPF lookups with no answer, RFC 7208 §4.6.4.
pub const SPF_VOID_LOOKUPS: usize = 2;

/// Host names tried for one SPF `mx` or `ptr`, RFC 7208 §4.6.4.
pub const SPF_NAMES: usize = 10;

/// Faults named of one SPF record that breaks the grammar.
pub const SPF_FAULTS: usize = 8;

/// Octets of HELO or of an envelope sender; RFC 5321 §4.5.3.1 allows 255 and 256.
pub const SPF_IDENTITY_OCTETS: usize = 512;

/// Octets shown of a TXT record that is no SPF record.
pub const SPF_SHOWN_OCTETS: usize = 512;

/// Octets kept of an SPF macro expansion, from its right end: names are the last 253 of it (RFC 7208
/// §7.3).
pub const SPF_TARGET_OCTETS: usize = 1_024;

/// Octets kept of an expanded SPF explanation, RFC 7208 §6.2.
pub const SPF_EXPLANATION_OCTETS: usize = 2_048;

/// Macros of one SPF term whose values are shown.
pub const SPF_SUBSTITUTIONS: usize = 32;

/// Queries of one DMARC tree walk, RFC 9989 §4.10.
pub const TREE_WALK_QUERIES: usize = 8;

/// Hosts named for DMARC reports whose consent is looked for, RFC 9990 §4.
pub const REPORT_HOSTS: usize = 6;

/// Author domains for which DMARC is evaluated when From holds several.
pub const AUTHOR_DOMAINS: usize = 4;

/// Octets of a name with characters beyond ASCII: longer than four for each of a name's 255 it is none
/// any more, and the time of its punycode would grow with the square of them.
pub const U_LABEL_OCTETS: usize = 1_024;

/// Addresses read in one address field.
pub const ADDRESSES: usize = 1_000;

/// Octets of all From fields up to which a second mail reader's opinion is heard: its time may grow
/// with the square of them.
pub const COMPARED_FROM_OCTETS: usize = 16 * 1024;

/// Received fields that are read as hops.
pub const HOPS: usize = 100;

/// Fields of other servers' results that are read: Authentication-Results, Received-SPF and ARC's.
pub const CLAIM_FIELDS: usize = 32;

/// Octets read of one such field.
pub const CLAIM_FIELD_OCTETS: usize = 64 * 1024;

/// Results read in one such field.
pub const CLAIMS_PER_FIELD: usize = 32;

/// Results read in all of them.
pub const CLAIMS: usize = 256;

/// Properties read of one result.
pub const CLAIM_PROPERTIES: usize = 32;

/// Octets kept of one word, string or comment in such a field.
pub const CLAIM_TEXT_OCTETS: usize = 512;

/// Octets of a paste by which its damage is judged.
pub const PASTE_OCTETS: usize = 256 * 1024;

/// Lines of a paste by which its damage is judged.
pub const PASTE_LINES: usize = 16_384;

/// Repairs that follow each other on one paste.
pub const REPAIRS: usize = 12;

/// Places kept of what one repair changes.
pub const REPAIR_PLACES: usize = 256;

/// Octets of a body up to which it is tried what was done to it since it was signed.
pub const TRIED_OCTETS: usize = 256 * 1024;

/// Body hashes that are searched for so, of those that the signatures state.
pub const TRIED_HASHES: usize = 4;

/// Lines at the end of a body among which those are searched that were added.
pub const ADDED_LINES: usize = 128;

/// Ways a signed field may have been changed that are tried for one signature. That none is found
/// says nothing, so neither does the end of the search.
pub const UNDONE_TRIES: usize = 256;

/// Octets that are hashed in trying them.
pub const UNDONE_OCTETS: usize = 2 * 1024 * 1024;

/// Tries where each takes a signature's whole check, since the key does not give back its digest.
pub const UNDONE_CHECKS: usize = 64;

/// MIME parts that are searched for attached messages.
pub const PARTS: usize = 1_000;

/// Levels of multiparts inside each other that are searched for attached messages.
pub const PART_DEPTH: usize = 8;

/// Octets read of one part's header.
pub const PART_HEADER_OCTETS: usize = 16 * 1024;

/// Attached messages that are offered.
pub const ATTACHED: usize = 16;

/// Messages of a mailbox file that are listed.
pub const MAILBOX_LISTED: usize = 200;

/// Octets read of each message of a mailbox file for that list.
pub const MAILBOX_HEADER_OCTETS: usize = 32 * 1024;

/// Records kept of each section of an answer to prove it by.
pub const PROOF_RECORDS: usize = 256;

/// DNS questions that the proofs of all answers may need.
pub const PROOF_QUESTIONS: usize = 256;

/// Names below a proven zone whose DS records are asked for at once.
pub const PROOF_AHEAD: usize = 8;

/// Signatures looked at of one set of records.
pub const SIGNATURES_PER_SET: usize = 8;

/// Keys with the same tag and algorithm that are tried for one signature. Tags are no more than a sum
/// of octets, so a zone can be made in which all are the same.
pub const KEYS_PER_TAG: usize = 4;

/// Signatures of one set that are computed and fail.
pub const FAILURES_PER_SET: usize = 4;

/// Signatures computed for one answer, or for one step from zone to zone. What is counted for one is
/// not taken from another, so that nobody can make somebody else's zone look bogus by wasting it.
pub const PROOF_SIGNATURES: usize = 64;

/// Signatures among them that fail.
pub const PROOF_FAILURES: usize = 8;

/// Sets of NSEC or NSEC3 records that are read in one answer.
pub const DENIALS: usize = 16;

/// Iterations of an NSEC3 hash above which the records prove nothing (RFC 9276 §3.2).
pub const NSEC3_ITERATIONS: u16 = 100;

/// NSEC3 hashes computed for one answer, or for one step from zone to zone.
pub const NSEC3_HASHES: usize = 128;

/// Times a message is judged anew without answers that turned out to be bogus. Each time, other
/// questions may come up.
pub const BOGUS_ROUNDS: usize = 8;
