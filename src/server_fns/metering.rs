//! What was used and what it cost: for a customer, for a company, and for the shop's staff.

use leptos::prelude::*;

use crate::shared::{error::AppError, use_report::UseReport};
#[cfg(feature = "ssr")]
use crate::{
    domain::metering::{self, PAGE_ROWS, UseReportError, Whose},
    server_fns::{company_numbers::desk, guard},
    shared::{
        permissions::{OrganizationMay, StaffMay},
        use_report::UseAsk,
    },
};

/// A customer's own. Scope: customer.
#[server(prefix = "/do", endpoint = "metering/my_use")]
pub async fn my_use(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
    after: Option<String>,
) -> Result<UseReport, AppError> {
    let (asked, customer) = guard::customer()?;
    let ask = UseAsk {
        days,
        from,
        until,
        by,
        after,
    };
    let whose = Whose::Customer(customer.user());
    metering::report(&asked.backend, &customer, &whose, &ask, PAGE_ROWS)
        .await
        .map_err(|error| refused(&asked, error))
}

/// A company's: of the numbers within reach for who sees no others. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "metering/company_use")]
pub async fn company_use(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
    after: Option<String>,
) -> Result<UseReport, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    let ask = UseAsk {
        days,
        from,
        until,
        by,
        after,
    };
    let desk = desk(&asked, &member).await?;
    let whose = Whose::of_desk(&desk);
    let report = metering::report(&asked.backend, &desk, &whose, &ask, PAGE_ROWS)
        .await
        .map_err(|error| refused(&asked, error))?;
    Ok(UseReport {
        may_export: member.may(OrganizationMay::ExportData),
        ..report
    })
}

/// The whole shop's. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "metering/shop_use")]
pub async fn shop_use(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
    after: Option<String>,
) -> Result<UseReport, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let ask = UseAsk {
        days,
        from,
        until,
        by,
        after,
    };
    let report = metering::report(&asked.backend, &staff, &Whose::Shop, &ask, PAGE_ROWS)
        .await
        .map_err(|error| refused(&asked, error))?;
    Ok(UseReport {
        may_export: staff.may(StaffMay::ExportData),
        ..report
    })
}

#[cfg(feature = "ssr")]
fn refused(asked: &guard::Asked, error: UseReportError) -> AppError {
    match error {
        UseReportError::Period => AppError::invalid(
            "until",
            "Please choose 1 to 366 days, the first before the last. The usual ones are shown.",
        ),
        UseReportError::Internal(error) => asked.internal(&error),
    }
}
