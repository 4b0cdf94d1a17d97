//! The shop's companies, for its staff.

use leptos::prelude::*;

use crate::shared::{
    company::{ClientList, ClientView},
    error::AppError,
    ids::OrganizationId,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::organizations::{self, GrantCreditError, SetStateError},
    server_fns::{
        account_form as form,
        business::{billing, company},
        guard,
    },
    shared::{company::PlanTier, permissions::StaffMay},
};

/// A page of the shop's companies. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "clients/list")]
pub async fn clients(after: Option<String>) -> Result<ClientList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let after = after.and_then(|text| text.parse().ok());
    let page = organizations::list_clients(&asked.backend, &staff, after)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(ClientList {
        page,
        may_help: staff.may(StaffMay::HelpCustomers),
    })
}

/// One company. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "clients/client")]
pub async fn client(organization: OrganizationId) -> Result<ClientView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let currency = asked.shop.brand.currency;
    let (row, owners, money) = organizations::client(&asked.backend, &staff, organization, currency)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(ClientView {
        row,
        owners,
        money,
        may_help: staff.may(StaffMay::HelpCustomers),
        may_grant: staff.may(StaffMay::AdjustWallets),
    })
}

/// Sets a company up and mails its owner a link. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "clients/open")]
pub async fn open_company(
    company_name: String,
    billing_email: String,
    email: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    let request = organizations::OpenFor {
        name: company(&company_name)?,
        billing_email: billing(&billing_email)?,
        owner: form::email(&email)?,
        host: asked.shop.host.clone(),
        origin: asked.origin(),
    };
    let id = organizations::open_for(&asked.backend, &staff, request)
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect(&format!("/reseller/companies/{id}?saved=opened"));
    Ok(())
}

/// Says what a company has agreed, and whether it is open. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "clients/set_state")]
pub async fn set_state(
    organization: OrganizationId,
    plan_tier: String,
    is_on: Option<bool>,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    let request = organizations::SetState {
        id: organization,
        plan: PlanTier::parse(&plan_tier)
            .ok_or_else(|| AppError::invalid("plan_tier", "Please choose a plan from the list."))?,
        is_active: is_on == Some(true),
        origin: asked.origin(),
    };
    organizations::set_state(&asked.backend, &staff, request)
        .await
        .map_err(|error| match error {
            SetStateError::NotFound => AppError::NotFound,
            SetStateError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/companies/{organization}?saved=state"));
    Ok(())
}

/// Says how far below zero a company's wallet may go. Scope: staff(AdjustWallets).
#[server(prefix = "/do", endpoint = "clients/grant_credit")]
pub async fn grant_credit(organization: OrganizationId, limit: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::AdjustWallets)?;
    let grant = organizations::GrantCredit {
        id: organization,
        limit,
        currency: asked.shop.brand.currency,
        origin: asked.origin(),
    };
    organizations::grant_credit(&asked.backend, &staff, grant)
        .await
        .map_err(|error| match error {
            GrantCreditError::NotFound => AppError::NotFound,
            GrantCreditError::Amount => {
                AppError::invalid("limit", "Please enter an amount such as 500, or 0 for no credit.")
            }
            GrantCreditError::NotCollecting => AppError::Refused(
                "Nothing was changed: the platform collects for this shop, so it would bear what a company does not \
                 pay. Shops that collect by themselves can grant credit."
                    .into(),
            ),
            GrantCreditError::InUse { missing } => AppError::invalid(
                "limit",
                format!("The company uses {missing} more than that already. Ask it to add money first."),
            ),
            GrantCreditError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/companies/{organization}?saved=credit"));
    Ok(())
}
