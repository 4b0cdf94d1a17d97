//! Domains of the company's e-mail addresses, proven by the DNS.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgConnection;

use super::{DOMAINS_MAX, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::{Email, LinkToken},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    providers::dns::Source,
    shared::ids::{OrganizationId, ResellerId},
};

/// A look costs questions to other people's servers.
const PAUSE: TimeDelta = TimeDelta::seconds(15);
/// What the text in the DNS begins with.
const PROOF: &str = "company-sign-in=";

/// Why the domain was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddDomainError {
    #[error("not a domain")]
    Domain,
    #[error("too many domains")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddDomainError);

/// Why the domain is not proven.
#[derive(Debug, thiserror::Error)]
pub enum CheckDomainError {
    #[error("no such domain")]
    NotFound,
    /// Looked a moment ago.
    #[error("too soon")]
    TooSoon,
    /// The text is not there.
    #[error("no proof")]
    NoProof,
    #[error("the DNS does not answer")]
    NoAnswer,
    /// Another company of the shop proved it before.
    #[error("another company's")]
    Taken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CheckDomainError);

/// Where the proof stands.
pub(super) fn record_name(domain: &str) -> String {
    format!("_company-sign-in.{domain}")
}

/// Adds the domain with a text for its DNS; one that is there stays.
pub async fn add_domain(
    backend: &Backend,
    member: &Member,
    domain: &str,
    origin: &Origin,
) -> Result<(), AddDomainError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let domain = domain.trim().trim_start_matches('@').to_ascii_lowercase();
    // What no address can end in is no domain of addresses.
    Email::parse(&format!("someone@{domain}")).map_err(|_| AddDomainError::Domain)?;
    let proof = format!("{PROOF}{}", LinkToken::new().reveal());
    let mut tx = backend.begin(member).await?;
    if store::domains::add(&mut tx, reseller, organization, &domain, &proof, now).await? > DOMAINS_MAX {
        return Err(AddDomainError::TooMany);
    }
    let audit = Audit {
        after: Some(json!({ "domain": domain })),
        ..Audit::of("directory.domain_added", organization, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks the DNS for the proof.
pub async fn check_domain(
    backend: &Backend,
    member: &Member,
    domain: &str,
    origin: &Origin,
) -> Result<(), CheckDomainError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let known = store::domains::list(&mut tx, reseller, organization).await?;
    if !known.iter().any(|row| row.domain == domain) {
        return Err(CheckDomainError::NotFound);
    }
    let proof = store::domains::claim_check(&mut tx, reseller, organization, domain, now, now - PAUSE)
        .await?
        .ok_or(CheckDomainError::TooSoon)?;
    tx.commit().await?;

    let found = backend
        .providers
        .dns
        .look(domain, &record_name(domain), Source::Resolver)
        .await
        .map_err(|_| CheckDomainError::NoAnswer)?;
    if !found.proofs.contains(&proof) {
        return Err(CheckDomainError::NoProof);
    }
    let mut tx = backend.begin(member).await?;
    if !store::domains::set_verified(&mut tx, reseller, organization, domain, now).await? {
        return Err(CheckDomainError::Taken);
    }
    let audit = Audit {
        after: Some(json!({ "domain": domain })),
        ..Audit::of("directory.domain_proven", organization, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// False when there is no such domain.
pub async fn remove_domain(
    backend: &Backend,
    member: &Member,
    domain: &str,
    origin: &Origin,
) -> Result<bool, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    if !store::domains::remove(&mut tx, reseller, organization, domain).await? {
        return Ok(false);
    }
    let audit = Audit {
        before: Some(json!({ "domain": domain })),
        ..Audit::of("directory.domain_removed", organization, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether the address is in a domain that is proven to be the company's, in the caller's transaction.
pub async fn is_company_domain(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    email: &Email,
) -> Result<bool, Internal> {
    Ok(store::domains::is_verified(conn, reseller, organization, email.domain()).await?)
}
