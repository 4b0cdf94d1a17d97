//! `/account/usage.csv`, `/business/numbers/usage.csv` and `/reseller/usage.csv`: what the pages show, all rows of it.

use axum::{
    Extension,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::export;
use crate::{
    domain::{
        error::Internal,
        metering::{self, UseReportError, Whose},
        numbers,
        scope::Scope,
    },
    server_fns::guard::Asked,
    shared::{
        permissions::{OrganizationMay, StaffMay},
        use_report::{UseAsk, UseRow},
    },
};

/// Rows read at once while a file is sent.
const ROWS: i64 = 500;
const HEADER: [&str; 13] = [
    "by",
    "key",
    "name",
    "messages",
    "segments",
    "calls",
    "seconds",
    "minutes",
    "reached",
    "came_through",
    "cost",
    "share",
    "currency",
];

/// A customer's own. An operator inside a shop reads no customer's use.
pub async fn mine(Extension(asked): Extension<Asked>, Query(query): Query<UseAsk>) -> Response {
    let customer = asked
        .user
        .as_ref()
        .filter(|user| user.entry.is_none())
        .map(|user| user.customer);
    match customer {
        Some(customer) => file(asked, customer, Whose::Customer(customer.user()), query).await,
        None => (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response(),
    }
}

/// The whole shop's.
pub async fn shops(Extension(asked): Extension<Asked>, Query(query): Query<UseAsk>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => file(asked, staff, Whose::Shop, query).await,
        Err(error) => export::refuse(&error),
    }
}

/// A company's, as far as the member sees it.
pub async fn companies(Extension(asked): Extension<Asked>, Query(query): Query<UseAsk>) -> Response {
    let member = asked
        .member(OrganizationMay::ExportData)
        .and_then(|_| asked.member(OrganizationMay::ViewSpend));
    let member = match member {
        Ok(member) => member,
        Err(error) => return export::refuse(&error),
    };
    match numbers::desk(&asked.backend, &member).await {
        Ok(desk) => {
            let whose = Whose::of_desk(&desk);
            file(asked, desk, whose, query).await
        }
        Err(error) => export::refuse(&asked.internal(&error)),
    }
}

async fn file<S>(asked: Asked, scope: S, whose: Whose, query: UseAsk) -> Response
where
    S: Scope + Clone + Send + Sync + 'static,
{
    // Once before the file begins: what cannot be read is a refusal and no half file.
    let probe = UseAsk {
        after: None,
        ..query.clone()
    };
    let by = match metering::report(&asked.backend, &scope, &whose, &probe, 1).await {
        Ok(report) => report.by,
        Err(UseReportError::Period) => {
            return (StatusCode::UNPROCESSABLE_ENTITY, "Please choose 1 to 366 days.").into_response();
        }
        Err(UseReportError::Internal(error)) => {
            return export::refuse(&asked.internal(&error));
        }
    };
    let (backend, of_shop) = (asked.backend.clone(), whose == Whose::Shop);
    export::csv(asked, "usage", &HEADER, move |after| {
        let (backend, scope, whose) = (backend.clone(), scope.clone(), whose.clone());
        let ask = UseAsk {
            after,
            ..query.clone()
        };
        async move {
            match metering::report(&backend, &scope, &whose, &ask, ROWS).await {
                Ok(report) => Ok(report.page.map(|row| line(row, by.as_str(), of_shop))),
                Err(UseReportError::Internal(error)) => Err(error),
                Err(error) => Err(Internal::broken(error.to_string())),
            }
        }
    })
}

fn line(row: UseRow, by: &str, of_shop: bool) -> Vec<String> {
    let UseRow { key, name, sums } = row;
    vec![
        by.to_owned(),
        key,
        name,
        sums.messages.to_string(),
        sums.segments.to_string(),
        sums.calls.to_string(),
        sums.seconds.to_string(),
        sums.minutes().to_string(),
        sums.reached.to_string(),
        sums.success(),
        sums.spent.amount(),
        if of_shop {
            sums.share.amount()
        } else {
            String::new()
        },
        sums.spent.currency().code().to_owned(),
    ]
}
