//! `/organizations/{id}/lines`: what a company's employees have, and what is done with it.

pub(super) mod order;
pub(super) mod read;
pub(super) mod step;

use super::{
    caller::{Caller, not_found},
    problem::{Code, Problem},
};
use crate::{
    domain::{api::KnownKey, lines, organizations, scope::ClientAt},
    shared::{
        ids::{LineId, OrganizationId},
        line::LineRow,
    },
};

/// The company with this id, and whether it is open to changes.
async fn company(caller: &Caller, key: &KnownKey, id: &str) -> Result<(ClientAt, bool), Problem> {
    let organization: OrganizationId = id.parse().map_err(|_| not_found("organization"))?;
    organizations::act_for(&caller.asked.backend, &key.client, organization)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("organization"))
}

async fn line_of(caller: &Caller, scope: &ClientAt, line: &str) -> Result<LineRow, Problem> {
    let line: LineId = line.parse().map_err(|_| not_found("line"))?;
    lines::find(&caller.asked.backend, scope, line)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("line"))
}

fn need_open(is_open: bool) -> Result<(), Problem> {
    if is_open {
        return Ok(());
    }
    Err(Problem::new(
        Code::CompanyDeactivated,
        "The company is deactivated. Nothing was done.",
    )
    .hint("Activate it in the reseller's dashboard, at Companies."))
}
