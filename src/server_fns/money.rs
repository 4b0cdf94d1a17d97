//! What a reseller earned, is owed and paid: for its staff.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    settlement::{CollectingView, InvoiceDetails, MoneyView, StatementView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        settlement::{
            ahead::ahead,
            check_float::float,
            destination::{Destination, ParseAccountError},
            float_balance::float_balance,
            float_on_switch::float_on_switch,
            invoices::{invoice, invoices},
            issue_invoices::InvoiceRow,
            payable::payable,
            payout_page::{payout_page, view},
            request_payout::{RequestPayout, RequestPayoutError, request_payout},
            statement::{Statement, StatementPart, statement},
        },
        tenancy::shop::SettlementMode,
    },
    server_fns::guard,
    shared::{
        figures::Period,
        permissions::StaffMay,
        settlement::{
            AccountMonth, BalanceRow, EarningsView, FloatAccount, FloatView, InvoiceView, StatementRow,
        },
    },
};

/// Earnings, float, payouts, invoices. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "money/money")]
pub async fn money(after: Option<String>, invoices_after: Option<String>) -> Result<MoneyView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    let failed = |error| asked.internal(&error);
    let after = match after.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let invoices_after = match invoices_after.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let backend = &asked.backend;
    let found = payable(backend, &staff).await.map_err(failed)?;
    let platform_collects = asked.shop.settlement_mode == SettlementMode::PlatformCollects;
    Ok(MoneyView {
        platform_collects,
        currency: asked.shop.brand.currency,
        earnings: EarningsView {
            payable: found.payable,
            pending: found.pending,
            next_at: found.next_at,
            minimum: found.minimum,
            later: ahead(backend, &staff).await.map_err(failed)?,
        },
        float: float(backend, &staff)
            .await
            .map_err(failed)?
            .map(|found| FloatView {
                available: found.available,
                reserve: found.reserve,
                daily_spend: found.daily_spend,
                days_left: found.days_left,
                stage: found.stage.as_str().into(),
            }),
        balances: float_balance(backend, &staff)
            .await
            .map_err(failed)?
            .into_iter()
            .map(|found| BalanceRow {
                day: found.day,
                balance: found.balance,
            })
            .collect(),
        payouts: payout_page(backend, &staff, after)
            .await
            .map_err(failed)?
            .map(view),
        invoices: invoices(backend, &staff, invoices_after)
            .await
            .map_err(failed)?
            .map(|row| invoice_view(&row)),
        months: months(backend.now().date_naive()),
        float_reference: format!("FLOAT {}", asked.shop.brand.slug.to_uppercase()),
        float_account: backend.bank_account.as_ref().map(|account| FloatAccount {
            name: account.name().into(),
            iban: account.iban().into(),
            bic: account.bic().into(),
        }),
        may_move: staff.may(StaffMay::MoveMoney),
        may_export: staff.may(StaffMay::ExportData),
    })
}

/// Who collects, and what a change would move. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "money/collecting")]
pub async fn collecting() -> Result<CollectingView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    let mode = asked.shop.settlement_mode;
    let other = match mode {
        SettlementMode::PlatformCollects => SettlementMode::ResellerCollects,
        SettlementMode::ResellerCollects => SettlementMode::PlatformCollects,
    };
    Ok(CollectingView {
        platform_collects: mode == SettlementMode::PlatformCollects,
        float_on_switch: float_on_switch(&asked.backend, &staff, other)
            .await
            .map_err(|error| asked.internal(&error))?,
    })
}

#[cfg(feature = "ssr")]
fn invoice_view(row: &InvoiceRow) -> InvoiceView {
    InvoiceView {
        number: row.number,
        from: row.from,
        until: row.until,
        total: row.total,
        issued_at: row.issued_at,
    }
}

/// An invoice with its lines, by its number. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "money/invoice")]
pub async fn money_invoice(number: i64) -> Result<InvoiceDetails, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    let found = invoice(&asked.backend, &staff, number)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(InvoiceDetails {
        invoice: invoice_view(&found),
        lines: found
            .lines
            .into_iter()
            .map(|line| StatementRow {
                what: line.what,
                count: line.count,
                amount: line.amount,
            })
            .collect(),
    })
}

