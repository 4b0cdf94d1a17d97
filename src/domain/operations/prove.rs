//! The nightly proof: what is wrong becomes a figure, a case and a mail; what is right again closes its case.

use serde_json::json;

use super::{
    case::{self, Found},
    store, verify,
    verify::Proof,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
    },
    shared::ids::CaseId,
};

/// Findings a case's summary quotes; `clouddail verify` prints all.
const QUOTED: usize = 5;

/// Looks at every promise and tells the operators about broken ones. Returns how many findings there are.
pub async fn prove(backend: &Backend) -> Result<usize, Internal> {
    let looked_at = backend.now();
    let began = std::time::Instant::now();
    let proofs = verify::everything(backend).await?;
    let mut broken = vec![];
    for proof in &proofs {
        let count = u32::try_from(proof.findings.len()).unwrap_or(u32::MAX);
        metrics::gauge!("verify_findings", "check" => proof.check).set(count);
        for detail in &proof.findings {
            tracing::error!(check = proof.check, %detail, "the books are wrong");
        }
        if count > 0 {
            broken.push(proof.check.to_owned());
            tell(backend, proof).await?;
        }
    }
    let mut tx = backend.begin_system().await?;
    store::close_unseen(&mut tx, "books_wrong", None, &broken, looked_at, backend.now()).await?;
    let findings = proofs.iter().map(|proof| proof.findings.len()).sum();
    store::insert_proof(&mut tx, backend.now(), proofs.len(), findings).await?;
    tx.commit().await?;
    metrics::gauge!("verify_last_run_timestamp")
        .set(u32::try_from(looked_at.timestamp()).unwrap_or(u32::MAX));
    metrics::histogram!("verify_duration").record(began.elapsed());
    Ok(findings)
}

async fn tell(backend: &Backend, proof: &Proof) -> Result<(), Internal> {
    let (check, count) = (proof.check, proof.findings.len());
    let quoted: Vec<_> = proof.findings.iter().take(QUOTED).collect();
    let mut summary = format!("Broken: {check}. ");
    for finding in &quoted {
        summary.push_str(finding);
        summary.push_str(". ");
    }
    if count > QUOTED {
        summary.push_str(&format!(
            "And {} more: `clouddail verify` lists them. ",
            count - QUOTED
        ));
    }
    summary.push_str(
        "Nothing was changed. Find out what wrote it before you correct it by a booked adjustment.",
    );
    let found = Found {
        reseller: None,
        kind: "books_wrong".into(),
        reference: check.into(),
        provider: None,
        summary: summary.clone(),
        details: json!({ "check": check, "findings": proof.findings }),
    };
    match case::report(backend, &found).await? {
        Some(case) => mail(backend, case, check, &summary).await,
        None => Ok(()),
    }
}

/// Writes to everybody who runs the installation.
async fn mail(backend: &Backend, case: CaseId, check: &str, summary: &str) -> Result<(), Internal> {
    let mut tx = backend.begin_system().await?;
    for admin in store::platform_admins(&mut tx).await? {
        let notice = |link| Notice::BooksWrong {
            check: check.to_owned(),
            summary: summary.to_owned(),
            case: case.to_string(),
            link,
        };
        notices::to_user::to_user(&mut tx, backend, admin.reseller, admin.user, "/admin", notice).await?;
    }
    tx.commit().await?;
    Ok(())
}
