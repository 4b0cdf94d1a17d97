//! Somebody comes back from their company's provider.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    connection,
    decide::decide,
    enter::{self, Entered},
    refusal::Refused,
    start::state_hash,
    store::{
        attempts::{self, Attempt},
        connections, groups,
    },
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{Browser, LinkToken, NewSession},
        audit::{self, Audit},
        error::{Internal, with_internal},
        members,
        scope::{Member, Scope, Visitor},
    },
    providers::sign_in::{Identity, Returned},
    shared::{
        ids::UserId,
        sign_in::{LastTest, SignInRefusal},
    },
};

/// Longest code and state that are looked at.
const LENGTH_MAX: usize = 4_000;

/// What the browser brought.
#[derive(Debug)]
pub struct Brought {
    pub state: String,
    pub code: Option<String>,
    /// Why the provider sends somebody back without a code.
    pub error: Option<String>,
    /// Who the provider says it is (RFC 9207).
    pub issuer: Option<String>,
    /// The secret the browser was given at the beginning.
    pub secret: Option<LinkToken>,
    /// Who is signed in now, for somebody who tries settings out.
    pub member: Option<Member>,
    pub browser: Browser,
}

/// What came of it.
#[derive(Debug)]
pub enum Finished {
    SignedIn {
        session: NewSession,
        next: Option<String>,
    },
    /// The owner finds what was found on the page of the settings.
    Tested,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    #[error("{0:?}")]
    Refused(SignInRefusal),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(FinishError);

/// Signs the person in, or writes down what a test found. Whatever comes of it, the same state is worth nothing again.
pub async fn finish(backend: &Backend, visitor: &Visitor, brought: Brought) -> Result<Finished, FinishError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let attempt = attempts::take(&mut tx, reseller, &state_hash(&brought.state)).await?;
    let attempt = attempt.filter(|attempt| {
        let is_same_browser = brought
            .secret
            .as_ref()
            .is_some_and(|secret| secret.hash() == attempt.browser_hash);
        is_same_browser && attempt.expires_at > now
    });
    let row = match &attempt {
        Some(attempt) => connections::find(&mut tx, reseller, attempt.organization).await?,
        None => None,
    };
    let listed = match &attempt {
        Some(attempt) => groups::list(&mut tx, reseller, attempt.organization).await?,
        None => vec![],
    };
    tx.commit().await?;
    let (Some(attempt), Some(row)) = (attempt, row) else {
        return Err(FinishError::Refused(SignInRefusal::Attempt));
    };

    let identity = obtain(backend, visitor, &brought, &attempt, &row, now).await?;
    if let Some(tester) = attempt.tested_by {
        let is_tester = brought
            .member
            .as_ref()
            .is_some_and(|member| member.user() == tester);
        if !is_tester {
            return Err(FinishError::Refused(SignInRefusal::Attempt));
        }
        let test = tested(
            identity,
            |identity| decide(&identity.groups, &listed, row.default_role, None).map(|assign| assign.role),
            now,
        );
        write_down(backend, visitor, &attempt, tester, &test, &brought.browser).await?;
        return Ok(Finished::Tested);
    }
    let identity = identity.map_err(|refused| refuse(&attempt, &refused))?;
    if !row.is_on {
        return Err(FinishError::Refused(SignInRefusal::Off));
    }
    match enter::enter(backend, visitor, &row, &listed, &identity, &brought.browser).await? {
        Entered::In(session) => Ok(Finished::SignedIn {
            session,
            next: attempt.next,
        }),
        Entered::Refused(why) => {
            let mut tx = backend.begin(visitor).await?;
            let audit = Audit {
                after: Some(json!({ "email": identity.email, "why": why.as_str() })),
                company: Some(attempt.organization),
                ..Audit::of("sign_in.refused", attempt.organization, &brought.browser.origin)
            };
            audit::record(&mut tx, visitor, now, audit).await?;
            tx.commit().await?;
            Err(FinishError::Refused(why))
        }
    }
}

