//! `/business/usage.csv` and `/business/spend.csv`: what the pages show, all rows of it.

use axum::{Extension, extract::Query, response::Response};

use super::export;
use crate::{
    domain::{error::Internal, spend, usage},
    server_fns::guard::Asked,
    shared::{
        data::bytes_in_words,
        error::AppError,
        paging::Page,
        permissions::OrganizationMay,
        spend::{SpendAsk, SpendRow},
        usage::{UsageAsk, UsageRow},
    },
};

/// Rows read at once while a file is sent.
const ROWS: i64 = 500;

/// Usage, as the address says.
pub async fn usage(Extension(asked): Extension<Asked>, Query(query): Query<UsageAsk>) -> Response {
    let member = match asked.member(OrganizationMay::ExportData) {
        Ok(member) => member,
        Err(error) => return export::refuse(&error),
    };
    let wanted = match usage::Wanted::parse(
        &UsageAsk {
            after: None,
            ..query.clone()
        },
        ROWS,
    ) {
        Ok(wanted) => wanted,
        Err(error) => return export::refuse(&of_usage(error, &asked)),
    };
    // Once before the file begins: what is not there is a refusal and no half file.
    let probe = usage::Wanted {
        limit: 1,
        ..wanted.clone()
    };
    if let Err(error) = usage::report(&asked.backend, &member, &probe).await {
        return export::refuse(&of_usage(error, &asked));
    }
    let header = [
        wanted.by.in_words(),
        "Detail",
        "Data",
        "Bytes",
        "Readings",
        "Unusual",
        "Id",
    ];
    let backend = asked.backend.clone();
    export::csv(asked, "usage", &header, move |after| {
        let (backend, member) = (backend.clone(), member.clone());
        let ask = UsageAsk {
            after,
            ..query.clone()
        };
        async move {
            let read = async {
                let wanted = usage::Wanted::parse(&ask, ROWS)?;
                usage::report(&backend, &member, &wanted).await
            };
            match read.await {
                Ok(report) => Ok(report.page.map(usage_line)),
                Err(usage::ReportError::Internal(error)) => Err(error),
                Err(error) => Err(Internal::broken(error.to_string())),
            }
        }
    })
}

fn usage_line(row: UsageRow) -> Vec<String> {
    vec![
        row.name,
        row.detail,
        bytes_in_words(row.bytes),
        row.bytes.to_string(),
        row.readings.to_string(),
        row.unusual,
        row.key,
    ]
}

fn of_usage(error: usage::ReportError, asked: &Asked) -> AppError {
    match error {
        usage::ReportError::Period => {
            AppError::invalid("from", "Please choose 1 to 366 days, the first before the last.")
        }
        usage::ReportError::NotFound => AppError::NotFound,
        usage::ReportError::Internal(error) => asked.internal(&error),
    }
}

/// Spend, as the address says.
pub async fn spend(Extension(asked): Extension<Asked>, Query(query): Query<SpendAsk>) -> Response {
    let member = match asked.member(OrganizationMay::ExportData) {
        Ok(member) => member,
        Err(error) => return export::refuse(&error),
    };
    let wanted = match spend::Wanted::parse(
        &SpendAsk {
            after: None,
            ..query.clone()
        },
        ROWS,
    ) {
        Ok(wanted) => wanted,
        Err(error) => return export::refuse(&of_spend(error, &asked)),
    };
    let probe = spend::Wanted {
        limit: 1,
        ..wanted.clone()
    };
    if let Err(error) = spend::report(&asked.backend, &member, &probe).await {
        return export::refuse(&of_spend(error, &asked));
    }
    let header = [
        wanted.by.in_words(),
        "Detail",
        "Orders",
        "Charged",
        "Refunded",
        "Spent",
        "Currency",
        "Unusual",
        "Id",
    ];
    let backend = asked.backend.clone();
    export::csv(asked, "spend", &header, move |after| {
        let (backend, member) = (backend.clone(), member.clone());
        let ask = SpendAsk {
            after,
            ..query.clone()
        };
        async move {
            let read = async {
                let wanted = spend::Wanted::parse(&ask, ROWS)?;
                spend::report(&backend, &member, &wanted).await
            };
            match read.await {
                Ok(report) => Ok::<Page<Vec<String>>, Internal>(report.page.map(spend_line)),
                Err(spend::ReportError::Internal(error)) => Err(error),
                Err(error) => Err(Internal::broken(error.to_string())),
            }
        }
    })
}

fn spend_line(row: SpendRow) -> Vec<String> {
    vec![
        row.name,
        row.detail,
        row.orders.to_string(),
        row.charged.amount(),
        row.refunded.amount(),
        row.spent.amount(),
        row.spent.currency().code().to_owned(),
        row.unusual,
        row.key,
    ]
}

fn of_spend(error: spend::ReportError, asked: &Asked) -> AppError {
    match error {
        spend::ReportError::Period => {
            AppError::invalid("from", "Please choose 1 to 366 days, the first before the last.")
        }
        spend::ReportError::NotFound => AppError::NotFound,
        spend::ReportError::Internal(error) => asked.internal(&error),
    }
}
