//! Decides for the company, a team or an employee.

use serde_json::{Value, json};

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::{Member, Scope, WorksIn},
    },
    shared::policy::{Rules, Target},
};

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// A team or an employee of another company, or out of reach.
    #[error("no such team or employee")]
    NotFound,
    /// One of the plans is none.
    #[error("no such plan")]
    NoPlan,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveError);

/// All rules of the target at once; it counts for the next order, and lines stop or go on at once. Without any, the target is decided for further up.
pub async fn save(
    backend: &Backend,
    member: &Member,
    target: Target,
    rules: &Rules,
    origin: &Origin,
) -> Result<(), SaveError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let subject = store::subject(&mut tx, reseller, organization, target)
        .await?
        .filter(|subject| target == Target::Company || member.reaches(subject.team))
        .ok_or(SaveError::NotFound)?;
    let mut plans = rules
        .allowed
        .as_ref()
        .map(|allowed| allowed.plans.clone())
        .unwrap_or_default();
    plans.extend(
        rules
            .top_up
            .and_then(crate::shared::policy::Switch::on)
            .map(|rule| rule.plan),
    );
    plans.sort_unstable();
    plans.dedup();
    if !store::are_plans(&mut tx, &plans).await? {
        return Err(SaveError::NoPlan);
    }
    let before = store::put(&mut tx, reseller, organization, target, rules, now).await?;
    let (was, is) = (serde_json::to_value(&before)?, serde_json::to_value(rules)?);
    if was != is {
        let audit = Audit {
            before: Some(named(&subject.name, was)),
            after: Some(named(&subject.name, is)),
            ..Audit::of("policy.saved", organization, origin)
        };
        audit::record(&mut tx, member, now, audit).await?;
        let job = Job::SettleCaps {
            reseller,
            organization,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The rules with whom they are for.
fn named(of: &str, rules: Value) -> Value {
    let mut value = json!({ "of": of });
    if let (Some(all), Value::Object(rules)) = (value.as_object_mut(), rules) {
        all.extend(rules);
    }
    value
}
