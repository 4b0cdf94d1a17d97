//! Every table of `/business` as a file: the headings, rows, order, filter and words of the page, with times by the
//! company's own clock. Columns a page shows in one cell stand apart here.

pub mod lines;
pub mod log;
pub mod money;
pub mod people;
pub mod sign_in;
pub mod spending;

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::export;
use crate::{
    backend::Backend,
    domain::{error::Internal, organizations, scope::Member},
    server_fns::guard::Asked,
    shared::{error::AppError, money::Money, paging::Page, permissions::OrganizationMay},
};

/// Where the files are.
pub fn routes() -> Router<Backend> {
    Router::new()
        .route("/business/members.csv", get(people::members))
        .route("/business/members/invitations.csv", get(people::invitations))
        .route("/business/teams.csv", get(people::teams))
        .route(
            "/business/employees/import/{id}/refused.csv",
            get(people::refused),
        )
        .route("/business/lines.csv", get(lines::lines))
        .route("/business/lines/{id}/orders.csv", get(lines::orders))
        .route("/business/lines/{id}/wishes.csv", get(lines::wishes))
        .route("/business/lines/batches.csv", get(lines::batches))
        .route("/business/lines/batches/{id}/employees.csv", get(lines::batch))
        .route("/business/history.csv", get(log::history))
        .route("/business/alerts.csv", get(log::alerts))
        .route("/business/requests.csv", get(spending::requests))
        .route("/business/budgets.csv", get(spending::budgets))
        .route("/business/policies.csv", get(spending::policies))
        .route(
            "/business/messages/quotas/teams.csv",
            get(spending::quotas_of_teams),
        )
        .route(
            "/business/messages/quotas/members.csv",
            get(spending::quotas_of_members),
        )
        .route("/business/sign-in/groups.csv", get(sign_in::groups))
        .route("/business/sign-in/domains.csv", get(sign_in::domains))
        .route("/business/sign-in/tokens.csv", get(sign_in::tokens))
        .route("/business/wallet/statement.csv", get(money::statement))
        .route("/business/invoices/so-far/lines.csv", get(money::so_far))
        .route(
            "/business/invoices/so-far/centres.csv",
            get(money::so_far_by_centre),
        )
}

/// What stands over a column.
#[derive(Debug, Clone, Copy)]
pub enum Heading {
    Text(&'static str),
    /// Over moments: the file says by which clock.
    Time(&'static str),
}

/// What stands in a column.
#[derive(Debug, Clone)]
pub enum Cell {
    Text(String),
    /// Written by the company's clock.
    Time(DateTime<Utc>),
}

impl Cell {
    /// A moment, or these words where there is none.
    pub fn time_or(at: Option<DateTime<Utc>>, words: &str) -> Self {
        at.map_or_else(|| words.into(), Self::Time)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Text(day.to_string())
    }
}

/// The number alone: the currency has a column.
impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Text(money.amount())
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Time(at)
    }
}

impl<Some: Into<Self>> From<Option<Some>> for Cell {
    fn from(some: Option<Some>) -> Self {
        some.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

/// A row of cells.
macro_rules! row {
    ($($cell:expr),+ $(,)?) => { vec![$($crate::http::company_files::Cell::from($cell)),+] };
}
pub(crate) use row;

/// Why there is no file.
#[derive(Debug)]
pub struct Refused(AppError);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        export::refuse(&self.0)
    }
}

/// A file, or why there is none.
pub type File = Result<Response, Refused>;

/// A member who may see the page and take data away.
#[derive(Debug)]
pub struct Taker {
    asked: Asked,
    pub backend: Backend,
    pub member: Member,
}

impl Taker {
    /// `page` is what the page of the table needs.
    pub fn of(asked: Asked, page: OrganizationMay) -> Result<Self, Refused> {
        asked.member(OrganizationMay::ExportData)?;
        let member = asked.member(page)?;
        let backend = asked.backend.clone();
        Ok(Self {
            asked,
            backend,
            member,
        })
    }

    /// What is there, or the page of an error.
    pub fn found<Found>(&self, read: Result<Option<Found>, Internal>) -> Result<Found, Refused> {
        Ok(self.read(read)?.ok_or(AppError::NotFound)?)
    }

    /// What was read, or the page of an error.
    pub fn read<Read>(&self, read: Result<Read, Internal>) -> Result<Read, Refused> {
        Ok(read.map_err(|error| self.asked.internal(&error))?)
    }

    /// The shop the company is a customer of.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// A list that is whole already.
    pub async fn whole(self, name: &str, headings: &[Heading], rows: Vec<Vec<Cell>>) -> File {
        self.paged(name, headings, move |_| {
            let rows = rows.clone();
            async move { Ok(Page { rows, next: None }) }
        })
        .await
    }

    /// A list that is read page by page while it is sent.
    pub async fn paged<Read, Reading>(self, name: &str, headings: &[Heading], read: Read) -> File
    where
        Read: Fn(Option<String>) -> Reading + Send + 'static,
        Reading: Future<Output = Result<Page<Vec<Cell>>, Internal>> + Send + 'static,
    {
        let settings = organizations::settings(&self.backend, &self.member).await;
        let zone = self.read(settings)?.timezone;
        let header: Vec<String> = headings
            .iter()
            .map(|heading| match heading {
                Heading::Text(name) => (*name).to_owned(),
                Heading::Time(name) => format!("{name} ({zone})"),
            })
            .collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let Self {
            asked,
            backend,
            member,
        } = self;
        Ok(export::csv(asked, name, &header, move |after| {
            let (backend, member, zone) = (backend.clone(), member.clone(), zone.clone());
            let reading = read(after);
            async move { by_clock(&backend, &member, &zone, reading.await?).await }
        }))
    }
}

/// The page as text, its moments as the company's clock showed them.
async fn by_clock(
    backend: &Backend,
    member: &Member,
    zone: &str,
    page: Page<Vec<Cell>>,
) -> Result<Page<Vec<String>>, Internal> {
    let times: Vec<DateTime<Utc>> = page
        .rows
        .iter()
        .flatten()
        .filter_map(|cell| match cell {
            Cell::Time(at) => Some(*at),
            Cell::Text(_) => None,
        })
        .collect();
    let mut shown = organizations::local_times(backend, member, zone, &times)
        .await?
        .into_iter();
    Ok(page.map(|row| {
        row.into_iter()
            .map(|cell| match cell {
                Cell::Text(text) => text,
                Cell::Time(_) => shown.next().unwrap_or_default(),
            })
            .collect()
    }))
}
