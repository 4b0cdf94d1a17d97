//! Invoices of a company, for its own people and for the shop's staff.

#![allow(clippy::too_many_arguments, reason = "the settings are one form")]

use leptos::prelude::*;

use crate::shared::{
    company_invoice::{BillingView, DocumentList, DocumentView, InvoiceSettingsView, SoFarView},
    error::AppError,
    ids::{CompanyInvoiceId, OrganizationId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        invoices::{self, CreditError, IssueNowError, Prefix, Reader, SO_FAR_ROWS, SendAgainError},
        orders::refund::RefundError,
        organizations,
        scope::WorksIn,
    },
    server_fns::{guard, invoice_form as form},
    shared::{
        money::Money,
        permissions::{OrganizationMay, StaffMay},
    },
};

/// The company's documents. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_invoices/list")]
pub async fn list(after: Option<String>) -> Result<DocumentList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let after = after.and_then(|text| text.parse().ok());
    let page = invoices::list(&asked.backend, &member, member.organization(), false, after)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(DocumentList {
        page,
        may_export: member.may(OrganizationMay::ExportData),
    })
}

/// One of the company's documents. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_invoices/details")]
pub async fn details(document: CompanyInvoiceId, after: Option<String>) -> Result<DocumentView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let reader = Reader::Company(member.organization());
    let after = after.and_then(|text| text.parse().ok());
    let found = invoices::details(&asked.backend, &member, reader, document, after)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(DocumentView {
        may_export: member.may(OrganizationMay::ExportData),
        ..found
    })
}

/// What the month's invoice comes to so far; nothing while nothing was bought. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_invoices/so_far")]
pub async fn so_far(after: Option<String>) -> Result<Option<SoFarView>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let after = after.and_then(|text| text.parse().ok());
    let currency = asked.shop.brand.currency;
    invoices::so_far(
        &asked.backend,
        &member,
        member.organization(),
        currency,
        after,
        SO_FAR_ROWS,
    )
    .await
    .map_err(|error| asked.internal(&error))
}

/// What the company wants to read on its invoices. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_invoices/billing")]
pub async fn billing() -> Result<BillingView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    invoices::billing(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it. Scope: member(EditSettings).
#[server(prefix = "/do", endpoint = "company_invoices/save_billing")]
pub async fn save_billing(
    buyer_name: String,
    buyer_address: String,
    buyer_tax_id: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditSettings)?;
    let save = form::billing(&buyer_name, &buyer_address, &buyer_tax_id, asked.origin())?;
    invoices::save_billing(&asked.backend, &member, save)
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect("/business/invoices?saved=billing");
    Ok(())
}

/// A company's documents, drafts too, for the shop's staff. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "company_invoices/of_company")]
pub async fn of_company(
    organization: OrganizationId,
    after: Option<String>,
) -> Result<DocumentList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    organizations::client(&asked.backend, &staff, organization, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    let after = after.and_then(|text| text.parse().ok());
    let page = invoices::list(&asked.backend, &staff, organization, true, after)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(DocumentList {
        page,
        may_export: staff.may(StaffMay::ExportData),
    })
}

/// A document of one of the shop's companies. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "company_invoices/read")]
pub async fn read(document: CompanyInvoiceId, after: Option<String>) -> Result<DocumentView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    let after = after.and_then(|text| text.parse().ok());
    let found = invoices::details(&asked.backend, &staff, Reader::Shop, document, after)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(DocumentView {
        may_export: staff.may(StaffMay::ExportData),
        may_decide: staff.may(StaffMay::RefundOrders),
        ..found
    })
}

