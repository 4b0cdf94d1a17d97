//! Customers, for staff of their shop.

use leptos::prelude::*;

use crate::shared::{
    crm::{CustomerList, CustomerView},
    error::AppError,
    ids::UserId,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::{self, ResendVerificationError, SuspendCustomerError},
        crm::{
            self, AddNoteError, AdjustCredit as Change, AdjustCreditError, CustomerFilter, CustomerSort,
            Days, Direction,
        },
    },
    server_fns::guard,
    shared::{crm::AccountStatus, money::Money, permissions::StaffMay},
};

/// A page of the shop's customers. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "customers/list")]
pub async fn customers(
    q: Option<String>,
    state: Option<String>,
    sort: Option<String>,
    from: Option<String>,
    until: Option<String>,
    after: Option<String>,
) -> Result<CustomerList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let filter = CustomerFilter {
        q: q.unwrap_or_default(),
        status: state.as_deref().and_then(AccountStatus::parse),
        sort: CustomerSort::parse(&sort.unwrap_or_default()),
        joined: Days::parse(&from.unwrap_or_default(), &until.unwrap_or_default()),
        after: after.unwrap_or_default(),
    };
    let currency = asked.shop.brand.currency;
    let page = crm::list_customers(&asked.backend, &staff, currency, &filter, crm::PAGE_ROWS)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(CustomerList {
        page,
        may_export: staff.may(StaffMay::ExportData),
    })
}

/// One customer, with a page of the timeline. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "customers/customer")]
pub async fn customer(id: UserId, after: Option<String>) -> Result<CustomerView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let after = after.unwrap_or_default();
    let found = crm::customer(&asked.backend, &staff, asked.shop.brand.currency, id, &after)
        .await
        .map_err(|error| asked.internal(&error))?;
    // Staff and operators have pages of their own.
    let (view, _) = found
        .filter(|(_, role)| role == "user")
        .ok_or(AppError::NotFound)?;
    Ok(CustomerView {
        may_help: staff.may(StaffMay::HelpCustomers),
        may_adjust: staff.may(StaffMay::AdjustWallets),
        ..view
    })
}

/// Gives credit, or takes back credit the shop gave. Scope: staff(AdjustWallets).
#[server(prefix = "/do", endpoint = "customers/adjust_credit")]
pub async fn adjust_credit(
    id: UserId,
    direction: String,
    amount: String,
    days: Option<String>,
    reason: String,
    key: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::AdjustWallets)?;
    let wrong_amount = |most: &str| {
        AppError::invalid(
            "amount",
            format!("Please enter an amount above zero{most}, such as 5 or 5.50."),
        )
    };
    let amount = Money::parse(&amount, asked.shop.brand.currency).map_err(|_| wrong_amount(""))?;
    let direction = match direction.as_str() {
        "give" => Direction::Give {
            days: days.unwrap_or_default().parse().unwrap_or_default(),
        },
        "take" => Direction::Take,
        _ => {
            return Err(AppError::invalid(
                "direction",
                "Please choose whether to give or to take.",
            ));
        }
    };
    let change = Change {
        customer: id,
        direction,
        amount,
        reason,
        key,
    };
    crm::adjust_credit(&asked.backend, &staff, &change, &asked.origin())
        .await
        .map_err(|error| match error {
            AdjustCreditError::NotFound => AppError::NotFound,
            AdjustCreditError::Amount { most } => wrong_amount(&format!(" and up to {most}")),
            AdjustCreditError::Reason => {
                AppError::invalid("reason", "Please say why, in up to 200 characters. The customer reads it.")
            }
            AdjustCreditError::Days => AppError::invalid("days", "Please choose how long the credit lasts."),
            AdjustCreditError::Key | AdjustCreditError::KeyReused => AppError::Refused(
                "This form was already used for another change. Nothing was given or taken now. Please reload the \
                 page and try again."
                    .into(),
            ),
            AdjustCreditError::TooMuch { left } => AppError::invalid(
                "amount",
                format!(
                    "Only {left} of credit the shop gave can be taken back. Nothing was taken. The customer’s own \
                     money is never taken."
                ),
            ),
            AdjustCreditError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/customers/{id}?saved=credit"));
    Ok(())
}

/// Keeps a customer out. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "customers/suspend")]
pub async fn suspend_customer(id: UserId, why: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    accounts::suspend_customer(&asked.backend, &staff, id, &why, &asked.origin())
        .await
        .map_err(|error| suspend_error(&asked, error))?;
    leptos_axum::redirect(&format!("/reseller/customers/{id}?saved=suspended"));
    Ok(())
}

/// Lets a customer in again. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "customers/reactivate")]
pub async fn reactivate_customer(id: UserId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    accounts::reactivate_customer(&asked.backend, &staff, id, &asked.origin())
        .await
        .map_err(|error| suspend_error(&asked, error))?;
    leptos_axum::redirect(&format!("/reseller/customers/{id}?saved=reactivated"));
    Ok(())
}

/// Mails the verification link again. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "customers/resend_verification")]
pub async fn resend_customer_verification(id: UserId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    let done =
        accounts::resend_verification_for(&asked.backend, &staff, id, &asked.shop.host, &asked.origin())
            .await;
    match done {
        Ok(true) => leptos_axum::redirect(&format!("/reseller/customers/{id}?saved=verification")),
        Ok(false) => return Err(AppError::NotFound),
        Err(ResendVerificationError::AlreadyVerified) => {
            return Err(AppError::Refused(
                "This address is verified already. No mail was sent.".into(),
            ));
        }
        Err(ResendVerificationError::Throttled { retry_after_seconds }) => {
            return Err(AppError::TooMany { retry_after_seconds });
        }
        Err(ResendVerificationError::Internal(error)) => return Err(asked.internal(&error)),
    }
    Ok(())
}

/// Writes a note about a customer. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "customers/add_note")]
pub async fn add_customer_note(id: UserId, note: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    crm::add_note(&asked.backend, &staff, id, &note, &asked.origin())
        .await
        .map_err(|error| match error {
            AddNoteError::NotFound => AppError::NotFound,
            AddNoteError::Length => AppError::invalid("note", "Please write 1 to 2,000 characters."),
            AddNoteError::TooMany => AppError::Refused(
                "There are 1,000 notes about this customer already. Nothing was written.".into(),
            ),
            AddNoteError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/customers/{id}?saved=note"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn suspend_error(asked: &guard::Asked, error: SuspendCustomerError) -> AppError {
    match error {
        SuspendCustomerError::NotFound => AppError::NotFound,
        SuspendCustomerError::Reason => AppError::invalid(
            "why",
            "Please say why, in up to 500 characters. Only staff read it.",
        ),
        SuspendCustomerError::Internal(error) => asked.internal(&error),
    }
}
