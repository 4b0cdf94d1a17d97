//! Somebody wants in by their company's own sign-in.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::{
    ATTEMPT_MINUTES, ATTEMPTS_PER_ADDRESS,
    change_settings::short_name,
    connection,
    refusal::Refused,
    store::{
        attempts::{self, Attempt},
        connections,
    },
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{Email, LinkToken, LocalPath},
        audit::Origin,
        error::{Internal, with_internal},
        scope::{Member, Scope, Visitor, WorksIn},
    },
    shared::{
        ids::{OrganizationId, UserId},
        sign_in::SignInRefusal,
    },
};

/// What the form and the browser say.
#[derive(Debug)]
pub struct Start {
    /// An e-mail address, or the company's short name.
    pub company: String,
    /// Where to go then.
    pub next: Option<LocalPath>,
    pub browser: StartedBy,
}

/// The browser that begins.
#[derive(Debug)]
pub struct StartedBy {
    /// Host it is on.
    pub host: String,
    /// The secret it holds from a sign-in begun before.
    pub secret: Option<LinkToken>,
    pub origin: Origin,
}

/// Where the browser goes, and what it has to hold until it comes back.
#[derive(Debug)]
pub struct Started {
    pub url: String,
    pub secret: LinkToken,
    /// How long it has to hold it.
    pub seconds: i64,
}

/// Why it did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No company of this shop has a sign-in for that.
    #[error("no such company")]
    NoCompany,
    /// Too many from this address.
    #[error("too many")]
    TooMany { retry_after_seconds: u32 },
    /// The company's provider cannot be used.
    #[error("{why:?}: {detail}")]
    Refused { why: SignInRefusal, detail: String },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(StartError);

/// Finds the company and begins.
pub async fn start(backend: &Backend, visitor: &Visitor, start: Start) -> Result<Started, StartError> {
    let reseller = visitor.reseller();
    let mut tx = backend.begin(visitor).await?;
    let found = match Email::parse(&start.company) {
        Ok(email) => connections::by_email(&mut tx, reseller, email.as_str(), email.domain()).await?,
        Err(_) => match short_name(&start.company) {
            Some(name) => connections::by_short_name(&mut tx, reseller, &name).await?,
            None => None,
        },
    };
    tx.commit().await?;
    let organization = found.ok_or(StartError::NoCompany)?;
    let next = start.next.map(|next| next.as_str().to_owned());
    begin(backend, visitor, organization, None, next, start.browser).await
}

/// An owner tries the settings out, whether or not they are switched on.
pub async fn start_test(
    backend: &Backend,
    member: &Member,
    browser: StartedBy,
) -> Result<Started, StartError> {
    let (organization, user) = (member.organization(), member.user());
    begin(backend, member, organization, Some(user), None, browser).await
}

async fn begin(
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    tested_by: Option<UserId>,
    next: Option<String>,
    browser: StartedBy,
) -> Result<Started, StartError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let address = browser.origin.address;
    let lasts = TimeDelta::minutes(ATTEMPT_MINUTES);
    let mut tx = backend.begin(scope).await?;
    if attempts::count(&mut tx, reseller, address, now - lasts).await? >= ATTEMPTS_PER_ADDRESS {
        return Err(StartError::TooMany {
            retry_after_seconds: 60,
        });
    }
    let row = connections::find(&mut tx, reseller, organization)
        .await?
        .ok_or(StartError::NoCompany)?;
    tx.commit().await?;
    let connection = connection::open(backend, reseller, &row, &browser.host)?;
    let begun = backend
        .providers
        .sign_in
        .begin(&connection)
        .await
        .map_err(|fault| {
            let Refused { why, detail } = fault.into();
            StartError::Refused { why, detail }
        })?;

    let secret = browser.secret.unwrap_or_else(LinkToken::new);
    let attempt = Attempt {
        organization,
        tested_by,
        browser_hash: secret.hash(),
        nonce: begun.nonce,
        verifier: begun.verifier,
        host: browser.host,
        next,
        expires_at: now + lasts,
    };
    let mut tx = backend.begin(scope).await?;
    attempts::insert(
        &mut tx,
        reseller,
        &state_hash(&begun.state),
        &attempt,
        address,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Started {
        url: begun.url,
        secret,
        seconds: lasts.num_seconds(),
    })
}

/// What is kept of the state on its way round.
pub(super) fn state_hash(state: &str) -> Vec<u8> {
    Sha256::digest(state.as_bytes()).to_vec()
}
