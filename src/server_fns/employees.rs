//! The people a company buys for.

#![allow(clippy::too_many_arguments, reason = "the fields of a form")]

use leptos::prelude::*;

use crate::shared::{
    company::{EmployeeList, EmployeeView, ImportView},
    error::AppError,
    ids::{EmployeeId, ImportId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::employees::{self, AddError, ApplyError, ChangeError, EmployeeFilter, OffBoardError, Written},
    server_fns::guard,
    shared::{company::EmployeeFault, line::LeaverLines, permissions::OrganizationMay},
};

/// A page of the company's employees. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "employees/list")]
pub async fn list(
    q: Option<String>,
    team: Option<String>,
    state: Option<String>,
    after: Option<String>,
) -> Result<EmployeeList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    let or_empty = Option::unwrap_or_default;
    let filter = EmployeeFilter::parse(&or_empty(q), &or_empty(team), &or_empty(state), &or_empty(after));
    let page = employees::list(&asked.backend, &member, &filter, employees::PAGE_ROWS)
        .await
        .map_err(|error| asked.internal(&error))?;
    let form = employees::form(&asked.backend, &member, None)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(EmployeeList {
        page,
        teams: form.teams,
        may_edit: form.may_edit,
        may_export: member.may(OrganizationMay::ExportData),
    })
}

/// One employee. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "employees/find")]
pub async fn find(employee: EmployeeId) -> Result<EmployeeView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    employees::form(&asked.backend, &member, Some(employee))
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// An empty form. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/form")]
pub async fn empty_form() -> Result<EmployeeView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    employees::form(&asked.backend, &member, None)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Enters an employee. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/add")]
pub async fn add(
    email: String,
    first_name: String,
    last_name: String,
    phone_model: String,
    cost_centre: String,
    team: String,
    starts_on: String,
    ends_on: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    let request = employees::Add {
        id: EmployeeId::new(),
        written: &Written {
            email,
            first_name,
            last_name,
            phone_model,
            cost_centre,
            team,
            starts_on,
            ends_on,
        },
        origin: &asked.origin(),
    };
    let made = employees::add(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            AddError::Wrong(fault) => wrong(fault),
            AddError::TooMany => too_many(),
            AddError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/employees/{}?saved=added", made.id));
    Ok(())
}

/// Changes what is known of an employee. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/change")]
pub async fn change(
    employee: EmployeeId,
    email: String,
    first_name: String,
    last_name: String,
    phone_model: String,
    cost_centre: String,
    team: String,
    starts_on: String,
    ends_on: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    let written = Written {
        email,
        first_name,
        last_name,
        phone_model,
        cost_centre,
        team,
        starts_on,
        ends_on,
    };
    employees::change(&asked.backend, &member, employee, &written, &asked.origin())
        .await
        .map_err(|error| match error {
            ChangeError::NotFound => AppError::NotFound,
            ChangeError::Wrong(fault) => wrong(fault),
            ChangeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/employees/{employee}?saved=changed"));
    Ok(())
}

/// Sets somebody's last day; without `leaver_lines` the lines go as the company says. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/off_board")]
pub async fn off_board(
    employee: EmployeeId,
    last_day: String,
    leaver_lines: Option<String>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    let about = |fault: EmployeeFault| AppError::invalid("last_day", fault.in_words());
    let lines = leaver_lines.as_deref().and_then(LeaverLines::parse);
    employees::off_board(
        &asked.backend,
        &member,
        employee,
        &last_day,
        lines,
        &asked.origin(),
    )
    .await
    .map_err(|error| match error {
        OffBoardError::NotFound => AppError::NotFound,
        OffBoardError::Wrong(fault) => about(fault),
        OffBoardError::Internal(error) => asked.internal(&error),
    })?;
    leptos_axum::redirect(&format!("/business/employees/{employee}?saved=off_boarded"));
    Ok(())
}

/// What a file would do, or did. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/import")]
pub async fn import(file: ImportId) -> Result<ImportView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    employees::preview(&asked.backend, &member, file)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Enters the good rows of a file. Scope: member(EditEmployees).
#[server(prefix = "/do", endpoint = "employees/apply_import")]
pub async fn apply_import(file: ImportId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditEmployees)?;
    employees::apply(&asked.backend, &member, file, &asked.origin())
        .await
        .map_err(|error| match error {
            ApplyError::NotFound => AppError::NotFound,
            ApplyError::NothingToAdd => AppError::Refused(
                "Nobody was added: no line of the file can be used. Mend the lines below and upload it again.".into(),
            ),
            ApplyError::TooMany => too_many(),
            ApplyError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/employees/import/{file}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn wrong(fault: EmployeeFault) -> AppError {
    AppError::invalid(fault.field(), fault.in_words())
}

#[cfg(feature = "ssr")]
fn too_many() -> AppError {
    AppError::Refused(
        "Nobody was added: a company has at most 20,000 employees, those who left included.".into(),
    )
}