/// Issues a draft without waiting, and mails it. Scope: staff(RefundOrders).
#[server(prefix = "/do", endpoint = "company_invoices/issue")]
pub async fn issue(document: CompanyInvoiceId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::RefundOrders)?;
    invoices::issue_now(&asked.backend, &staff, document, &asked.origin())
        .await
        .map_err(|error| match error {
            IssueNowError::NotFound => AppError::NotFound,
            IssueNowError::IsIssued => {
                AppError::Refused("It was issued already and has its number. No mail was sent now.".into())
            }
            IssueNowError::NotSetUp => form::not_set_up(),
            IssueNowError::InvoiceFirst => AppError::Refused(
                "Nothing was issued: the invoice it takes back from is a draft itself. Issue that one first."
                    .into(),
            ),
            IssueNowError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/companies/invoices/{document}?saved=issued"));
    Ok(())
}

/// Mails a document once more. Scope: staff(RefundOrders).
#[server(prefix = "/do", endpoint = "company_invoices/send_again")]
pub async fn send_again(document: CompanyInvoiceId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::RefundOrders)?;
    invoices::send_again(&asked.backend, &staff, document, &asked.origin())
        .await
        .map_err(|error| match error {
            SendAgainError::NotFound => AppError::NotFound,
            SendAgainError::IsDraft => {
                AppError::Refused("No mail was sent: a draft is mailed when it is issued.".into())
            }
            SendAgainError::TooSoon => AppError::Refused(
                "No mail was sent: it was mailed less than five minutes ago. Please try again later.".into(),
            ),
            SendAgainError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/companies/invoices/{document}?saved=sent"));
    Ok(())
}

/// Takes a line of an invoice back, in whole or in part. Scope: staff(RefundOrders).
#[server(prefix = "/do", endpoint = "company_invoices/credit")]
pub async fn credit(
    document: CompanyInvoiceId,
    document_line: i32,
    amount: Option<String>,
    reason: String,
    key: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::RefundOrders)?;
    let amount = amount
        .filter(|text| !text.trim().is_empty())
        .map(|text| Money::parse(&text, asked.shop.brand.currency).map_err(|_| form::wrong_amount()))
        .transpose()?;
    let request = invoices::Credit {
        invoice: document,
        position: document_line,
        amount,
        reason: form::reason(&reason)?,
        key,
        origin: asked.origin(),
    };
    let note = invoices::credit(&asked.backend, &staff, request)
        .await
        .map_err(|error| match error {
            CreditError::NotFound => AppError::NotFound,
            CreditError::NotSetUp => form::not_set_up(),
            CreditError::Refund(RefundError::Internal(error)) | CreditError::Internal(error) => {
                asked.internal(&error)
            }
            CreditError::Refund(refused) => form::not_credited(&refused),
        })?;
    leptos_axum::redirect(&format!("/reseller/companies/invoices/{note}?saved=credited"));
    Ok(())
}

/// Who the shop is on its invoices. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "company_invoices/settings")]
pub async fn settings() -> Result<InvoiceSettingsView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    invoices::settings(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it. Scope: staff(EditSettings).
#[server(prefix = "/do", endpoint = "company_invoices/save_settings")]
pub async fn save_settings(
    seller_name: String,
    seller_address: String,
    seller_tax_id: String,
    tax_label: String,
    tax_percent: String,
    invoice_prefix: String,
    credit_prefix: String,
    due_days: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditSettings)?;
    let prefix = |field, text: &str| {
        Prefix::parse(text).ok_or_else(|| {
            AppError::invalid(
                field,
                "Please use 1 to 12 letters (A to Z), digits, - / or . and do not end with a digit.",
            )
        })
    };
    let save = invoices::SaveSettings {
        seller_name: form::line("seller_name", &seller_name, 1, 120)?,
        seller_address: form::lines("seller_address", &seller_address, 1)?,
        seller_tax_id: form::line("seller_tax_id", &seller_tax_id, 0, 40)?,
        tax_label: form::line("tax_label", &tax_label, 1, 20)?,
        tax_percent: form::percent(&tax_percent)?,
        invoice_prefix: prefix("invoice_prefix", &invoice_prefix)?,
        credit_prefix: prefix("credit_prefix", &credit_prefix)?,
        due_days: form::days(&due_days)?,
        origin: asked.origin(),
    };
    if save.invoice_prefix == save.credit_prefix {
        return Err(AppError::invalid(
            "credit_prefix",
            "Credit notes need a prefix of their own. Nothing was saved.",
        ));
    }
    invoices::save_settings(&asked.backend, &staff, save)
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect("/reseller/companies/invoicing?saved=invoicing");
    Ok(())
}
