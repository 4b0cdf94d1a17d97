//! A number that is nobody's goes back to the provider; a thing that is gone there is marked as gone here.

use std::sync::Arc;

use super::{
    compare,
    decision::{self, DecideError, Decides, Resolution, Start},
};
use crate::{
    backend::Backend,
    domain::{esims, lines, numbers, operations::case::Case, scope::System},
    providers::numbers::NumberProvider,
    shared::ids::CaseId,
};

/// Gives the number back, or marks what is gone. Looks again first, at the provider and here.
pub async fn release(backend: &Backend, by: &impl Decides, id: CaseId) -> Result<(), DecideError> {
    let kinds = ["bought_unassigned", "assigned_gone"];
    let case = match decision::start(backend, by, id, &kinds, Resolution::Released).await? {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    if case.kind == "bought_unassigned" && case.detail("thing") == Some("esim") {
        let vendor = match case.provider.as_deref() {
            Some("1global") => "1GLOBAL",
            _ => "Telna",
        };
        return Err(DecideError::Impossible(format!(
            "{vendor} takes no eSIM back: nothing was done. Adopt it, or dismiss the case"
        )));
    }
    let still_so = is_still_so(backend, &case).await?;
    if !still_so {
        return Err(DecideError::Changed(format!(
            "{} is no longer as the case says; the next comparison closes it",
            case.reference
        )));
    }
    let note = if case.kind == "bought_unassigned" {
        give_back(backend, &case).await?
    } else {
        mark_gone(backend, &case).await?
    };
    decision::close(backend, by, &case, Resolution::Released, &note).await
}

/// The same look as the nightly one.
async fn is_still_so(backend: &Backend, case: &Case) -> Result<bool, DecideError> {
    let looks = match case.detail("thing") {
        Some("number") => compare::numbers::look(backend, vendor(backend, case)?.as_ref()).await,
        _ => compare::esims::look(backend).await,
    };
    let looks = looks.map_err(|error| match error {
        compare::LookError::Unreachable(error) => DecideError::Unavailable(error),
        compare::LookError::Internal(error) => DecideError::Internal(error),
    })?;
    Ok(looks.iter().flat_map(|look| &look.found).any(|found| {
        found.kind == case.kind
            && found.reference == case.reference
            && found.details.get("provider_id") == case.details.get("provider_id")
    }))
}

/// The vendor of the number the case is about.
fn vendor<'a>(backend: &'a Backend, case: &Case) -> Result<&'a Arc<dyn NumberProvider>, DecideError> {
    let name = case.provider.as_deref().unwrap_or_default();
    backend
        .providers
        .number(name)
        .ok_or_else(|| DecideError::Impossible(format!("{name} is not set up here")))
}

async fn give_back(backend: &Backend, case: &Case) -> Result<String, DecideError> {
    let provider_id = case
        .detail("provider_id")
        .ok_or_else(|| DecideError::Impossible("the case does not say the provider's id".into()))?;
    vendor(backend, case)?
        .release(provider_id)
        .await
        .map_err(DecideError::Unavailable)?;
    Ok(format!(
        "{} ({provider_id}) was given back to the provider.",
        case.reference
    ))
}

async fn mark_gone(backend: &Backend, case: &Case) -> Result<String, DecideError> {
    let nobodys = || DecideError::Impossible("the case does not say whose it is".into());
    let system = System::of(case.reseller.ok_or_else(nobodys)?, "operator's decision");
    let line = case.detail("organization").zip(case.detail("line"));
    let is_marked = match (case.detail("number"), case.detail("esim"), line) {
        (Some(id), ..) => numbers::mark_gone(backend, &system, id.parse().map_err(|_| nobodys())?).await?,
        (None, Some(id), _) => esims::mark_gone(backend, &system, id.parse().map_err(|_| nobodys())?).await?,
        (None, None, Some((organization, id))) => {
            let organization = organization.parse().map_err(|_| nobodys())?;
            lines::mark_gone(backend, &system, organization, id.parse().map_err(|_| nobodys())?).await?
        }
        (None, None, None) => return Err(nobodys()),
    };
    if !is_marked {
        return Err(DecideError::Changed("its owner does not hold it any more".into()));
    }
    Ok(format!(
        "{} is marked as gone here. No money was moved.",
        case.reference
    ))
}