/// This month and the eleven before.
#[cfg(feature = "ssr")]
fn months(today: chrono::NaiveDate) -> Vec<String> {
    (0..12)
        .filter_map(|back| today.checked_sub_months(chrono::Months::new(back)))
        .map(|day| day.format("%Y-%m").to_string())
        .collect()
}

/// A month's statement. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "money/statement")]
pub async fn money_statement(month: Option<String>) -> Result<StatementView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    let month = month.unwrap_or_else(|| asked.backend.now().format("%Y-%m").to_string());
    let period = month_of(&month).ok_or(AppError::NotFound)?;
    let found = statement(&asked.backend, &staff, period.from, period.until)
        .await
        .map_err(|error| asked.internal(&error))?;
    let Statement { earnings, float, .. } = found;
    Ok(StatementView {
        month,
        accounts: vec![account("Earnings", earnings), account("Float", float)],
        may_export: staff.may(StaffMay::ExportData),
    })
}

#[cfg(feature = "ssr")]
fn account(name: &str, part: StatementPart) -> AccountMonth {
    AccountMonth {
        name: name.into(),
        opening: part.opening,
        lines: part
            .lines
            .into_iter()
            .map(|line| StatementRow {
                what: line.what.into(),
                count: line.count,
                amount: line.amount,
            })
            .collect(),
        closing: part.closing,
    }
}

/// `2026-11` as a period.
#[cfg(feature = "ssr")]
pub fn month_of(month: &str) -> Option<Period> {
    let from: chrono::NaiveDate = format!("{month}-01").parse().ok()?;
    (month.len() == 7).then_some(())?;
    let until = from.checked_add_months(chrono::Months::new(1))?;
    Some(Period { from, until })
}

/// Asks for everything that is payable, to this bank account. Scope: staff(MoveMoney).
#[server(prefix = "/do", endpoint = "money/request_payout")]
pub async fn request_money(
    key: String,
    holder: String,
    iban: String,
    account_number: String,
    bic: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::MoveMoney)?;
    if key.is_empty() || key.len() > 100 {
        return Err(AppError::Refused(
            "The form was incomplete, so nothing was requested. Please load the page again.".into(),
        ));
    }
    let parsed = if iban.trim().is_empty() {
        Destination::number(&holder, &account_number, &bic)
    } else {
        Destination::iban(&holder, &iban)
    };
    let destination = parsed.map_err(|error| {
        let (field, message) = match error {
            ParseAccountError::Holder => (
                "holder",
                "Please write the account holder's name: 1 to 70 characters.",
            ),
            ParseAccountError::Iban => (
                "iban",
                "This is not an IBAN. Please compare it with your bank statement.",
            ),
            ParseAccountError::Bic => ("bic", "A BIC has 8 or 11 letters and digits, such as DEUTDEFF."),
            ParseAccountError::Number => (
                "account_number",
                "Please give an IBAN, or an account number of 4 to 34 letters and digits with its BIC.",
            ),
        };
        AppError::invalid(field, message)
    })?;
    let request = RequestPayout {
        key: &key,
        destination: &destination,
    };
    match request_payout(&asked.backend, &staff, request).await {
        Ok(_) => {
            leptos_axum::redirect("/reseller/money?saved=requested");
            Ok(())
        }
        Err(RequestPayoutError::BelowMinimum { payable, minimum }) => Err(AppError::Refused(format!(
            "{payable} is payable now and the smallest payout is {minimum}. Nothing was requested. Please ask again \
             when more is payable."
        ))),
        Err(RequestPayoutError::KeyReused) => Err(AppError::Refused(
            "A payout to another account was requested with this form already. Nothing more was requested. Please load \
             the page again."
                .into(),
        )),
        Err(RequestPayoutError::Internal(error)) => Err(asked.internal(&error)),
    }
}