fn refuse(attempt: &Attempt, refused: &Refused) -> FinishError {
    tracing::info!(organization_id = %attempt.organization, why = refused.why.as_str(), detail = %refused.detail,
        "a company's sign-in let nobody in");
    FinishError::Refused(refused.why)
}

/// The checked identity, or why there is none.
async fn obtain(
    backend: &Backend,
    visitor: &Visitor,
    brought: &Brought,
    attempt: &Attempt,
    row: &connections::Row,
    now: DateTime<Utc>,
) -> Result<Result<Identity, Refused>, Internal> {
    if let Some(error) = &brought.error {
        let why = if error == "access_denied" {
            SignInRefusal::NotLetIn
        } else {
            SignInRefusal::Cancelled
        };
        let detail = error.chars().filter(|one| !one.is_control()).take(60).collect();
        return Ok(Err(Refused { why, detail }));
    }
    if brought
        .issuer
        .as_ref()
        .is_some_and(|issuer| *issuer != row.issuer)
    {
        return Ok(Err(SignInRefusal::Issuer.into()));
    }
    let Some(code) = brought.code.as_deref().filter(|code| code.len() <= LENGTH_MAX) else {
        return Ok(Err(SignInRefusal::Cancelled.into()));
    };
    let connection = connection::open(backend, visitor.reseller(), row, &attempt.host)?;
    let returned = Returned {
        code,
        nonce: &attempt.nonce,
        verifier: &attempt.verifier,
        now,
    };
    let found = backend.providers.sign_in.finish(&connection, &returned).await;
    Ok(found.map_err(Refused::from))
}

/// What a test found, without letting anybody in.
fn tested(
    identity: Result<Identity, Refused>,
    role: impl FnOnce(&Identity) -> Option<crate::shared::permissions::OrganizationRole>,
    at: DateTime<Utc>,
) -> LastTest {
    match identity {
        Ok(identity) => {
            let role = role(&identity);
            let refusal = match (&identity.email, role) {
                (None, _) => Some(SignInRefusal::NoEmail),
                (Some(_), None) => Some(SignInRefusal::NoGroup),
                (Some(_), Some(_)) => None,
            };
            let short = |text: String| -> String { text.chars().take(254).collect() };
            LastTest {
                at,
                refusal,
                detail: String::new(),
                email: short(identity.email.unwrap_or_default()),
                groups: identity.groups.into_iter().take(50).map(short).collect(),
                role,
            }
        }
        Err(refused) => LastTest {
            at,
            refusal: Some(refused.why),
            detail: refused.detail,
            email: String::new(),
            groups: vec![],
            role: None,
        },
    }
}

async fn write_down(
    backend: &Backend,
    visitor: &Visitor,
    attempt: &Attempt,
    tester: UserId,
    test: &LastTest,
    browser: &Browser,
) -> Result<(), Internal> {
    let (reseller, organization, now) = (visitor.reseller(), attempt.organization, backend.now());
    let mut tx = backend.begin(visitor).await?;
    // Removed or deactivated meanwhile, the tester sees nothing any more.
    let is_still_in = members::standing(&mut tx, reseller, organization, tester)
        .await?
        .is_some_and(|standing| standing.is_active);
    if !is_still_in {
        return Ok(());
    }
    connections::set_last_test(&mut tx, reseller, organization, &serde_json::to_value(test)?).await?;
    // Without a group somebody came through all the same: the provider and its keys are right.
    if matches!(test.refusal, None | Some(SignInRefusal::NoGroup)) {
        connections::set_proven(&mut tx, reseller, organization, now).await?;
    }
    let audit = Audit {
        after: Some(json!({ "result": test.refusal.map_or("well", SignInRefusal::as_str) })),
        company: Some(organization),
        ..Audit::of("sign_in.tested", organization, &browser.origin)
    };
    audit::record(&mut tx, visitor, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
