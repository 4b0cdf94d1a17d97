//! One answer per idempotency key.
//!
//! The first request claims the key and works; the same request meanwhile is told to wait, afterwards it gets the stored
//! answer. An answer is stored once the thing exists; a refusal before that is forgotten, so that the same key can be
//! used again once its reason is gone. Whoever dies with a claim loses it after [`LOCKED`]; what it had begun is found
//! again by `Claimed::derived`, an id that follows from the key and the request. Answers are kept sealed: some of them have
//! links that open what was bought.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{ApiClient, Scope},
    },
};

/// Longer than any request may take.
const LOCKED: TimeDelta = TimeDelta::seconds(60);
const SEALED_COLUMN: &str = "idempotency_keys.body";

/// A request with a key.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// 1–200 characters.
    pub key: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub body: &'a [u8],
}

impl Request<'_> {
    fn fingerprint(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for part in [self.method.as_bytes(), self.path.as_bytes(), self.body] {
            // Lengths keep `a` + `bc` from being `ab` + `c`.
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }
}

/// A key that is the caller's to answer.
#[derive(Debug, Clone)]
pub struct Claimed {
    key: String,
    derived: Uuid,
}

impl Claimed {
    /// The same for the same request under the same key, whoever runs it and whenever; another for everything else.
    pub const fn derived(&self) -> Uuid {
        self.derived
    }
}

/// An answer given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What became of the claim.
#[derive(Debug)]
pub enum Claim {
    /// Do the work, then `finish`, `forget` or `reopen`.
    Mine(Claimed),
    /// It was done before.
    Answered(Stored),
    /// Somebody works on it.
    InProgress,
    /// The key belongs to another request.
    Reused,
}

/// Claims the key for this request.
pub async fn claim(backend: &Backend, client: &ApiClient, request: Request<'_>) -> Result<Claim, Internal> {
    let now = backend.now();
    let fingerprint = request.fingerprint();
    let mut tx = backend.begin(client).await?;
    let is_mine = store::claims::claim(&mut tx, client, request.key, &fingerprint, now, now + LOCKED).await?;
    let claim = if is_mine {
        Claim::Mine(Claimed {
            key: request.key.to_owned(),
            derived: derived(client, request.key, &fingerprint),
        })
    } else {
        match store::claims::find(&mut tx, client, request.key).await? {
            Some((other, _)) if other != fingerprint => Claim::Reused,
            Some((_, Some(sealed))) => {
                let place = place(client, request.key);
                let body = backend
                    .seal
                    .open(client.reseller(), SEALED_COLUMN, &place, &sealed.body)?;
                Claim::Answered(Stored {
                    status: sealed.status,
                    body,
                })
            }
            // Given free between the two statements: as good as in progress, since the caller comes again.
            Some((_, None)) | None => Claim::InProgress,
        }
    };
    tx.commit().await?;
    Ok(claim)
}

fn place(client: &ApiClient, key: &str) -> String {
    format!("{}/{key}", client.key())
}

fn derived(client: &ApiClient, key: &str, fingerprint: &[u8]) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(client.reseller().uuid().as_bytes());
    hash.update(client.key().uuid().as_bytes());
    hash.update(fingerprint);
    hash.update(key.as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Keeps the answer for everybody who comes with the key again.
pub async fn finish(
    backend: &Backend,
    client: &ApiClient,
    claimed: &Claimed,
    answer: &Stored,
) -> Result<(), Internal> {
    let place = place(client, &claimed.key);
    let sealed = backend
        .seal
        .close(client.reseller(), SEALED_COLUMN, &place, &answer.body)?;
    let mut tx = backend.begin(client).await?;
    store::claims::finish(&mut tx, client, &claimed.key, answer.status, &sealed).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the key free: nothing happened.
pub async fn forget(backend: &Backend, client: &ApiClient, claimed: &Claimed) -> Result<(), Internal> {
    let mut tx = backend.begin(client).await?;
    store::claims::forget(&mut tx, client, &claimed.key).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets the same request, and no other, try again at once: something may have happened.
pub async fn reopen(backend: &Backend, client: &ApiClient, claimed: &Claimed) -> Result<(), Internal> {
    let mut tx = backend.begin(client).await?;
    store::claims::reopen(&mut tx, client, &claimed.key).await?;
    tx.commit().await?;
    Ok(())
}
