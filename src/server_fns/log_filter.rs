//! The fields above the console's logs, read for the list and for its file.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;

use crate::{
    domain::{audit, tenancy},
    server_fns::guard::Asked,
    shared::{error::AppError, ids::ResellerId},
};

/// The fields above the audit log, as an address carries them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AuditFields {
    pub actor: String,
    pub action: String,
    pub entity: String,
    pub shop: String,
    pub from: String,
    pub until: String,
}

/// The filter they mean; `None` when no shop has that short name, so nothing can fit.
pub async fn audit(asked: &Asked, fields: &AuditFields) -> Result<Option<audit::Filter>, AppError> {
    let Some(reseller) = shop(asked, &fields.shop).await? else {
        return Ok(None);
    };
    Ok(Some(audit::Filter {
        actor: fields.actor.trim().to_owned(),
        action: fields.action.trim().to_owned(),
        entity: fields.entity.trim().to_owned(),
        reseller,
        from: day(&fields.from).map(midnight),
        until: day(&fields.until)
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .map(midnight),
    }))
}

/// The shop of this short name: `Some(None)` when none was asked for, `None` when there is no such shop.
pub async fn shop(asked: &Asked, slug: &str) -> Result<Option<Option<ResellerId>>, AppError> {
    match slug.trim() {
        "" => Ok(Some(None)),
        slug => tenancy::find(&asked.backend, slug)
            .await
            .map(|found| found.map(|shop| Some(shop.id)))
            .map_err(|error| asked.internal(&error)),
    }
}

/// A day of a date field; anything else narrows nothing.
fn day(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
