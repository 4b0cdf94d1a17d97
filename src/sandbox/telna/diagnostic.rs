//! What became of an eSIM: its profile and its usage.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::Value;

use super::super::state::Sandbox;
use super::answer::{Failure, Window};
use super::profile;

/// `GET /diagnostic/euicc-profiles/{iccid}`
pub async fn profile(
    State(sandbox): State<Sandbox>,
    Path(iccid): Path<String>,
) -> Result<Json<Value>, Failure> {
    sandbox
        .read(|memory| {
            memory
                .profiles
                .get(&iccid)
                .map(|found| Json(profile::show_profile(found)))
        })
        .ok_or(Failure::NotFound("sim not found"))
}

/// The query of the usages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageQuery {
    iccid: String,
    count: Option<usize>,
    offset: Option<usize>,
}

/// `GET /diagnostic/usages?iccid=`
///
/// Assumed: one row per package, with the fields that packages have in Connect v2.1.
pub async fn usages(
    State(sandbox): State<Sandbox>,
    Query(query): Query<UsageQuery>,
) -> Result<Json<Value>, Failure> {
    let window = Window::new(query.count, query.offset);
    let rows: Option<Vec<Value>> = sandbox.read(|memory| {
        let found = memory.profiles.get(&query.iccid)?;
        let now = memory.now();
        Some(
            found
                .packages
                .iter()
                .map(|package| profile::show_package(&found.iccid, package, now))
                .collect(),
        )
    });
    window.cut(rows.ok_or(Failure::NotFound("sim not found"))?, "usages", |row| {
        row
    })
}
